"""Why a statement holds, at ``/explain?s=…&p=…&o=…``."""

from http import HTTPStatus

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import BadRequest, HTTPException

from mcdgraph.agents.markdown_pages import explanation_markdown
from mcdgraph.errors import QueryTooLarge, ReleaseError, TermError, UsageError
from mcdgraph.explanation import Explanation, parse_name, parse_statement
from mcdgraph.explanation.data import to_columns, write_json
from mcdgraph.formats import HTML, JSON_LD, MARKDOWN, N_TRIPLES, RDF_XML, TURTLE, Format
from mcdgraph.pages.explanation import explanation_tree, grounds, proof_snapshots
from mcdgraph.serialization import serialize
from mcdgraph.web.faults import PageFault
from mcdgraph.web.markdown import markdown_writer
from mcdgraph.web.parameters import parameter
from mcdgraph.web.representation import Document, respond
from mcdgraph.web.site import language, site, urls

explain = Blueprint("explain", __name__)

JSON = Format(name="json", title="JSON", media_type="application/json", suffix="json")
FORMS = (HTML, TURTLE, JSON, JSON_LD, N_TRIPLES, RDF_XML, MARKDOWN)
STATEMENT = ("s", "p", "o")
SNAPSHOT = "snapshot"


class Unavailable(HTTPException):
    """The release cannot be reasoned over here: it is too large, or not whole."""

    code = HTTPStatus.SERVICE_UNAVAILABLE


@explain.get("/explain")
@explain.get("/explain.<suffix>")
def explained(suffix: str = "") -> Response:
    """Explain a statement, negotiated or in the form that a suffix names."""
    form = next((form for form in FORMS if form.suffix == suffix), None)
    if suffix and form is None:
        names = ", ".join(form.suffix for form in FORMS)
        raise PageFault(HTTPStatus.NOT_FOUND, "fault_no_form", names, suffix)
    words = tuple(parameter(name).strip() for name in STATEMENT)
    missing = [name for name, word in zip(STATEMENT, words, strict=True) if not word]
    if missing:
        raise PageFault(HTTPStatus.BAD_REQUEST, "fault_no_part", missing[0])
    version = parameter(SNAPSHOT).strip()
    return respond(_document(_explanation(words, version), words, version), form)


def _explanation(words: tuple[str, ...], version: str) -> Explanation:
    here = site()
    prefixes = here.settings.prefixes
    try:
        triple = parse_statement(words, prefixes)
        snapshot = parse_name(version, prefixes) if version else None
        found = here.explanations.explain(triple, snapshot)
    except (TermError, UsageError) as error:
        raise BadRequest(f"{error}.") from error
    except (QueryTooLarge, ReleaseError) as error:
        raise Unavailable(f"{error}.") from error
    if found is None:
        statement = " ".join(str(term) for term in triple)
        raise PageFault(HTTPStatus.NOT_FOUND, "fault_not_implied", statement)
    return found


def _document(explanation: Explanation, words: tuple[str, ...], version: str) -> Document:
    builder, here = urls(), site()
    asked = dict(zip(STATEMENT, words, strict=True)) | ({SNAPSHOT: version} if version else {})

    def write(form: Format) -> bytes | str:
        if form == HTML:
            tongue = language()
            return render_template(
                "explanation.html",
                root=explanation_tree(here.reader, explanation, tongue),
                snapshots=proof_snapshots(here.reader, explanation, tongue),
                forms=FORMS[1:],
                asked=asked,
            )
        if form == MARKDOWN:
            evidence = grounds(here.reader, explanation, language())
            return explanation_markdown(
                markdown_writer(), explanation, here.settings.prefixes, evidence, language()
            )
        if form == JSON:
            return write_json(explanation, here.reader.passages.passage)
        return serialize(to_columns(explanation), form, here.settings.prefixes)

    return Document(
        forms=FORMS,
        write=write,
        locations=lambda form: builder.plain(f"/explain.{form.suffix}", **asked),
        canonical=here.settings.base_iri.rstrip("/") + builder.plain("/explain", **asked),
    )
