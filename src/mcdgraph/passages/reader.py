"""Reads passages and documents out of a graph, by the properties of its evidence profile.

Source: SPDX 2.3, clause 8.4 (checksums); Unicode code points as in the Web Annotation Data Model,
clause 4.2.4 (text position selector).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, Protocol

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.namespaces import STANDARD
from mcdgraph.passages.copies import DocumentCopies
from mcdgraph.passages.links import is_address
from mcdgraph.passages.model import Passage, SourceDocument
from mcdgraph.passages.quotation import quotation
from mcdgraph.settings import EvidenceSettings

SPDX: Final = STANDARD["spdx"]
#: What a document stands in or is a version of, at most so far up.
_LEVELS: Final = 3
#: Documents that are remembered.
_CACHED: Final = 1_000
#: Characters of a gloss, and of words that lead somewhere.
MOST_GLOSS: Final = 600
MOST_WORDS: Final = 200
_NUMBER: Final = re.compile(r"[0-9]{1,18}\Z")
_DIGEST: Final = re.compile(r"[0-9a-fA-F]{64}\Z")
_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,5}\Z")


class StatementSource(Protocol):
    """Statements of a graph, by subject or by property."""

    def objects(self, node: Iri | BlankNode, predicate: str) -> Sequence[Term]:
        """Return values of a property in a stable order."""

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of the statements of a property."""


class PassageReader:
    """Reads the passages of one graph, quoting those whose document is at hand."""

    def __init__(
        self, statements: StatementSource, profile: EvidenceSettings, copies: DocumentCopies
    ) -> None:
        """Read statements by a profile."""
        self._statements = statements
        self._profile = profile
        self._copies = copies
        self._documents: dict[Iri, SourceDocument] = {}

    def passage(self, iri: str) -> Passage:
        """Return what the graph says of a passage, or of a document named in place of one."""
        node, profile = Iri(iri), self._profile
        document = self.document(node)
        start, end = self._number(node, profile.start), self._number(node, profile.end)
        text = self._copies.text(document.digest)
        placed = text is not None and start is not None and end is not None
        return Passage(
            iri=iri,
            document=document,
            glosses=tuple(self._glosses(node)),
            locator=self._words(node, profile.locator),
            start=start,
            end=end,
            fragment_start=self._words(node, profile.fragment_start),
            fragment_end=self._words(node, profile.fragment_end),
            quotation=quotation(text, start, end) if placed else None,  # type: ignore[arg-type]
        )

    def document(self, node: Iri) -> SourceDocument:
        """Return the document of a passage: what is said nearest to it holds."""
        own, above = self._said_of(node), SourceDocument()
        if parent := self._parent(node):
            if parent not in self._documents:
                if len(self._documents) >= _CACHED:
                    self._documents.clear()
                self._documents[parent] = self._whole(parent)
            above = self._documents[parent]
        return _merged(own, above)

    def is_placed(self, node: Iri) -> bool:
        """Return whether a thing has a place in a document, as passages have."""
        profile = self._profile
        return any(True for _ in self._literals(node, (*profile.start, *profile.locator)))

    def start(self, node: Iri) -> int | None:
        """Return the offset at which a passage begins."""
        return self._number(node, self._profile.start)

    def _whole(self, node: Iri) -> SourceDocument:
        """Return a document with what is said of that which it is a version of."""
        found = SourceDocument()
        seen: dict[Iri, None] = {}
        above: Iri | None = node
        while above is not None and above not in seen and len(seen) < _LEVELS:
            seen[above] = None
            found = _merged(found, self._said_of(above))
            above = self._parent(above)
        return replace(found, iris=tuple(one.value for one in seen))

    def _parent(self, node: Iri) -> Iri | None:
        found = (
            term
            for predicate in self._profile.document
            for term in self._statements.objects(node, predicate)
        )
        return next((term for term in found if isinstance(term, Iri)), None)

    def _said_of(self, node: Iri) -> SourceDocument:
        profile = self._profile
        tags = (term.lexical for term in self._literals(node, profile.language))
        return SourceDocument(
            url=next(filter(is_address, self._texts(node, profile.url)), ""),
            date=next((term.lexical for term in self._literals(node, profile.date)), ""),
            digest=next(iter(digests(self._statements, node, profile)), ""),
            language=next((tag for tag in tags if _TAG.match(tag)), ""),
        )

    def _glosses(self, node: Iri) -> Iterator[Literal]:
        for term in self._literals(node, self._profile.gloss):
            text = term.lexical
            cut = text if len(text) <= MOST_GLOSS else text[: MOST_GLOSS - 1].rstrip() + "…"
            yield Literal(cut, term.datatype, term.language)

    def _words(self, node: Iri, predicates: Iterable[str]) -> str:
        texts = (term.lexical for term in self._literals(node, predicates))
        return next((text[:MOST_WORDS] for text in texts if text.strip()), "")

    def _number(self, node: Iri, predicates: Iterable[str]) -> int | None:
        texts = (term.lexical for term in self._literals(node, predicates))
        return offset_in(texts)

    def _texts(self, node: Iri, predicates: Iterable[str]) -> Iterator[str]:
        """Yield literals and IRIs as texts: an address may be written as either."""
        for predicate in predicates:
            for term in self._statements.objects(node, predicate):
                if not isinstance(term, BlankNode):
                    yield term.value if isinstance(term, Iri) else term.lexical

    def _literals(self, node: Iri, predicates: Iterable[str]) -> Iterator[Literal]:
        for predicate in predicates:
            for term in self._statements.objects(node, predicate):
                if isinstance(term, Literal):
                    yield term


def _merged(near: SourceDocument, far: SourceDocument) -> SourceDocument:
    """Fill what is not said of a passage or version with what is said of its document."""
    return SourceDocument(
        iris=near.iris or far.iris,
        url=near.url or far.url,
        date=near.date or far.date,
        digest=near.digest or far.digest,
        language=near.language or far.language,
    )


def offset_in(texts: Iterable[str]) -> int | None:
    """Return the first of some texts that is an offset: a whole number of at most 18 digits."""
    return next((int(text) for text in texts if _NUMBER.match(text)), None)


def digests(
    statements: StatementSource, node: Iri | BlankNode, profile: EvidenceSettings
) -> Iterator[str]:
    """Yield the SHA-256 digests of a document, in small letters."""
    for predicate in profile.digest:
        for term in statements.objects(node, predicate):
            yield from _digests_in(statements, term)


def published_digests(statements: StatementSource, profile: EvidenceSettings) -> frozenset[str]:
    """Return the SHA-256 digests of all documents that a graph describes."""
    return frozenset(
        digest
        for predicate in profile.digest
        for _, term in statements.pairs(predicate)
        for digest in _digests_in(statements, term)
    )


def _digests_in(statements: StatementSource, term: Term) -> Iterator[str]:
    """Yield a digest that is written as such, or in a checksum whose algorithm is SHA-256."""
    if isinstance(term, Literal):
        if _DIGEST.match(term.lexical):
            yield term.lexical.lower()
        return
    algorithms = statements.objects(term, SPDX + "algorithm")
    if all(str(algorithm).strip('<>"').lower().endswith("sha256") for algorithm in algorithms):
        for value in statements.objects(term, SPDX + "checksumValue"):
            if isinstance(value, Literal) and _DIGEST.match(value.lexical):
                yield value.lexical.lower()
