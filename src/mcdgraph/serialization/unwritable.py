"""What a format cannot hold, found before anything is written.

Turtle, TriG, N-Triples, N-Quads and JSON-LD hold every graph of RDF 1.1. RDF/XML names
predicates by qualified names (RDF 1.1 XML Syntax, clause 2.2.1) and holds the characters of XML
1.0 (clause 2.2) alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mcdgraph.columns import Columns
from mcdgraph.columns.columns import IntArray
from mcdgraph.formats import RDF_XML, Format
from mcdgraph.namespaces import OWL, RDFS
from mcdgraph.serialization.rdf_xml import predicate_fault, text_fault

#: What stands on either side of these may become a predicate by reasoning.
_OF_PROPERTIES = (
    RDFS + "subPropertyOf",
    OWL + "equivalentProperty",
    OWL + "inverseOf",
    OWL + "onProperty",
    OWL + "propertyChainAxiom",
    OWL + "sameAs",
)


@dataclass(frozen=True, kw_only=True)
class Unwritable:
    """A term that a format cannot hold, where it first stands: a row, and a part of it."""

    form: Format
    row: int
    part: Literal["subject", "predicate", "object"]
    reason: str


def unwritable(columns: Columns) -> Iterator[Unwritable]:
    """Find each term that a format cannot hold, once, in order of terms.

    A property of an axiom from which it may become a predicate counts as one.
    """
    told: set[int] = set()
    for part in ("predicate", "subject", "object"):
        for number, row in _first_rows(getattr(columns, part)):
            if number in told:
                continue
            text = columns.terms.text(number)
            is_predicate = part == "predicate" or _may_be_predicate(columns, number, row)
            reason = predicate_fault(text) if is_predicate else text_fault(text)
            if reason is not None:
                told.add(number)
                yield Unwritable(form=RDF_XML, row=row, part=part, reason=reason)


def _may_be_predicate(columns: Columns, number: int, row: int) -> bool:
    """Say whether the row where an IRI first stands is about properties."""
    predicates = [columns.terms.find_iri(iri) for iri in _OF_PROPERTIES]
    is_iri = columns.terms.facet(number).number == 0
    return is_iri and int(columns.predicate[row]) in predicates


def _first_rows(numbers: IntArray) -> Iterator[tuple[int, int]]:
    """Give each term of a column with its first row."""
    found, rows = np.unique(numbers, return_index=True)
    yield from zip(found.tolist(), rows.tolist(), strict=True)
