"""What programs can ask, at ``/openapi.json``, and as a page at ``/api``."""

import json
from itertools import islice

from flask import Blueprint, Response, render_template

from mcdgraph.columns import Iri
from mcdgraph.pages.bounds import COUNTED
from mcdgraph.pages.portrait import title
from mcdgraph.pages.question_form import values_of
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.terms import TYPE
from mcdgraph.questions import word_of
from mcdgraph.web.addresses import VOCABULARIES
from mcdgraph.web.openapi import (
    ApiOperation,
    ApiSubject,
    examples_of,
    operations_of,
    write_document,
)
from mcdgraph.web.openapi.document import meaning_of, summary_of
from mcdgraph.web.openapi.operations import ApiTag
from mcdgraph.web.representation import respond_page, respond_text
from mcdgraph.web.site import known, language, site, texts, urls
from mcdgraph.web.texts import REFERENCE

api = Blueprint("api", __name__)


@api.get("/openapi.json")
def described() -> Response:
    """Describe the operations of the site in OpenAPI 3.1."""
    return respond_text(_described, "application/json", "openapi")


@api.get("/api")
def page() -> Response:
    """Show the operations, with lines to copy."""
    return respond_page(_write)


def _described() -> str:
    here = site()
    document = write_document(
        _operations(),
        here.texts[REFERENCE],
        REFERENCE,
        title=title(here.reader, here.portrait.header, REFERENCE).text,
        version=here.release.manifest.version,
        server=urls().root or "/",
        licence=here.settings.licence,
    )
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _write() -> str:
    operations, words, tongue = _operations(), texts(), language()
    base = site().settings.base_iri.rstrip("/")
    groups = [(tag, [found for found in operations if found.tag is tag]) for tag in ApiTag]
    return render_template(
        "api.html",
        groups=[(tag, found) for tag, found in groups if found],
        summary_of=lambda operation: summary_of(operation, words, tongue),
        meaning_of=lambda parameter: meaning_of(parameter, words, tongue),
        examples_of=lambda operation: examples_of(operation, base),
    )


def _operations() -> tuple[ApiOperation, ...]:
    here = site()
    manifest = here.release.manifest
    names = (name for dump in manifest.dumps for name in (dump.name, f"{dump.name}.gz"))
    heading = title(here.reader, here.portrait.header, REFERENCE).text
    return operations_of(
        ApiSubject(
            base=here.settings.base_iri,
            statement=_statement(here.reader),
            word=max(heading.split(), key=len, default="a"),
            questions=here.questions,
            dumps=("SHA256SUMS", *names),
            vocabularies=[name for name in VOCABULARIES if known(here.settings.base_iri + name)],
            values={
                (saved.name, found.name): [word_of(v) for v in values_of(here.reader, found)]
                for saved in here.questions
                for found in saved.parameters
            },
        )
    )


def _statement(reader: Reader) -> tuple[str, str, str] | None:
    """Return a statement that some file makes, to be explained; the first in order of some."""
    quads = islice(reader.store.quads(predicate=Iri(TYPE)), COUNTED)
    found = [
        (quad.subject.value, TYPE, quad.object.value)
        for quad in quads
        if isinstance(quad.subject, Iri)
        and isinstance(quad.object, Iri)
        and reader.is_source(quad.graph)
    ]
    return min(found, default=None)
