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
    PartAllowance,
    StatementChange,
    ThingChanges,
)


def comparison_json(
    comparison: Comparison, things: Iterable[ThingChanges] | None = None
) -> dict[str, Any]:
    """Return a comparison, of ``things`` alone where they are given; counts are of all."""
    told = comparison.things if things is None else things
    writer = _ChangeWriter(PartAllowance.of(comparison))
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
        "things": [writer.thing(thing) for thing in told],
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


class _ChangeWriter:
    """Writes changes, with as much of blank nodes as is allowed."""

    def __init__(self, allowance: PartAllowance) -> None:
        self._allowance = allowance

    def thing(self, thing: ThingChanges) -> dict[str, Any]:
        """Write what changed of a thing."""
        return {
            "iri": thing.node.value if isinstance(thing.node, Iri) else None,
            "state": str(thing.state),
            "changes": [self._change(change) for change in thing.changes],
        }

    def _change(self, change: StatementChange) -> dict[str, Any]:
        return {
            "kind": str(change.kind),
            "property": change.property.value,
            "graph": change.graph or None,
            "before": None if change.before is None else self._value(change.before),
            "after": None if change.after is None else self._value(change.after),
            "evidenceBefore": [_note(note) for note in change.evidence_before],
            "evidenceAfter": [_note(note) for note in change.evidence_after],
        }

    def _value(self, value: ChangeValue) -> dict[str, Any]:
        if not isinstance(value, NodeValue):
            return _term(value)
        if value.items is not None:
            items = self._allowance.take(value.items)
            cut = value.cut or len(items) < len(value.items)
            return {"type": "bnode", "cut": cut, "items": [self._value(item) for item in items]}
        found = self._allowance.take(value.pairs)
        cut = value.cut or len(found) < len(value.pairs)
        pairs = [{"property": p.value, "value": self._value(v)} for p, v in found]
        return {"type": "bnode", "cut": cut, "statements": pairs}


def _note(note: EvidenceNote) -> dict[str, Any]:
    return {
        "status": None if note.status is None else _term(note.status),
        "source": None if note.source is None else _term(note.source),
    }


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
