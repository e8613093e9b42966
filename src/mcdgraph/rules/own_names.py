"""The names of a graph's own that nothing describes, and where they are mentioned."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Iri, TermTable
from mcdgraph.columns.columns import IntArray
from mcdgraph.namespaces import OWL, RDF, RDFS, SH
from mcdgraph.rules.workspace import Workspace

#: What follows one of these is a class or a property.
_NAMES_A_TERM: Final = tuple(
    space + name
    for space, names in (
        (RDF, "type"),
        (RDFS, "subClassOf subPropertyOf domain range"),
        (
            OWL,
            "allValuesFrom annotatedProperty assertionProperty complementOf disjointWith "
            "equivalentClass equivalentProperty inverseOf onClass onDataRange onDatatype "
            "onProperty propertyDisjointWith someValuesFrom",
        ),
        (SH, "class datatype path targetClass targetObjectsOf targetSubjectsOf"),
    )
    for name in names.split()
)


@dataclass(frozen=True, kw_only=True, eq=False)
class UndescribedNames:
    """Which terms, by number, are names of the graph that it does not describe.

    Only namespaces in which the ontology or the data describe something count: what stands
    elsewhere below a base may be the matter of other files, as it is where shapes are for an
    ontology of others. ``as_term`` marks the rows whose object is named
    as a class or a property; ``described`` are the IRIs that the graph does describe.
    """

    marked: NDArray[np.bool_]
    as_term: NDArray[np.bool_]
    described: frozenset[str]


def namespace_of(iri: str) -> str:
    """Cut an IRI behind its last ``#``, else its last ``/``, else (``urn:``) its last colon.

    A host alone is a namespace of its own.
    """
    cut = iri.rfind("#") + 1 or iri.rfind("/") + 1 or iri.rfind(":") + 1
    return iri if iri[:cut].endswith("//") else iri[:cut]


def undescribed_names(workspace: Workspace) -> UndescribedNames:
    """Find the names that some row mentions and none describes."""
    columns = workspace.corpus.columns
    terms = columns.terms
    subjects = np.unique(columns.subject)
    described = frozenset(_iris(terms, subjects))
    published = workspace.in_role("ontology", "vocabulary", "data").subject
    own = (iri for iri in _iris(terms, np.unique(published)) if workspace.owns(iri))
    spaces = {namespace_of(iri) for iri in own}
    mentioned = np.unique(np.concatenate([columns.predicate, columns.object]))
    marked = np.zeros(len(terms), np.bool_)
    for number in np.setdiff1d(mentioned, subjects).tolist():
        term = terms[number]
        if isinstance(term, Iri) and workspace.owns(term.value):
            space = namespace_of(term.value)
            marked[number] = space in spaces and term.value != space
    naming = [terms.find_iri(iri) for iri in _NAMES_A_TERM]
    as_term = np.isin(columns.predicate, naming)
    return UndescribedNames(marked=marked, as_term=as_term, described=described)


def _iris(terms: TermTable, numbers: IntArray) -> Iterator[str]:
    found = (terms[number] for number in numbers.tolist())
    return (term.value for term in found if isinstance(term, Iri))
