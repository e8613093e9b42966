"""Why a statement holds, at ``/explain?s=…&p=…&o=…``."""

from http import HTTPStatus

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import BadRequest, HTTPException

from mcdgraph.agents.markdown_pages import explanation_markdown
from mcdgraph.errors import QueryTooLarge, ReleaseError, TermError
from mcdgraph.explanation import Explanation, parse_statement
from mcdgraph.explanation.data import to_columns, write_json
from mcdgraph.formats import HTML, JSON_LD, MARKDOWN, N_TRIPLES, RDF_XML, TURTLE, Format
from mcdgraph.pages.explanation import explanation_tree, grounds
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
    return respond(_document(_explanation(words), words), form)


def _explanation(words: tuple[str, ...]) -> Explanation:
    here = site()
    try:
        triple = parse_statement(words, here.settings.prefixes)
        found = here.explanations.explain(triple)
    except TermError as error:
        raise BadRequest(f"{error}.") from error
    except (QueryTooLarge, ReleaseError) as error:
        raise Unavailable(f"{error}.") from error
    if found is None:
        statement = " ".join(str(term) for term in triple)
        raise PageFault(HTTPStatus.NOT_FOUND, "fault_not_implied", statement)
    return found


def _document(explanation: Explanation, words: tuple[str, ...]) -> Document:
    builder, here = urls(), site()
    asked = dict(zip(STATEMENT, words, strict=True))

    def write(form: Format) -> bytes | str:
        if form == HTML:
            root = explanation_tree(here.reader, explanation, language())
            return render_template("explanation.html", root=root, forms=FORMS[1:], asked=asked)
        if form == MARKDOWN:
            evidence = grounds(here.reader, explanation, language())
            return explanation_markdown(
                markdown_writer(), explanation, here.settings.prefixes, evidence
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
