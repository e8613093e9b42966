"""What changed between kept releases: pages, JSON, the history of a thing, a feed, old versions."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from mcdgraph.comparison import history as history_module
from mcdgraph.comparison import history_of
from mcdgraph.pages import changes as changes_module
from mcdgraph.release import Release, open_release
from mcdgraph.release.build import build
from mcdgraph.release.reading import kept_releases
from mcdgraph.settings import EvidenceSettings, load_settings
from mcdgraph.store import Store
from mcdgraph.web.application import create_app
from mcdgraph.web.publications import release_service

BASE = "https://example.org/"
HTML = {"Accept": "text/html"}
SETTINGS = f"""\
base_iri = "{BASE}"
version = "{{version}}"
languages = ["en", "fr"]
[prefixes]
ex = "{BASE}ontology#"
[evidence]
status = ["ex:status"]
[release]
violations = "accept"
"""
PREFIXES = f"""\
@prefix ex: <{BASE}ontology#> .
@prefix id: <{BASE}id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
ONTOLOGY = """\
<{base}ontology> a owl:Ontology ; owl:versionIRI <{base}ontology/{version}> ;
  owl:versionInfo "{version}" ; rdfs:label "Harbour"@en .
ex:Ship a owl:Class ; rdfs:label "{label}"@en .
{more}
"""
AXIOM = """\
[] a owl:Axiom ; owl:annotatedSource id:a ; owl:annotatedProperty ex:at ;
  owl:annotatedTarget id:quay ; ex:status "stated" ; dcterms:source id:page .
"""
#: Of three releases: the label of a class, what else the ontology says, the data.
STATES = (
    ("ship", "ex:Boat a owl:Class .", "id:a a ex:Ship ; rdfs:label 'Anna' . id:c a ex:Ship ."),
    (
        "ship",
        "ex:Boat a owl:Class ; owl:deprecated true ; dcterms:isReplacedBy ex:Ship .",
        f"id:a a ex:Ship ; rdfs:label 'Anna II' ; ex:at id:quay . {AXIOM} id:c a ex:Ship .",
    ),
    (
        "vessel",
        "",
        f"id:a a ex:Ship ; rdfs:label 'Anna II' ; ex:at id:quay . {AXIOM} id:b ex:p [] .",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Served:
    """The releases, the one that is served first, and who asks for it."""

    releases: tuple[Release, ...]
    client: FlaskClient

    def path(self, before: int, after: int) -> str:
        """Return the path of a comparison, releases counted from the first one."""
        digests = [one.digest for one in self.releases[::-1]]
        return f"/releases/{digests[before][:12]}...{digests[after][:12]}"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """Build three releases of a small graph, and serve the last."""
    root = tmp_path_factory.mktemp("graph")
    for number, (label, more, data) in enumerate(STATES, 1):
        version = f"{number}.0"
        text = ONTOLOGY.format(base=BASE, version=version, label=label, more=more)
        write(root / "mcdgraph.toml", SETTINGS.format(version=version))
        write(root / "ontology/harbour.ttl", PREFIXES + text)
        write(root / "data/ships.ttl", PREFIXES + data)
        settings = load_settings(root, environment={})
        release = build(settings)
    store = Store.open(release.store)
    service = release_service(release, store, settings, settings.query)
    app = create_app(release, store, service, settings)
    return Served(releases=kept_releases(release), client=app.test_client())


def write(path: Path, text: str) -> None:
    """Write a file of the graph."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf8")


@pytest.mark.parametrize("tag", ["en", "fr", "de"])
@pytest.mark.parametrize(("before", "after"), [(0, 1), (1, 2), (0, 2)])
def test_changes_are_shown(served: Served, before: int, after: int, tag: str) -> None:
    """Of neighbours, and of each with the one that is served."""
    path = served.path(before, after)
    page = served.client.get(f"{path}?lang={tag}", headers=HTML)
    assert page.status_code == 200
    assert "Anna" in page.text
    listed = served.client.get("/releases/", headers=HTML).text
    assert (f'href="{path}"' in listed) == (after - before == 1)


def test_a_change_has_its_values_and_its_evidence(served: Served) -> None:
    """A value before and after, what stands behind it, what is deprecated, and by what."""
    text = served.client.get(served.path(0, 1), headers=HTML).text
    flat = " ".join(text.split())
    assert '<del><span class="literal">Anna</span></del>' in flat
    assert '<ins><span class="literal">Anna II</span></ins>' in flat
    assert 'href="/doc/id/page"' in flat
    assert f'title="{BASE}ontology#Boat"' in flat
    assert flat.index("Deprecated") < flat.index('href="/ontology?term=Ship"')


def test_what_is_gone_is_named_and_not_linked(served: Served) -> None:
    """Its page would not be found."""
    text = served.client.get(served.path(1, 2) + "?lang=en", headers=HTML).text
    assert f'title="{BASE}id/c"' in text
    assert 'href="/doc/id/c' not in text
    assert 'href="/doc/id/b' in text


def test_programs_read_the_same(served: Served) -> None:
    """By suffix or by Accept; the list of releases names it."""
    path = served.path(1, 2)
    told = served.client.get(f"{path}.json").json
    assert told == served.client.get(path, headers={"Accept": "application/json"}).json
    assert told is not None
    assert (told["page"], told["pages"], told["before"]["version"]) == (1, 1, "2.0")
    states = {thing["iri"]: thing["state"] for thing in told["things"]}
    assert states[f"{BASE}id/b"] == "new"
    assert states[f"{BASE}id/c"] == "gone"
    releases = served.client.get("/releases.json").json
    assert releases is not None
    assert [one.get("changes", "") for one in releases["releases"]] == [
        f"{BASE}{served.path(1, 2)[1:]}.json",
        f"{BASE}{served.path(0, 1)[1:]}.json",
        "",
    ]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        (f"?iri={BASE}id/a", 200),
        (f"?iri={BASE}id/none", 404),
        ("?page=2", 404),
        ("?page=x", 400),
        ("?iri=%3Cscript%3E", 404),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".json"])
def test_one_thing_or_a_page(served: Served, suffix: str, query: str, status: int) -> None:
    """What did not change is not there."""
    answer = served.client.get(served.path(0, 1) + suffix + query, headers=HTML)
    assert answer.status_code == status
    assert b"<script>" not in answer.data


@pytest.mark.parametrize(
    "path", ["/releases/0...1", "/releases/...", "/releases/000000000000...000000000001"]
)
def test_what_is_not_compared_is_not_found(served: Served, path: str) -> None:
    """Nor are releases in the other order."""
    assert served.client.get(path).status_code == 404
    assert served.client.get(served.path(1, 0)).status_code == 404


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("/doc/id/a", [(0, 1)]),
        ("/doc/id/b", [(1, 2)]),
        ("/ontology?term=Ship", [(1, 2)]),
        ("/doc/id/quay", []),
        ("/ontology", [(1, 2), (0, 1)]),
    ],
)
def test_a_thing_has_its_history(served: Served, path: str, steps: list[tuple[int, int]]) -> None:
    """The releases in which it changed, the latest first; or that it did not."""
    text = served.client.get(f"{path}", headers=HTML).text
    places = [text.find(f'href="{served.path(*step)}?iri=') for step in steps]
    assert places == sorted(places)
    assert -1 not in places
    assert text.count('href="/releases/') >= len(steps)
    assert ("Unchanged in all 3 releases" in text) == (not steps)


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_a_version_iri_gives_that_version(served: Served, version: str) -> None:
    """As the release that had it: as a page and as data, with the way to that of now."""
    lead = served.client.get(f"/ontology/{version}")
    assert (lead.status_code, lead.location) == (303, f"/doc/ontology/{version}")
    data = served.client.get(f"/doc/ontology/{version}.ttl")
    assert f'owl:versionInfo "{version}"' in data.text
    assert '"ship"@en' in data.text
    assert '"vessel"@en' not in data.text
    links = data.headers.getlist("Link")
    assert f'<{BASE}ontology>; rel="latest-version"' in links
    page = served.client.get(f"/doc/ontology/{version}?lang=en", headers=HTML).text
    assert f"This is version {version}" in page
    assert ">ship</h3>" in " ".join(page.split()) or "ship <code>" in page
    assert 'rel="latest-version" href="/ontology' in page


def test_the_version_of_now_is_that_of_now(served: Served) -> None:
    """By its version IRI, too."""
    data = served.client.get("/doc/ontology/3.0.ttl").text
    assert '"vessel"@en' in data


def test_a_feed_lists_releases(served: Served) -> None:
    """Each with a date, an identifier and how much changed; it is well-formed."""
    answer = served.client.get("/releases.atom?lang=en")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(answer.data)
    entries = feed.findall(f"{atom}entry")
    assert len(entries) == 3
    summaries = [entry.findtext(f"{atom}summary") or "" for entry in entries]
    assert [summary.count("added") for summary in summaries] == [1, 1, 0]
    for entry in (feed, *entries):
        updated = entry.findtext(f"{atom}updated") or ""
        assert updated.endswith("Z")
        assert entry.findtext(f"{atom}id")


def test_tags_change_with_what_is_kept(served: Served) -> None:
    """A page has the history that the server has."""
    page = served.client.get("/doc/id/a", headers=HTML)
    again = {**HTML, "If-None-Match": page.headers["ETag"]}
    assert served.client.get("/doc/id/a", headers=again).status_code == 304
    mark = history_of(served.releases, load_settings_of(served)).mark
    assert mark in page.headers["ETag"]


def load_settings_of(served: Served) -> EvidenceSettings:
    """Return which properties are evidence."""
    root = served.releases[0].path.parent.parent.parent
    return load_settings(root, environment={}).evidence


def test_what_is_not_compared_changes_tags_too(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of releases and the feed name it."""
    monkeypatch.setattr(history_module, "MOST_BYTES", 2)
    evidence = load_settings_of(served)
    found = [history_of(served.releases[:number], evidence) for number in (1, 2, 3)]
    assert [one.steps for one in found] == [(), (), ()]
    assert len({one.mark for one in found}) == 3


def test_neighbours_end_at_a_damaged_release(served: Served, tmp_path: Path) -> None:
    """What is said to be unchanged is so in releases that follow each other."""
    damaged = tmp_path / "release"
    shutil.copytree(served.releases[1].path, damaged)
    (damaged / "dumps/dataset.nq").write_text("<a> <b> .\n", encoding="utf8")
    first, _, last = served.releases
    releases = (first, open_release(damaged), last)
    found = history_of(releases, load_settings_of(served))
    assert (found.steps, found.is_whole) == ((), False)
    assert [one.before.digest for one in found.to_served] == [last.digest]


@pytest.mark.parametrize("bound", ["MOST_BYTES", "MOST_STATEMENTS"])
def test_history_is_bounded(served: Served, bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too large is not compared, and what is not told does not count as unchanged."""
    monkeypatch.setattr(history_module, bound, 2)
    found = history_of(served.releases, load_settings_of(served))
    assert not found.is_whole
    assert sum(len(step.things) for step in found.steps) <= 4


def test_a_page_is_bounded(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few things on a page, few changes of a thing; the rest is a page on."""
    monkeypatch.setattr(changes_module, "THINGS", 1)
    monkeypatch.setattr(changes_module, "CHANGES", 1)
    first = served.client.get(served.path(0, 1) + "?lang=en", headers=HTML).text
    last = served.client.get(served.path(0, 1) + "?lang=en&page=2", headers=HTML).text
    assert first.count('class="changes"') == last.count('class="changes"') == 1
    assert "more change" in first + last
