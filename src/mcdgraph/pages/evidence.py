"""What stands behind a statement: the annotations on its axiom.

Source: OWL 2 Mapping to RDF Graphs, clause 3.2.2 (an annotated axiom is a node of type
``owl:Axiom`` with annotatedSource, annotatedProperty and annotatedTarget).
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import islice
from typing import Final

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.explanation import Evidence
from mcdgraph.pages.bounds import AXIOMS, EVIDENCE, LABEL, READ, TAG, Allowance, shorten
from mcdgraph.pages.labels import Label
from mcdgraph.pages.reader import Reader, Subject
from mcdgraph.pages.terms import (
    ANNOTATED_PROPERTY,
    ANNOTATED_SOURCE,
    ANNOTATED_TARGET,
)
from mcdgraph.pages.values import PassageNote, StatementEvidence
from mcdgraph.passages import Passage

#: Pieces of evidence of one statement that are read, to show the first in order.
READ_EVIDENCE: Final = 30
_YEAR: Final = re.compile(r"[0-9]{4}(?=-|\Z)", re.ASCII)
#: Predicate and object of a statement → the axioms that annotate it.
Annotated = dict[tuple[Term, Term], list[Subject]]
#: The status of a statement, and what says it: a passage or document, or its name.
_Source = tuple[str, Iri | Literal | None]


class EvidenceReader:
    """Reads what stands behind single statements, for one page."""

    def __init__(self, reader: Reader, language: str, allowance: Allowance | None = None) -> None:
        """Read in the words of a language, with as many notes as the page has room for."""
        self._reader = reader
        self._language = language
        self._allowance = allowance or Allowance()
        self._annotated: dict[Subject, Annotated | None] = {}
        self._read_before: dict[tuple[str, str], StatementEvidence] = {}

    def of(
        self, subject: Subject, predicate: Iri, object_: Term
    ) -> tuple[tuple[StatementEvidence, ...], int]:
        """Return the first pieces of evidence of a statement, and how many more there are.

        Their notes take of the room of the page.
        """
        found, more = self._first(subject, predicate, object_)
        return tuple(with_room(evidence, self._allowance) for evidence in found), more

    def between(self, subject: Subject, objects: Collection[Term]) -> list[StatementEvidence]:
        """Return what stands behind the statements from a thing to any of some values.

        One passage may come many times; those that are shown take of the room of the page.
        """
        quads = self._reader.store.quads
        said = [
            (quad.predicate, value)
            for value in objects
            if value != subject
            for quad in islice(quads(subject=subject, object=value), EVIDENCE)
            if self._reader.is_source(quad.graph)
        ]
        found = (
            self._first(subject, predicate, value)[0] for predicate, value in dict.fromkeys(said)
        )
        return [evidence for pieces in found for evidence in pieces]

    def _first(
        self, subject: Subject, predicate: Iri, object_: Term
    ) -> tuple[list[StatementEvidence], int]:
        axioms = self._axioms(subject, predicate, object_)
        found = {
            source for axiom in axioms for source in _sources(self._reader, axiom, self._language)
        }
        first = sorted(found, key=lambda pair: (pair[0], str(pair[1] or "")))[:READ_EVIDENCE]
        read = [self._evidence(*pair) for pair in first]
        return sorted(read, key=evidence_order)[:EVIDENCE], max(0, len(found) - EVIDENCE)

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

    def _evidence(self, status: str, source: Iri | Literal | None) -> StatementEvidence:
        """Return a source as evidence; one sentence often stands behind much of a page."""
        if source is None:
            return StatementEvidence(status=status)
        if isinstance(source, Literal):
            return StatementEvidence(status=status, name=shorten(source.lexical, LABEL))
        key = status, source.value
        if key not in self._read_before:
            found = sentence_evidence(self._reader, source.value, status, self._language)
            self._read_before[key] = found
        return self._read_before[key]

    def _says(self, axiom: Subject, predicate: str, value: Term) -> bool:
        quads = self._reader.store.quads(subject=axiom, predicate=Iri(predicate), object=value)
        return next(quads, None) is not None


def sentence_evidence(
    reader: Reader, sentence: str, status: str, language: str
) -> StatementEvidence:
    """Return a sentence as evidence: its document, and its place there."""
    label = reader.resource(sentence, language)
    identifier = reader.text(Iri(sentence), reader.evidence.name, language)
    passage = reader.passages.passage(sentence)
    documents = passage.document.iris
    return StatementEvidence(
        status=status,
        name=shorten((identifier or label.label).text, LABEL),
        sentence=label,
        document=reader.resource(documents[0], language) if documents else None,
        start=passage.start,
        end=passage.end,
        year=found[0] if (found := _YEAR.match(passage.document.date)) else "",
        note=_note(reader, passage, language),
    )


def proof_evidence(reader: Reader, found: Evidence, language: str) -> StatementEvidence:
    """Return what a proof names as evidence as pages show it."""
    if found.sentence:
        return sentence_evidence(reader, found.sentence, found.status, language)
    return StatementEvidence(status=found.status, name=shorten(found.cited or "", LABEL))


def with_room(evidence: StatementEvidence, allowance: Allowance) -> StatementEvidence:
    """Take the room of a note from a page; without one where none is left."""
    if evidence.note is None:
        return evidence
    allowance.notes -= evidence.note.length
    return evidence if allowance.notes >= 0 else replace(evidence, note=None)


def status_of(reader: Reader, axiom: Subject, language: str) -> str:
    """Return the assertion status of an axiom's statement, or nothing."""
    found = (term for name in reader.evidence.status for term in reader.objects(axiom, name))
    for term in found:
        if isinstance(term, Literal):
            return shorten(term.lexical, LABEL)
        if isinstance(term, Iri):
            return reader.resource(term.value, language).label.text
    return ""


def _sources(reader: Reader, axiom: Subject, language: str) -> list[_Source]:
    """Return status and source of an axiom, the source None where there is none."""
    status = status_of(reader, axiom, language)
    found = [
        term
        for predicate in reader.evidence.source
        for term in reader.objects(axiom, predicate)
        if not isinstance(term, BlankNode)
    ]
    return [(status, term) for term in found] or ([(status, None)] if status else [])


def _note(reader: Reader, passage: Passage, language: str) -> PassageNote | None:
    """Return what unfolds beside a passage; None where there is nothing."""
    gloss = reader.labels.choose(passage.glosses, language)
    note = PassageNote(
        gloss=gloss and Label(text=gloss.text, language=gloss.language and gloss.language[:TAG]),
        locator=passage.locator,
        link=passage.link,
        archive=passage.archive,
        quotation=passage.quotation,
        language=passage.document.language,
    )
    return note if note.length else None


def evidence_order(evidence: StatementEvidence) -> tuple[str, int, str]:
    """Return by what evidence is sorted: status, place in the document, passage."""
    sentence = evidence.sentence.iri if evidence.sentence else ""
    return evidence.status, evidence.start or 0, sentence
