"""The saved questions: their list, and each with its answer, as pages and as data."""

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirection

from mcdgraph.agents.markdown import escape
from mcdgraph.agents.markdown_pages import GuideLink, guide_markdown, question_markdown
from mcdgraph.columns import Iri
from mcdgraph.errors import ParameterError
from mcdgraph.formats import HTML, MARKDOWN, Format
from mcdgraph.pages.question_form import question_form
from mcdgraph.pages.tables import in_language
from mcdgraph.questions import (
    MAX_VALUE,
    Origin,
    ParameterType,
    ParameterValue,
    QuestionParameter,
    SavedQuery,
    WrittenNames,
    read_values,
    word_of,
)
from mcdgraph.web.asking import Asked, ask, respond_asked, respond_written
from mcdgraph.web.errors import NotAcceptableForm
from mcdgraph.web.faults import PageFault
from mcdgraph.web.markdown import markdown_writer
from mcdgraph.web.negotiation import negotiate
from mcdgraph.web.parameters import declare, parameter, parameters
from mcdgraph.web.question_answers import FORMS, SPARQL_QUERY, find_question, form_named
from mcdgraph.web.representation import respond_page, respond_text
from mcdgraph.web.site import language, site, texts, urls
from mcdgraph.web.things import lead_to_document

questions = Blueprint("questions", __name__)

JSON: Final = Format(name="json", title="JSON", media_type="application/json", suffix="json")
#: Questions of one origin that are listed.
LISTED: Final = 200
_LIST_FORMS: Final = (HTML, JSON, MARKDOWN)
#: Why a value is refused → the words for it.
_FAULTS: Final = {
    ParameterType.IRI: "fault_value_iri",
    ParameterType.STRING: "fault_value_string",
    ParameterType.INTEGER: "fault_value_integer",
    ParameterType.DECIMAL: "fault_value_decimal",
    ParameterType.DATE: "fault_value_date",
    ParameterType.BOOLEAN: "fault_value_boolean",
    ParameterType.LANGUAGE: "fault_value_language",
}


@questions.get("/queries")
def listed_without_slash() -> Redirection:
    """Lead to the list, relative to where the server is."""
    return redirect(urls().page("/queries/"), code=HTTPStatus.PERMANENT_REDIRECT)


@questions.get("/queries/")
def listed() -> Response:
    """List the saved questions, by where their answers come from, or as data."""
    chosen = negotiate(request.headers.getlist("Accept"), _LIST_FORMS)
    if chosen is None:
        raise NotAcceptableForm({form: _list_address(form) for form in _LIST_FORMS})
    response = _LISTS[chosen]()
    response.vary.add("Accept")
    return response


@questions.get("/queries.json")
def listed_as_data() -> Response:
    """List the saved questions with their parameters, in every language."""
    return respond_text(_list_as_json, JSON.media_type, "questions")


@questions.get("/queries.md")
def listed_as_text() -> Response:
    """List the saved questions in Markdown, with links to their answers."""
    return respond_page(_list_as_text, MARKDOWN, "/queries.md")


@questions.get("/queries/<name>")
def question(name: str) -> Response | Redirection:
    """Show a saved question with its answer, or its query; its answer as data has the endpoint."""
    saved, form = find_question(site().questions, name)
    if saved is None:
        return lead_to_document()
    declare(parameter.name for parameter in saved.parameters)
    chosen = form or _chosen(saved)
    values = _values(saved)
    text = saved.asked(values)
    if chosen == SPARQL_QUERY:
        return query_as_text(text)
    asked = ask(text)
    response = (_question_text if chosen == MARKDOWN else _question_page)(saved, values, asked)
    response.vary.add("Accept")
    return response


def query_as_text(text: str) -> Response:
    """Answer with a query itself, which changes with the release only."""
    response = respond_text(lambda: text, "application/sparql-query; charset=utf-8", "rq")
    response.vary.add("Accept")
    return response


def _list_as_json() -> str:
    found = {"questions": [_described(saved) for saved in _found(site().languages)]}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _list_as_text() -> str:
    groups = [
        (texts().origin(origin), [question_link(saved) for saved in found[:LISTED]])
        for origin, found in _groups()
    ]
    return guide_markdown(texts().saved, "", [], groups)


def question_link(saved: SavedQuery) -> GuideLink:
    """Return a link to a question's answer in Markdown."""
    address = urls().page(f"/queries/{saved.name}.{MARKDOWN.suffix}")
    tongue = language()
    return GuideLink(text=saved.title(tongue), address=address, note=saved.description(tongue))


def _list_page() -> Response:
    words = parameter("q")
    return respond_page(lambda: render_template("questions.html", groups=_groups(), words=words))


def _groups() -> list[tuple[Origin, list[SavedQuery]]]:
    """Return the questions asked for, by where their answers come from first."""
    found = _found((language(),))
    return [(origin, [saved for saved in found if saved.origins[0] == origin]) for origin in Origin]


def _list_address(form: Format) -> str:
    return urls().plain("/queries/" if form == HTML else f"/queries.{form.suffix}")


#: What answers with the list in each form.
_LISTS: Final[Mapping[Format, Callable[[], Response]]] = MappingProxyType(
    {HTML: _list_page, JSON: listed_as_data, MARKDOWN: listed_as_text}
)


def _question_text(
    saved: SavedQuery,
    values: dict[str, ParameterValue],  # noqa: ARG001 - as the page has them
    asked: Asked,
) -> Response:
    """Show a question with its answer in Markdown, or why there is none."""
    place = f"/queries/{saved.name}.{MARKDOWN.suffix}"
    return respond_written(asked, lambda: _written(saved, asked), MARKDOWN, place)


def _written(saved: SavedQuery, asked: Asked) -> str:
    if asked.answer is None:
        return f"# {escape(saved.title(language()))}\n\n{escape(str(asked.error))}\n"
    return question_markdown(markdown_writer(), saved, asked.text, asked.answer, language())


def _question_page(saved: SavedQuery, values: dict[str, ParameterValue], asked: Asked) -> Response:
    given = {name: word_of(value) for name, value in values.items()}
    builder, table = urls(), asked.answer.table if asked.answer else None
    return respond_asked(
        asked,
        "question.html",
        question=saved,
        fields=question_form(site().reader, saved.parameters, values, language()),
        given=given,
        table=in_language(table, language(), site().languages) if table else None,
        forms=[
            (form, builder.plain(f"/queries/{saved.name}.{form.suffix}", **given))
            for form in FORMS[1:]
        ],
    )


def _chosen(saved: SavedQuery) -> Format:
    """Return the form that is asked for by parameter or by header."""
    if name := parameter("format"):
        form = form_named(name)
        if form is None:
            names = ", ".join(form.name for form in FORMS)
            raise PageFault(HTTPStatus.NOT_FOUND, "fault_no_form", names, name)
        return form
    chosen = negotiate(request.headers.getlist("Accept"), FORMS)
    if chosen is None:
        raise NotAcceptableForm(_addresses(saved, _given(saved)))
    return chosen


def _addresses(saved: SavedQuery, given: dict[str, str]) -> dict[Format, str]:
    """Return the address of a question in each form."""
    builder = urls()
    return {form: builder.plain(f"/queries/{saved.name}.{form.suffix}", **given) for form in FORMS}


def _given(saved: SavedQuery) -> dict[str, str]:
    names = {parameter.name for parameter in saved.parameters}
    return {name: value for name, value in parameters().items() if name in names}


def written_names() -> WrittenNames:
    """Return how values of parameters may be written: by the graph's base and prefixes."""
    settings = site().settings
    return WrittenNames(base=settings.base_iri, prefixes=settings.prefixes)


def _values(saved: SavedQuery) -> dict[str, ParameterValue]:
    """Return the values that are given; 400 with what is allowed for a wrong one."""
    here, names = site(), written_names()
    try:
        return read_values(saved, _given(saved), names, here.reader.store)
    except ParameterError as error:
        wrong = next(found for found in saved.parameters if found.name == error.name)
        raise _fault(error, wrong, names) from error


def _fault(error: ParameterError, wrong: QuestionParameter, names: WrittenNames) -> PageFault:
    status = HTTPStatus.BAD_REQUEST
    if error.reason == "length":
        return PageFault(status, "fault_long_value", error.name, MAX_VALUE)
    if error.reason == "list":
        there = wrong.choices(names.prefixes)
        return PageFault(status, "fault_value_list", error.name, there, error.value)
    if error.reason == "class":
        name = word_of(Iri(wrong.members), names.prefixes)
        there = urls().members(wrong.members)
        return PageFault(status, "fault_value_class", error.name, name, error.value, there)
    return PageFault(status, _FAULTS[wrong.type], error.name, error.value)


def _found(tongues: Iterable[str]) -> list[SavedQuery]:
    """Return the questions that hold every word of a filter, in their name or in some languages."""
    words = parameter("q").casefold().split()

    def holds(saved: SavedQuery) -> bool:
        told = (f"{saved.title(tongue)} {saved.description(tongue)}" for tongue in tongues)
        text = " ".join([saved.name, *told]).casefold()
        return all(word in text for word in words)

    return [saved for saved in site().questions if holds(saved)]


def _described(saved: SavedQuery) -> dict[str, object]:
    """Return what a program needs to ask a question."""
    return {
        "name": saved.name,
        "title": dict(saved.titles),
        "description": dict(saved.descriptions),
        "origins": list(saved.origins),
        "parameters": [_parameter(found) for found in saved.parameters],
        "url": urls().plain(f"/queries/{saved.name}"),
        "forms": [
            {"type": form.media_type, "url": url} for form, url in _addresses(saved, {}).items()
        ],
    }


def _parameter(found: QuestionParameter) -> dict[str, object]:
    return {
        "name": found.name,
        "type": found.type,
        "label": dict(found.labels),
        "default": word_of(found.default) if found.default is not None else None,
        "allowed": [word_of(value) for value in found.allowed] or None,
        "class": found.members or None,
    }
