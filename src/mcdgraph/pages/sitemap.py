"""The things of a graph, for those who want to find every page."""

from typing import Final

from mcdgraph.bases import Bases
from mcdgraph.columns import Iri
from mcdgraph.pages.bounds import COUNTED, LISTED
from mcdgraph.pages.bounds import IRI as LONGEST_IRI
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.terms import TYPE

_TYPED: Final = f"""
SELECT DISTINCT ?thing {{
  {{ SELECT ?thing {{ GRAPH ?graph {{ ?thing <{TYPE}> ?type }} }} LIMIT {COUNTED} }}
  FILTER (isIRI(?thing) && !CONTAINS(STR(?thing), "#") && STRLEN(STR(?thing)) <= {LONGEST_IRI})
}} ORDER BY ?thing
"""


def things(reader: Reader) -> list[str]:
    """Return the first things below the bases that have a class, and a page of their own."""
    settings = reader.settings
    bases = Bases(base_iri=settings.base_iri, others=settings.bases)
    found = (row["thing"] for row in reader.store.select(_TYPED))
    own = [thing.value for thing in found if isinstance(thing, Iri) and bases.is_own(thing.value)]
    return own[:LISTED]
