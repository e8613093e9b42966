"""Reasoning never joins what two documents say, and draws what all share once."""

import os
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reasoning_graphs import graph, term, triples, wanted
from test_reasoning_equality_with_owlrl import axioms, declarations, equalities, facts

from mcdgraph.columns import Iri
from mcdgraph.columns.columns import Columns
from mcdgraph.namespaces import BASE
from mcdgraph.reasoning import INFERRED_GRAPH, SHARED, Closure, Engine, close
from mcdgraph.snapshots import Snapshot, Snapshots

SCHEMA = """
:under rdf:type owl:TransitiveProperty
:directly rdfs:subPropertyOf :under
:has owl:inverseOf :under
:post rdf:type :Post
:Post rdfs:subClassOf :Thing
"""
#: A mission is under an attaché in the first document; the attaché is under an ambassador in the
#: second.
FIRST, SECOND = ":mission :directly :attache", ":attache :directly :ambassador"


def documents(shared: str, *own: str) -> tuple[Columns, Snapshots]:
    """Read a graph whose last lines are each document's, one document after another."""
    texts = [text.strip() for text in (shared, *own)]
    columns = graph("\n".join(filter(None, texts)))
    sizes = [len(graph(text)) for text in texts]
    owner = np.repeat(np.arange(-1, len(own), dtype=np.int32), sizes)
    return columns, Snapshots(members=tuple(map(member, range(len(own)))), owner=owner)


def member(number: int) -> Snapshot:
    """Name a snapshot and its graph."""
    return Snapshot(version=f"urn:v{number}", graphs=(f"{BASE}graph/xx/d{number}",))


def closed(*texts: str, engine: Engine = "columns") -> Closure:
    """Reason over what is shared, and over each document."""
    columns, snapshots = documents(*texts)
    return close(columns, snapshots=snapshots, engine=engine)


def drawn(closure: Closure, number: int) -> set[tuple[object, ...]]:
    """Give the conclusions that stand in the graph of a snapshot, or of what is shared."""
    graph_ = Iri(closure.graph_of(number))
    return {(s, p, o) for s, p, o, where in closure.inferred.quads() if where == graph_}


@pytest.mark.parametrize("engine", ["columns", "owlrl"])
def test_documents_are_not_joined(engine: Engine) -> None:
    """What follows from two documents together follows from none."""
    closure = closed(SCHEMA, FIRST, SECOND, engine=engine)
    assert drawn(closure, 0) == wanted(":mission :under :attache\n:attache :has :mission")
    assert drawn(closure, 1) == wanted(":attache :under :ambassador\n:ambassador :has :attache")
    assert wanted(":mission :under :ambassador") <= drawn(closed(SCHEMA, f"{FIRST}\n{SECOND}"), 0)


@pytest.mark.parametrize("engine", ["columns", "owlrl"])
def test_what_follows_from_what_is_shared_is_stated_once(engine: Engine) -> None:
    """It stands in the graph of all, though both documents could conclude it too."""
    closure = closed(SCHEMA, ":post rdf:type :Thing", ":other rdf:type :Post", engine=engine)
    assert wanted(":post rdf:type :Thing") <= drawn(closure, SHARED)
    assert drawn(closure, 0) == set()
    assert drawn(closure, 1) == wanted(":other rdf:type :Thing")


def test_a_conclusion_does_not_depend_on_what_other_documents_say() -> None:
    """One document concludes what another says: each has its own."""
    closure = closed(SCHEMA, FIRST, ":mission :under :attache")
    assert wanted(":mission :under :attache") <= drawn(closure, 0)
    said = [closure.asserted.terms.find(term(t)) for t in (":mission", ":under", ":attache")]
    assert closure.holding((said[0], said[1], said[2])) == (0, 1)


@pytest.mark.parametrize(
    ("name", "graph_"),
    [
        (f"{BASE}graph/xx/a.2013", f"{BASE}graph/inferred/xx/a.2013"),
        ("https://elsewhere.example/a", f"{BASE}graph/inferred/4e319bf764c734d5"),
    ],
)
def test_the_graph_of_conclusions_is_named_after_the_document(name: str, graph_: str) -> None:
    """Below the graph of all; by a digest where a graph is named elsewhere."""
    columns, snapshots = documents(SCHEMA, FIRST)
    named = Snapshots(
        members=(Snapshot(version="urn:v", graphs=(name, f"{BASE}graph/editorial/x")),),
        owner=snapshots.owner,
    )
    closure = close(columns, snapshots=named)
    assert closure.graph_of(0) == graph_
    assert {str(g) for *_, g in closure.inferred.quads()} == {
        f"<{INFERRED_GRAPH}>",
        f"<{graph_}>",
    }


def test_every_conclusion_of_a_document_has_a_proof_from_it() -> None:
    """Down to rows of the document and of what is shared, numbered in the whole graph."""
    closure = closed(SCHEMA, f"{FIRST}\n{SECOND}", ":a :directly :b\n:b :directly :c")
    numbers = closure.inferred.numbers()
    count = 0
    for s, p, o, graph_ in numbers:
        number = next(
            n for n in (SHARED, 0, 1) if closure.graph_of(n) == closure.inferred.terms.text(graph_)
        )
        proof = closure.proof((s, p, o), number)
        assert proof is not None
        leaves = [step for step in proof.steps.values() if not step.premises]
        for leaf in leaves:
            for row in leaf.rows:
                c = closure.asserted
                written = (int(c.subject[row]), int(c.predicate[row]), int(c.object[row]))
                assert written == leaf.triple
                assert closure.snapshots.owner[row] in (SHARED, number)
        count += bool(leaves)
    assert count == len(closure.inferred) > 10


def test_a_statement_is_not_proved_from_another_document() -> None:
    """Not even where one is named that does not hold it."""
    closure = closed(SCHEMA, FIRST, SECOND)
    numbers = [closure.asserted.terms.find(term(t)) for t in (":mission", ":under", ":attache")]
    triple = numbers[0], numbers[1], numbers[2]
    assert closure.proof(triple, 0) is not None
    assert closure.proof(triple, 1) is None
    assert closure.proof(triple, SHARED) is None
    assert closure.proof(triple) is not None


def test_a_contradiction_is_of_the_document_that_it_is_met_in() -> None:
    """Two values in two documents are none; two in one document are, and name it."""
    schema = ":sum rdf:type owl:FunctionalProperty\n:A owl:disjointWith :B"
    apart = closed(schema, ":x :sum 14", ":x :sum 9\n:y rdf:type :A", ":y rdf:type :B")
    assert apart.consistent
    together = closed(schema, ":x :sum 14", ":x :sum 9\n:x :sum 10", ":y rdf:type :A")
    assert [(one.rule, one.snapshot) for one in together.contradictions] == [("prp-fp", 1)]


def test_a_contradiction_of_what_is_shared_is_told_once() -> None:
    """However many documents meet it again."""
    schema = ":A owl:disjointWith :B\n:x rdf:type :A\n:x rdf:type :B"
    closure = closed(schema, ":x :p :y", ":y :p :x")
    assert [(one.rule, one.snapshot) for one in closure.contradictions] == [("cax-dw", SHARED)]


def test_a_document_may_bring_axioms_lists_and_equalities() -> None:
    """They hold in it, and nowhere else."""
    chain = ":grand owl:propertyChainAxiom ( :p :p )\n:a :p :b\n:b :p :c\n:c owl:sameAs :d"
    closure = closed(":a :p :b\n:b :p :c", chain, ":x :p :y")
    assert drawn(closure, 0) >= wanted(":a :grand :c\n:a :grand :d\n:d owl:sameAs :c\n:b :p :d")
    assert drawn(closure, 1) == set()


#: Lines for what is shared and for two documents, of any kind each.
lines_ = st.lists(st.one_of(axioms, facts, facts, equalities), max_size=6)


def joined_lines(parts: Sequence[str]) -> str:
    """Put parts under each other."""
    return "\n".join(parts)


@settings(
    max_examples=int(os.environ.get("MCDGRAPH_EXAMPLES", "40")),
    deadline=None,
    derandomize="MCDGRAPH_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
@given(lines_, lines_, lines_)
@example([":r owl:sameAs :q", ':z :p "7"^^xsd:int', ":r rdfs:domain :D"], [], [":p owl:sameAs :q"])
def test_going_on_from_what_is_shared_gives_what_reasoning_anew_gives(
    shared: list[str], first: list[str], second: list[str]
) -> None:
    """Each document with what is shared, saturated from nothing, has the same conclusions."""
    texts = joined_lines([*declarations, *shared]), joined_lines(first), joined_lines(second)
    columns, snapshots = documents(*texts)
    closure = close(columns, snapshots=snapshots)
    for number in (0, 1):
        whole = columns.take(snapshots.whole(number))
        anew = close(whole)
        told = [one for one in closure.contradictions if one.snapshot in (SHARED, number)]
        assert bool(told) == bool(anew.contradictions)
        if anew.consistent:
            both = drawn(closure, SHARED) | drawn(closure, number)
            assert both - set(triples(whole)) == set(triples(anew.inferred))


def by_owlrl(columns: Columns) -> set[tuple[object, ...]]:
    """Give the useful conclusions that the reference draws from some statements, all together."""
    return set(triples(close(columns, engine="owlrl").inferred))


@settings(
    max_examples=int(os.environ.get("MCDGRAPH_EXAMPLES", "25")),
    deadline=None,
    derandomize="MCDGRAPH_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
@given(lines_, st.lists(lines_, min_size=1, max_size=4))
def test_each_document_has_what_owlrl_draws_from_it_alone(
    shared: list[str], own: list[list[str]]
) -> None:
    """The reference's closure of what is shared with that one document, less what is shared's."""
    texts = joined_lines([*declarations, *shared]), *map(joined_lines, own)
    columns, snapshots = documents(*texts)
    closure = close(columns, snapshots=snapshots)
    broken = {one.snapshot for one in closure.contradictions}
    if SHARED in broken:
        return
    of_shared = by_owlrl(columns.take(snapshots.shared))
    assert drawn(closure, SHARED) == of_shared
    for number in {*range(len(own))} - broken:
        whole = columns.take(snapshots.whole(number))
        assert drawn(closure, number) == by_owlrl(whole) - of_shared
