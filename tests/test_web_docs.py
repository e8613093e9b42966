"""Every address is in the documentation, and every address there exists."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mcdgraph.web.reconciliation import DRAFT_ROOT, ROOT

DOCS = (Path(__file__).parent.parent / "docs" / "http.md").read_text(encoding="utf8")
TABLE = "".join(line for line in DOCS.splitlines(True) if line.startswith("| `"))
NAMED = re.findall(r"`(/[^`]*)`", TABLE)
#: What is answered before the pages, what only takes messages, what needs two releases, and what
#: needs queries for pages that the harbour has not (tests/test_overviews.py).
ELSEWHERE = (
    *("/sparql", "/mcp", "/reconcile/match", "/reconcile/extend"),
    *("/releases/A...B", "/overviews"),
)


def first(path: str) -> str:
    """Give the part of an address by which it is told from others."""
    return re.split(r"[<?…]|NAME", path)[0].rstrip("/") or "/"


def test_every_route_is_documented(harbour_app: Flask) -> None:
    """No address is served in silence."""
    documented = {first(path) for path in NAMED}
    routes = {
        first(re.sub(r"<any\((.*?)\):\w+>", lambda m: m[1].split(",")[0], rule.rule)).split(".<")[0]
        for rule in harbour_app.url_map.iter_rules()
    } - {"/static"}
    assert len(routes) > 10
    of_draft = {route for route in routes if route.startswith(f"{DRAFT_ROOT}/")}
    assert {route.replace(DRAFT_ROOT, ROOT) for route in of_draft} <= documented
    assert {route.rstrip(".") for route in routes - of_draft} <= documented


@pytest.mark.parametrize("path", [path for path in NAMED if not path.startswith(ELSEWHERE)])
def test_every_documented_address_answers(client: FlaskClient, path: str) -> None:
    """With the harbour's things in place of the dots."""
    filled = (
        path.replace("/id/…", "/id/pilot")
        .replace("/concept/…", "/concept/fog")
        .replace("/doc/…", "/doc/id/pilot")
        .replace("/graph/…", "/graph/charter")
        .replace("s=…&p=…&o=…", "s=id:pilot&p=ex:under&o=id:mayor")
        .replace("?id=…", "?id=https://example.org/harbour/id/pilot")
        .replace("iri=…", "iri=https://example.com/mayor?a=1%26b=2")
        .replace("NAME", "q1-posts")
        .replace("/…", "/dataset")
    )
    assert client.get(filled).status_code in (200, 303)
