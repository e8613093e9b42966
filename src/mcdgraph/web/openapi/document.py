"""The description of the site's operations for programs.

Source: OpenAPI Specification 3.1.1.
"""

from collections.abc import Iterable
from typing import Any, Final

from mcdgraph.formats import RESULTS_JSON
from mcdgraph.web.openapi.operations import ApiOperation, ApiParameter
from mcdgraph.web.openapi.schemas import SCHEMAS
from mcdgraph.web.texts import Texts

OPENAPI: Final = "3.1.1"
_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
#: The statuses of what is refused, for every operation.
_REFUSED: Final = {
    "400": "A parameter is wrong, as `detail` says.",
    "404": "There is no such thing, form or page.",
    "406": "The Accept header takes none of the forms, which `offered` lists.",
    "413": "The request, or the answer, is too large.",
    "414": "The address is too long.",
    "503": "No worker is free; Retry-After says when to ask again.",
    "504": "The deadline has passed.",
}
#: What errors come as, by Accept.
_ERRORS: Final = (
    *("application/problem+json", "text/html", "text/plain", "text/turtle"),
    *("application/n-triples", "application/trig", "application/n-quads", "application/rdf+xml"),
)


def write_document(
    operations: Iterable[ApiOperation],
    texts: Texts,
    language: str,
    *,
    title: str,
    version: str,
    server: str,
    licence: str = "",
) -> dict[str, Any]:
    """Return the document as JSON has it; ``server`` is relative to where it is read."""
    info: dict[str, Any] = {"title": title, "version": version}
    if licence:
        info["license"] = {"name": licence, "url": licence}
    paths: dict[str, Any] = {}
    for operation in operations:
        paths.setdefault(operation.path, {}).update(_path_item(operation, texts, language))
    return {
        "openapi": OPENAPI,
        "info": info,
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": dict(SCHEMAS),
            "responses": {f"Refused{code}": _refusal(text) for code, text in _REFUSED.items()},
        },
    }


def summary_of(operation: ApiOperation, texts: Texts, language: str) -> str:
    """Return what an operation does, in a language."""
    if operation.words:
        return str(getattr(texts, operation.words))
    return operation.titles.get(language) or next(iter(operation.titles.values()))


def meaning_of(parameter: ApiParameter, texts: Texts, language: str) -> str:
    """Return what a parameter means, in a language."""
    if parameter.words:
        return str(getattr(texts, parameter.words))
    return parameter.labels.get(language) or next(iter(parameter.labels.values()), "")


def _path_item(operation: ApiOperation, texts: Texts, language: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": summary_of(operation, texts, language),
        "tags": [str(operation.tag)],
        "parameters": [_parameter(found, texts, language) for found in operation.parameters],
        "responses": _responses(operation),
    }
    if operation.endpoint:
        return {"get": described}
    posted = {
        **described,
        "operationId": f"{operation.name}-post",
        "parameters": described["parameters"][1:],
        "requestBody": _query_body(operation.parameters[0]),
    }
    posted["responses"] = {**_responses(operation), "415": _reference("responses", "Refused400")}
    return {"get": described, "post": posted}


def _query_body(query: ApiParameter) -> dict[str, Any]:
    """Return the two ways to post a query (SPARQL 1.1 Protocol, clauses 2.1.2 and 2.1.3)."""
    form = {"type": "object", "required": [query.name], "properties": {query.name: query.schema}}
    return {
        "required": True,
        "content": {
            _FORM: {"schema": form, "example": {query.name: query.example}},
            _QUERY: {"schema": query.schema, "example": query.example},
        },
    }


def _parameter(found: ApiParameter, texts: Texts, language: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": found.name,
        "in": found.place,
        "description": meaning_of(found, texts, language),
        "schema": dict(found.schema),
    }
    if found.required:
        described["required"] = True
    if found.example:
        described["example"] = found.example
    return described


def _responses(operation: ApiOperation) -> dict[str, Any]:
    content = {name: {"schema": _schema(operation, name)} for name in operation.media_types}
    responses: dict[str, Any] = {
        "200": {"description": "The answer.", "content": content},
        "304": {"description": "The answer is still the one of the ETag that was sent."},
    }
    if operation.leads:
        responses["303"] = {"description": "The answer is at the address in Location."}
    for code in _REFUSED:
        responses[code] = _reference("responses", f"Refused{code}")
    return responses


def _schema(operation: ApiOperation, media_type: str) -> dict[str, Any]:
    if media_type == RESULTS_JSON.media_type:
        return _reference("schemas", "Results")
    if operation.body and media_type == "application/json":
        return _reference("schemas", operation.body)
    return {} if media_type.endswith("json") or media_type == "*/*" else {"type": "string"}


def _refusal(description: str) -> dict[str, Any]:
    content: dict[str, Any] = {name: {"schema": {"type": "string"}} for name in _ERRORS}
    content["application/problem+json"] = {"schema": _reference("schemas", "Problem")}
    return {"description": description, "content": content}


def _reference(kind: str, name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/{kind}/{name}"}
