"""Every address is in the documentation, and every address there exists."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mcdgraph.pages.reference import SECTIONS
from mcdgraph.questions import Origin
from mcdgraph.release import Scope
from mcdgraph.web.texts import Texts

DOCS = (Path(__file__).parent.parent / "docs" / "http.md").read_text(encoding="utf8")
#: What named graphs are for, as the catalogue tells it.
KINDS = (
    *("ontology", "shapes", "data", "editorial", "external"),
    *("inferred", "validation", "catalogue"),
)
TABLE = "".join(line for line in DOCS.splitlines(True) if line.startswith("| `"))
NAMED = re.findall(r"`(/[^`]*)`", TABLE)


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
    assert {route.rstrip(".") for route in routes} <= documented


@pytest.mark.parametrize("path", [path for path in NAMED if path != "/sparql"])
def test_every_documented_address_answers(client: FlaskClient, path: str) -> None:
    """With the harbour's things in place of the dots; `/sparql` is answered before the pages."""
    filled = (
        path.replace("/id/…", "/id/pilot")
        .replace("/concept/…", "/concept/fog")
        .replace("/doc/…", "/doc/id/pilot")
        .replace("/graph/…", "/graph/charter")
        .replace("s=…&p=…&o=…", "s=id:pilot&p=ex:under&o=id:mayor")
        .replace("iri=…", "iri=https://example.com/mayor?a=1%26b=2")
        .replace("NAME", "q1-posts")
        .replace("/…", "/dataset")
    )
    assert client.get(filled).status_code in (200, 303)


def test_no_word_is_there_for_nothing() -> None:
    """Every text of the pages is used by a template, or by a name that a template computes."""
    folder = Path(__file__).parent.parent / "src" / "mcdgraph" / "web"
    modules = "".join(path.read_text(encoding="utf8") for path in folder.glob("*.py"))
    computed_in_code = set(re.findall(r'"(fault_\w+)"', modules))
    templates = "".join(p.read_text(encoding="utf8") for p in (folder / "templates").iterdir())
    computed = {f"status_{name}" for name in ("stated", "layout", "editorial", "external")}
    computed |= {f"scope_{scope}" for scope in Scope} | set(SECTIONS) | {"language_name"}
    computed |= computed_in_code
    computed |= {f"origin_{origin}" for origin in Origin} | {f"kind_{kind}" for kind in KINDS}
    names = [field.name for field in fields(Texts)]
    assert len(names) > 50
    assert [n for n in names if f"t.{n}" not in templates and n not in computed] == []
