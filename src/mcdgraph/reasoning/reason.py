"""The one entry to reasoning: close a graph with the engine asked for, keep what is useful."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

import numpy as np

from mcdgraph.columns import Columns, Iri
from mcdgraph.columns.columns import NO_SOURCE, IntArray
from mcdgraph.columns.pairs import contains, distinct, pack
from mcdgraph.errors import UsageError
from mcdgraph.reasoning.clashes import Clash
from mcdgraph.reasoning.closure import INFERRED_GRAPH, Closure, Contradiction
from mcdgraph.reasoning.conclusions import conclusions
from mcdgraph.reasoning.reference import RULE, owlrl_closure
from mcdgraph.reasoning.rule_files import RuleFile, read_rules
from mcdgraph.reasoning.saturation import Saturation
from mcdgraph.reasoning.useful import syntax_nodes, useful
from mcdgraph.settings import Settings

Engine = Literal["columns", "owlrl"]
ENGINES: Final = ("columns", "owlrl")


def close(
    columns: Columns,
    *,
    engine: Engine = "columns",
    graph: str = INFERRED_GRAPH,
    rules: Sequence[RuleFile] = (),
) -> Closure:
    """Draw what follows, by OWL 2 RL, from the union of all graphs of ``columns``.

    Source: OWL 2 Profiles (second edition), section 4.3, tables 4 to 9. ``columns.terms`` grows
    by the terms that conclusions need. ``graph`` is the IRI of the graph they are put in.
    ``rules`` are the graph's own, run to fixpoint with the others. Raises RuleError where one
    of them does not end.
    """
    if engine == "columns":
        return _saturate(columns, graph, rules)
    if rules:
        raise UsageError(f"{rules[0].path}: own rules need the engine columns, not {engine}")
    return _reference(columns, graph)


def close_graph(columns: Columns, settings: Settings, engine: Engine | None = None) -> Closure:
    """Draw what follows from the sources of a graph, by its settings and its own rules.

    ``engine`` is that of the settings unless given. Raises what `close` and `read_rules` do.
    """
    return close(
        columns,
        engine=engine or settings.reasoning.engine,
        graph=f"{settings.base_iri}graph/inferred",
        rules=read_rules(settings.root, settings.prefixes),
    )


def _saturate(columns: Columns, graph: str, rules: Sequence[RuleFile]) -> Closure:
    """Close a graph with the engine of this package."""
    own = tuple(rule for file in rules for rule in file.rules(columns.terms))
    saturation = Saturation(columns, own)
    saturation.run()
    drawn = conclusions(saturation)
    kinds = columns.terms.kinds()
    syntax = syntax_nodes(columns, kinds)
    kept = drawn.take(
        useful(columns.terms, kinds, syntax, drawn.subject, drawn.predicate, drawn.object)
    )
    return Closure(
        asserted=columns,
        inferred=in_graph(columns, kept.subject, kept.predicate, kept.object, graph),
        counts=kept.counts(),
        contradictions=tuple(_contradiction(columns, clash) for clash in saturation.clashes),
        rounds=saturation.round,
        saturation=saturation,
    )


def _contradiction(columns: Columns, clash: Clash) -> Contradiction:
    """Say a contradiction in the words of its premises."""
    terms = columns.terms
    triples = [(p.subject, p.predicate, p.object) for p in clash.premises]
    premises = tuple((int(s), int(p), int(o)) for s, p, o in triples)
    words = " and ".join(" ".join(str(terms[n]) for n in triple) for triple in premises)
    return Contradiction(rule=clash.rule, message=words, premises=premises)


def _reference(columns: Columns, graph: str) -> Closure:
    """Close a graph with owlrl."""
    triples, contradictions = owlrl_closure(columns)
    kinds = columns.terms.kinds()
    fresh = triples[~_asserted(triples, columns)]
    kept = fresh[useful(columns.terms, kinds, syntax_nodes(columns, kinds), *fresh.T)]
    subject, predicate, object_ = kept.T
    inferred = in_graph(columns, subject, predicate, object_, graph)
    return Closure(
        asserted=columns,
        inferred=inferred,
        counts={RULE: len(inferred)} if len(inferred) else {},
        contradictions=contradictions,
        rounds=0,
    )


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
