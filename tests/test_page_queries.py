"""Queries behind pages: checked by themselves, tried on the data, and told clearly when broken."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from flask import Flask

from mcdgraph.checking import check
from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.errors import FindingsError, InputError, QueryRefused
from mcdgraph.findings import Finding, Severity
from mcdgraph.page_queries import (
    COLUMNS,
    OVERVIEWS,
    RULE,
    PageQueries,
    PageQuery,
    answer_findings,
    query_findings,
    read_page_queries,
)
from mcdgraph.release.acceptance import questioned
from mcdgraph.release.build import build
from mcdgraph.settings import Settings, load_settings
from mcdgraph.web.site import EXTENSION

ROOT = Path(__file__).parent.parent
RELEASED = Path(__file__).parent / "corpus" / "released"
TIMELINE = "SELECT ?event ?from {\n  ?event <urn:date> ?from .\n}\n"


def queries(**texts: str) -> PageQueries:
    """Return queries by the names of their files."""
    return PageQueries(
        queries={
            name: PageQuery.read(text, PurePosixPath(f"queries/pages/{name}.rq"))
            for name, text in texts.items()
        }
    )


class Dataset:
    """Answers every query with the same rows, and remembers what it was given."""

    def __init__(self, *rows: Mapping[str, Term]) -> None:
        """Take the rows."""
        self.rows = rows
        self.given: list[Mapping[str, Term]] = []

    def select(
        self, text: str, substitutions: Mapping[str, Term] | None = None
    ) -> list[Mapping[str, Term]]:
        """Refuse what names nonsense."""
        self.given.append(substitutions or {})
        if "nonsense" in text:
            raise QueryRefused("no such function")
        return [*self.rows]


def told(finding: Finding) -> str:
    """Return place and message of a finding."""
    return f"{finding.position}: {finding.severity}: {finding.message}"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("timeline", TIMELINE, []),
        ("timeline", "SELECT * {\n  ?event ?x ?from .\n}", []),
        (
            "timeline",
            "# Events.\n\nSELECT ?event ?form {\n  ?event <urn:date> ?form .\n}\n",
            ["3:1: violation: its page needs ?from; did you mean that by ?form?"],
        ),
        (
            "timeline",
            "PREFIX a: <urn:a>\nSELECT ?event { ?event a a: }",
            ["2:1: violation: its page needs ?from; it selects ?event"],
        ),
        (
            "timeline",
            "SELECT ?event ?from {\n  ?event ?from .\n}\n",
            ["2:16: violation: the query cannot be asked: found '.'"],
        ),
        (
            "timeline",
            "ASK { }",
            ["1:1: violation: the query cannot be asked: not a SELECT query"],
        ),
        (
            "timeline",
            "SELECT ?event ?from { SERVICE <urn:x> { ?event ?x ?from } }",
            ["1:23: violation: the query cannot be asked: SERVICE is not allowed here"],
        ),
        (
            "timeline",
            "SELECT ?event ?from ?evidense { ?event ?evidense ?from }",
            ["1:1: warning: the page reads no ?evidense; did you mean ?evidence?"],
        ),
        ("charts", "SELECT ?child { ?child ?x ?y }", ["1:1: violation: its page needs ?version"]),
        (
            "timelime",
            TIMELINE,
            ["1:1: warning: no page is filled by a query named timelime; did you mean timeline.rq"],
        ),
        ("notes", TIMELINE, ["1:1: warning: no page is filled by a query named notes; known are"]),
    ],
)
def test_what_is_wrong_with_a_query_is_told_at_its_place(
    name: str, text: str, expected: list[str]
) -> None:
    """Grammar, kind of query and columns, with line and column."""
    found = [told(finding) for finding in query_findings(queries(**{name: text}))]
    assert len(found) == len(expected)
    for one, wanted in zip(found, expected, strict=True):
        assert one.startswith(f"queries/pages/{name}.rq:{wanted}")


EVENT, DAY = Iri("urn:event"), Literal("2001", "http://www.w3.org/2001/XMLSchema#gYear", None)


@pytest.mark.parametrize(
    ("text", "rows", "expected"),
    [
        (TIMELINE, [{"event": EVENT, "from": DAY}, {"event": EVENT}], []),
        (
            TIMELINE,
            [{"event": EVENT}, {"event": EVENT}],
            ["its page needs ?from, which is bound in none of its 2 rows"],
        ),
        (TIMELINE, [], ["it answers with no row, so that there is no page"]),
        (f"{TIMELINE}# nonsense", [], ["the query cannot be asked: no such function"]),
    ],
)
def test_a_query_is_tried_on_the_data(
    text: str, rows: list[Mapping[str, Term]], expected: list[str]
) -> None:
    """What is never bound leaves a page empty; a page without rows is only remarked."""
    found = list(answer_findings(queries(timeline=text), Dataset(*rows)))
    assert [finding.message for finding in found] == expected
    if not rows and not expected[0].startswith("the query"):
        assert found[0].severity is Severity.INFO


def test_what_is_asked_of_one_version_is_tried_on_the_first() -> None:
    """Versions are those of the register; without one, nothing is tried."""
    dataset = Dataset({"version": EVENT, "child": EVENT})
    both = queries(charts="SELECT ?version ?child {}", documents="SELECT ?version {}")
    assert list(answer_findings(both, dataset)) == []
    assert dataset.given == [{}, {"version": EVENT}]
    alone = Dataset()
    assert list(answer_findings(queries(charts="SELECT ?version ?child {}"), alone)) == []
    assert alone.given == []


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Copy a graph to where it may be changed."""
    return load_settings(Path(shutil.copytree(RELEASED, tmp_path / "graph")))


def save(settings: Settings, text: str, name: str = "timeline") -> None:
    """Write a query of a page into the graph."""
    path = settings.queries / "pages" / f"{name}.rq"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf8")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT ?event ?from {\n  ?event ?x\n}\n", "queries/pages/timeline.rq:3:1"),
        ("SELECT ?event {\n  ?event ?x ?y\n}\n", "queries/pages/timeline.rq:1:1"),
        (
            "SELECT ?event ?from {\n  ?event ?x ?y\n  OPTIONAL { ?event <urn:none> ?from }\n}\n",
            "queries/pages/timeline.rq:1:1",
        ),
    ],
)
def test_a_broken_query_is_a_violation_and_makes_no_release(
    settings: Settings, text: str, place: str
) -> None:
    """By `check` and by `build`, with file, line and column."""
    save(settings, text)
    found = questioned(check(settings), settings).report.findings
    assert [str(one.position) for one in found if one.rule == RULE] == [place]
    with pytest.raises(FindingsError):
        build(settings)


#: Takes longer than anybody waits, on any graph that is not empty.
ENDLESS = "".join(f"?s{n} ?p{n} ?o{n} . " for n in range(12))
FEW_SECONDS = 0.5


@pytest.mark.parametrize(
    ("text", "bounds", "message"),
    [
        (
            f"SELECT ?event (COUNT(*) AS ?from) {{ ?event a ?x . {ENDLESS} }} GROUP BY ?event",
            {"deadline": FEW_SECONDS},
            "the query cannot be asked: it takes longer than 0.5 seconds (query.deadline)",
        ),
        (
            f"SELECT ?event ?from {{ ?event a ?from . {ENDLESS} }}",
            {"memory": 64},
            "the query cannot be asked: the process that asked it died: "
            "it may take more than 64 MiB (query.memory)",
        ),
    ],
    ids=["time", "memory"],
)
def test_a_query_without_end_is_a_violation_and_the_next_is_asked(
    settings: Settings, text: str, bounds: Mapping[str, float], message: str
) -> None:
    """By `check` and by `build`; the process that asked is ended, and others go on."""
    save(settings, text)
    save(settings, "SELECT ?group ?item { ?group <urn:none> ?item }", name="unknown")
    bounded = replace(settings, query=replace(settings.query, **bounds))
    found = [f for f in questioned(check(bounded), bounded).report.findings if f.rule == RULE]
    assert [(str(one.position), one.message) for one in found] == [
        ("queries/pages/timeline.rq:1:1", message),
        ("queries/pages/unknown.rq:1:1", "it answers with no row, so that there is no page"),
    ]
    with pytest.raises(FindingsError):
        build(bounded)


def test_a_query_that_cannot_be_read_is_named(settings: Settings) -> None:
    """By its path."""
    save(settings, "")
    (settings.queries / "pages" / "timeline.rq").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match=re.escape("timeline.rq: cannot be read")):
        questioned(check(settings), settings)


def test_queries_of_the_repository_are_as_their_pages_need(settings: Settings) -> None:
    """By themselves; `check` tries them on the data."""
    shipped = read_page_queries(ROOT / "queries")
    assert len(shipped.queries) == len(COLUMNS)
    assert list(query_findings(shipped)) == []


def test_every_overview_has_columns() -> None:
    """Whatever fills a page is checked."""
    needed = {name for names in OVERVIEWS.values() for name in names}
    assert needed < {*COLUMNS}


def test_the_columns_are_those_of_the_documentation() -> None:
    """docs/overviews.md has what is needed, what may be unbound, and what is given."""
    page = (ROOT / "docs" / "overviews.md").read_text(encoding="utf8")
    rows = re.findall(r"^\| `(\w+)\.rq` \| (`\?.*) \|$", page, re.MULTILINE)
    assert {name for name, _ in rows} == {*COLUMNS} - {"hierarchy", "figures", "places"}
    for name, cell in rows:
        needed, _, optional = cell.partition(";")
        columns = COLUMNS[name]
        assert {*re.findall(r"`\?(\w+)`", needed)} == {*columns.given, *columns.needed}, name
        assert {*re.findall(r"`\?(\w+)`", optional)} == {*columns.optional}, name


BROKEN = "SELECT ?event ?from {\n  ?event ?x\n}"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "This page is filled by a query of the graph’s own, which cannot be answered."),
        ("fr", "Cette page est remplie par une requête propre au graphe"),
    ],
)
def test_a_query_that_breaks_when_it_is_served_is_told(
    harbour_app: Flask, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    """A page of its own with file, line and column; the other pages are served."""
    context = harbour_app.extensions[EXTENSION]
    broken = queries(timeline=BROKEN, hierarchy=BROKEN, places=BROKEN, unknown=TIMELINE)
    changed = replace(context, page_queries=broken)
    monkeypatch.setitem(harbour_app.extensions, EXTENSION, changed)
    client = harbour_app.test_client()
    page = client.get(f"/overviews/timeline?lang={language}", headers={"Accept": "text/html"})
    assert page.status_code == 500
    assert told in page.get_data(as_text=True)
    assert "queries/pages/timeline.rq:3:1" in page.get_data(as_text=True)
    assert "no-store" in page.headers["Cache-Control"]
    problem = client.get("/overviews/timeline", headers={"Accept": "application/json"})
    assert "queries/pages/timeline.rq:3:1" in problem.get_json()["detail"]
    home = client.get(f"/?lang={language}")
    assert home.status_code == 200
    assert "queries/pages/hierarchy.rq:3:1" in home.get_data(as_text=True)
    assert "/overviews/timeline" not in home.get_data(as_text=True)
    assert client.get("/doc/id/quay").status_code in (200, 404)
    assert client.get("/places.geojson").status_code == 500
