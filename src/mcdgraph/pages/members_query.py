"""Queries for the things of a class and the uses of a property, as visitors may ask them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mcdgraph.columns import Iri
from mcdgraph.namespaces import shorten
from mcdgraph.pages.terms import TYPE

#: Rows of a query that a page offers.
ROWS: Final = 1_000
_NOT_IN_NAME: Final = re.compile(r"[^A-Za-z0-9]+")
#: PN_LOCAL without what would need an escape (SPARQL 1.1 Query Language, clause 19.8).
_PLAIN_NAME: Final = re.compile(r"[A-Za-z][\w.-]*:\w[\w-]*\Z", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class MemberChoice:
    """A property and the value that things must have of it."""

    property: str
    value: str


def members_pattern(class_iri: str, choices: Sequence[MemberChoice]) -> str:
    """Return the pattern of the things with an IRI that are of a class and fit some choices."""
    narrowed = "".join(f"?thing {Iri(c.property)} {Iri(c.value)} . " for c in choices)
    return f"{narrowed}?thing <{TYPE}> {Iri(class_iri)} FILTER (isIRI(?thing))"


@dataclass(frozen=True, kw_only=True)
class NameProperty:
    """The property that names things, and the language of the names; None for no language."""

    iri: str
    language: str | None = None


def members_query(
    class_iri: str,
    choices: Sequence[MemberChoice],
    name: NameProperty,
    columns: Iterable[str],
    prefixes: Mapping[str, str],
) -> str:
    """Write a query for the things of a class, a row each; a cell holds all values of a column."""

    def write(iri: str) -> str:
        return written(iri, prefixes)

    variables = _variables(columns)
    spoken = f' FILTER (LANG(?name) = "{name.language}")' if name.language else ""
    lines = [
        "SELECT ?thing (SAMPLE(?name) AS ?label)",
        *(
            f'  (GROUP_CONCAT(DISTINCT STR(?{variable}_); SEPARATOR=" ") AS ?{variable})'
            for variable in variables.values()
        ),
        "{",
        f"  ?thing a {write(class_iri)} .",
        *(f"  ?thing {write(c.property)} {write(c.value)} ." for c in choices),
        f"  OPTIONAL {{ ?thing {write(name.iri)} ?name{spoken} }}",
        *(f"  OPTIONAL {{ ?thing {write(iri)} ?{v}_ }}" for iri, v in variables.items()),
        "} GROUP BY ?thing ORDER BY ?label ?thing",
    ]
    return "\n".join(lines) + "\n"


def uses_query(property_iri: str, prefixes: Mapping[str, str]) -> str:
    """Write a query for the first statements with a property."""
    name = written(property_iri, prefixes)
    return f"SELECT ?subject ?value {{\n  ?subject {name} ?value\n}} LIMIT {ROWS}\n"


def written(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI as a query has it: by a prefix where that needs no escape."""
    name = shorten(str(Iri(iri)), prefixes)
    return name if _PLAIN_NAME.match(name) else str(Iri(iri))


def _variables(columns: Iterable[str]) -> dict[str, str]:
    """Give each property a variable of its local name, no two the same."""
    found: dict[str, str] = {}
    for iri in columns:
        local = iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2]
        stem = _NOT_IN_NAME.sub("_", local).strip("_")[:40] or "value"
        stem = stem if stem[0].isalpha() else f"v{stem}"
        taken = {"thing", "label", "name", *found.values()}
        names = (stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3)))
        found[iri] = next(name for name in names if name not in taken)
    return found
