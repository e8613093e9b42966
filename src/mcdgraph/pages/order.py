"""In which order properties, names and terms are shown."""

from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.namespaces import OWL, RDFS, SKOS
from mcdgraph.pages.terms import ALTERNATIVES, DCTERMS, LABELS, SUMMARIES, TYPE
from mcdgraph.search import fold

#: Properties shown first, in this order; all others follow by label.
FIRST: Final = (
    TYPE,
    *LABELS,
    *ALTERNATIVES,
    SKOS + "notation",
    *SUMMARIES,
    RDFS + "subClassOf",
    RDFS + "subPropertyOf",
    OWL + "equivalentClass",
    RDFS + "domain",
    RDFS + "range",
    OWL + "inverseOf",
    OWL + "propertyChainAxiom",
)
#: Properties shown last: notes about the description more than about the thing.
LAST: Final = (
    SKOS + "editorialNote",
    RDFS + "isDefinedBy",
    DCTERMS + "created",
    DCTERMS + "modified",
)


def property_order(iri: str, label: str, last: tuple[str, ...] = ()) -> tuple[int, int, str]:
    """Return the key by which properties are sorted; those of ``last`` come after all others."""
    if iri in FIRST:
        return 0, FIRST.index(iri), ""
    if iri in (*LAST, *last):
        return 2, (*LAST, *last).index(iri), ""
    return 1, 0, folded(label)


def folded(text: str) -> str:
    """Return the words of a text without case, accents and ligatures, as dictionaries sort."""
    return " ".join(map(fold, text.split()))


def alphabetical(name: str) -> tuple[str, str]:
    """Return the key by which names are sorted: accents and case decide where all else is equal."""
    return folded(name), name


def term_order(term: Term) -> tuple[int, str, str, str]:
    """Return the key by which terms are sorted where nothing else decides; no two share one."""
    if isinstance(term, Literal):
        return 0, term.lexical, term.language or "", term.datatype
    if isinstance(term, Iri):
        return 1, term.value, "", ""
    return 2, term.label, "", ""
