"""What the graph describes can be looked up at the server that publishes it."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import Iri
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.namespaces import OWL, RDF
from mcdgraph.rules.own_names import namespace_of
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.vocabularies import WELL_KNOWN
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="unresolved-iri",
    severity=Severity.INFO,
    sentence="What the graph describes lies below one of its bases, where its IRI is served.",
    documentation=(
        "The server answers an IRI below base_iri, or below one of the bases of the settings, "
        "with the document about it. What the ontology or the data give a class and what lies "
        "elsewhere is published, and its IRI does not lead here: one remark for each namespace. "
        "Namespaces of well-known vocabularies count only where the graph holds the ontology "
        "itself. A namespace of others may well stay as it is."
    ),
)
#: Namespaces that are told one by one; of the others only the number.
MAX_NAMESPACES: Final = 20


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report each namespace, at the first thing that is described in it."""
    first, counts = _elsewhere(workspace)
    columns = workspace.corpus.columns
    for space, number in counts.most_common(MAX_NAMESPACES):
        row = first[space]
        example = workspace.short(columns.terms[int(columns.subject[row])])
        things = "1 thing is" if number == 1 else f"{number:,} things are"
        yield rule.finding(
            workspace,
            f"{things} described in <{space}> at IRIs that the server does not answer: {example}.",
            row=row,
            part="subject",
            hint=_hint(space, workspace),
        )
    further = len(counts) - MAX_NAMESPACES
    if further > 0:
        left = sum(counts.values()) - sum(n for _, n in counts.most_common(MAX_NAMESPACES))
        message = f"{left:,} more things are described in {further:,} other namespaces."
        yield rule.finding(workspace, message)


def _elsewhere(workspace: Workspace) -> tuple[dict[str, int], Counter[str]]:
    """Find for each namespace below no base the first row about something in it, and how many."""
    columns = workspace.corpus.columns
    find = columns.terms.find_iri
    typed = (columns.predicate == find(RDF + "type")) & workspace.with_role(
        "ontology", "vocabulary", "data"
    )
    rows = np.flatnonzero(typed)
    ontologies = {
        str(columns.terms[int(columns.subject[row])]).strip("<>").rstrip("#/")
        for row in rows[columns.object[rows] == find(OWL + "Ontology")].tolist()
    }
    numbers, places = np.unique(columns.subject[rows], return_index=True)
    first: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for number, place in zip(numbers.tolist(), places.tolist(), strict=True):
        term = columns.terms[number]
        if not isinstance(term, Iri) or workspace.addresses.resolve(term.value) is not None:
            continue
        space = namespace_of(term.value)
        if space in WELL_KNOWN and space.rstrip("#/") not in ontologies:
            continue
        counts[space] += 1
        first[space] = min(first.get(space, len(columns)), int(rows[place]))
    return first, counts


def _hint(space: str, workspace: Workspace) -> str:
    if workspace.owns(space):
        return "No path can hold such a name; it has empty or dotted steps, or is very long."
    if space in WELL_KNOWN:
        return "It is served elsewhere; name it in bases only where this graph is its home."
    if not space.startswith(("http://", "https://")):
        return "Only http and https IRIs can be served."
    return f'To serve them, add "{space}", or what it begins with, to bases in mcdgraph.toml.'
