"""An explanation as data: JSON, and RDF in the terms of PROV-O.

Source: PROV-O: The PROV Ontology, clauses 3.1 and 3.3; RDF Schema 1.1, clause 5.3 (reification).
"""

import json
from dataclasses import asdict
from typing import Any

from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.explanation.model import Explanation, ExplanationStep, ReadPassage
from mcdgraph.explanation.words import RULES
from mcdgraph.namespaces import RDF, RDFS, STANDARD
from mcdgraph.passages import Passage

PROV = STANDARD["prov"]
#: Where the rules of OWL 2 RL are specified.
SPECIFICATION = (
    "https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules"
)


def write_json(explanation: Explanation, passages: ReadPassage | None = None) -> str:
    """Write the steps as JSON; terms are in N-Triples form, premises are numbers of steps.

    ``passages`` reads what a sentence says, and its words where they are at hand.
    """
    steps = [step_data(step, passages) for step in explanation.steps]
    told = {"conclusion": 0, "steps": steps, **snapshot_data(explanation)}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def snapshot_data(explanation: Explanation) -> dict[str, Any]:
    """Say which document a statement holds in, if it needs one, and which others."""
    return {"snapshot": explanation.snapshot, "others": list(explanation.others)}


def step_data(step: ExplanationStep, passages: ReadPassage | None = None) -> dict[str, Any]:
    """Return one step as a value for `json.dumps`."""
    s, p, o = map(str, step.triple)
    told: dict[str, Any] = {"number": step.number, "subject": s, "predicate": p, "object": o}
    if step.items:
        told["items"] = [str(item) for item in step.items]
    if not step.asserted:
        return told | {"rule": step.rule, "premises": list(step.premises)}
    places = [
        {
            "graph": stated.graph,
            "file": stated.position.path if stated.position else None,
            "line": stated.position.line if stated.position else None,
            "column": stated.position.column if stated.position else None,
        }
        for stated in step.stated
    ]
    evidence = [
        asdict(found) | (_passage(passages(found.sentence)) if passages and found.sentence else {})
        for found in step.evidence
    ]
    return told | {"asserted": places, "evidence": evidence}


def _passage(passage: Passage) -> dict[str, Any]:
    """Tell what is known of a passage; what is not known is left out."""
    quoted = passage.quotation
    found = {
        "gloss": {text.language or "": text.lexical for text in passage.glosses},
        "locator": passage.locator,
        "link": passage.link,
        "archive": passage.archive,
        "words": quoted.exact if quoted else "",
    }
    return {name: value for name, value in found.items() if value}


def to_columns(explanation: Explanation) -> Columns:
    """Give the steps as entities, each derived from its premises by an activity with a plan."""
    return _Writer().write(explanation)


class _Writer:
    """Writes statements about statements."""

    def __init__(self) -> None:
        self._builder = ColumnsBuilder()

    def write(self, explanation: Explanation) -> Columns:
        for step in explanation.steps:
            self._entity(step)
            if step.asserted:
                self._asserted(step)
            else:
                self._concluded(step)
        if explanation.snapshot:
            source = Iri(explanation.snapshot)
            self._add(_statement(0), PROV + "hadPrimarySource", source)
        for rule in sorted({step.rule for step in explanation.steps if step.rule}):
            self._plan(rule)
        return self._builder.freeze()

    def _entity(self, step: ExplanationStep) -> None:
        node = _statement(step.number)
        s, p, o = step.triple
        self._add(node, RDF + "type", Iri(PROV + "Entity"))
        self._add(node, RDF + "type", Iri(RDF + "Statement"))
        self._add(node, RDF + "subject", s)
        self._add(node, RDF + "predicate", p)
        self._add(node, RDF + "object", o)

    def _asserted(self, step: ExplanationStep) -> None:
        node = _statement(step.number)
        for stated in step.stated:
            if stated.graph:
                self._add(node, PROV + "hadPrimarySource", Iri(stated.graph))
            if stated.position:
                self._add(node, PROV + "atLocation", Literal(str(stated.position)))
        for evidence in step.evidence:
            if evidence.sentence:
                self._add(node, PROV + "wasQuotedFrom", Iri(evidence.sentence))
            elif evidence.cited:
                self._add(node, STANDARD["dcterms"] + "source", Literal(evidence.cited))

    def _concluded(self, step: ExplanationStep) -> None:
        node, activity = _statement(step.number), BlankNode(f"conclusion{step.number}")
        association = BlankNode(f"association{step.number}")
        self._add(node, PROV + "wasGeneratedBy", activity)
        self._add(activity, RDF + "type", Iri(PROV + "Activity"))
        self._add(activity, PROV + "qualifiedAssociation", association)
        self._add(association, RDF + "type", Iri(PROV + "Association"))
        self._add(association, PROV + "hadPlan", _plan(step.rule))
        for premise in step.premises:
            self._add(node, PROV + "wasDerivedFrom", _statement(premise))
            self._add(activity, PROV + "used", _statement(premise))

    def _plan(self, rule: str) -> None:
        plan, words = _plan(rule), RULES.get(rule)
        self._add(plan, RDF + "type", Iri(PROV + "Plan"))
        self._add(plan, RDFS + "label", Literal(rule))
        if words:
            for tag, text in (("fr", words.fr), ("en", words.en)):
                self._add(plan, RDFS + "comment", Literal(text, RDF + "langString", tag))
            self._add(plan, RDFS + "seeAlso", Iri(SPECIFICATION))

    def _add(self, subject: Term, predicate: str, object_: Term) -> None:
        intern = self._builder.terms.intern
        self._builder.add(intern(subject), intern(Iri(predicate)), intern(object_))


def _statement(number: int) -> BlankNode:
    return BlankNode(f"statement{number}")


def _plan(rule: str) -> BlankNode:
    return BlankNode("rule-" + "".join(c if c.isalnum() else "-" for c in rule))
