"""A passage and the document that it stands in, as a graph tells them."""

from dataclasses import dataclass

from mcdgraph.columns import Literal
from mcdgraph.passages.links import archived, with_text
from mcdgraph.passages.quotation import Quotation


@dataclass(frozen=True, kw_only=True)
class SourceDocument:
    """A document: its address, the day it is known from, its SHA-256, its language as a tag.

    ``iris`` are the version that passages name and what it is a version of, nearest first.
    What the graph does not say is empty.
    """

    iris: tuple[str, ...] = ()
    url: str = ""
    date: str = ""
    digest: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A passage: what it says in the graph's own words, its place, and how a link finds it.

    ``start`` and ``end`` are offsets in code points, [start, end). ``quotation`` holds its very
    words where a copy of the document is at hand.
    """

    iri: str
    document: SourceDocument
    glosses: tuple[Literal, ...] = ()
    locator: str = ""
    start: int | None = None
    end: int | None = None
    fragment_start: str = ""
    fragment_end: str = ""
    quotation: Quotation | None = None

    @property
    def link(self) -> str:
        """The address of the document at the passage, as near as its words lead; or nothing."""
        return self._at_passage(self.document.url) if self.document.url else ""

    @property
    def archive(self) -> str:
        """Where archived copies are looked for, at the passage; or nothing."""
        url, date = self.document.url, self.document.date
        return self._at_passage(archived(url.partition("#")[0], date)) if url else ""

    def gloss(self, *languages: str) -> Literal | None:
        """Return the gloss in the first of some languages that there is, else any."""
        for tag in languages:
            for found in self.glosses:
                if (found.language or "").lower() == tag.lower():
                    return found
        return self.glosses[0] if self.glosses else None

    def _at_passage(self, address: str) -> str:
        if self.fragment_start:
            return with_text(address, self.fragment_start, self.fragment_end)
        if self.quotation and not self.quotation.exact.endswith("…"):
            return with_text(address, self.quotation.first_words, self.quotation.last_words)
        return address
