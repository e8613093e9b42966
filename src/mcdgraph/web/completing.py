"""What the editor of queries completes, as JSON: made of the release, and the same for all."""

import json

from flask import Blueprint, Response, make_response, request

from mcdgraph.pages.completion import Completion, completion
from mcdgraph.web.parameters import parameter
from mcdgraph.web.representation import etag_of
from mcdgraph.web.site import known, language, named_language, site

completing = Blueprint("completing", __name__)


@completing.get("/complete.json")
def complete() -> Response:
    """Return prefixes, and the classes and properties that a word or a class asks for."""
    response = make_response(json.dumps(_found().to_dict(), ensure_ascii=False) + "\n")
    response.headers["Content-Type"] = "application/json"
    response.headers["Content-Language"] = language()
    response.headers["Cache-Control"] = "public, no-cache"
    if named_language() is None:
        response.vary.add("Accept-Language")
    response.set_etag(etag_of(f"complete-{language()}"))
    response.make_conditional(request)
    return response


def _found() -> Completion:
    """Look the terms up; a class that the graph does not have has no properties."""
    reader, of = site().reader, parameter("class")
    if of and not known(of):
        return Completion(prefixes=reader.settings.prefixes, classes=(), properties=(), more=False)
    return completion(reader, language(), words=parameter("q"), of=of)
