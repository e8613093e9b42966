"""Which axioms of a file are written as annotations, behind the statement that they are about.

Source: RDF 1.2 Turtle, production annotationBlock; OWL 2 Mapping to RDF Graphs, clause 2.2.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import numpy as np

from mcdgraph.columns import Columns
from mcdgraph.columns.terms import Kind
from mcdgraph.namespaces import ANNOTATED, OWL, RDF

#: A triple by the numbers of its terms.
Triple = tuple[int, int, int]
NO_AXIOMS: Final[Mapping[Triple, int]] = MappingProxyType({})


class AnnotationForm(StrEnum):
    """How a file says what stands behind its statements."""

    INLINE = "inline"
    """Behind the statement, in ``{| … |}``."""
    AXIOMS = "axioms"
    """As an `owl:Axiom` of its own."""


def fold(columns: Columns) -> tuple[Columns, Mapping[Triple, int]]:
    """Find the axioms of a graph that can be written behind their triples.

    Given are the rows that are left to write, without those that an annotation stands for, and
    the axioms by their triples. Folded is an axiom that has no name and that nothing refers to,
    of a triple that stands there, has no other axiom and is no part of a list, and that says
    something, though not of such an axiom. One that names a blank node for something about a
    blank node is none, as each might stand inside the other.
    """
    terms = columns.terms
    type_, first, rest = (terms.find_iri(RDF + name) for name in ("type", "first", "rest"))
    parts = np.isin(columns.predicate, terms.find_iris(ANNOTATED))
    structure = parts | (
        (columns.predicate == type_) & (columns.object == terms.find_iri(OWL + "Axiom"))
    )
    said = columns.take(~structure)
    is_blank = np.append(terms.kinds() == Kind.BLANK, False)
    free = set(columns.subject[structure & ~parts & is_blank[columns.subject]].tolist())
    free -= set(columns.object.tolist())
    triples = {
        (s, p, o) for s, p, o, _ in said.numbers() if p not in (first, rest) and s not in free
    }
    found: dict[Triple, list[int]] = {}
    telling = free & set(said.subject.tolist())
    naming = telling & set(said.subject[is_blank[said.object]].tolist())
    for axiom, triple in _subjects_of(columns.take(parts)):
        rooted = axiom not in naming or not is_blank[triple[0]]
        if axiom in telling and triple in triples and rooted:
            found.setdefault(triple, []).append(axiom)
    axioms = {triple: one[0] for triple, one in found.items() if len(one) == 1}
    folded = np.isin(columns.subject, np.fromiter(axioms.values(), np.int64, len(axioms)))
    return columns.take(~(structure & folded)), MappingProxyType(axioms)


def _subjects_of(parts: Columns) -> Iterator[tuple[int, Triple]]:
    """Give each axiom that names one triple, with it."""
    places = [parts.terms.find_iri(part) for part in ANNOTATED]
    said: dict[int, dict[int, set[int]]] = {}
    for axiom, property_, value, _ in parts.numbers():
        said.setdefault(axiom, {}).setdefault(property_, set()).add(value)
    for axiom, values in said.items():
        if all(len(values.get(place, ())) == 1 for place in places):
            source, property_, target = (next(iter(values[place])) for place in places)
            yield axiom, (source, property_, target)
