"""What stands behind a statement: the annotations on its axiom.

Source: OWL 2 Mapping to RDF Graphs, clause 3.2.2 (an annotated axiom is a node of type
``owl:Axiom`` with annotatedSource, annotatedProperty and annotatedTarget).
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.pages.bounds import AXIOMS, EVIDENCE, LABEL, READ, shorten
from mcdgraph.pages.reader import Reader, Subject
from mcdgraph.pages.terms import (
    ANNOTATED_PROPERTY,
    ANNOTATED_SOURCE,
    ANNOTATED_TARGET,
    END,
    EVIDENCE_PROPERTIES,
    IDENTIFIER,
    PART_OF,
    START,
    STATUS,
)
from mcdgraph.pages.values import StatementEvidence

#: Pieces of evidence of one statement that are read, to show the first in order.
READ_EVIDENCE: Final = 30
_NUMBER: Final = re.compile(r"[0-9]{1,18}\Z")
#: Predicate and object of a statement → the axioms that annotate it.
Annotated = dict[tuple[Term, Term], list[Subject]]


class EvidenceReader:
    """Reads what stands behind single statements, for one page."""

    def __init__(self, reader: Reader, language: str) -> None:
        """Read in the words of a language."""
        self._reader = reader
        self._language = language
        self._annotated: dict[Subject, Annotated | None] = {}
        self._read_before: dict[tuple[str, str], StatementEvidence] = {}

    def of(
        self, subject: Subject, predicate: Iri, object_: Term
    ) -> tuple[tuple[StatementEvidence, ...], int]:
        """Return the first pieces of evidence of a statement, and how many more there are."""
        axioms = self._axioms(subject, predicate, object_)
        found = {pair for axiom in axioms for pair in _sources(self._reader, axiom)}
        read = [self._evidence(*pair) for pair in sorted(found)[:READ_EVIDENCE]]
        ordered = sorted(read, key=_order)
        return tuple(ordered[:EVIDENCE]), max(0, len(found) - EVIDENCE)

    def _axioms(self, subject: Subject, predicate: Iri, object_: Term) -> Iterable[Subject]:
        """Find the axioms by their source, or by their target where the source has very many."""
        if subject not in self._annotated:
            self._annotated[subject] = self._read(subject)
        annotated = self._annotated[subject]
        if annotated is not None:
            return annotated.get((predicate, object_), [])
        quads = self._reader.store.quads(predicate=Iri(ANNOTATED_TARGET), object=object_)
        return (
            quad.subject
            for quad in islice(quads, READ)
            if self._says(quad.subject, ANNOTATED_SOURCE, subject)
            and self._says(quad.subject, ANNOTATED_PROPERTY, predicate)
        )

    def _read(self, subject: Subject) -> Annotated | None:
        """Read the axioms about a thing; None where there are too many."""
        quads = self._reader.store.quads(predicate=Iri(ANNOTATED_SOURCE), object=subject)
        axioms = list(islice(quads, AXIOMS + 1))
        if len(axioms) > AXIOMS:
            return None
        found: Annotated = {}
        for axiom in dict.fromkeys(quad.subject for quad in axioms):
            for predicate in self._reader.objects(axiom, ANNOTATED_PROPERTY):
                for target in self._reader.objects(axiom, ANNOTATED_TARGET):
                    found.setdefault((predicate, target), []).append(axiom)
        return found

    def _evidence(self, status: str, sentence: str) -> StatementEvidence:
        """Return a sentence as evidence; one sentence often stands behind much of a page."""
        if not sentence:
            return StatementEvidence(status=status)
        key = status, sentence
        if key not in self._read_before:
            found = sentence_evidence(self._reader, sentence, status, self._language)
            self._read_before[key] = found
        return self._read_before[key]

    def _says(self, axiom: Subject, predicate: str, value: Term) -> bool:
        quads = self._reader.store.quads(subject=axiom, predicate=Iri(predicate), object=value)
        return next(quads, None) is not None


def sentence_evidence(
    reader: Reader, sentence: str, status: str, language: str
) -> StatementEvidence:
    """Return a sentence as evidence: its document, and its place there."""
    node = Iri(sentence)
    label = reader.resource(sentence, language)
    identifier = reader.text(node, (IDENTIFIER,), language)
    document = next((t for t in reader.objects(node, PART_OF) if isinstance(t, Iri)), None)
    return StatementEvidence(
        status=status,
        name=shorten((identifier or label.label).text, LABEL),
        sentence=label,
        document=reader.resource(document.value, language) if document else None,
        start=_number(reader, node, START),
        end=_number(reader, node, END),
    )


def status_of(reader: Reader, axiom: Subject) -> str:
    """Return the assertion status of an axiom's statement, or nothing."""
    texts = [t.lexical for t in reader.objects(axiom, STATUS) if isinstance(t, Literal)]
    return shorten(texts[0], LABEL) if texts else ""


def _sources(reader: Reader, axiom: Subject) -> list[tuple[str, str]]:
    """Return status and sentence of an axiom, the sentence empty where there is none."""
    status = status_of(reader, axiom)
    sentences = [
        term.value
        for predicate in EVIDENCE_PROPERTIES
        for term in reader.objects(axiom, predicate)
        if isinstance(term, Iri)
    ]
    return [(status, iri) for iri in sentences or ([""] if status else [])]


def _number(reader: Reader, node: Subject, predicate: str) -> int | None:
    texts = [t.lexical for t in reader.objects(node, predicate) if isinstance(t, Literal)]
    return int(texts[0]) if texts and _NUMBER.match(texts[0]) else None


def _order(evidence: StatementEvidence) -> tuple[str, int, str]:
    sentence = evidence.sentence.iri if evidence.sentence else ""
    return evidence.status, evidence.start or 0, sentence
