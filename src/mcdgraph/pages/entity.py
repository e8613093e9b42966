"""The page of one thing."""

from collections.abc import Iterable, Iterator
from itertools import islice
from math import ceil

from mcdgraph.columns import Iri, Literal
from mcdgraph.pages.evidence import EvidenceOf, evidence_about, status_of
from mcdgraph.pages.labels import Label
from mcdgraph.pages.reader import Node, Reader, Statements, graph_name
from mcdgraph.pages.terms import (
    ALTERNATIVES,
    ANNOTATED,
    ANNOTATED_PROPERTY,
    ANNOTATED_SOURCE,
    ANNOTATED_TARGET,
    EVIDENCE,
    SUMMARIES,
    TYPE,
)
from mcdgraph.pages.values import EntityPage, Fact, Facts, Group, Resource, Statement

PAGE_SIZE = 50
#: Beyond this many, incoming statements are not counted to the end.
COUNTED = 2_000
#: How many statements of a named graph are looked at to say what it is about.
GRAPH_STATEMENTS = 10_000


def entity_page(reader: Reader, iri: str, language: str, page: int = 1) -> EntityPage:
    """Tell everything about one thing; ``page`` counts the pages of its long lists."""
    node = Iri(iri)
    statements = reader.statements(node)
    asserted, inferred = reader.apart(statements)
    evidence = evidence_about(reader, node, language)
    return EntityPage(
        iri=iri,
        label=reader.labels.label(iri, language),
        types=_types(reader, asserted or inferred, language),
        alternatives=_alternatives(statements),
        summary=reader.text(node, SUMMARIES, language),
        asserted=_groups(reader, asserted, evidence, language),
        inferred=_groups(reader, inferred, {}, language),
        conveys=_facts(conveyed(reader, iri, language), page),
        describes=_described(reader, node, language),
        incoming=_facts(_incoming(reader, node, language), page),
        graphs=_graphs(reader, statements, language),
    )


def entity_groups(
    reader: Reader, node: Iri, language: str, *, without: tuple[str, ...] = ()
) -> tuple[Group, ...]:
    """Give what is asserted of a thing by property, leaving some properties out."""
    asserted, _ = reader.apart(reader.statements(node))
    shown = {key: graphs for key, graphs in asserted.items() if key[0].value not in without}
    return _groups(reader, shown, {}, language)


def conveyed(reader: Reader, sentence: str, language: str) -> Iterator[Fact]:
    """Give the statements whose axioms name a sentence as their evidence."""
    for axiom in reader.axioms_resting_on(Iri(sentence)):
        for subject in reader.objects(axiom, ANNOTATED_SOURCE):
            for predicate in reader.objects(axiom, ANNOTATED_PROPERTY):
                for target in reader.objects(axiom, ANNOTATED_TARGET):
                    if isinstance(subject, Iri) and isinstance(predicate, Iri):
                        yield Fact(
                            subject=reader.resource(subject.value, language),
                            property=reader.resource(predicate.value, language),
                            value=reader.value(target, language),
                            status=status_of(reader, axiom),
                        )


def _types(reader: Reader, statements: Statements, language: str) -> tuple[Resource, ...]:
    found = {
        term.value
        for predicate, term in statements
        if predicate.value == TYPE and isinstance(term, Iri)
    }
    plain = {iri for iri in found if not iri.endswith(("#NamedIndividual", "#Thing"))}
    resources = [reader.resource(iri, language) for iri in plain or found]
    return tuple(sorted(resources, key=lambda resource: resource.label.text.casefold()))


def _alternatives(statements: Statements) -> tuple[Label, ...]:
    found = {
        Label(text=term.lexical, language=term.language)
        for predicate, term in statements
        if predicate.value in ALTERNATIVES and isinstance(term, Literal)
    }
    return tuple(sorted(found, key=lambda label: (label.language or "", label.text)))


def _groups(
    reader: Reader, statements: Statements, evidence: EvidenceOf, language: str
) -> tuple[Group, ...]:
    by_property: dict[str, list[Statement]] = {}
    for (predicate, term), graphs in statements.items():
        statement = Statement(
            value=reader.value(term, language),
            evidence=evidence.get((predicate, term), ()),
            graphs=tuple(reader.resource(graph, language) for graph in graphs),
        )
        by_property.setdefault(predicate.value, []).append(statement)
    for found in by_property.values():
        found.sort(key=lambda statement: _statement_order(statement, language))
    return reader.in_order(by_property, language)


def _statement_order(statement: Statement, language: str) -> tuple[bool, str, str]:
    value = statement.value
    label = getattr(value, "label", None)
    spoken = getattr(value, "language", None)
    return spoken not in (None, language), spoken or "", str(label or getattr(value, "text", ""))


def _graphs(reader: Reader, statements: Statements, language: str) -> tuple[Resource, ...]:
    names = sorted({graph for graphs in statements.values() for graph in graphs})
    return tuple(reader.resource(name, language) for name in names)


def _described(reader: Reader, graph: Iri, language: str) -> tuple[Resource, ...]:
    """Give what the first statements of a named graph are about."""
    quads = islice(reader.store.quads(graph=graph), GRAPH_STATEMENTS)
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, Iri)}
    resources = [reader.resource(iri, language) for iri in subjects - {graph.value}]
    return tuple(sorted(resources, key=lambda r: (r.label.text.casefold(), r.iri)))


def _incoming(reader: Reader, node: Iri, language: str) -> Iterator[Fact]:
    """Give the statements that point to a thing, those of axioms apart."""
    hidden = {*ANNOTATED, *EVIDENCE}
    for quad in reader.store.quads(object=node):
        if quad.predicate.value in hidden:
            continue
        subject = _named(reader, quad.subject)
        if subject is None:
            continue
        graph = graph_name(quad.graph) if quad.graph is not None else ""
        yield Fact(
            subject=reader.resource(subject.value, language),
            property=reader.resource(quad.predicate.value, language),
            value=reader.resource(node.value, language),
            inferred=graph == reader.inferred_graph,
        )


def _named(reader: Reader, node: Node, depth: int = 4) -> Iri | None:
    """Climb from a blank node to a thing with an IRI that leads to it."""
    if isinstance(node, Iri):
        return node
    if depth == 0 or reader.is_axiom(node):
        return None
    above = sorted({quad.subject for quad in reader.store.quads(object=node)}, key=str)
    for parent in above:
        if found := _named(reader, parent, depth - 1):
            return found
    return None


def _facts(found: Iterable[Fact], page: int) -> Facts:
    """Cut one page out of a list of statements, sorted by property and subject."""
    facts = list(dict.fromkeys(islice(found, COUNTED + 1)))
    more = len(facts) > COUNTED
    facts = sorted(facts[:COUNTED], key=_fact_order)
    pages = max(1, ceil(len(facts) / PAGE_SIZE))
    page = min(max(page, 1), pages)
    return Facts(
        facts=tuple(facts[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        page=page,
        pages=pages,
        total=len(facts),
        more_than_total=more,
    )


def _fact_order(fact: Fact) -> tuple[str, str, bool, str, str]:
    return (
        fact.property.label.text.casefold(),
        fact.property.iri,
        fact.inferred,
        fact.subject.label.text.casefold(),
        fact.subject.iri,
    )
