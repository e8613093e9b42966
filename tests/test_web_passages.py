"""Pages show what passages say, ways to them, and their words where a copy is at hand."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from mcdgraph.progress import silent
from mcdgraph.release import Release
from mcdgraph.release.build import build
from mcdgraph.settings import Settings, load_settings
from mcdgraph.sparql.release_service import release_service
from mcdgraph.store import Store
from mcdgraph.web.application import create_app

LOCK = Path(__file__).parent / "corpus" / "documented"
PAGE = {"Accept": "text/html"}
WORDS = "The barge “Étoile &amp; &lt;Co&gt;” waited for the tide, whose height nobody noted."
LINK = (
    "https://lock.example/log#top:~:text="
    "The%20barge%20%E2%80%9C%C3%89toile%20%26,whose%20height%20nobody%20noted."
)


@pytest.fixture(scope="session")
def lock(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Release]:
    """Build the graph of the lock, which comes with the document that it quotes."""
    folder = tmp_path_factory.mktemp("lock")
    settings = load_settings(LOCK, flags={"release.folder": str(folder)})
    return settings, build(settings, silent)


def serve(settings: Settings, release: Release) -> FlaskClient:
    """Serve the lock."""
    store = Store.open(release.store)
    service = release_service(release, store, settings, settings.query)
    return create_app(release, store, service, settings).test_client()


@pytest.fixture(scope="module")
def quoting(lock: tuple[Settings, Release]) -> FlaskClient:
    """Serve it with the copy."""
    return serve(*lock)


@pytest.fixture(scope="module")
def plain(lock: tuple[Settings, Release], tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Serve it without."""
    settings, release = lock
    return serve(replace(settings, documents=tmp_path_factory.mktemp("none")), release)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_badge_unfolds_what_the_passage_says(quoting: FlaskClient, language: str) -> None:
    """Without a script: the gloss in the reader's language, ways to the source, the words."""
    page = quoting.get(f"/doc/id/barge?lang={language}", headers=PAGE).text
    badge = page.partition('<details class="evidence')[2].partition("</details>")[0]
    says = "Un bateau ne put passer faute d’eau." if language == "fr" else "A boat could not pass"
    assert says in badge
    assert f"<mark>{WORDS}</mark>" in badge
    assert '<blockquote lang="en"' in badge
    assert 'href="/doc/id/log' in badge
    assert f'href="{LINK}"' in badge
    archive = "https://web.archive.org/web/19110502/https://lock.example/log#:~:text="
    assert f'href="{archive}' in badge


def test_without_a_copy_there_are_gloss_and_links_only(plain: FlaskClient) -> None:
    """Nothing of the document is known, so the link leads to its beginning."""
    page = plain.get("/doc/id/barge", headers=PAGE).text
    badge = page.partition('<details class="evidence')[2].partition("</details>")[0]
    assert "A boat could not pass" in badge
    assert "blockquote" not in badge
    assert 'href="https://lock.example/log#top"' in badge


def test_a_document_lists_its_passages_in_order(quoting: FlaskClient) -> None:
    """By their offsets, each with what it says; its other list is the same, in pages."""
    page = quoting.get("/doc/id/log", headers=PAGE).text
    listed = page.partition('<ul class="passages">')[2].partition("</ul>")[0]
    names = [f'href="/doc/id/log-{number}"' for number in (2, 1, 3)]
    assert sorted(names, key=listed.index) == names
    assert "The gate was opened early." in listed
    assert WORDS in listed
    assert page.count('href="/doc/id/log-1"') == 1
    assert listed in quoting.get("/doc/id/log?list=passages", headers=PAGE).text
    assert quoting.get("/doc/id/log?list=passages&page=2", headers=PAGE).status_code == 404


def test_a_passage_shows_itself(quoting: FlaskClient) -> None:
    """Its own page begins with what it says and its words."""
    page = quoting.get("/doc/id/log-1", headers=PAGE).text
    head = page.partition('<header class="entity">')[2].partition("</header>")[0]
    assert "A boat could not pass" in head
    assert f"<mark>{WORDS}</mark>" in head


@pytest.mark.parametrize("address", ["/queries/waits", "/query?saved=waits", "/explain"])
def test_answers_and_proofs_show_the_passages_behind_them(
    quoting: FlaskClient, address: str
) -> None:
    """Of statements between the things of a row, and of what a proof rests on."""
    base = "https://example.org/lock/"
    waits = {"s": f"<{base}id/barge>", "p": f"<{base}terms#waitedFor>", "o": f"<{base}id/tide>"}
    asked = {"query": "SELECT * { ?who lock:waitedFor ?what }"} if "saved" in address else {}
    query = waits if address == "/explain" else asked
    page = quoting.get(address.partition("?")[0], query_string=query, headers=PAGE).text
    assert "A boat could not pass" in page
    assert f"<mark>{WORDS}</mark>" in page
    assert page.count(f'href="{LINK}"') == 1


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("SELECT * { ?entry dcterms:identifier 'E1' }", ["log-2"]),
        ("SELECT * { ?keeper lock:opened ?gate }", ["log-2"]),
        ("SELECT ?gate { ?keeper lock:opened ?gate }", []),
        ("SELECT * { ?s ?p ?o FILTER(isIRI(?o)) }", ["log-1", "log-2", "log-3"]),
    ],
)
def test_rows_name_their_passages(quoting: FlaskClient, query: str, shown: list[str]) -> None:
    """A passage in a cell, or one behind a statement between two cells; once each."""
    page = quoting.get("/query", query_string={"query": query}, headers=PAGE).text
    listed = page.partition('<ul class="passages">')[2].partition("</ul>")[0]
    cited = [name for name in ("log-1", "log-2", "log-3") if f'/doc/id/{name}"' in listed]
    assert cited == shown
    assert listed.count("<li>") == len(shown)


def test_the_passages_of_a_large_answer_are_bounded(quoting: FlaskClient) -> None:
    """However many rows name however many things."""
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    page = quoting.get("/query", query_string={"query": query}, headers=PAGE)
    assert page.status_code == 200
    assert page.text.partition('<ul class="passages">')[2].count('class="cited"') <= 25


def test_pages_change_with_the_copies_at_hand(quoting: FlaskClient, plain: FlaskClient) -> None:
    """A cache asks again with a tag that names the copies; without any it is as before."""
    with_copy, without = (
        served.get("/doc/id/barge", headers=PAGE).headers["ETag"] for served in (quoting, plain)
    )
    assert with_copy != without
    again = quoting.get("/doc/id/barge", headers={**PAGE, "If-None-Match": without})
    assert again.status_code == 200


def test_a_copy_is_in_no_release(lock: tuple[Settings, Release], tmp_path: Path) -> None:
    """Neither the digest nor a byte of a release depends on the folder; search finds no word."""
    settings, release = lock
    bare = replace(
        settings,
        documents=tmp_path / "none",
        release=replace(settings.release, folder=tmp_path / "release"),
    )
    other = build(bare, silent)
    assert other.digest == release.digest

    def files(folder: Path) -> dict[str, bytes]:
        found = (path for path in folder.rglob("*") if path.is_file() and "store" not in path.parts)
        return {str(path.relative_to(folder)): path.read_bytes() for path in found}

    said = files(release.path)
    assert len(said) > 10
    assert not [name for name, data in said.items() if b"whose height nobody" in data]
    assert set(said) == set(files(other.path))


def test_words_of_a_copy_are_not_searched(quoting: FlaskClient) -> None:
    """The search and the endpoint know what the graph says, and no more."""
    assert quoting.get("/search.json?q=nobody+noted").json["hits"] == []  # type: ignore[index]
    asked = 'ASK { ?s ?p ?o FILTER(CONTAINS(STR(?o), "nobody noted")) }'
    answer = quoting.get("/sparql", query_string={"query": asked, "format": "json"})
    assert answer.json == {"head": {}, "boolean": False}
