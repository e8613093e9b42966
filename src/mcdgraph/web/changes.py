"""What changed from one kept release to another, and a feed of releases."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, Response, render_template

from mcdgraph.comparison import Comparison, HistoryEntry, ThingChanges, comparison_json
from mcdgraph.documents.xml import legal
from mcdgraph.formats import HTML, Format
from mcdgraph.pages.changes import changes_page, on_page, pages_of
from mcdgraph.web.explain import JSON
from mcdgraph.web.faults import PageFault
from mcdgraph.web.parameters import page_number, parameter, parameters, require_page
from mcdgraph.web.representation import Document, respond, respond_text
from mcdgraph.web.site import language, site, urls

changes = Blueprint("changes", __name__)

FORMS: Final = (HTML, JSON)
_ATOM: Final = "application/atom+xml; charset=utf-8"
#: Characters of a digest that name a release in an address.
SHORT: Final = 12
#: Two digests; of what has no bound, all ways to part it would be tried.
_PAIR: Final = "<string(maxlength=64):before>...<string(maxlength=64):after>"


@changes.get(f"/releases/{_PAIR}")
def between(before: str, after: str) -> Response:
    """Say what changed from a kept release to another, thing by thing, or of one thing."""
    return respond(_document(before, after))


@changes.get(f"/releases/{_PAIR}.json")
def between_as_json(before: str, after: str) -> Response:
    """Say the same for programs, a page at a time."""
    return respond(_document(before, after), JSON)


@changes.get("/releases.atom")
def feed() -> Response:
    """List the kept releases as a feed, with how much changed in each."""
    return respond_text(
        lambda: legal(render_template("releases.atom", entries=_entries())),
        _ATOM,
        f"releases-{site().history.mark}.atom",
        spoken=True,
    )


def comparison_path(comparison: Comparison | HistoryEntry) -> str:
    """Return the path of what changed from one release to another, by their digests."""
    before, after = comparison.before.digest, comparison.after.digest
    return f"/releases/{before[:SHORT]}...{after[:SHORT]}"


def _document(before: str, after: str) -> Document:
    is_named = min(len(before), len(after)) >= SHORT
    comparison = site().history.between(before, after) if is_named else None
    if comparison is None:
        raise PageFault(HTTPStatus.NOT_FOUND, "fault_no_comparison", before[:SHORT], after[:SHORT])
    things, page = _asked(comparison), page_number()
    require_page(page, pages_of(things))
    path = comparison_path(comparison)

    def write(form: Format) -> str:
        if form == HTML:
            return _write_page(comparison, things, page)
        told = comparison_json(comparison, on_page(things, page))
        found: dict[str, Any] = {**told, "page": page, "pages": pages_of(things)}
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"

    builder, given = urls(), parameters()
    return Document(
        forms=FORMS,
        write=write,
        locations=lambda form: builder.plain(path if form == HTML else f"{path}.json", **given),
        canonical=site().settings.base_iri.rstrip("/") + builder.with_parameters(path, given),
        links=(("collection", builder.plain("/releases/")),),
    )


def _asked(comparison: Comparison) -> Sequence[ThingChanges]:
    """Return all things that changed, or the one that is asked for; 404 where it did not."""
    iri = parameter("iri")
    if not iri:
        return comparison.things
    found = comparison.by_iri.get(iri)
    if found is None:
        raise PageFault(HTTPStatus.NOT_FOUND, "fault_not_changed", iri)
    return (found,)


def _write_page(comparison: Comparison, things: Sequence[ThingChanges], page: int) -> str:
    found = changes_page(site().reader, comparison, language(), things=things, page=page)
    alone = bool(parameter("iri"))
    return render_template("changes.html", page=found, alone=alone)


def _entries() -> list[dict[str, Any]]:
    """Pair each release with what it changed of the one before it, the latest first."""
    here = site()
    steps = {step.after.digest: step for step in here.history.steps}
    return [
        {
            "manifest": one.manifest,
            "updated": here.history.dates[one.digest],
            "step": steps.get(one.digest),
        }
        for one in here.releases
    ]
