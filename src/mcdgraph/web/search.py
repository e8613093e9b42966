"""Search: a page of hits by kind, and the same with suggestions as JSON."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote

from flask import Blueprint, Response, render_template

from mcdgraph.namespaces import shorten
from mcdgraph.search import (
    EntryKind,
    SearchHit,
    SearchRequest,
    SearchResults,
    Suggestion,
    local_name,
    results_form,
)
from mcdgraph.web.faults import PageFault
from mcdgraph.web.parameters import page_number, parameter, require_page
from mcdgraph.web.representation import respond_page, respond_text
from mcdgraph.web.site import known, language, site, urls

search = Blueprint("search", __name__)

#: Things that are named where nothing was found at an address.
MEANT: Final = 5


@dataclass(frozen=True, kw_only=True)
class ShownHit:
    """A hit with its URL, and the words for what it is and where it was found.

    ``name`` is the prefixed name of a term, or empty; ``found_in`` the label of the property
    whose text matches, or empty where that is the name or needs no word.
    """

    hit: SearchHit
    url: str
    type: str
    name: str
    found_in: str


@dataclass(frozen=True, kw_only=True)
class ShownGroup:
    """Hits under a heading; ``total`` counts those of the kind."""

    kind: EntryKind
    total: int
    hits: tuple[ShownHit, ...]


@search.get("/search")
def page() -> Response:
    """Return the page of what was found: the best of each kind, or a page of one kind."""
    wanted = _request()
    if not wanted.text.strip():
        return respond_page(lambda: render_template("search.html", text="", results=None))
    results = site().search.search(wanted)
    require_page(wanted.page, results.pages)
    return respond_page(lambda: _write(results))


@search.get("/search.json")
def answer() -> Response:
    """Return hits and suggestions as JSON, as docs/http.md describes it."""
    wanted = _request()
    index = site().search
    results = index.search(wanted)
    require_page(wanted.page, results.pages)

    def write() -> str:
        suggestions = index.suggest(wanted.text, wanted.language)
        found = results_form(results, suggestions, address_of, type_label)
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"

    return respond_text(write, "application/json", "search", spoken=True)


def address_of(found: SearchHit | Suggestion) -> str:
    """Return the URL of the page of what was found."""
    if found.kind is EntryKind.QUESTION:
        return urls().page(f"/queries/{found.iri}")
    return urls().of(found.iri)


def type_label(iri: str) -> str:
    """Return the label of a class in the language of the answer."""
    return site().reader.labels.label(iri, language()).text


def suggestions_for(target: str) -> tuple[Suggestion, ...]:
    """List what may be meant by a path or an IRI that leads to nothing, by its last name."""
    return site().search.suggest(local_name(unquote(target)), language(), MEANT)


def _request() -> SearchRequest:
    """Read what is asked for; answer 404 for a kind that there is not."""
    kind = parameter("kind")
    if kind and kind not in [*EntryKind]:
        raise PageFault(HTTPStatus.NOT_FOUND, "fault_no_kind", kind, ", ".join(EntryKind))
    return SearchRequest(
        text=parameter("q"),
        language=language(),
        kind=EntryKind(kind) if kind else None,
        page=page_number(),
    )


def _write(results: SearchResults) -> str:
    asked = results.asked if results.asked and known(results.asked) else ""
    shown = {hit.iri for hit in results.hits}
    return render_template(
        "search.html",
        text=results.request.text,
        results=results,
        groups=_groups(results),
        asked="" if asked in shown else asked,
    )


def _groups(results: SearchResults) -> list[ShownGroup]:
    """Return the hits of the kind asked for or, of all kinds, the best of each."""
    kind = results.request.kind
    if kind:
        hits = tuple(map(_shown, results.hits))
        return [ShownGroup(kind=kind, total=results.total, hits=hits)] if hits else []
    return [
        ShownGroup(kind=group.kind, total=group.total, hits=tuple(map(_shown, group.hits)))
        for group in results.groups
    ]


def _shown(hit: SearchHit) -> ShownHit:
    term = hit.kind in (EntryKind.CLASS, EntryKind.PROPERTY)
    named = hit.reason is not None and hit.reason.text == hit.name.text
    return ShownHit(
        hit=hit,
        url=address_of(hit),
        type=type_label(hit.type) if hit.type else "",
        name=shorten(f"<{hit.iri}>", site().settings.prefixes) if term else "",
        found_in=type_label(hit.property) if hit.property and not named else "",
    )
