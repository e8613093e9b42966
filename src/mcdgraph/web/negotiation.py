"""Which form, and which language, a client asked for.

Source: RFC 9110, clauses 12.4.2 (quality values), 12.5.1 (Accept) and 12.5.4
(Accept-Language); RFC 4647, clause 3.4 (lookup of a language range).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mcdgraph.formats import Format

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]++"
_QUOTED = r'"(?:[^"\\]++|\\.)*+"'
_PARAMETER = re.compile(rf"({_NAME})\s*+=\s*+({_NAME}|{_QUOTED})\Z", re.DOTALL)
#: What stands between quotation marks; it may be empty.
_INSIDE = re.compile(r'(?:[^"\\]++|\\.)*+', re.DOTALL)
_STOPS = {mark: re.compile(f'[{mark}"]') for mark in ",;"}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_QUALITY = re.compile(r"(?:\d{1,6}(?:\.\d{0,9})?|\.\d{1,9})\Z", re.ASCII)
_RANGE = re.compile(rf"({_NAME})/({_NAME})\Z")
_LANGUAGE = re.compile(r"(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\Z")

#: How exactly a range names a type, then its quality; the greater counts.
_Wish = tuple[int, float]
_NO_WISH: _Wish = (0, 0.0)
#: From here on a range names the type itself, not a wildcard.
_BY_NAME = 3


@dataclass(frozen=True, kw_only=True)
class MediaRange:
    """One element of an Accept header: types in lower case, quality from 0 to 1."""

    type: str
    subtype: str
    parameters: tuple[tuple[str, str], ...]
    quality: float

    @property
    def profiles(self) -> list[str]:
        """The profiles that it names, separated by spaces (JSON-LD 1.1, appendix C)."""
        return [
            iri for name, value in self.parameters if name == "profile" for iri in value.split()
        ]

    @property
    def satisfied(self) -> bool:
        """True when an answer in UTF-8 without other parameters is what it names."""
        return all(parameter == ("charset", "utf-8") for parameter in self.parameters)


class Wishes:
    """What the lines of an Accept header wish for, read once for any number of choices."""

    def __init__(self, accept: Sequence[str]) -> None:
        """Read the value of each header line, as they came, in linear time."""
        elements = [element for value in accept for element in _elements(value)]
        self._anything = not elements
        self._of = _wishes(elements)

    def choose(self, offered: Sequence[Format]) -> Format | None:
        """Choose a format; None means 406.

        No line, or lines without an element, accept anything. Of formats wanted equally, the one
        named most exactly wins, then the one offered first. A format answers to its aliases by
        their full name only, so that ``text/*`` means what its registered media type says. A
        parameter that no format has does not stop its type from matching, but a plain range is
        heeded first. A format with a profile answers to a range that names it, and to no other.
        """
        if self._anything:
            return offered[0] if offered else None
        best: tuple[float, int] = (0.0, 0)
        chosen = None
        for form in offered:
            weight = self._weight(form)
            if weight > best and weight[0] > 0:
                best, chosen = weight, form
        return chosen

    def _weight(self, form: Format) -> tuple[float, int]:
        """Return the quality of a format, then the precision with which it is named."""
        if form.profile:
            precision, quality = self._of.get(f"{form.media_type};{form.profile}", _NO_WISH)
            return quality, precision
        kind = form.media_type.partition("/")[0]
        names = (form.media_type, f"{kind}/*", "*/*")
        by_type = max(self._of.get(name, _NO_WISH) for name in names)
        by_alias = (self._of.get(alias, _NO_WISH) for alias in form.aliases)
        return max((quality, precision) for precision, quality in (by_type, *by_alias))


def negotiate(accept: Sequence[str], offered: Sequence[Format]) -> Format | None:
    """Choose a format for the lines of an Accept header, as `Wishes` does."""
    return Wishes(accept).choose(offered)


def negotiate_language(accept: Sequence[str], offered: Sequence[str]) -> str:
    """Choose a language for the lines of an Accept-Language header.

    ``offered`` holds primary tags, the default first. A range matches when it begins with an
    offered tag (``fr-CA`` asks for ``fr``). A client is never refused for its language.
    """
    qualities: dict[str, float] = {}
    for value in accept:
        for element in _elements(value):
            name, quality = _language_range(element)
            if name and name not in qualities:
                qualities[name] = quality
    best, chosen = 0.0, offered[0]
    for language in offered:
        named = [q for name, q in qualities.items() if _begins(name, language)]
        quality = max(named) if named else qualities.get("*", 0.0)
        if quality > best:
            best, chosen = quality, language
    return chosen


def _begins(name: str, language: str) -> bool:
    """Tell whether a language range asks for a language or a variety of it."""
    return name == language or name.startswith(language + "-")


def _wishes(elements: Sequence[str]) -> Mapping[str, _Wish]:
    """Return the most exact wish for each type and range that is named; linear in the header."""
    wishes: dict[str, _Wish] = {}
    for element in elements:
        accepted = _media_range(element)
        if accepted is not None and (precision := _precision(accepted)):
            name = f"{accepted.type}/{accepted.subtype}"
            wishes[name] = max(wishes.get(name, _NO_WISH), (precision, accepted.quality))
            for profile in accepted.profiles:
                wishes[f"{name};{profile}"] = (_BY_NAME + 1, accepted.quality)
    return wishes


def _precision(accepted: MediaRange) -> int:
    """Say how exactly a range names types: 0 not at all, then wildcards, then by name."""
    if accepted.subtype != "*":
        if accepted.satisfied:
            return _BY_NAME + 1 + len(accepted.parameters)
        return _BY_NAME if accepted.quality > 0 else 0
    if accepted.parameters:
        return 0
    return 1 if accepted.type == "*" else 2


def _elements(value: str) -> Iterator[str]:
    """Split a header's value at its commas, those in quoted strings apart."""
    for element in split_quoted(value, ","):
        if element.strip():
            yield element.strip()


def _parts(element: str) -> list[str]:
    """Split an element at its semicolons; there is at least one part, which may be empty."""
    return [part.strip() for part in split_quoted(element, ";")]


def split_quoted(text: str, mark: Literal[",", ";"]) -> list[str]:
    """Split at a mark that is not in a quoted string (RFC 9110, clause 5.6.4); linear.

    A quotation mark without a second one is a character like others, and so are all after it:
    where one has no end, none behind it has.
    """
    if '"' not in text:
        return text.split(mark)
    pieces, start, at = [], 0, 0
    while found := _STOPS[mark].search(text, at):
        at = found.end()
        if found[0] == mark:
            pieces.append(text[start : at - 1])
            start = at
            continue
        inside = _INSIDE.match(text, at)
        end = inside.end() if inside else at
        if not text.startswith('"', end):
            break
        at = end + 1
    return [*pieces, *text[start:].split(mark)] if found else [*pieces, text[start:]]


def _media_range(element: str) -> MediaRange | None:
    """Read one element of an Accept header; None when it is malformed."""
    name, *parts = _parts(element)
    name = "*/*" if name == "*" else name
    found = _RANGE.match(name)
    parsed = _parameters(parts)
    if found is None or parsed is None or (found[1] == "*" and found[2] != "*"):
        return None
    parameters, quality = parsed
    return MediaRange(
        type=found[1].lower(), subtype=found[2].lower(), parameters=parameters, quality=quality
    )


def _parameters(parts: Sequence[str]) -> tuple[tuple[tuple[str, str], ...], float] | None:
    """Read what follows a range; what comes after ``q`` is an extension, and ignored."""
    parameters: list[tuple[str, str]] = []
    for part in parts:
        if not part:
            continue
        found = _PARAMETER.match(part)
        if found is None:
            return None
        name, value = found[1].lower(), _unquoted(found[2])
        if name == "q":
            quality = read_quality(value)
            return None if quality is None else (tuple(parameters), quality)
        parameters.append((name, value.lower() if name == "charset" else value))
    return tuple(parameters), 1.0


def read_quality(text: str) -> float | None:
    """Read a quality value, at most 1; None for what is none (RFC 9110, clause 12.4.2)."""
    return min(float(text), 1.0) if _QUALITY.match(text) else None


def _language_range(element: str) -> tuple[str, float]:
    """Read one element of an Accept-Language header; the name is empty when malformed."""
    name, *parts = _parts(element)
    parsed = _parameters(parts)
    if parsed is None or not _LANGUAGE.match(name):
        return "", 0.0
    return name.lower(), parsed[1]


def _unquoted(value: str) -> str:
    """Give what a token or a quoted string stands for."""
    return _ESCAPE.sub(r"\1", value[1:-1]) if value.startswith('"') else value
