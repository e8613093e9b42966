"""The passages behind the rows of an answer."""

from collections.abc import Sequence
from typing import Final

from mcdgraph.columns import BlankNode, Iri, Term
from mcdgraph.pages.bounds import Allowance
from mcdgraph.pages.contents import passage_of
from mcdgraph.pages.evidence import EvidenceReader, with_room
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import StatementEvidence

#: Passages that are shown under one answer, and things of its rows that are looked at.
PASSAGES: Final = 25
THINGS: Final = 100

Row = Sequence[Term | None]


def passages_behind(
    reader: Reader, rows: Sequence[Row], language: str
) -> tuple[StatementEvidence, ...]:
    """Return the passages that rows name, and those of statements between things of one row.

    They come in the order of the rows, each once; only those of which something is told.
    """
    evidence = EvidenceReader(reader, language)
    allowance = Allowance()
    found: dict[str, StatementEvidence] = {}
    looked_at: set[Term] = set()
    for row in rows:
        terms = dict.fromkeys(term for term in row if term is not None)
        things = [term for term in terms if isinstance(term, Iri | BlankNode)]
        for thing in things:
            looked_at.add(thing)
            for one in _of(reader, evidence, thing, list(terms), language):
                if one.sentence and one.note:
                    found.setdefault(one.sentence.iri, one)
        if len(found) >= PASSAGES or len(looked_at) >= THINGS:
            break
    return tuple(with_room(one, allowance) for one in list(found.values())[:PASSAGES])


def _of(
    reader: Reader,
    evidence: EvidenceReader,
    thing: Iri | BlankNode,
    terms: list[Term],
    language: str,
) -> list[StatementEvidence]:
    """Return a thing itself, where it is a passage, else what stands behind what is said of it."""
    passage = passage_of(reader, thing.value, language) if isinstance(thing, Iri) else None
    return [passage] if passage else evidence.between(thing, terms)
