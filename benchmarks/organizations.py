"""Graphs of any size over a small ontology like W3C ORG, for measuring reasoners.

The ontology has every kind of axiom that OWL 2 RL reasons with on data: subclass, subproperty,
inverse, transitive, chain, domain, range, functional, inverse-functional, and equal individuals.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import Columns, Literal, TermTable
from mcdgraph.columns.columns import NO_SOURCE, IntArray
from mcdgraph.namespaces import OWL, RDF, RDFS

NS: Final = "http://example.org/organizations#"
#: Triples that one company of six units brings, about.
PER_COMPANY: Final = 75

_ONTOLOGY: Final = """
Organization a owl:Class
FormalOrganization subClassOf Organization
Company subClassOf FormalOrganization
Unit subClassOf Organization
Department subClassOf Unit
Team subClassOf Unit
Agent a owl:Class
Person subClassOf Agent
Organization subClassOf Agent
Post a owl:Class
HeadPost subClassOf Post
subOrganizationOf a owl:TransitiveProperty
subOrganizationOf a owl:ObjectProperty
subOrganizationOf domain Organization
subOrganizationOf range Organization
hasSubOrganization inverseOf subOrganizationOf
unitOf subPropertyOf subOrganizationOf
unitOf domain Unit
hasUnit inverseOf unitOf
postIn range Organization
postIn domain Post
hasPost inverseOf postIn
holds range Post
holds domain Person
heldBy inverseOf holds
memberOf a owl:ObjectProperty
headOf subPropertyOf memberOf
hasMember inverseOf memberOf
reportsTo domain Post
reportsTo range Post
basedAt range Site
heldBy a owl:FunctionalProperty
registration a owl:InverseFunctionalProperty
"""


def ontology(terms: TermTable) -> list[tuple[int, int, int]]:
    """Give the axioms as triples of term numbers."""
    short = {"a": RDF + "type", "inverseOf": OWL + "inverseOf"}
    rows = []
    for line in _ONTOLOGY.strip().splitlines():
        s, p, o = line.split()
        predicate = short.get(p, RDFS + p)
        value = OWL + o.removeprefix("owl:") if o.startswith("owl:") else NS + o
        rows.append((terms.iri(NS + s), terms.iri(predicate), terms.iri(value)))
    for name, chain in (("memberOf", ("holds", "postIn")), ("memberOf", ("memberOf", "unitOf"))):
        rows += _chain(terms, name, chain)
    return rows


def _chain(terms: TermTable, name: str, items: tuple[str, str]) -> list[tuple[int, int, int]]:
    """Give a property chain axiom with its list."""
    first, rest, nil = (terms.iri(RDF + word) for word in ("first", "rest", "nil"))
    nodes = [terms.iri(f"{NS}list-{name}-{item}") for item in items]
    return [
        (terms.iri(NS + name), terms.iri(OWL + "propertyChainAxiom"), nodes[0]),
        (nodes[0], first, terms.iri(NS + items[0])),
        (nodes[0], rest, nodes[1]),
        (nodes[1], first, terms.iri(NS + items[1])),
        (nodes[1], rest, nil),
    ]


def organizations(size: int) -> Columns:
    """Make a graph of about ``size`` triples; the same size gives the same graph."""
    terms = TermTable()
    rows = np.array(ontology(terms), np.int32)
    companies = max(size // PER_COMPANY, 1)
    data = np.fromiter(
        (
            number
            for company in range(companies)
            for row in _company(terms, company)
            for number in row
        ),
        np.int32,
    ).reshape(-1, 3)
    return _columns(terms, np.concatenate([rows, data]))


def _company(terms: TermTable, company: int) -> Iterator[tuple[int, int, int]]:
    """Make one company: six units in a tree of three levels, two posts in each, their holders."""
    iri, type_ = terms.iri, terms.iri(RDF + "type")
    label, note = iri(RDFS + "label"), iri(RDFS + "comment")
    same = iri(OWL + "sameAs")
    p = {
        name: iri(NS + name)
        for name in ("unitOf", "postIn", "holds", "reportsTo", "basedAt", "registration", "headOf")
    }
    kind = {name: iri(NS + name) for name in ("Company", "Department", "Team", "Post", "HeadPost")}
    base = f"http://example.org/c{company}"
    head = iri(base)
    yield head, type_, kind["Company"]
    yield head, label, terms.intern(Literal(f"Company {company}"))
    yield head, p["basedAt"], iri(f"http://example.org/site{company % 997}")
    yield head, p["registration"], iri(f"{base}/registration")
    if company % 10 == 0:
        yield iri(f"{base}/also"), p["registration"], iri(f"{base}/registration")
    if company % 10 == 5:
        yield head, same, iri(f"{base}/same")
    above = head
    for number in range(6):
        unit = iri(f"{base}/u{number}")
        yield unit, type_, kind["Department" if number < 3 else "Team"]
        yield unit, label, terms.intern(Literal(f"Unit {number} of {company}"))
        yield unit, p["unitOf"], head if number % 3 == 0 else above
        above = unit
        chief = iri(f"{base}/u{number}/p0")
        for place in range(2):
            post, person = iri(f"{base}/u{number}/p{place}"), iri(f"{base}/u{number}/h{place}")
            yield post, type_, kind["HeadPost" if place == 0 else "Post"]
            yield post, p["postIn"], unit
            yield person, p["holds"], post
            if place:
                yield post, p["reportsTo"], chief
            else:
                yield person, p["headOf"], unit
            yield person, note, terms.intern(Literal(f"Person {place} of {number} of {company}"))


def _columns(terms: TermTable, rows: IntArray) -> Columns:
    """Put rows (n, 3) into columns without places."""
    nowhere = np.full(len(rows), NO_SOURCE, np.int32)
    s, p, o = (np.ascontiguousarray(column) for column in rows.T)
    return Columns(
        terms=terms,
        subject=s,
        predicate=p,
        object=o,
        graph=nowhere,
        source=nowhere,
        subject_at=nowhere,
        predicate_at=nowhere,
        object_at=nowhere,
    )


def n_triples(columns: Columns) -> Iterator[str]:
    """Write the rows as lines of N-Triples."""
    for s, p, o, _ in columns.quads():
        yield f"{s} {p} {o} .\n"
