"""Proofs lead to the line in git, and pages to a report that is filled in."""

import re
import subprocess
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import Harbour
from flask.testing import FlaskClient

from mcdgraph.columns import BlankNode, Iri, Term
from mcdgraph.explanation.places import PLACES, Places
from mcdgraph.positions import Position
from mcdgraph.release import Release
from mcdgraph.release.checkout import Checkout, read_checkout
from mcdgraph.settings import ForgeSettings
from mcdgraph.settings.forge import template_problem
from mcdgraph.sparql.release_service import release_service
from mcdgraph.web.application import create_app
from mcdgraph.web.forge import Forge

SOURCE = "https://forge.example/blob/{commit}/{path}#L{line}"
ISSUE = "https://forge.example/new?title={title}&body={body}"
COMMIT = "0123abcd" * 5
HTML = {"Accept": "text/html"}


def forge_of(harbour: Harbour, checkout: Checkout, **templates: str) -> Forge:
    """Make links for the tiny graph's release, as if it came from a commit."""
    manifest = replace(harbour.release.manifest, checkout=checkout)
    return Forge(settings=ForgeSettings(**templates), manifest=manifest)


@pytest.mark.parametrize(
    ("template", "checkout", "expected"),
    [
        (SOURCE, Checkout(commit=COMMIT), f"https://forge.example/blob/{COMMIT}/data/a%20b.ttl#L7"),
        (
            SOURCE,
            Checkout(commit="c", folder="g/"),
            "https://forge.example/blob/c/g/data/a%20b.ttl#L7",
        ),
        (SOURCE, Checkout(), ""),
        ("https://f.example/{path}", Checkout(), "https://f.example/data/a%20b.ttl"),
        ("", Checkout(commit="c"), ""),
    ],
)
def test_a_position_has_an_address(
    harbour: Harbour, template: str, checkout: Checkout, expected: str
) -> None:
    """File and line in the commit; none without a commit that the template asks for."""
    forge = forge_of(harbour, checkout, source=template)
    assert forge.source(Position(path="data/a b.ttl", line=7, column=2)) == expected
    assert forge.source(None) == ""


def test_a_report_names_all_that_it_needs(harbour: Harbour) -> None:
    """Its lines, the release and the commit, encoded and bounded."""
    forge = forge_of(harbour, Checkout(commit=COMMIT), issue=ISSUE)
    url = forge.report("A & B?", "https://example.org/x#y", "", "x" * 9_999)
    assert len(url) < 3_000
    asked = parse_qs(urlsplit(url).query)
    assert asked["title"] == ["A & B?"]
    lines = asked["body"][0].splitlines()
    assert lines[0] == "https://example.org/x#y"
    assert lines[2:] == [f"release {harbour.release.digest}", f"commit {COMMIT}"]
    assert forge_of(harbour, Checkout()).report("x", "y") == ""


@pytest.mark.parametrize(
    ("name", "template", "good"),
    [
        ("source", SOURCE, True),
        ("source", "", True),
        ("issue", ISSUE, True),
        ("source", "forge.example/{path}", False),
        ("source", "javascript:alert({line})", False),
        ("issue", "https://forge.example/{path}", False),
    ],
)
def test_templates_are_checked(name: str, template: str, good: bool) -> None:
    """An http or https URL with the known names in braces."""
    assert (template_problem(name, template) == "") is good


def git(folder: Path, *words: str) -> str:
    """Run git."""
    command = ["git", "-c", "user.name=n", "-c", "user.email=e@example.org", *words]
    asked = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return asked.stdout.strip()


def test_the_commit_of_a_clean_checkout_is_known(tmp_path: Path) -> None:
    """With the folder in it; none where a source was changed, or where there is no repository."""
    graph = tmp_path / "graph"
    graph.mkdir()
    (graph / "a.ttl").write_text("")
    assert read_checkout(graph, ["a.ttl"]) == Checkout()
    git(tmp_path, "init", "-q")
    assert read_checkout(graph, ["a.ttl"]) == Checkout()
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    found = Checkout(commit=git(tmp_path, "rev-parse", "HEAD"), folder="graph/")
    assert read_checkout(graph, ["a.ttl"]) == found
    (graph / "b.ttl").write_text("")
    assert read_checkout(graph, ["a.ttl"]) == found
    assert read_checkout(graph, ["a.ttl", "b.ttl"]) == Checkout()
    (graph / "a.ttl").write_text("# other")
    assert read_checkout(graph, ["a.ttl"]) == Checkout()


@pytest.fixture
def followed(harbour: Harbour) -> FlaskClient:
    """Serve the tiny graph with a forge."""
    settings = replace(harbour.settings, forge=ForgeSettings(source=SOURCE, issue=ISSUE))
    manifest = replace(harbour.release.manifest, checkout=Checkout(commit=COMMIT))
    release = Release(path=harbour.release.path, manifest=manifest)
    service = release_service(release, harbour.store, settings, settings.query)
    return create_app(release, harbour.store, service, settings).test_client()


@pytest.mark.parametrize("tag", ["en", "fr", "de"])
def test_pages_lead_to_line_and_report(
    followed: FlaskClient, client: FlaskClient, tag: str
) -> None:
    """A thing has a report, a proof has lines and a report; without a forge there is neither."""
    proof = f"/explain?s=id:pilot&p=ex:under&o=id:master&lang={tag}"
    for path in (f"/doc/id/pilot?lang={tag}", proof):
        page = followed.get(path, headers=HTML)
        assert page.status_code == 200
        assert 'href="https://forge.example/new?title=' in page.text
        assert "forge.example" not in client.get(path, headers=HTML).text
    assert f'href="https://forge.example/blob/{COMMIT}/data/' in followed.get(proof).text


@pytest.mark.parametrize("path", ["/doc/id/pilot", "/doc/id/pilot?property=ex:under"])
def test_statements_lead_to_their_lines(followed: FlaskClient, path: str, harbour: Harbour) -> None:
    """The line that is named says the statement; nobody is led to a line without a forge."""
    path = path.replace("ex:", harbour.settings.prefixes["ex"].replace("#", "%23"))
    page = followed.get(path, headers=HTML).text
    found = re.search(rf'class="line"[^>]* href="[^"]*/{COMMIT}/(data/[^"#]+)#L([0-9]+)"', page)
    assert found
    lines = (harbour.settings.root / found[1]).read_text(encoding="utf8").splitlines()
    assert lines[int(found[2]) - 1].strip()


def test_a_statement_is_placed_where_it_stands(harbour: Harbour) -> None:
    """By its terms alone; one that no file says has no place, nor has one with a blank node."""
    places = Places(harbour.release.path / PLACES)
    said_at: dict[Position | None, set[tuple[Term, ...]]] = defaultdict(set)
    for row, quad in enumerate(places.columns.quads()):
        said_at[places.position(row)].add(quad[:3])
    placed = 0
    for subject, predicate, object_, _ in places.columns.quads():
        found = places.find(subject, predicate, object_)
        if isinstance(subject, BlankNode) or isinstance(object_, BlankNode):
            assert found is None
        elif found is not None:
            placed += 1
            assert (subject, predicate, object_) in said_at[found]
    assert placed > 20
    nothing = Iri("https://example.org/nothing")
    assert places.find(nothing, nothing, nothing) is None
