"""A comparison as JSON; terms are written as SPARQL's JSON results have them (clause 3.2.2)."""

from collections.abc import Iterable
from typing import Any

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.comparison.model import (
    ChangeValue,
    Comparison,
    EvidenceNote,
    GraphState,
    NodeValue,
    StatementChange,
    ThingChanges,
)


def comparison_json(
    comparison: Comparison, things: Iterable[ThingChanges] | None = None
) -> dict[str, Any]:
    """Return a comparison, of ``things`` alone where they are given; counts are of all."""
    told = comparison.things if things is None else things
    return {
        "before": _state(comparison.before),
        "after": _state(comparison.after),
        "added": comparison.added,
        "gone": comparison.gone,
        "leftOut": comparison.left_out,
        "graphs": [
            {"graph": graph.iri, "added": graph.added, "gone": graph.gone}
            for graph in comparison.graphs
        ],
        "deprecated": [
            {"iri": term.iri, "successors": list(term.successors)} for term in comparison.deprecated
        ],
        "things": [_thing(thing) for thing in told],
    }


def _state(state: GraphState) -> dict[str, str]:
    members = {
        "name": state.name,
        "digest": state.digest,
        "version": state.version,
        "modified": state.modified,
        "commit": state.commit,
    }
    return {name: value for name, value in members.items() if value}


def _thing(thing: ThingChanges) -> dict[str, Any]:
    return {
        "iri": thing.node.value if isinstance(thing.node, Iri) else None,
        "state": str(thing.state),
        "changes": [_change(change) for change in thing.changes],
    }


def _change(change: StatementChange) -> dict[str, Any]:
    return {
        "kind": str(change.kind),
        "property": change.property.value,
        "graph": change.graph or None,
        "before": None if change.before is None else _value(change.before),
        "after": None if change.after is None else _value(change.after),
        "evidenceBefore": [_note(note) for note in change.evidence_before],
        "evidenceAfter": [_note(note) for note in change.evidence_after],
    }


def _note(note: EvidenceNote) -> dict[str, Any]:
    return {
        "status": None if note.status is None else _term(note.status),
        "source": None if note.source is None else _term(note.source),
    }


def _value(value: ChangeValue) -> dict[str, Any]:
    if not isinstance(value, NodeValue):
        return _term(value)
    found: dict[str, Any] = {"type": "bnode", "cut": value.cut}
    if value.items is not None:
        return {**found, "items": [_value(item) for item in value.items]}
    pairs = [{"property": p.value, "value": _value(v)} for p, v in value.pairs]
    return {**found, "statements": pairs}


def _term(term: Term) -> dict[str, Any]:
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.label}
    return {"type": "literal", "value": term.lexical, **_kind(term)}


def _kind(literal: Literal) -> dict[str, str]:
    if literal.language is not None:
        return {"xml:lang": literal.language}
    return {} if literal.datatype == XSD_STRING else {"datatype": literal.datatype}
