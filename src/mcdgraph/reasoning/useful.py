"""The documented list of conclusions that are true and of no use, and are not published.

Each entry is also a line of ``docs/reasoning.md``.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns, Kind, TermTable
from mcdgraph.columns.columns import IntArray
from mcdgraph.columns.pairs import values_of
from mcdgraph.namespaces import OWL, RDF, RDFS, XSD
from mcdgraph.reasoning.datatypes import SUPPORTED

Mask = NDArray[np.bool_]

#: PredicateRelations that hold between everything and itself.
REFLEXIVE: Final = (
    OWL + "sameAs",
    OWL + "equivalentClass",
    OWL + "equivalentProperty",
    RDFS + "subClassOf",
    RDFS + "subPropertyOf",
)
#: Classes that everything is in, or under.
UNIVERSAL: Final = (OWL + "Thing", RDFS + "Resource")
#: Inferred values of these are weaker than the asserted ones, and already drawn as types.
WEAKER: Final = (RDFS + "domain", RDFS + "range")
#: A blank node with one of these is a piece of OWL's syntax, not a thing in the world.
SYNTAX: Final = (
    RDF + "first",
    RDF + "rest",
    *(
        OWL + name
        for name in (
            "annotatedSource",
            "assertionProperty",
            "complementOf",
            "disjointUnionOf",
            "distinctMembers",
            "intersectionOf",
            "inverseOf",
            "members",
            "onDatatype",
            "onProperty",
            "oneOf",
            "unionOf",
        )
    ),
)
#: Only literals are in these, and a literal is no subject.
DATATYPES: Final = tuple(sorted(SUPPORTED))
#: The namespaces of the languages themselves: triples about their terms are axiomatic.
LANGUAGES: Final = (RDF, RDFS, OWL, XSD)

#: Positions in which owl:Thing adds nothing that another rule does not say.
PASSIVE_THING: Final = (
    RDF + "type",
    RDFS + "subClassOf",
    RDFS + "domain",
    RDFS + "range",
    OWL + "onClass",
)


def numbers(terms: TermTable, names: tuple[str, ...]) -> IntArray:
    """Give the numbers of those IRIs that the table holds."""
    found = (terms.find_iri(name) for name in names)
    return np.array([number for number in found if number >= 0], np.int32)


def syntax_nodes(columns: Columns, kinds: NDArray[np.uint8]) -> Mask:
    """Mark, by term number, the blank nodes that only spell out an axiom or a list."""
    marks = np.zeros(len(kinds), np.bool_)
    marks[columns.subject[np.isin(columns.predicate, numbers(columns.terms, SYNTAX))]] = True
    marks[kinds != Kind.BLANK] = False
    return marks


def useful(
    terms: TermTable,
    kinds: NDArray[np.uint8],
    syntax: Mask,
    subject: IntArray,
    predicate: IntArray,
    object: IntArray,  # noqa: A002 - the field's own word
) -> Mask:
    """Mark the conclusions worth publishing; the arrays are parallel term numbers."""
    reflexive = (subject == object) & np.isin(predicate, numbers(terms, REFLEXIVE))
    universal = np.isin(object, numbers(terms, UNIVERSAL)) & np.isin(
        predicate, numbers(terms, (RDF + "type", RDFS + "subClassOf"))
    )
    malformed = (kinds[subject] == Kind.LITERAL) | (kinds[predicate] != Kind.IRI)
    spelling = syntax[subject] | syntax[object]
    values = np.isin(object, numbers(terms, DATATYPES)) & np.isin(
        predicate, numbers(terms, (RDF + "type",))
    )
    weaker = np.isin(predicate, numbers(terms, WEAKER))
    keep: Mask = ~(reflexive | universal | malformed | spelling | values | weaker)
    keep[keep] = ~_axiomatic(terms, subject[keep])
    return keep


def _axiomatic(terms: TermTable, subject: IntArray) -> Mask:
    """Mark subjects that are terms of RDF, RDFS, OWL or XML Schema."""
    marks = np.zeros(len(terms), np.bool_)
    for number in values_of(subject):
        marks[number] = terms.key(number).startswith(LANGUAGES)
    return marks[subject]


def is_mentioned(columns: Columns, term: int, passive: tuple[str, ...]) -> bool:
    """Say whether a term stands in an axiom, as a subject or as a value of other predicates."""
    active = ~np.isin(columns.predicate, numbers(columns.terms, passive))
    return bool((columns.subject == term).any() or (columns.object[active] == term).any())
