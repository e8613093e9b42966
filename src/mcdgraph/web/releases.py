"""The releases that are kept: what each was made of, and its files."""

import json
from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as Redirection

from mcdgraph.comparison import Comparison
from mcdgraph.formats import HTML, Format
from mcdgraph.release import Release
from mcdgraph.web.changes import comparison_path
from mcdgraph.web.dump_files import send_dump
from mcdgraph.web.explain import JSON
from mcdgraph.web.representation import Document, respond, respond_page
from mcdgraph.web.site import site, urls
from mcdgraph.web.things import lead_to_document

releases = Blueprint("releases", __name__)

FORMS: Final = (HTML, JSON)


@releases.get("/releases")
def without_slash() -> Redirection:
    """Lead to the list, relative to where the server is."""
    return redirect(urls().page("/releases/"), code=308)


@releases.get("/releases/")
def kept() -> Response:
    """List the releases, the one that is served first."""
    return respond(_document())


@releases.get("/releases.json")
def kept_as_json() -> Response:
    """List the releases with their files, for programs."""
    return respond(_document(), JSON)


@releases.get("/releases/<digest>/", strict_slashes=False)
def one(digest: str) -> Response | Redirection:
    """Show the files of a release."""
    release = _find(digest)
    if release is None:
        return lead_to_document()
    place = f"/releases/{release.digest}/"
    return respond_page(
        lambda: render_template("dumps.html", manifest=release.manifest, place=place)
    )


@releases.get("/releases/<digest>/<name>")
def file(digest: str, name: str) -> Response | Redirection:
    """Send a file of a release."""
    release = _find(digest)
    return (release and send_dump(release, name)) or lead_to_document()


def _find(digest: str) -> Release | None:
    return next((one for one in site().releases if one.digest == digest), None)


def _document() -> Document:
    builder, here = urls(), site()

    def write(form: Format) -> str:
        if form == HTML:
            return render_template("releases.html", releases=here.releases, steps=_steps())
        found = {"releases": [_told(release) for release in here.releases]}
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"

    return Document(
        forms=FORMS,
        write=write,
        locations=lambda form: builder.plain("/releases/" if form == HTML else "/releases.json"),
        canonical=here.settings.base_iri + "releases/",
        links=(("describedby", builder.plain("/dataset")),),
    )


def _steps() -> dict[str, Comparison]:
    """Map digests to what the release changed of the one before it, where both are kept."""
    return {step.after.digest: step for step in site().history.steps}


def _told(release: Release) -> dict[str, Any]:
    """Return a release as JSON; addresses are below the base IRI."""
    manifest = release.manifest
    place = f"{manifest.base_iri}releases/{manifest.digest}/"
    step = _steps().get(manifest.digest)
    changed = f"{manifest.base_iri}{comparison_path(step)[1:]}.json" if step else ""
    members = {
        "digest": manifest.digest,
        "version": manifest.version,
        "modified": manifest.modified,
        "commit": manifest.checkout.commit,
        "statements": manifest.statements,
        "served": release.digest == site().release.digest,
        "url": place,
        "changes": changed,
        "files": [
            {"url": place + dump.name, "size": dump.size, "sha256": dump.sha256}
            for dump in manifest.dumps
        ],
    }
    return {name: value for name, value in members.items() if value != ""}
