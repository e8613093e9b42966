"""The shipped queries of pages serve another graph: one below another base, made by hand."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from mcdgraph.page_queries import OVERVIEWS
from mcdgraph.release.acceptance import check_release
from mcdgraph.release.build import build
from mcdgraph.settings import Settings, load_settings
from mcdgraph.sparql.release_service import release_service
from mcdgraph.store import Store
from mcdgraph.web.application import create_app

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "queries" / "pages"
ISLES = Path(__file__).parent / "corpus" / "isles"
#: Where the shipped graph has its vocabulary; all else below its base is names of its own.
VOCABULARY = re.compile(r"https://w3id\.org/mcdgraph/(?:ontology#|concept/)")
OWN = re.compile(r"https://w3id\.org/mcdgraph/[^\s>]*")


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.rq")), ids=lambda path: path.stem)
def test_no_query_of_a_page_knows_a_name_of_the_graph(path: Path) -> None:
    """Beyond its vocabulary: neither a thing, nor a graph, nor a word that IRIs are cut by."""
    text = path.read_text(encoding="utf8")
    assert [name for name in OWN.findall(text) if not VOCABULARY.match(name)] == []
    assert "STRAFTER" not in text
    assert not re.search(r"\bBASE\b", text)


@pytest.fixture(scope="module")
def isles(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Give the other graph the shipped queries and the ontology whose terms it uses."""
    root = tmp_path_factory.mktemp("isles") / "graph"
    shutil.copytree(ISLES, root)
    shutil.copytree(PAGES, root / "queries" / "pages")
    shutil.copytree(ROOT / "ontology", root / "ontology")
    return load_settings(root, environment={})


@pytest.fixture(scope="module")
def client(isles: Settings) -> FlaskClient:
    """Serve the other graph."""
    release = build(isles)
    store = Store.open(release.store)
    service = release_service(release, store, isles, isles.query)
    return create_app(release, store, service, isles).test_client()


def test_the_queries_are_tried_on_the_other_graph(isles: Settings) -> None:
    """Each answers with rows that its page can use, but for those of the home page."""
    found = [f for f in check_release(isles).report.findings if f.rule == "page-query"]
    empty = {Path(f.position.path).stem for f in found if f.position}
    assert empty == {"figures", "hierarchy", "places"}
    assert {f.message for f in found} == {"it answers with no row, so that there is no page"}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("documents", ["Report, 2011", "Report, 2012", "Report, 2015", "Faroe Islands"]),
        ("documents?about=https://isles.example/id/iceland", ["2 of 3 shown."]),
        ("subjects", ["Faroe Islands", "1 document", "Iceland", "2 documents"]),
        ("subjects?iri=https://isles.example/id/iceland&on=2013", ["Head of the mission"]),
        ("map", ["Iceland: 2 documents", "Faroe Islands", "1"]),
        (
            "compare?from=https://isles.example/id/report-2011"
            "&to=https://isles.example/id/memo-2012",
            ["Said otherwise", "14", "16", "Contradicted"],
        ),
        ("conflicts", ["Mission", "14", "16", "Agreement", "1 April 2010", "format=csv"]),
        ("timeline", ["Agreement", "1 March 2010"]),
        ("figures", ["Staff by report-2011", "Mission"]),
        ("network", ["School of the isles"]),
        ("unknown", ["Head of the mission"]),
    ],
)
def test_every_overview_is_a_page_of_the_other_graph(
    client: FlaskClient, path: str, told: list[str]
) -> None:
    """With its own names."""
    mark = "&" if "?" in path else "?"
    response = client.get(f"/overviews/{path}{mark}lang=en", headers={"Accept": "text/html"})
    page = unescape(response.get_data(as_text=True))
    assert response.status_code == 200
    assert [words for words in told if words not in page] == []


@pytest.mark.parametrize(
    ("language", "told"),
    [("fr", "1er avril 2010"), ("en", "1 April 2010")],
)
def test_dates_are_written_as_a_language_writes_them(
    client: FlaskClient, language: str, told: str
) -> None:
    """Of values as of times."""
    address = f"/overviews/conflicts?lang={language}"
    page = client.get(address, headers={"Accept": "text/html"}).get_data(as_text=True)
    assert told in page


@pytest.mark.parametrize("name", [name for name in OVERVIEWS if name != "compare"])
def test_every_overview_leads_to_its_rows(client: FlaskClient, name: str) -> None:
    """As a table, and in the editor; a comparison does once two documents are chosen."""
    page = client.get(f"/overviews/{name}?lang=en", headers={"Accept": "text/html"})
    links = re.findall(r'href="(/(?:sparql|query)\?[^"]+)"', page.get_data(as_text=True))
    assert [link for link in links if "format=csv" in link]
    assert [link for link in links if link.startswith("/query?")]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/overviews/documents?about=https://isles.example/id/iceland", "\u00a0: <strong>"),
        ("/overviews/documents?q=zzz", 'id="found"'),
        ("/overviews/documents?quality=zzz", "<strong>zzz</strong>"),
        ("/overviews/unknown", "asked="),
        ("/", "<strong>Vues d’ensemble</strong>"),
        (
            "/overviews/compare?from=https://isles.example/id/report-2011"
            "&to=https://isles.example/id/memo-2012",
            "<optgroup label=",
        ),
    ],
)
def test_pages_lead_on(client: FlaskClient, path: str, told: str) -> None:
    """By what is narrowed, to what it leaves, to what is asked and to documents of a subject."""
    mark = "&" if "?" in path else "?"
    page = client.get(f"{path}{mark}lang=fr", headers={"Accept": "text/html"})
    assert told in page.get_data(as_text=True)


def test_all_overviews_are_tried() -> None:
    """None is left out of the table above."""
    listed = {"documents", "subjects", "map", "compare", "conflicts", "timeline"}
    assert listed | {"figures", "network", "unknown"} == {*OVERVIEWS}
