"""The words of the pages, in each language for which there is a gettext catalogue.

A catalogue is ``LANGUAGE/LC_MESSAGES/mcdgraph.po`` in a folder of such; its messages are named,
and ``{}`` in one is filled by who writes it. What a catalogue lacks is in English.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Final

import polib

from mcdgraph.errors import InputError
from mcdgraph.pages.numbers import grouped
from mcdgraph.pages.overviews.times import DateWords

#: The catalogues that come with the package.
LOCALE: Final = Path(__file__).parent / "locale"
#: The language whose catalogue has every message.
REFERENCE: Final = "en"
#: Marks of a language tag as a folder's name (RFC 5646, clause 2.1; gettext writes ``pt_BR``).
_TAG: Final = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*\Z")
#: Assertion status → the end of the name of its words.
STATUSES: Final = {
    "stated": "stated",
    "implied-by-layout": "layout",
    "editorial-inference": "editorial",
    "recorded": "recorded",
    "reported": "reported",
    "computed": "computed",
    "external": "external",
}


class Texts:
    """The words of one language: each message is an attribute, by its name."""

    def __init__(self, translations: GNUTranslations, names: frozenset[str]) -> None:
        """Take translations that fall back on English, and the names of all messages."""
        self._translations = translations
        self._names = names

    def __getattr__(self, name: str) -> str:
        """Return a message; raise `AttributeError` where there is none of that name."""
        if name.startswith("_") or name not in self._names:
            raise AttributeError(f"no catalogue has the message {name!r}")
        return self._translations.gettext(name)

    def count(self, name: str, number: int) -> str:
        """Return a message with a number in it, in the plural form that the number asks for."""
        return self._translations.ngettext(name, name, number).format(grouped(number))

    def status(self, status: str) -> str:
        """Return the words for an assertion status; an unknown one stands for itself."""
        return self._named("status", STATUSES.get(status, ""), status)

    def says(self, status: str) -> str:
        """Return the phrase, with ``{}``, for what says a statement; empty where none fits."""
        return self._named("says", STATUSES.get(status, ""), "")

    def scope_of(self, scope: str) -> str:
        """Return the words for what a dump holds."""
        return self._named("scope", scope, scope)

    def kind_of(self, kind: str) -> str:
        """Return the words for what a named graph is for; an unknown kind stands for itself."""
        return self._named("kind", kind, kind)

    def origin(self, origin: str) -> str:
        """Return the words for where the answer to a question comes from."""
        return self._named("origin", origin, origin)

    def found(self, kind: str) -> str:
        """Return the heading of what search finds of a kind."""
        return self._named("found", kind, kind)

    @cached_property
    def date_words(self) -> DateWords:
        """How dates are written; a page has hundreds."""
        return DateWords(
            months=tuple(self.named("month", str(number)) for number in range(1, 13)),
            month=self.date_month,
            day=self.date_day,
            first_day=self.date_first_day,
        )

    def named(self, group: str, name: str) -> str:
        """Return the words of a group for a name; a name without any stands for itself."""
        return self._named(group, name, name)

    def _named(self, group: str, name: str, otherwise: str) -> str:
        return str(getattr(self, f"{group}_{name}", otherwise))


def read_texts(folder: Path | None = None) -> dict[str, Texts]:
    """Read the package's catalogues, and those of a folder, by language tag.

    A message of the folder stands before the package's in the same language. Raises
    `InputError` for a catalogue that cannot be read, or whose message has other placeholders
    than the English one.
    """
    reference = _read(_catalogues(LOCALE)[REFERENCE])
    placeholders = {entry.msgid: _placeholders(entry) for entry in reference}
    found: dict[str, GNUTranslations] = {}
    for place in (LOCALE, *([folder] if folder else [])):
        for tag, path in _catalogues(place).items():
            translations = _compiled(path, placeholders)
            if before := found.get(tag):
                translations.add_fallback(before)
            found[tag] = translations
    english = found[REFERENCE]
    for tag, translations in found.items():
        if tag != REFERENCE:
            translations.add_fallback(english)
    names = frozenset(placeholders)
    return {tag: Texts(translations, names) for tag, translations in sorted(found.items())}


def _catalogues(folder: Path) -> dict[str, Path]:
    """Find the catalogues of a folder, which need not exist, by language tag."""
    return {
        path.parent.parent.name.replace("_", "-"): path
        for path in sorted(folder.glob("*/LC_MESSAGES/mcdgraph.po"))
        if _TAG.match(path.parent.parent.name)
    }


def _compiled(path: Path, placeholders: Mapping[str, frozenset[str]]) -> GNUTranslations:
    """Compile what is translated in a catalogue, of messages that pages have."""
    catalogue = _read(path)
    for entry in [*catalogue]:
        expected = placeholders.get(entry.msgid)
        if expected is None or not entry.translated():
            catalogue.remove(entry)
        elif _placeholders(entry) != expected:
            wanted = " ".join(sorted(f"{{{name}}}" for name in expected)) or "no placeholder"
            raise InputError(
                f"{path}: line {entry.linenum}: the message {entry.msgid} must have {wanted}, "
                "as in English"
            )
    return GNUTranslations(BytesIO(catalogue.to_binary()))


def _read(path: Path) -> polib.POFile:
    try:
        return polib.pofile(str(path), encoding="utf8")
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not a gettext catalogue in UTF-8: {error}") from error


def _placeholders(entry: polib.POEntry) -> frozenset[str]:
    """List what is filled in a message, by number; all its plural forms together."""
    texts = entry.msgstr_plural.values() if entry.msgid_plural else (entry.msgstr,)
    return frozenset(name for text in texts for name in _fields(text, entry))


def _fields(text: str, entry: polib.POEntry) -> list[str]:
    try:
        found = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        return [entry.msgid]
    return [name or str(number) for number, name in enumerate(found)]
