"""The ontology and the shapes: one document each, whose terms are fragments of it."""

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as Redirection

from mcdgraph.formats import DOCUMENT_FORMATS, HTML, Format, by_suffix
from mcdgraph.pages.description import describe_all
from mcdgraph.pages.reference import reference_page
from mcdgraph.serialization import serialize
from mcdgraph.web.addresses import VOCABULARIES
from mcdgraph.web.errors import UnknownResource
from mcdgraph.web.representation import Document, respond
from mcdgraph.web.site import known, language, site, urls

vocabularies = Blueprint("vocabularies", __name__)
_NAMES = f"<any({','.join(VOCABULARIES)}):name>"


@vocabularies.get(f"/{_NAMES}")
def vocabulary(name: str) -> Response:
    """Give a vocabulary, negotiated."""
    return respond(_document(name))


@vocabularies.get(f"/{_NAMES}.<suffix>")
def vocabulary_form(name: str, suffix: str) -> Response:
    """Give a vocabulary in the form that a suffix names."""
    form = by_suffix(suffix)
    if form not in DOCUMENT_FORMATS:
        raise UnknownResource(f"{site().addresses.base_iri}{name}.{suffix}")
    return respond(_document(name), form)


@vocabularies.get(f"/{_NAMES}/<path:tail>")
def part(name: str, tail: str) -> Redirection:
    """Lead from a part or a version of a vocabulary to what is known of it."""
    iri = f"{site().addresses.base_iri}{name}/{tail}"
    if not known(iri):
        raise UnknownResource(iri)
    return redirect(urls().of(iri), code=303)


def _document(name: str) -> Document:
    here, builder = site(), urls()
    iri = here.addresses.base_iri + name
    graphs = [graph.iri for graph in here.release.manifest.graphs if _holds(graph.iri, name)]
    if not graphs:
        raise UnknownResource(iri)

    def write(form: Format) -> bytes | str:
        if form == HTML:
            return render_template(
                "reference.html", page=reference_page(here.reader, iri, language()), name=name
            )
        columns = describe_all(here.reader, iri, graphs, here.addresses.canonical(iri))
        return serialize(columns, form, here.settings.prefixes)

    return Document(
        forms=DOCUMENT_FORMATS,
        write=write,
        locations=lambda form: builder.form(iri, form),
        canonical=here.addresses.canonical(iri),
        links=(("describedby", builder.plain("/dataset")),),
    )


def _holds(graph: str, name: str) -> bool:
    """Tell whether a graph is one of the vocabulary's files."""
    return graph.startswith(f"{site().addresses.base_iri}graph/{name}/")
