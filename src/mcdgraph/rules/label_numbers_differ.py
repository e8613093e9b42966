"""The labels of a thing name the same numbers in every language."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from mcdgraph.columns import Literal
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.namespaces import RDFS, SKOS, STANDARD
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace

TEXT: Final = RuleText(
    name="label-numbers-differ",
    severity=Severity.WARNING,
    sentence="The labels of a thing name the same numbers in every language.",
    documentation=(
        "Two values of rdfs:label, skos:prefLabel, skos:definition or dcterms:title, in two "
        "languages, have other digits in them: a year or a number was changed in one and not in "
        "the other. Signs between groups of digits do not count (1,000 and 1 000 are one number), "
        "nor does the order."
    ),
)
_PROPERTIES: Final = (
    RDFS + "label",
    SKOS + "definition",
    SKOS + "prefLabel",
    STANDARD["dcterms"] + "title",
)
_GROUPING: Final = re.compile(r"(?<=\d)[,.\u00a0\u202f ](?=\d)")
_NUMBER: Final = re.compile(r"\d+")


def look(rule: CheckRule, workspace: Workspace) -> Iterator[Finding]:
    """Report each text whose numbers are not those of the first about the subject."""
    columns = workspace.corpus.columns
    rows = np.isin(columns.predicate, columns.terms.find_iris(_PROPERTIES))
    first: dict[tuple[int, int], Literal] = {}
    for row in np.flatnonzero(rows).tolist():
        text = columns.terms[int(columns.object[row])]
        if not isinstance(text, Literal):
            continue
        about = int(columns.subject[row]), int(columns.predicate[row])
        other = first.setdefault(about, text)
        if other.language != text.language and _numbers(other) != _numbers(text):
            yield rule.finding(
                workspace,
                f"“{other.lexical}” names other numbers.",
                row=row,
                hint="Name the same ones in every language.",
            )


def _numbers(text: Literal) -> Counter[str]:
    return Counter(_NUMBER.findall(_GROUPING.sub("", text.lexical)))
