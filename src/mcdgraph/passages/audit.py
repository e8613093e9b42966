"""Which documents of a graph are at hand, and whether its passages fit the copies."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mcdgraph.columns import BlankNode, Iri
from mcdgraph.passages.copies import DocumentCopies
from mcdgraph.passages.model import Passage
from mcdgraph.passages.quotation import fits
from mcdgraph.passages.reader import PassageReader, StatementSource, digests
from mcdgraph.settings import EvidenceSettings


@dataclass(frozen=True, kw_only=True)
class DocumentAudit:
    """A document whose SHA-256 the graph publishes, and what was found of it.

    ``file`` is None where no copy is at hand. ``passages`` are those with offsets, ``misfits``
    those of them that cut nothing out of the copy; ``length`` is that of the copy in code points.
    """

    iri: str
    digest: str
    file: Path | None
    length: int
    passages: int
    misfits: tuple[Passage, ...]


def audit(
    statements: StatementSource, profile: EvidenceSettings, copies: DocumentCopies
) -> list[DocumentAudit]:
    """Compare every document that has a digest with its copy, in the order of their IRIs."""
    placed: dict[str, list[Passage]] = {}
    for passage in _passages(statements, PassageReader(statements, profile, copies), profile):
        placed.setdefault(passage.document.digest, []).append(passage)
    return [
        _audit(iri, digest, copies, placed.get(digest, []))
        for iri, digest in sorted(set(_published(statements, profile)))
    ]


def _audit(iri: str, digest: str, copies: DocumentCopies, passages: list[Passage]) -> DocumentAudit:
    text = copies.text(digest)
    unfit = [found for found in passages if text is not None and not _fits(text, found)]
    return DocumentAudit(
        iri=iri,
        digest=digest,
        file=copies.files.get(digest),
        length=len(text or ""),
        passages=len(passages),
        misfits=tuple(sorted(unfit, key=lambda passage: (passage.start or 0, passage.iri))),
    )


def _fits(text: str, passage: Passage) -> bool:
    if passage.start is None or passage.end is None:
        return False
    return fits(text, passage.start, passage.end)


def _published(statements: StatementSource, profile: EvidenceSettings) -> Iterator[tuple[str, str]]:
    """Yield documents with their digests."""
    for predicate in profile.digest:
        for node, _ in statements.pairs(predicate):
            if isinstance(node, Iri | BlankNode):
                iri = node.value if isinstance(node, Iri) else str(node)
                yield from ((iri, digest) for digest in digests(statements, node, profile))


def _passages(
    statements: StatementSource, reader: PassageReader, profile: EvidenceSettings
) -> Iterator[Passage]:
    """Yield every thing that stands in a document and has an offset."""
    found = {
        node: None
        for predicate in profile.document
        for node, _ in statements.pairs(predicate)
        if isinstance(node, Iri)
    }
    passages = (reader.passage(node.value) for node in found)
    yield from (one for one in passages if one.start is not None or one.end is not None)
