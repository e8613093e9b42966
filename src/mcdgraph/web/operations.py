"""What operators ask: is it up, what does it serve, how is it doing."""

import json
import sys
from time import perf_counter

from flask import Blueprint, Flask, Response, g, request

from mcdgraph import __version__
from mcdgraph.web.metrics import CONTENT_TYPE, counted_by_server
from mcdgraph.web.site import site

operations = Blueprint("operations", __name__, url_prefix="/-")


@operations.get("/health")
def health() -> Response:
    """Say that requests are answered: by a worker, like all others."""
    return _plain("ok\n")


@operations.get("/ready")
def ready() -> Response:
    """Say that the release can be read, by reading from it."""
    graphs = site().release.manifest.graphs
    if not graphs or not site().reader.store.mentions(graphs[0].iri):
        return _plain("the store does not hold the release's graphs\n", 503)
    return _plain("ready\n")


@operations.get("/version")
def version() -> Response:
    """Say what runs, and what it serves."""
    manifest = site().release.manifest
    told = {
        "mcdgraph": __version__,
        "python": ".".join(map(str, sys.version_info[:3])),
        "release": manifest.digest,
        "graph": manifest.version,
        "statements": manifest.statements,
    }
    response = Response(json.dumps(told, indent=2) + "\n", mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@operations.get("/metrics")
def metrics() -> Response:
    """Tell what was asked, for Prometheus; of all processes of this server together."""
    manifest = site().release.manifest
    text = site().metrics.text(
        {"version": __version__, "release": manifest.digest, "graph": manifest.version},
        {"statements": manifest.statements, "graphs": len(manifest.graphs)},
    )
    response = Response(text, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def watch(app: Flask) -> None:
    """Count every answer of an application."""
    app.before_request(_begin)
    app.after_request(_count)


def _begin() -> None:
    g.began = perf_counter()


def _count(response: Response) -> Response:
    part = request.blueprint or ("static" if request.endpoint == "static" else "none")
    if not counted_by_server(request.environ, part):
        site().metrics.count(part, response.status_code, perf_counter() - g.began)
    return response


def _plain(text: str, status: int = 200) -> Response:
    response = Response(text, status, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
