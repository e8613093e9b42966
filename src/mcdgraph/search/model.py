"""What is put into search, and what comes out of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from mcdgraph.search.vocabulary import EntryKind, TextRole


@dataclass(frozen=True, kw_only=True)
class SearchText:
    """A text of a thing; ``property`` is an IRI, empty for what no statement says.

    That is the name in its own IRI, and what a saved question asks.
    """

    role: TextRole
    property: str
    language: str | None
    text: str


@dataclass(frozen=True, kw_only=True)
class SearchEntry:
    """A thing that can be found.

    ``iri`` is that of a thing, or the name of a saved question. ``type`` is the IRI of the
    rarest class it is said to be of, or empty. ``uses`` counts the statements that lead to it.
    """

    iri: str
    kind: EntryKind
    type: str
    deprecated: bool
    uses: int
    texts: tuple[SearchText, ...]


@dataclass(frozen=True, kw_only=True)
class Snippet:
    """A piece of a text; ``marks`` are the places, from and to, that match (code points).

    ``before`` and ``after`` tell whether the text goes on there.
    """

    text: str
    language: str | None
    marks: tuple[tuple[int, int], ...] = ()
    before: bool = False
    after: bool = False

    def parts(self) -> Iterator[tuple[str, bool]]:
        """Yield the text in pieces, each with whether it matches."""
        at = 0
        for start, end in self.marks:
            if at < start:
                yield self.text[at:start], False
            yield self.text[start:end], True
            at = end
        if at < len(self.text):
            yield self.text[at:], False


@dataclass(frozen=True, kw_only=True)
class SearchHit:
    """A thing that was found, and why.

    ``name`` is what it is called, in the reader's language where it can be. ``role`` and
    ``property`` name the text that matches best, which is ``reason``; that is None where the
    IRI itself was asked for. ``summary`` says what the thing is where the reason does not.
    ``partial`` tells that it has some of the words that are looked for, not all.
    """

    iri: str
    kind: EntryKind
    type: str
    deprecated: bool
    name: Snippet
    role: TextRole | None
    property: str
    reason: Snippet | None
    summary: Snippet | None
    partial: bool = False


@dataclass(frozen=True, kw_only=True)
class SearchGroup:
    """The hits of one kind: how many there are, and some of them, the best first."""

    kind: EntryKind
    total: int
    hits: tuple[SearchHit, ...]


@dataclass(frozen=True, kw_only=True)
class SearchRequest:
    """What is looked for, by a reader of ``language``; all kinds unless one is named.

    ``size`` hits make a page; pages count from 1.
    """

    text: str
    language: str
    kind: EntryKind | None = None
    page: int = 1
    size: int = 20


@dataclass(frozen=True, kw_only=True)
class SearchResults:
    """The answer to a request.

    ``hits`` are those of the page asked for, of all kinds together; ``groups`` the first of
    each kind, the kind of the best hit first. ``total`` counts the hits of the kind asked for;
    where ``capped`` there are more, which are not ranked. ``corrected`` is the text with the
    words that were looked for instead of those that occur nowhere, or empty; ``meant`` is one
    that may be meant, and was not looked for. ``whole`` counts the hits, of all kinds, that
    have all the words; others have some. ``left_out`` counts the words beyond those that are
    looked for. ``asked`` is the IRI that the text is, whole or as a prefixed name.
    """

    request: SearchRequest
    hits: tuple[SearchHit, ...]
    groups: tuple[SearchGroup, ...]
    total: int
    capped: bool
    corrected: str = ""
    meant: str = ""
    whole: int = 0
    left_out: int = 0
    asked: str = ""

    @property
    def pages(self) -> int:
        """How many pages the hits fill, at least 1."""
        return max(1, -(-self.total // self.request.size))

    @property
    def page_is_past(self) -> bool:
        """Whether the page asked for comes after the last."""
        return self.request.page > self.pages


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A thing whose name begins as what was typed, or holds its words.

    ``name`` is the name that matches, ``called`` what the thing is called where that is
    another name.
    """

    iri: str
    kind: EntryKind
    type: str
    deprecated: bool
    name: Snippet
    called: Snippet | None
