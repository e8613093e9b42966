"""How the dataset, or a thing in it, is cited: a line of text, and an entry of BibTeX."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from mcdgraph.settings import Settings

#: What TeX would take for a command (The TeXbook, chapter 7).
_SPECIAL: Final = str.maketrans(
    {
        **{character: f"\\{character}" for character in "#$%&_{}"},
        "\\": r"\textbackslash{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
    }
)
#: Characters of an IRI that a URL has as they are (RFC 3986, clause 2).
_IN_URL: Final = "%:/?#[]@!$&'()*+,;=~"
_NOT_IN_KEY: Final = re.compile(r"[^A-Za-z0-9]+")
#: Characters of a key, and digits of a digest that are cited.
_MAX_KEY: Final = 60
_DIGITS: Final = 12


@dataclass(frozen=True, kw_only=True)
class Citation:
    """What is cited: ``name`` is what a thing is called, and empty for the dataset as a whole."""

    settings: Settings
    digest: str
    language: str
    iri: str
    name: str = ""

    @property
    def plain(self) -> str:
        """The citation in a line: author, name, dataset, version and date, release, address."""
        parts = [
            self._author,
            f"“{self.name}”" if self.name else "",
            self._title,
            self._version,
            self._date,
            self._release,
        ]
        return ". ".join(part.rstrip(".") for part in parts if part) + f". {self._url}"

    @property
    def bibtex(self) -> str:
        """The citation as an entry that each style of BibTeX knows (btxdoc, clause 3.1: misc)."""
        edition = ", ".join(part for part in (self._version, self._date, self._release) if part)
        whole = f"In: {self._title}" if self.name and self._title else ""
        fields = {
            "author": f"{{{_tex(self._author)}}}" if self._author else "",
            "title": f"{{{_tex(self.name or self._title or self.iri)}}}",
            "howpublished": _tex(whole),
            "year": self._date[:4],
            "note": _tex(edition),
            "url": self._url,
        }
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        return f"@misc{{{self._key},\n" + ",\n".join(lines) + "\n}"

    @property
    def _author(self) -> str:
        return _line(self.settings.creator.name or self.settings.publisher.name)

    @property
    def _title(self) -> str:
        return _line(self.settings.named(self.settings.title, self.language))

    @property
    def _version(self) -> str:
        return f"Version {self.settings.version}" if self.settings.version else ""

    @property
    def _date(self) -> str:
        return self.settings.modified or self.settings.issued

    @property
    def _release(self) -> str:
        return f"Release {self.digest[:_DIGITS]}"

    @property
    def _url(self) -> str:
        return quote(self.iri, safe=_IN_URL)

    @property
    def _key(self) -> str:
        """Name the entry by the last steps of the address, in letters that BibTeX takes."""
        ascii_only = unicodedata.normalize("NFKD", self.iri).encode("ascii", "ignore").decode()
        words = _NOT_IN_KEY.sub("-", ascii_only.partition("://")[2] or ascii_only)
        return words[-_MAX_KEY:].strip("-") or self.digest[:_DIGITS]


def _tex(text: str) -> str:
    return _line(text).translate(_SPECIAL)


def _line(text: str) -> str:
    return " ".join(text.split())
