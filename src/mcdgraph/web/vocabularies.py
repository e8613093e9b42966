"""The ontology and the shapes: one document each, whose terms are fragments of it."""

from flask import Blueprint, Response, render_template

from mcdgraph.formats import DOCUMENT_FORMATS, HTML, Format, by_suffix
from mcdgraph.pages.description import describe_all
from mcdgraph.pages.reference import reference_page
from mcdgraph.serialization import serialize
from mcdgraph.web.addresses import VOCABULARIES
from mcdgraph.web.errors import UnknownResource
from mcdgraph.web.parameters import page_number, parameter, require_page
from mcdgraph.web.representation import Document, respond
from mcdgraph.web.site import known, language, site, urls
from mcdgraph.web.things import thing_document, wants_list, write_thing_page

vocabularies = Blueprint("vocabularies", __name__)
_NAMES = f"<any({','.join(VOCABULARIES)}):name>"


@vocabularies.get(f"/{_NAMES}")
def vocabulary(name: str) -> Response:
    """Return a vocabulary, negotiated."""
    return respond(_document(name))


@vocabularies.get(f"/{_NAMES}.<suffix>")
def vocabulary_form(name: str, suffix: str) -> Response:
    """Return a vocabulary in the form that a suffix names."""
    form = by_suffix(suffix)
    if form not in DOCUMENT_FORMATS:
        raise UnknownResource(f"{site().addresses.base_iri}{name}.{suffix}")
    return respond(_document(name), form)


def _document(name: str) -> Document:
    here, builder = site(), urls()
    iri = here.addresses.base_iri + name
    graphs = [graph.iri for graph in here.release.manifest.graphs if _holds(graph.iri, name)]
    if not graphs and known(iri):
        return thing_document(iri)
    if not graphs:
        raise UnknownResource(iri)
    page = page_number()

    def write(form: Format) -> bytes | str:
        if form == HTML:
            return _write_page(iri, name, page)
        columns = describe_all(here.reader, iri, graphs, here.addresses.canonical(iri))
        return serialize(columns, form, here.settings.prefixes)

    return Document(
        forms=DOCUMENT_FORMATS,
        write=write,
        locations=lambda form: builder.form(iri, form),
        canonical=here.addresses.canonical(iri),
        links=(("describedby", builder.plain("/dataset")),),
    )


def _write_page(iri: str, name: str, page: int) -> str:
    """Write a page of the vocabulary's terms, the page of one of them, or a list of either."""
    if term := parameter("term"):
        if not known(f"{iri}#{term}"):
            raise UnknownResource(f"{iri}#{term}")
        return write_thing_page(f"{iri}#{term}", page)
    if wants_list():
        return write_thing_page(iri, page)
    words = parameter("q")
    found = reference_page(site().reader, iri, language(), words=words, page=page)
    require_page(page, found.pages)
    return render_template("reference.html", page=found, name=name, words=words)


def _holds(graph: str, name: str) -> bool:
    """Return whether a graph is one of the vocabulary's files."""
    return graph.startswith(f"{site().addresses.base_iri}graph/{name}/")
