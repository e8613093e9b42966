"""Well-formed lies: a fact and its evidence are changed together, and a question notices.

No shape can know that a rank is another than the source says. The saved queries are a second,
independent entry of the same facts: here every fact of the graph is falsified in turn, in each
of several ways, and each time at least one question must get a wrong answer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
import pytest
from shipped import ROOT, shipped_store

from mcdgraph.namespaces import OWL, RDF, RDFS, XSD
from mcdgraph.questions import SavedQuery, read_saved_queries, verify
from mcdgraph.store import Store

MCD = "https://w3id.org/mcdgraph/ontology#"
SOURCE, PREDICATE, TARGET, EVIDENCE, STATUS = (
    ox.NamedNode(iri)
    for iri in (
        OWL + "annotatedSource",
        OWL + "annotatedProperty",
        OWL + "annotatedTarget",
        MCD + "evidence",
        MCD + "assertionStatus",
    )
)

Change = tuple[list[ox.Quad], list[ox.Quad]]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A fact triple, its graph, and the axiom that gives its evidence."""

    axiom: ox.BlankNode
    subject: ox.NamedNode
    predicate: ox.NamedNode
    object: ox.NamedNode | ox.Literal
    graph: ox.NamedNode


@cache
def copied_store() -> Store:
    """Give a copy of the shipped store that the tests of this file change and put back."""
    copy = ox.Store()
    copy.bulk_extend(shipped_store().engine)
    return Store(copy)


@cache
def facts() -> tuple[Fact, ...]:
    """List every fact of the shipped graph but those that are recorded from fact sheets.

    Those are written by a program from mappings, which are their second entry.
    """
    engine = shipped_store().engine
    axioms = engine.quads_for_pattern(
        None, ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + "Axiom"), None
    )

    def value(quad: ox.Quad, predicate: ox.NamedNode) -> ox.NamedNode:
        (found,) = engine.quads_for_pattern(quad.subject, predicate, None, quad.graph_name)
        return found.object

    return tuple(
        Fact(
            axiom=quad.subject,
            subject=value(quad, SOURCE),
            predicate=value(quad, PREDICATE),
            object=value(quad, TARGET),
            graph=quad.graph_name,
        )
        for quad in axioms
        if isinstance(quad.graph_name, ox.NamedNode)
        and value(quad, STATUS).value not in {"recorded", "computed"}
    )


def everywhere(
    fact: Fact, subject: ox.NamedNode | ox.BlankNode, predicate: ox.NamedNode, object_: object
) -> list[ox.Quad]:
    """Give a triple in the fact's graph and in the default graph."""
    return [
        ox.Quad(subject, predicate, object_, graph) for graph in (fact.graph, ox.DefaultGraph())
    ]


def another(fact: Fact) -> ox.NamedNode | ox.Literal:
    """Give a plausible false object: another one of the predicate, or another value."""
    old = fact.object
    if isinstance(old, ox.NamedNode):
        used = {f.object for f in facts() if f.predicate == fact.predicate} - {old}
        return min(used, key=str) if used else ox.NamedNode(old.value + "-x")
    changes: dict[str, Callable[[str], str]] = {
        XSD + "boolean": lambda text: "false" if text == "true" else "true",
        XSD + "integer": lambda text: str(int(text) + 1),
        XSD + "decimal": lambda text: str(float(text) + 1),
        XSD + "date": lambda text: text[:-1] + ("1" if text[-1] != "1" else "2"),
        XSD + "gYear": lambda text: str(int(text) + 1),
    }
    if old.language:
        return ox.Literal(old.value + "s", language=old.language)
    change = changes.get(old.datatype.value, lambda text: text + "0")
    return ox.Literal(change(old.value), datatype=old.datatype)


def withdrawn(fact: Fact) -> Change:
    """The fact and its axiom are taken away."""
    engine = copied_store().engine
    axiom = list(engine.quads_for_pattern(fact.axiom, None, None, None))
    return everywhere(fact, fact.subject, fact.predicate, fact.object) + axiom, []


def altered(fact: Fact) -> Change:
    """The fact has another object, and its axiom agrees."""
    new = another(fact)
    return (
        everywhere(fact, fact.subject, fact.predicate, fact.object)
        + everywhere(fact, fact.axiom, TARGET, fact.object),
        everywhere(fact, fact.subject, fact.predicate, new)
        + everywhere(fact, fact.axiom, TARGET, new),
    )


def joined_by_another(fact: Fact) -> Change:
    """A second object is stated beside the first, with an axiom of its own."""
    new, axiom = another(fact), ox.BlankNode()
    statements = [
        (ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + "Axiom")),
        (SOURCE, fact.subject),
        (PREDICATE, fact.predicate),
        (TARGET, new),
        *((p, o) for p in (EVIDENCE, STATUS) for o in annotations(fact, p)),
    ]
    added = everywhere(fact, fact.subject, fact.predicate, new)
    for predicate, object_ in statements:
        added += everywhere(fact, axiom, predicate, object_)
    return [], added


def attributed_elsewhere(fact: Fact) -> Change:
    """The fact's evidence is another sentence."""
    old = annotations(fact, EVIDENCE)[0]
    other = ox.NamedNode("https://w3id.org/mcdgraph/id/source/ambafrance-ml-2013/s02")
    if other in annotations(fact, EVIDENCE):
        other = ox.NamedNode("https://w3id.org/mcdgraph/id/source/ambafrance-ml-2013/s01")
    if other in annotations(fact, EVIDENCE):
        other = ox.NamedNode("https://w3id.org/mcdgraph/id/source/ambafrance-ml-2013/s07")
    return everywhere(fact, fact.axiom, EVIDENCE, old), everywhere(
        fact, fact.axiom, EVIDENCE, other
    )


def restated(fact: Fact) -> Change:
    """What is read or taken from elsewhere is given out as stated, and the reverse."""
    (old,) = annotations(fact, STATUS)
    new = ox.Literal("external" if old.value == "stated" else "stated")
    return everywhere(fact, fact.axiom, STATUS, old), everywhere(fact, fact.axiom, STATUS, new)


def annotations(fact: Fact, predicate: ox.NamedNode) -> list[ox.NamedNode]:
    """Give the values of an annotation of the fact's axiom."""
    found = shipped_store().engine.quads_for_pattern(fact.axiom, predicate, None, fact.graph)
    return [quad.object for quad in found]


@cache
def likeliest(word: str) -> tuple[SavedQuery, ...]:
    """Give the questions, those whose text holds a word first."""
    queries = read_saved_queries(ROOT / "queries" / "questions")
    return tuple(sorted(queries, key=lambda query: word not in query.query))


def noticed(fact: Fact, about_evidence: bool) -> bool:
    """True where a question gets another answer than it expects."""
    name = fact.predicate.value.replace("#", "/").rsplit("/", 1)[-1]
    first = likeliest("COUNT (?statement)" if about_evidence else name)
    return any(not verify(query, copied_store()).good for query in first)


def lies(tell: Callable[[Fact], Change]) -> Iterator[Fact]:
    """Tell each lie, one at a time, and take it back."""
    engine = copied_store().engine
    for fact in facts():
        removed, added = tell(fact)
        removed = [quad for quad in removed if quad in engine]
        added = [quad for quad in added if quad not in engine]
        assert removed or added, f"nothing changed: {fact}"
        for quad in removed:
            engine.remove(quad)
        for quad in added:
            engine.add(quad)
        yield fact
        for quad in added:
            engine.remove(quad)
        for quad in removed:
            engine.add(quad)


def test_a_reworded_objective_or_task_is_noticed() -> None:
    """Objectives and tasks consist of nothing but their label, so questions pin each wording."""
    engine, label = copied_store().engine, ox.NamedNode(RDFS + "label")
    kinds = [ox.NamedNode(MCD + "Objective"), ox.NamedNode(MCD + "Task")]
    things = {fact.subject for fact in facts() if fact.object in kinds}
    wordings = [
        quad
        for thing in things
        for quad in engine.quads_for_pattern(thing, label, None, ox.DefaultGraph())
    ]
    assert len(wordings) == 2 * len(things) >= 28
    for quad in wordings:
        reworded = ox.Literal(quad.object.value + "s", language=quad.object.language)
        lie = ox.Quad(quad.subject, label, reworded, quad.graph_name)
        engine.remove(quad)
        engine.add(lie)
        answered_wrong = any(
            not verify(query, copied_store()).good for query in likeliest("hasTask")
        )
        engine.remove(lie)
        engine.add(quad)
        assert answered_wrong, quad


@pytest.mark.parametrize(
    "tell", [withdrawn, altered, joined_by_another, attributed_elsewhere, restated]
)
def test_every_lie_is_noticed(tell: Callable[[Fact], Change]) -> None:
    """Each fact of the graph, falsified together with its evidence, gives a wrong answer."""
    assert len(facts()) > 400
    about_evidence = tell in (attributed_elsewhere, restated)
    missed = [fact for fact in lies(tell) if not noticed(fact, about_evidence)]
    assert not missed, "\n".join(f"{f.subject} {f.predicate} {f.object}" for f in missed)


def test_the_truth_is_left_alone() -> None:
    """After the lies are taken back every question gets its answer."""
    assert len(likeliest("")) >= 60
    assert all(verify(query, copied_store()).good for query in likeliest(""))
