"""A term of a vocabulary is declared before it is used."""

from collections.abc import Iterator, Set
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Iri, Kind
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.namespaces import OWL, RDF
from mcdgraph.rules.nearest import NearestNames
from mcdgraph.rules.own_names import namespace_of
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.standard_terms import OPEN_MEMBERS, STANDARD_TERMS
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="undeclared-term",
    severity=Severity.VIOLATION,
    sentence="A term of a vocabulary that the ontology declares is declared before it is used.",
    documentation=(
        "A namespace is closed as soon as the ontology (or, for shapes, the shapes graph) "
        "describes one term in it: any other term used in that namespace must be described "
        "too, unless it is an instance: one that the data describe, or that is only spoken "
        "of. RDF, RDFS, OWL and XML Schema are closed by their own specifications. This catches "
        "misspelt predicates, classes and concepts, and says which term was meant. Shapes may "
        "name foreign terms, to forbid them; only terms under the base IRI count there."
    ),
)
_DECLARE: Final = "Declare it in the ontology, or use a term that is declared there."


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report the first use of each undeclared term in each file."""
    declared = declared_terms(workspace)
    nearest = NearestNames(declared, workspace)
    columns = workspace.corpus.columns
    undeclared, own = _undeclared(declared, workspace)
    instances = np.zeros(len(columns.terms), np.bool_)
    instances[list(_instances(workspace))] = True
    in_shapes = workspace.with_role("shapes")
    seen: set[tuple[int, int]] = set()
    for part, column, marked in (
        ("predicate", columns.predicate, undeclared),
        ("object", columns.object, undeclared & ~instances),
        ("subject", columns.subject, undeclared & ~instances),
    ):
        for row in np.flatnonzero(marked[column] & (own[column] | ~in_shapes)).tolist():
            key = int(column[row]), int(columns.source[row])
            if key not in seen:
                seen.add(key)
                term = columns.terms[key[0]]
                message = f"{workspace.short(term)} is used but not declared."
                hint = nearest.hint(term) or _DECLARE
                yield rule.finding(workspace, message, row=row, part=part, hint=hint)


def _undeclared(
    declared: Set[str], workspace: Workspace
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark the terms, by number, that are undeclared, and those of them under the base IRI."""
    closed = {namespace_of(iri) for iri in declared}
    terms = workspace.corpus.columns.terms
    undeclared, own = (np.zeros(len(terms), np.bool_) for _ in range(2))
    for number in np.flatnonzero(terms.kinds() == Kind.IRI).tolist():
        iri = terms.key(number)
        space = namespace_of(iri)
        known = iri in declared or space not in closed or iri == space
        undeclared[number] = not known and not OPEN_MEMBERS.fullmatch(iri)
        own[number] = iri.startswith(workspace.base)
    return undeclared, own


def declared_terms(workspace: Workspace) -> Set[str]:
    """Collect the IRIs that ontology and shapes describe, headers left out, and the standards'."""
    described = workspace.in_role("ontology", "shapes")
    terms = described.terms
    headers = described.subject[
        (described.predicate == terms.find_iri(RDF + "type"))
        & (described.object == terms.find_iri(OWL + "Ontology"))
    ]
    subjects = np.setdiff1d(described.subject, headers)
    found = (terms[number] for number in subjects.tolist())
    return STANDARD_TERMS | {term.value for term in found if isinstance(term, Iri)}


def _instances(workspace: Workspace) -> Set[int]:
    """Collect the terms that data describe by a type, and versions of ontologies.

    What is used as a class or a property is never one of them.
    """
    columns = workspace.corpus.columns
    typing = columns.predicate == columns.terms.find_iri(RDF + "type")
    used = {*columns.object[typing].tolist(), *columns.predicate.tolist()}
    described = columns.subject[typing & ~workspace.with_role("ontology", "shapes")]
    versions = columns.object[columns.predicate == columns.terms.find_iri(OWL + "versionIRI")]
    return {*described.tolist(), *versions.tolist()} - used
