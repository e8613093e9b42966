"""Compares two states of a graph, thing by thing."""

from collections.abc import Iterable, Iterator
from typing import Final

from mcdgraph.columns import Iri, Literal, Term, TermTable
from mcdgraph.comparison.difference import Difference, columns_of, difference
from mcdgraph.comparison.model import (
    ChangeKind,
    ChangeValue,
    Comparison,
    Deprecation,
    EvidenceNote,
    GraphChanges,
    NodeValue,
    StatementChange,
    ThingChanges,
    ThingState,
)
from mcdgraph.comparison.nodes import ChangedNodes, Node, Said
from mcdgraph.comparison.sides import Side
from mcdgraph.namespaces import OWL, RDF, STANDARD, XSD
from mcdgraph.settings import EvidenceSettings

#: Statements that are told; of more only the number.
MOST: Final = 200_000
_DEPRECATED: Final = Iri(OWL + "deprecated")
_TRUE: Final = tuple(Literal(text, XSD + "boolean") for text in ("true", "1"))
_OLD_TERMS: Final = tuple(Iri(OWL + name) for name in ("DeprecatedClass", "DeprecatedProperty"))
_SUCCESSOR: Final = Iri(STANDARD["dcterms"] + "isReplacedBy")

#: Of two values of one property, those with one key may be one value that changed.
Key = tuple[Iri, str, str]


def compare(
    before: Side,
    after: Side,
    evidence: EvidenceSettings,
    *,
    inferred: bool = False,
    most: int = MOST,
) -> Comparison:
    """Compare what the sources of two sides say and, where asked, what follows.

    ``evidence`` names the properties that say what stands behind a statement. Of at most ``most``
    statements that differ it is told what they say. Raises `ReleaseError` for a damaged dump.
    """
    found = difference(before, after, inferred=inferred, most=most)
    terms = TermTable()
    old, new = (
        ChangedNodes(columns_of(lines, terms), evidence) for lines in (found.gone, found.added)
    )
    return Comparison(
        before=before.state,
        after=after.state,
        graphs=tuple(_graphs(found)),
        things=tuple(_things(old, new, found)),
        deprecated=tuple(_deprecated(new)),
        left_out=found.left_out,
    )


def _graphs(found: Difference) -> Iterator[GraphChanges]:
    added, gone = found.added_counts, found.gone_counts
    for name in sorted(added.keys() | gone.keys()):
        yield GraphChanges(iri=name[1:-1], added=added[name], gone=gone[name])


def _deprecated(new: ChangedNodes) -> Iterator[Deprecation]:
    for node in sorted(new.about, key=str):
        said = [(predicate, value) for predicate, value, _ in new.about[node]]
        says_so = any((_DEPRECATED, true) in said for true in _TRUE)
        if isinstance(node, Iri) and (says_so or any(value in _OLD_TERMS for _, value in said)):
            successors = {
                o.value for predicate, o in said if predicate == _SUCCESSOR and isinstance(o, Iri)
            }
            yield Deprecation(iri=node.value, successors=tuple(sorted(successors)))


def _things(old: ChangedNodes, new: ChangedNodes, found: Difference) -> Iterator[ThingChanges]:
    """Tell of each node in order, IRIs first."""
    annotated = {triple[0] for side in (old, new) for triple in side.evidence}
    nodes: set[Node] = {*old.owners(), *new.owners(), *annotated}
    for node in sorted(nodes, key=lambda one: (not isinstance(one, Iri), str(one))):
        changes = tuple(sorted(_changes(node, old, new), key=_order))
        if changes:
            yield ThingChanges(node=node, state=_state(node, old, found), changes=changes)


def _state(node: Node, old: ChangedNodes, found: Difference) -> ThingState:
    """Say what became of a node; a blank node that changed is another one."""
    if not isinstance(node, Iri):
        return ThingState.GONE if node in old.about else ThingState.NEW
    if found.is_new(str(node)):
        return ThingState.NEW
    return ThingState.GONE if found.is_gone(str(node)) else ThingState.CHANGED


def _changes(node: Node, old: ChangedNodes, new: ChangedNodes) -> Iterator[StatementChange]:
    """Pair what is gone with what was added, where one value took the place of another."""
    gone, added = (_by_key(side.about.get(node, ())) for side in (old, new))
    for key in dict.fromkeys((*gone, *added)):
        before, after = gone.get(key, []), added.get(key, [])
        if len(before) == len(after) == 1:
            yield _change(node, key, old, new, before[0], after[0])
            continue
        yield from (_change(node, key, old, new, value, None) for value in before)
        yield from (_change(node, key, old, new, None, value) for value in after)
    yield from _evidence_alone(node, old, new)


def _by_key(said: Iterable[Said]) -> dict[Key, list[Term]]:
    found: dict[Key, list[Term]] = {}
    for predicate, value, graph in said:
        language = (value.language or "") if isinstance(value, Literal) else ""
        found.setdefault((predicate, graph, language), []).append(value)
    return found


def _change(
    node: Node,
    key: Key,
    old: ChangedNodes,
    new: ChangedNodes,
    before: Term | None,
    after: Term | None,
) -> StatementChange:
    predicate, graph, _ = key
    kind = ChangeKind.CHANGED
    if before is None or after is None:
        kind = ChangeKind.ADDED if before is None else ChangeKind.GONE

    def noted(side: ChangedNodes, value: Term | None) -> tuple[EvidenceNote, ...]:
        return () if value is None else side.evidence.get((node, predicate, value), ())

    return StatementChange(
        kind=kind,
        property=predicate,
        graph=graph,
        before=None if before is None else old.value(before),
        after=None if after is None else new.value(after),
        evidence_before=noted(old, before),
        evidence_after=noted(new, after),
    )


def _evidence_alone(node: Node, old: ChangedNodes, new: ChangedNodes) -> Iterator[StatementChange]:
    """Tell of statements that stand, and whose evidence changed."""
    told = {(p, value) for side in (old, new) for p, value, _ in side.about.get(node, ())}
    triples = [t for t in (*old.of(node), *new.of(node)) if (t[1], t[2]) not in told]
    for triple in dict.fromkeys(triples):
        before, after = (side.evidence.get(triple, ()) for side in (old, new))
        value, known, kept = new.value(triple[2]), set(before), set(after)
        yield StatementChange(
            kind=ChangeKind.EVIDENCE,
            property=triple[1],
            graph="",
            before=value,
            after=value,
            evidence_before=tuple(note for note in before if note not in kept),
            evidence_after=tuple(note for note in after if note not in known),
        )


def _order(change: StatementChange) -> tuple[bool, str, str, str]:
    iri = change.property.value
    return iri != RDF + "type", iri, change.kind, _written(change.before or change.after)


def _written(value: ChangeValue | None) -> str:
    """Write a value to be sorted by; of a blank node what it says itself."""
    if not isinstance(value, NodeValue):
        return str(value)
    terms = value.items or tuple(term for pair in value.pairs for term in pair)
    return f"[{' '.join(str(term) for term in terms if not isinstance(term, NodeValue))}"
