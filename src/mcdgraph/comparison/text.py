"""A comparison as text, in the manner of ``diff``: a thing, and below it what changed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.columns.terms import short_term
from mcdgraph.comparison.model import (
    ChangeKind,
    ChangeValue,
    Comparison,
    EvidenceNote,
    GraphState,
    NodeValue,
    PartAllowance,
    StatementChange,
    ThingChanges,
    ThingState,
)
from mcdgraph.namespaces import RDF

_SIGNS: Final = {
    ChangeKind.ADDED: "+",
    ChangeKind.GONE: "-",
    ChangeKind.CHANGED: "~",
    ChangeKind.EVIDENCE: "=",
}
_STATES: Final = {ThingState.NEW: "  (new)", ThingState.GONE: "  (gone)", ThingState.CHANGED: ""}


def comparison_text(
    comparison: Comparison, prefixes: Mapping[str, str], *, counts_only: bool = False
) -> Iterator[str]:
    """Yield the lines, each with its end; none where nothing differs."""
    if not comparison.graphs:
        return
    writer = _TextWriter(prefixes, PartAllowance.of(comparison))
    yield f"--- {_named(comparison.before)}\n"
    yield f"+++ {_named(comparison.after)}\n"
    if not counts_only:
        for thing in comparison.things:
            yield from writer.thing(thing)
        yield "\n"
    yield from writer.counts(comparison)


def _named(state: GraphState) -> str:
    named = [state.name]
    named += [f"version {state.version}"] * bool(state.version)
    named += [f"of {state.modified}"] * bool(state.modified)
    named += [f"commit {state.commit[:12]}"] * bool(state.commit)
    return ", ".join(named)


class _TextWriter:
    """Writes with prefixes."""

    def __init__(self, prefixes: Mapping[str, str], allowance: PartAllowance) -> None:
        self._prefixes = prefixes
        self._allowance = allowance

    def thing(self, thing: ThingChanges) -> Iterator[str]:
        """Yield a thing and its changes."""
        name = "[]" if isinstance(thing.node, BlankNode) else self._term(thing.node)
        yield "\n"
        yield f"{name}{_STATES[thing.state]}\n"
        for change in thing.changes:
            yield f"  {self._change(change)}\n"

    def counts(self, comparison: Comparison) -> Iterator[str]:
        """Yield what was deprecated, and how many statements changed."""
        for term in comparison.deprecated:
            then = ", ".join(self._term(Iri(iri)) for iri in term.successors)
            yield f"deprecated: {self._term(Iri(term.iri))}" + f", replaced by {then}" * bool(then)
            yield "\n"
        names = [self._term(Iri(graph.iri)) for graph in comparison.graphs]
        width = max(map(len, names))
        for name, graph in zip(names, comparison.graphs, strict=True):
            yield f"{name:<{width}}  {graph.added:>8,} added  {graph.gone:>8,} gone\n"
        yield (
            f"{comparison.added:,} added, {comparison.gone:,} gone, "
            f"in {len(comparison.things):,} things\n"
        )
        if comparison.left_out:
            yield f"{comparison.left_out:,} of these statements are only counted\n"

    def _change(self, change: StatementChange) -> str:
        before, after = (v and self._value(v) for v in (change.before, change.after))
        value = f"{before} → {after}" if change.kind is ChangeKind.CHANGED else before or after
        where = [self._term(Iri(change.graph))] if change.graph else []
        return f"{_SIGNS[change.kind]} {self._property(change.property)} {value}" + (
            self._behind([*where, *self._evidence(change)])
        )

    def _evidence(self, change: StatementChange) -> Iterator[str]:
        before, after = (
            dict.fromkeys(map(self._note, notes))
            for notes in (change.evidence_before, change.evidence_after)
        )
        if change.kind in (ChangeKind.ADDED, ChangeKind.GONE):
            yield from (*before, *after)
        else:
            yield from (f"- {note}" for note in before if note not in after)
            yield from (f"+ {note}" for note in after if note not in before)
        if change.kind is ChangeKind.EVIDENCE and before == after:
            yield "annotated otherwise"

    def _note(self, note: EvidenceNote) -> str:
        terms = [term for term in (note.status, note.source) if term]
        return " ".join(t.lexical if isinstance(t, Literal) else self._term(t) for t in terms)

    def _behind(self, parts: Iterable[str]) -> str:
        told = ", ".join(parts)
        return f"  ({told})" if told else ""

    def _property(self, property_: Iri) -> str:
        return "a" if property_.value == RDF + "type" else self._term(property_)

    def _value(self, value: ChangeValue) -> str:
        if not isinstance(value, NodeValue):
            return self._term(value)
        if value.items is not None:
            items = self._allowance.take(value.items)
            more = ["…"] if value.cut or len(items) < len(value.items) else []
            return f"( {' '.join([*map(self._value, items), *more])} )"
        found = self._allowance.take(value.pairs)
        more = ["…"] if value.cut or len(found) < len(value.pairs) else []
        pairs = [f"{self._property(p)} {self._value(v)}" for p, v in found]
        return f"[ {' ; '.join([*pairs, *more])} ]" if pairs or more else "[]"

    def _term(self, term: Term) -> str:
        return short_term(term, self._prefixes)
