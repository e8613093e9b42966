"""What stands behind a statement: the annotations on its axiom.

Source: OWL 2 Mapping to RDF Graphs, clause 3.2.2 (an annotated axiom is a node of type
``owl:Axiom`` with annotatedSource, annotatedProperty and annotatedTarget).
"""

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.pages.reader import Node, Reader
from mcdgraph.pages.terms import (
    ANNOTATED_PROPERTY,
    ANNOTATED_TARGET,
    END,
    EVIDENCE,
    IDENTIFIER,
    PART_OF,
    START,
    STATUS,
)
from mcdgraph.pages.values import Evidence

#: Predicate and object of a statement → what stands behind it.
EvidenceOf = dict[tuple[Term, Term], tuple[Evidence, ...]]


def evidence_about(reader: Reader, subject: Node, language: str) -> EvidenceOf:
    """Read the evidence of every statement about a thing."""
    found: EvidenceOf = {}
    for axiom in reader.axioms_about(subject):
        evidence = _evidence(reader, axiom, language)
        for predicate in reader.objects(axiom, ANNOTATED_PROPERTY):
            for target in reader.objects(axiom, ANNOTATED_TARGET):
                key = predicate, target
                found[key] = (*found.get(key, ()), *evidence)
    return {key: tuple(sorted(set(items), key=_order)) for key, items in found.items()}


def sentence_evidence(reader: Reader, sentence: str, status: str, language: str) -> Evidence:
    """Give a sentence as evidence: its document, and its place there."""
    node = Iri(sentence)
    label = reader.resource(sentence, language)
    identifier = reader.text(node, (IDENTIFIER,), language)
    document = next((t for t in reader.objects(node, PART_OF) if isinstance(t, Iri)), None)
    return Evidence(
        status=status,
        name=(identifier or label.label).text,
        sentence=label,
        document=reader.resource(document.value, language) if document else None,
        start=_number(reader, node, START),
        end=_number(reader, node, END),
    )


def status_of(reader: Reader, axiom: Node) -> str:
    """Give the assertion status of an axiom's statement, or nothing."""
    texts = [t.lexical for t in reader.objects(axiom, STATUS) if isinstance(t, Literal)]
    return texts[0] if texts else ""


def _evidence(reader: Reader, axiom: Node, language: str) -> list[Evidence]:
    status = status_of(reader, axiom)
    sentences = [
        term.value
        for predicate in EVIDENCE
        for term in reader.objects(axiom, predicate)
        if isinstance(term, Iri)
    ]
    if not sentences:
        return [Evidence(status=status)] if status else []
    return [sentence_evidence(reader, iri, status, language) for iri in sentences]


def _number(reader: Reader, node: Node, predicate: str) -> int | None:
    texts = [t.lexical for t in reader.objects(node, predicate) if isinstance(t, Literal)]
    return int(texts[0]) if texts and texts[0].isdecimal() else None


def _order(evidence: Evidence) -> tuple[str, int, str]:
    sentence = evidence.sentence.iri if evidence.sentence else ""
    return evidence.status, evidence.start or 0, sentence
