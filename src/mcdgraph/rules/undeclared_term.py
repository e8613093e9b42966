"""A term of a vocabulary is declared before it is used."""

from collections.abc import Iterator, Set
from difflib import get_close_matches
from typing import Final

import numpy as np

from mcdgraph.columns import Iri
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.namespaces import OWL, RDF
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
        "of. RDF, RDFS and OWL are closed by their own specifications. This catches "
        "misspelt predicates, classes and concepts, and says which term was meant. Shapes may "
        "name foreign terms, to forbid them; only terms under the base IRI count there."
    ),
)


def namespace_of(iri: str) -> str:
    """Cut an IRI behind its last ``#``, else its last ``/``."""
    cut = iri.rfind("#") + 1 or iri.rfind("/") + 1
    return iri[:cut]


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report the first use of each undeclared term in each file."""
    declared = declared_terms(workspace)
    closed = {namespace_of(iri) for iri in declared}
    columns = workspace.corpus.columns
    instances = _instances(workspace)
    seen: set[tuple[int, int]] = set()
    for part, column in (
        ("predicate", columns.predicate),
        ("object", columns.object),
        ("subject", columns.subject),
    ):
        for number in np.unique(column).tolist():
            term = columns.terms[number]
            if not isinstance(term, Iri) or not _undeclared(term.value, declared, closed):
                continue
            if number in instances and part != "predicate":
                continue
            hint = _meant(term.value, declared, workspace)
            uses = np.flatnonzero(column == number)
            if not term.value.startswith(workspace.base):
                uses = uses[~workspace.with_role("shapes")[uses]]
            for row in uses.tolist():
                key = (number, int(columns.source[row]))
                if key not in seen:
                    seen.add(key)
                    message = f"{workspace.short(term)} is used but not declared."
                    yield rule.finding(workspace, message, row=row, part=part, hint=hint)


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


def _undeclared(iri: str, declared: Set[str], closed: Set[str]) -> bool:
    if iri in declared or OPEN_MEMBERS.fullmatch(iri):
        return False
    space = namespace_of(iri)
    return space in closed and iri != space


def _meant(iri: str, declared: Set[str], workspace: Workspace) -> str:
    space = namespace_of(iri)
    locals_ = sorted(
        other.removeprefix(space) for other in declared if namespace_of(other) == space
    )
    close = get_close_matches(iri.removeprefix(space), locals_, 1, 0.6)
    if close:
        return f"Did you mean {workspace.short(space + close[0])}?"
    return "Declare it in the ontology, or use a term that is declared there."
