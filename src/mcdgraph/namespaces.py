"""The one registry of prefixes: what the Turtle files, queries, dumps and pages use."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

BASE: Final = "https://w3id.org/mcdgraph/"
#: The base of a graph that names none: what is made here is named on this machine alone.
LOCAL: Final = "http://localhost/"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"

#: Prefixes that any graph may use; a graph's own come from its settings.
STANDARD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "adms": "http://www.w3.org/ns/adms#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "geosparql": "http://www.opengis.net/ont/geosparql#",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": OWL,
        "prov": "http://www.w3.org/ns/prov#",
        "qudt": "http://qudt.org/schema/qudt/",
        "rdf": RDF,
        "rdfs": RDFS,
        "schema": "https://schema.org/",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "sh": SH,
        "skos": SKOS,
        "spdx": "http://spdx.org/rdf/terms#",
        "unit": "http://qudt.org/vocab/unit/",
        "vann": "http://purl.org/vocab/vann/",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "void": "http://rdfs.org/ns/void#",
        "xsd": XSD,
    }
)


def for_base(base: str) -> dict[str, str]:
    """Give the prefixes of a graph published under ``base``, which ends with a slash."""
    return {
        "concept": base + "concept/",
        "graph": base + "graph/",
        "id": base + "id/",
    }


#: What an `owl:Axiom` names the parts of a statement by, in their order (OWL 2 Mapping to RDF
#: Graphs, clause 2.2).
ANNOTATED: Final = (
    OWL + "annotatedSource",
    OWL + "annotatedProperty",
    OWL + "annotatedTarget",
)

#: Graphs below ``{base}graph/`` that a release makes, and no file holds.
MADE_GRAPHS: Final = ("inferred", "conflicts", "validation", "catalogue")


def made_graph(iri: str, base: str) -> str:
    """Return which of `MADE_GRAPHS` a graph is, or is below (``inferred/a`` is ``inferred``).

    It is empty for every other graph.
    """
    root = f"{base}graph/"
    name = iri.removeprefix(root) if iri.startswith(root) else ""
    first, slash, _ = name.partition("/")
    is_made = first in MADE_GRAPHS and (not slash or first == "inferred")
    return first if is_made else ""


_IRI = re.compile(r"<([^<>\"{}|^`\\\x00-\x20]*)>")
#: A local name that needs no escape in Turtle (a part of PN_LOCAL, RDF 1.1 Turtle 6.5).
_PLAIN_LOCAL = re.compile(r"(?:\w(?:[\w-]|\.(?=[\w-]))*)?")


#: What may hold an IRI that stands bare in a sentence: it ends at white space or with the text.
_BARE = re.compile(r"([^\s<>\"{}|^`\\]++)(\s|\Z)?")
_SCHEME = re.compile(r"https?://.")
#: What ends a sentence, and is no part of the IRI before it.
_ENDS = ".,;:!?)"


def shorten_bare(text: str, prefixes: Mapping[str, str]) -> str:
    """Write the IRIs that stand bare in a sentence as prefixed names where a prefix fits."""

    def short(match: re.Match[str]) -> str:
        run, ended = match.groups()
        begin = _SCHEME.search(run)
        if begin is None or ended is None:
            return match[0]
        before, iri = run[: begin.start()], run[begin.start() :]
        end = len(iri.rstrip(_ENDS))
        name = shorten(f"<{iri[:end]}>", prefixes)
        return match[0] if name.startswith("<") else f"{before}{name}{iri[end:]}{ended}"

    return _BARE.sub(short, text)


def shorten(text: str, prefixes: Mapping[str, str]) -> str:
    """Write every ``<IRI>`` in a text as a prefixed name where a prefix fits."""
    by_length = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))

    def short(match: re.Match[str]) -> str:
        iri = match[1]
        for prefix, namespace in by_length:
            if iri.startswith(namespace):
                local = iri[len(namespace) :]
                if all(_PLAIN_LOCAL.fullmatch(part) for part in local.split("/")):
                    return f"{prefix}:{local}"
        return match[0]

    return _IRI.sub(short, text)
