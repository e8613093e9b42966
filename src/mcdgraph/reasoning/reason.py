"""The one entry to reasoning: close a graph with the engine asked for, keep what is useful."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np

from mcdgraph.columns import Columns, Iri
from mcdgraph.columns.columns import NO_SOURCE, IntArray, joined
from mcdgraph.columns.pairs import Keys, contains, distinct, pack
from mcdgraph.errors import UsageError
from mcdgraph.reasoning.clashes import MOST, Clash
from mcdgraph.reasoning.closure import INFERRED_GRAPH, Closure, Contradiction
from mcdgraph.reasoning.conclusions import Conclusions, conclusions
from mcdgraph.reasoning.reference import RULE, owlrl_closure
from mcdgraph.reasoning.rule_files import RuleFile, read_rules
from mcdgraph.reasoning.saturation import Saturation
from mcdgraph.reasoning.snapshots import SHARED, SnapshotReasoner, inferred_graph
from mcdgraph.reasoning.useful import syntax_nodes, useful
from mcdgraph.settings import Settings
from mcdgraph.snapshots import Snapshots, find_snapshots

Engine = Literal["columns", "owlrl"]
ENGINES: Final = ("columns", "owlrl")


def close(
    columns: Columns,
    *,
    engine: Engine = "columns",
    graph: str = INFERRED_GRAPH,
    rules: Sequence[RuleFile] = (),
    snapshots: Snapshots | None = None,
) -> Closure:
    """Draw what follows, by OWL 2 RL, from what ``snapshots`` share, and from each of them with it.

    Without snapshots that is from the union of all graphs of ``columns``.
    Source: OWL 2 Profiles (second edition), section 4.3, tables 4 to 9. ``columns.terms`` grows
    by the terms that conclusions need. ``graph`` is the IRI of the graph that conclusions of
    what is shared are put in; those of a snapshot have one below it.
    ``rules`` are the graph's own, run to fixpoint with the others. Raises RuleError where one
    of them does not end.
    """
    if snapshots is None:
        snapshots = Snapshots(members=(), owner=np.full(len(columns), SHARED, np.int32))
    if engine == "columns":
        return _saturate(columns, graph, rules, snapshots)
    if rules:
        raise UsageError(f"{rules[0].path}: own rules need the engine columns, not {engine}")
    return _reference(columns, graph, snapshots)


def close_graph(columns: Columns, settings: Settings, engine: Engine | None = None) -> Closure:
    """Draw what follows from the sources of a graph, by its settings and its own rules.

    ``engine`` is that of the settings unless given. Raises what `close` and `read_rules` do.
    """
    return close(
        columns,
        engine=engine or settings.reasoning.engine,
        graph=f"{settings.base_iri}graph/inferred",
        rules=read_rules(settings.root, settings.prefixes),
        snapshots=find_snapshots(columns, settings.snapshots),
    )


def _saturate(
    columns: Columns, graph: str, rules: Sequence[RuleFile], snapshots: Snapshots
) -> Closure:
    """Close a graph with the engine of this package."""
    own = tuple(rule for file in rules for rule in file.rules(columns.terms))
    reasoner = SnapshotReasoner(columns, snapshots, own)
    syntax = _Syntax(columns)
    shared = conclusions(reasoner.shared)
    drawn = _Drawn(columns=columns, graph=graph)
    drawn.add(SHARED, reasoner.shared, syntax.useful(shared), graph)
    known: Mapping[int, Keys] | None = None
    for number, snapshot in enumerate(snapshots.members):
        saturation = reasoner.saturation(number)
        found = conclusions(saturation)
        if not saturation.relations.is_extension:
            known = shared.by_predicate() if known is None else known
            found = found.without(known)
        drawn.add(number, saturation, syntax.useful(found), inferred_graph(graph, snapshot))
    return Closure(
        asserted=columns,
        graph=graph,
        snapshots=snapshots,
        inferred=joined(drawn.parts),
        counts_of=drawn.counts_of,
        contradictions=tuple(drawn.contradictions),
        rounds=drawn.rounds,
        reasoner=reasoner,
    )


class _Syntax:
    """Tells the useful conclusions by what the asserted statements spell."""

    def __init__(self, columns: Columns) -> None:
        self._terms = columns.terms
        self._kinds = columns.terms.kinds()
        self._nodes = syntax_nodes(columns, self._kinds)

    def useful(self, found: Conclusions) -> Conclusions:
        """Keep what is worth publishing."""
        if len(self._kinds) < len(self._terms):
            self._kinds = self._terms.kinds()
            added = len(self._kinds) - len(self._nodes)
            self._nodes = np.concatenate([self._nodes, np.zeros(added, np.bool_)])
        parts = found.subject, found.predicate, found.object
        return found.take(useful(self._terms, self._kinds, self._nodes, *parts))


@dataclass(kw_only=True)
class _Drawn:
    """What was drawn from the shared statements and, one after another, from each snapshot."""

    columns: Columns
    graph: str
    parts: list[Columns] = field(default_factory=list)
    counts_of: dict[str, Mapping[str, int]] = field(default_factory=dict)
    contradictions: list[Contradiction] = field(default_factory=list)
    rounds: int = 0

    def add(self, number: int, saturation: Saturation, kept: Conclusions, graph: str) -> None:
        """Take in the conclusions and contradictions of a snapshot."""
        self.parts.append(in_graph(self.columns, kept.subject, kept.predicate, kept.object, graph))
        self.counts_of[graph] = kept.counts()
        self.rounds = max(self.rounds, saturation.round)
        told = Counter(one.rule for one in self.contradictions)
        for clash in saturation.clashes:
            told[clash.rule] += 1
            if told[clash.rule] <= MOST:
                self.contradictions.append(_contradiction(self.columns, clash, number))


def _contradiction(columns: Columns, clash: Clash, snapshot: int) -> Contradiction:
    """Say a contradiction in the words of its premises."""
    terms = columns.terms
    triples = [(p.subject, p.predicate, p.object) for p in clash.premises]
    premises = tuple((int(s), int(p), int(o)) for s, p, o in triples)
    words = " and ".join(" ".join(str(terms[n]) for n in triple) for triple in premises)
    return Contradiction(rule=clash.rule, message=words, premises=premises, snapshot=snapshot)


def _reference(columns: Columns, graph: str, snapshots: Snapshots) -> Closure:
    """Close a graph with owlrl: what is shared, and then each snapshot anew with all of it."""
    shared = columns.take(snapshots.shared)
    inferred, contradictions = _by_owlrl(shared, SHARED)
    parts, told = [_of_table(columns, inferred, graph)], {one.message for one in contradictions}
    for number, snapshot in enumerate(snapshots.members):
        kept, found = _by_owlrl(columns.take(snapshots.whole(number)), number)
        fresh = kept[~_asserted(kept, parts[0])]
        parts.append(_of_table(columns, fresh, inferred_graph(graph, snapshot)))
        contradictions += [one for one in found if one.message not in told]
    joint = joined(parts)
    return Closure(
        asserted=columns,
        graph=graph,
        snapshots=snapshots,
        inferred=joint,
        counts_of={graph: {RULE: number} for graph, number in _sizes(joint).items()},
        contradictions=tuple(contradictions),
        rounds=0,
    )


def _by_owlrl(columns: Columns, number: int) -> tuple[IntArray, list[Contradiction]]:
    """Return the useful conclusions of some statements, and what contradicts itself in them."""
    triples, contradictions = owlrl_closure(columns)
    kinds = columns.terms.kinds()
    fresh = triples[~_asserted(triples, columns)]
    kept = fresh[useful(columns.terms, kinds, syntax_nodes(columns, kinds), *fresh.T)]
    return kept, [replace(one, snapshot=number) for one in contradictions]


def _sizes(columns: Columns) -> Mapping[str, int]:
    """Count the rows of each graph."""
    numbers, counts = np.unique(columns.graph, return_counts=True)
    return {
        columns.terms.text(number): count
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True)
    }


def _of_table(columns: Columns, triples: IntArray, graph: str) -> Columns:
    """Put the rows (n, 3) of a table in one graph."""
    subject, predicate, object_ = triples.T
    return in_graph(columns, subject, predicate, object_, graph)


def _asserted(triples: IntArray, columns: Columns) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Mark the rows (n, 3) that are asserted in some graph."""
    mark = np.zeros(len(triples), np.bool_)
    for predicate in np.unique(triples[:, 1]).tolist():
        rows = columns.predicate == predicate
        known = distinct(pack(columns.subject[rows], columns.object[rows]))
        chosen = np.flatnonzero(triples[:, 1] == predicate)
        mark[chosen] = contains(known, pack(triples[chosen, 0], triples[chosen, 2]))
    return mark


def in_graph(
    columns: Columns,
    subject: IntArray,
    predicate: IntArray,
    object: IntArray,  # noqa: A002 - the field's own word
    graph: str,
) -> Columns:
    """Put triples in one graph, ordered by the keys of their terms in the table."""
    used = np.zeros(len(columns.terms), np.bool_)
    for part in (subject, predicate, object):
        used[part] = True
    ordered = sorted(np.flatnonzero(used).tolist(), key=columns.terms.key)
    rank = np.empty(len(columns.terms), np.int32)
    rank[ordered] = np.arange(len(ordered), dtype=np.int32)
    order = np.lexsort((rank[object], rank[predicate], rank[subject]))
    nowhere = np.full(len(order), NO_SOURCE, np.int32)
    return replace(
        columns,
        subject=subject[order],
        predicate=predicate[order],
        object=object[order],
        graph=np.full(len(order), columns.terms.intern(Iri(graph)), np.int32),
        source=nowhere,
        subject_at=nowhere,
        predicate_at=nowhere,
        object_at=nowhere,
    )
