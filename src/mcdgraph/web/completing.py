"""What the editor of queries completes, as JSON: made of the release, and the same for all."""

import json

from flask import Blueprint, Response

from mcdgraph.pages.completion import Completion, completion
from mcdgraph.web.parameters import parameter
from mcdgraph.web.representation import respond_text
from mcdgraph.web.site import known, language, site

completing = Blueprint("completing", __name__)


@completing.get("/complete.json")
def complete() -> Response:
    """Return prefixes, and the classes and properties that a word or a class asks for."""
    return respond_text(_write, "application/json", "complete", spoken=True)


def _write() -> str:
    return json.dumps(_found().to_dict(), ensure_ascii=False) + "\n"


def _found() -> Completion:
    """Look the terms up; a class that the graph does not have has no properties."""
    reader, of = site().reader, parameter("class")
    if of and not known(of):
        return Completion(prefixes=reader.settings.prefixes, classes=(), properties=(), more=False)
    return completion(reader, language(), words=parameter("q"), of=of)
