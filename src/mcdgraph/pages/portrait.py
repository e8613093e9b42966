"""What a graph as a whole is: its title and description, and which kinds of pages it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from mcdgraph.bases import Bases
from mcdgraph.columns import Iri
from mcdgraph.namespaces import LOCAL, STANDARD
from mcdgraph.pages.bounds import READ
from mcdgraph.pages.concepts import SCHEME
from mcdgraph.pages.labels import Label
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.reference import REFERENCES
from mcdgraph.pages.terms import (
    ANNOTATED_SOURCE,
    DCTERMS,
    LABELS,
    ONTOLOGY,
    SUMMARIES,
    TYPE,
)

#: Kinds of things that describe the whole they are in, the first that is found.
_HEADERS: Final = (ONTOLOGY, STANDARD["dcat"] + "Dataset", SCHEME)
#: Headers that are compared.
_COMPARED: Final = 200
_TITLES: Final = (DCTERMS + "title", *LABELS)


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """What is so of a graph in every language.

    ``header`` is the thing that describes it, empty where there is none. ``ontology`` and
    ``shapes`` say whether it has terms and shapes of its own, ``evidence`` whether its
    statements name what stands behind them.
    """

    header: str
    ontology: bool
    shapes: bool
    evidence: bool


def portrait(reader: Reader, sizes: Mapping[str, int]) -> Portrait:
    """Look at a graph once; ``sizes`` counts the statements of its named graphs."""
    terms = reader.terms
    return Portrait(
        header=_header(reader, sizes),
        ontology=terms.count(REFERENCES["ontology"]) > 0,
        shapes=terms.count(REFERENCES["shapes"]) > 0,
        evidence=_has_evidence(reader),
    )


def title(reader: Reader, header: str, language: str) -> Label:
    """Return what a graph is called: by its settings, its header, its base or its folder."""
    settings = reader.settings
    if text := settings.named(settings.title, language):
        return Label(text=text, language=language)
    if header and (label := reader.text(Iri(header), _TITLES, language)):
        return label
    parts = urlsplit(settings.base_iri)
    if settings.base_iri != LOCAL:
        return Label(text=f"{parts.netloc}{parts.path}".rstrip("/"))
    return Label(text=settings.root.resolve().name or parts.netloc)


def description(reader: Reader, header: str, language: str) -> Label | None:
    """Return what a graph is about: by its settings, else its header."""
    settings = reader.settings
    if text := settings.named(settings.description, language):
        return Label(text=text, language=language)
    return reader.text(Iri(header), SUMMARIES, language) if header else None


def _header(reader: Reader, sizes: Mapping[str, int]) -> str:
    """Choose the header that stands in the largest graph, of the first kind that there is.

    Headers below no base of the graph, where it has one, are those of others that it copies.
    """
    settings = reader.settings
    bases = Bases(base_iri=settings.base_iri, others=settings.bases)
    takes_all = settings.base_iri == LOCAL and not settings.bases
    for kind in _HEADERS:
        quads = reader.store.quads(predicate=Iri(TYPE), object=Iri(kind))
        found = [
            (-sizes.get(quad.graph.value, 0), quad.subject.value)
            for quad in islice(quads, _COMPARED)
            if isinstance(quad.subject, Iri)
            and isinstance(quad.graph, Iri)
            and reader.is_source(quad.graph)
            and (takes_all or bases.is_own(quad.subject.value))
        ]
        if found and (kind != SCHEME or len({iri for _, iri in found}) == 1):
            return min(found)[1]
    return ""


def _has_evidence(reader: Reader) -> bool:
    """Return whether the first annotations of statements name a source or a status."""
    quads = islice(reader.store.quads(predicate=Iri(ANNOTATED_SOURCE)), READ)
    return any(
        reader.objects(quad.subject, name)
        for quad in quads
        for name in (*reader.evidence.status, *reader.evidence.source)
    )
