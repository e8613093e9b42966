"""The ontology and the shapes: one document each, whose terms are fragments of it."""

from flask import Blueprint, Response

from mcdgraph.formats import DOCUMENT_FORMATS, by_suffix
from mcdgraph.pages.vocabulary import is_vocabulary
from mcdgraph.web.addresses import VOCABULARIES
from mcdgraph.web.documents import document_of
from mcdgraph.web.errors import UnknownResource
from mcdgraph.web.representation import Document, respond
from mcdgraph.web.site import known, site

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
    iri = site().addresses.base_iri + name
    if not known(iri) and not is_vocabulary(site().reader, iri):
        raise UnknownResource(iri)
    return document_of(iri)
