"""The document about what an IRI names: a thing, a vocabulary, a version of an ontology."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final, Protocol

from flask import render_template

from mcdgraph.errors import PageQueryError
from mcdgraph.formats import DOCUMENT_FORMATS, HTML, JSON_LD, MARKDOWN, Format
from mcdgraph.namespaces import STANDARD
from mcdgraph.pages.concepts import is_scheme, scheme_trees
from mcdgraph.pages.contents import conveyed, described, passages
from mcdgraph.pages.description import brief, describe
from mcdgraph.pages.entity import entity_page, values_page
from mcdgraph.pages.home import graph_places
from mcdgraph.pages.old_versions import OldVersion
from mcdgraph.pages.place_maps import PlaceMap, place_map
from mcdgraph.pages.places import GraphPlace
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.reference import ReferencePage, reference_name, reference_page
from mcdgraph.pages.relatives import relatives
from mcdgraph.pages.surroundings import surroundings
from mcdgraph.pages.trail import trail
from mcdgraph.pages.values import EntityPage, ListPage, Resource, ValuesPage
from mcdgraph.pages.vocabulary import describe_vocabulary, is_vocabulary, ontology_of
from mcdgraph.serialization import serialize
from mcdgraph.web.errors import UnknownResource
from mcdgraph.web.faults import PageFault
from mcdgraph.web.markdown import MarkdownDocuments
from mcdgraph.web.overviews import heading, subject_name
from mcdgraph.web.parameters import page_number, parameter, require_page
from mcdgraph.web.representation import Document
from mcdgraph.web.site import known, language, site, urls

#: Reads a page of a list of a thing, given its IRI and a language.
ListReader = Callable[[Reader, str, str, int], ListPage[Any]]
#: Name of a list of a thing → what reads a page of it.
LISTS: Final[Mapping[str, ListReader]] = MappingProxyType(
    {"conveys": conveyed, "describes": described, "passages": passages}
)


def document_of(iri: str) -> Document:
    """Return the document about what an IRI names; its page may be one of a list of it.

    The document of an ontology holds all of it, that of a namespace its terms, and the version
    IRI of an ontology stands for the ontology: as an earlier release had it, where the release
    that is served has another version (RFC 5829 for the link to that).
    """
    builder, here = urls(), site()
    canonical = here.addresses.canonical(iri)
    page, old = page_number(), here.versions.get(iri)
    reader = old.reader if old else here.reader

    def write(form: Format) -> bytes | str:
        ontology = ontology_of(reader, iri)
        if writer := WRITERS.get(form):
            if old:
                return _write_version(writer, old, page)
            return _write_page(writer, ontology or iri, page)
        whole = ontology or reference_name(reader, iri)
        described = describe_vocabulary if whole else describe
        columns = described(reader, ontology or iri, canonical)
        return serialize(columns, form, here.settings.prefixes)

    return Document(
        forms=DOCUMENT_FORMATS,
        write=write,
        locations=lambda form: builder.form(iri, form),
        canonical=canonical,
        links=(
            ("describedby", builder.plain("/dataset")),
            ("describes", iri),
            ("cite-as", iri),
            ("collection", builder.plain("/dataset")),
            ("type", STANDARD["schema"] + "AboutPage"),
            *((("latest-version", here.addresses.canonical(old.ontology)),) if old else ()),
        ),
    )


def wants_list() -> bool:
    """Return whether a list of a thing is asked for, and not its page."""
    return any(map(parameter, ("property", "inverse", "list")))


class DocumentWriter(Protocol):
    """Writes the pages that a document may be of, in one form."""

    def thing(self, iri: str) -> str:
        """Write what the graph says of a thing."""
        ...

    def values(self, page: ValuesPage) -> str:
        """Write a page of the values of a property."""
        ...

    def listed(self, iri: str, name: str, found: ListPage[Any]) -> str:
        """Write a page of a list of a thing."""
        ...

    def reference(self, page: ReferencePage, words: str, old: OldVersion | None = None) -> str:
        """Write a page of the terms of a vocabulary, or of an earlier version, by some words."""
        ...


class HtmlDocuments:
    """Writes pages for a browser."""

    def thing(self, iri: str) -> str:
        """Write what the graph says of a thing, what is around it, and where it is."""
        reader, tongue = site().reader, language()
        around = relatives(reader, iri, tongue)
        told = around.replaces if around else frozenset()
        trees, cut = scheme_trees(reader, iri, tongue) if is_scheme(reader, iri) else ((), False)
        page_of_thing = entity_page(reader, iri, tongue, told=told)
        return render_template(
            "entity.html",
            page=page_of_thing,
            map=_map(page_of_thing),
            around=surroundings(page_of_thing),
            relatives=around,
            trail=trail(reader, iri, tongue),
            trees=trees,
            trees_cut=cut,
            data=_embedded(iri),
            overviews=site().overviews.of(iri),
            heading=heading,
            subject_name=subject_name,
        )

    def values(self, page: ValuesPage) -> str:
        """Write a page of the values of a property."""
        return render_template("values.html", page=page)

    def listed(self, iri: str, name: str, found: ListPage[Any]) -> str:
        """Write a page of a list of a thing."""
        label = site().reader.labels.label(iri, language())
        return render_template("list.html", iri=iri, label=label, name=name, found=found)

    def reference(self, page: ReferencePage, words: str, old: OldVersion | None = None) -> str:
        """Write a page of the terms of a vocabulary, with its version where it is an old one."""
        return render_template("reference.html", page=page, words=words, old=old)


#: Forms that people read, and what writes them.
WRITERS: Final[Mapping[Format, DocumentWriter]] = MappingProxyType(
    {HTML: HtmlDocuments(), MARKDOWN: MarkdownDocuments()}
)


def _write_page(writer: DocumentWriter, iri: str, page: int) -> str:
    """Write a page of a vocabulary's terms, the page of one of them, or that of a thing."""
    here = site()
    if term := parameter("term"):
        if not known(f"{iri}#{term}"):
            raise UnknownResource(f"{iri}#{term}")
        return write_thing_page(writer, f"{iri}#{term}", page)
    if wants_list() or not is_vocabulary(here.reader, iri):
        return write_thing_page(writer, iri, page)
    words = parameter("q")
    found = reference_page(here.reader, iri, language(), words=words, page=page)
    require_page(page, found.pages)
    return writer.reference(found, words)


def _write_version(writer: DocumentWriter, old: OldVersion, page: int) -> str:
    """Write the terms of an ontology as an earlier release had it."""
    words = parameter("q")
    is_hash = is_vocabulary(old.reader, old.ontology)
    document = old.ontology if is_hash else f"{site().settings.base_iri}ontology"
    found = reference_page(old.reader, document, language(), words=words, page=page)
    require_page(page, found.pages)
    return writer.reference(found, words, old)


def write_thing_page(writer: DocumentWriter, iri: str, page: int) -> str:
    """Write the page of a thing, or a page of the one of its lists that is asked for."""
    name = parameter("list")
    if parameter("property") or parameter("inverse"):
        return _write_values(writer, iri, page)
    if name:
        return _write_list(writer, iri, name, page)
    require_page(page, 1)
    return writer.thing(iri)


def _map(page: EntityPage) -> PlaceMap | None:
    """Draw a place among those of the graph, or alone where it is none of them."""
    if page.point is None or not page.point.is_on_globe:
        return None
    try:
        found = graph_places(site().reader, site().page_queries, language()).entries
    except PageQueryError:  # told on the home page, and of `check`
        found = ()
    if not any(entry.place.iri == page.iri for entry in found):
        place = Resource(iri=page.iri, label=page.label)
        found = (GraphPlace(place=place, point=page.point),)
    return place_map(found, site().outlines, page.iri)


def _embedded(iri: str) -> str:
    """Return what is said of a thing itself as JSON-LD, to stand in its page."""
    columns = brief(site().reader, iri)
    return serialize(columns, JSON_LD, site().settings.prefixes).decode("utf8")


def _write_values(writer: DocumentWriter, iri: str, page: int) -> str:
    inverse = parameter("inverse")
    asked = inverse or parameter("property")
    found = values_page(site().reader, iri, asked, language(), page, inverse=bool(inverse))
    if found is None:
        raise PageFault(HTTPStatus.NOT_FOUND, "fault_no_values", iri, asked)
    require_page(page, found.statements.pages)
    return writer.values(found)


def _write_list(writer: DocumentWriter, iri: str, name: str, page: int) -> str:
    read = LISTS.get(name)
    if read is None:
        raise PageFault(HTTPStatus.NOT_FOUND, "fault_no_list", name, ", ".join(LISTS))
    found = read(site().reader, iri, language(), page)
    require_page(page, found.pages)
    return writer.listed(iri, name, found)
