"""docs/publish-your-own.md, followed to the letter."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from mcdgraph.cli import main
from mcdgraph.progress import silent
from mcdgraph.release.build import build
from mcdgraph.settings import load_settings
from mcdgraph.sparql.release_service import release_service
from mcdgraph.store import Store
from mcdgraph.web.application import create_app

PAGE = Path(__file__).parent.parent / "docs" / "publish-your-own.md"
#: The two ways of the page: with a repository, and from nothing.
REPOSITORY, NEW = PAGE.read_text(encoding="utf8").split("\n## From an empty folder\n")
#: A file named in the prose, and the block that follows.
FILE = re.compile(
    r"^`([\w./-]+)` [^\n]*\n(?:[^`\n][^\n]*\n)*\n```(?:toml|turtle|sparql)\n(.*?)```",
    re.MULTILINE | re.DOTALL,
)
COMMAND = re.compile(r"^\$ mcdgraph (.*)$", re.MULTILINE)
#: Words of the graph that comes with mcdgraph.
FOREIGN = re.compile(
    r"mcdgraph/(?:ontology|id|concept)|\bmcd:|\bMali\b|ambassad|coop[ée]ration", re.IGNORECASE
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the files of the page."""
    root = tmp_path_factory.mktemp("library")
    files = FILE.findall(NEW)
    assert [name for name, _ in files] == [
        "mcdgraph.toml",
        "ontology/library.ttl",
        "shapes/library.ttl",
        "data/books.ttl",
        "queries/questions/who-wrote-emma.rq",
    ]
    write(root, files)
    return root


def write(root: Path, files: list[tuple[str, str]]) -> None:
    """Write files below a folder."""
    for name, text in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf8")


@pytest.fixture(scope="module")
def client(folder: Path) -> FlaskClient:
    """Serve the graph of the page, queries answered in process."""
    settings = load_settings(folder)
    release = build(settings, silent)
    store = Store.open(release.store)
    service = release_service(release, store, settings, settings.query)
    return create_app(release, store, service, settings).test_client()


def run(folder: Path, *words: str) -> Result:
    """Call mcdgraph in the folder."""
    return CliRunner().invoke(main, ["-C", str(folder), *words])


def test_every_command_of_the_page_succeeds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In their order; all but serve, which does not end."""
    monkeypatch.chdir(folder)
    commands = [shlex.split(line) for line in COMMAND.findall(NEW)]
    assert [words[0] for words in commands] == [
        *("check", "fmt", "build", "serve", "get", "query", "explain", "dump"),
    ]
    results = {words[0]: run(folder, *words) for words in commands if words[0] != "serve"}
    for name, result in results.items():
        assert result.exit_code == 0, f"{name}: {result.output}"
    assert results["check"].stdout.startswith("conforms: no finding in ")
    assert "book:emma" in results["query"].stdout
    assert "by prp-inv" in results["explain"].stdout
    assert json.loads((folder / "library.jsonld").read_text(encoding="utf8"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "Three books"),
        ("/doc/id/book/emma", "Jane Austen"),
        ("/doc/id/person/austen", "Persuasion"),
        ("/ontology", "Leads from a book to its author."),
        ("/shapes", "what a book needs"),
        ("/queries/", "Who wrote Emma?"),
        ("/queries/who-wrote-emma", "Jane Austen"),
        ("/query", "Who wrote Emma?"),
        ("/dumps/", "graph.ttl"),
        ("/dataset", "Three books"),
        ("/explain?s=person:austen&p=lib:wrote&o=book:emma", "prp-inv1"),
    ],
)
def test_the_pages_are_of_this_graph_alone(client: FlaskClient, path: str, expected: str) -> None:
    """In its one language, with nothing of the graph that comes with mcdgraph."""
    headers = {"Accept": "text/html", "Accept-Language": "fr"}
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    assert response.headers["Content-Language"] == "en"
    assert expected in response.text
    assert FOREIGN.findall(response.text) == []


def test_the_home_page_explains_no_status_that_no_statement_has(client: FlaskClient) -> None:
    """A graph without evidence has no legend for it."""
    assert 'id="legend"' not in client.get("/", headers={"Accept": "text/html"}).text


def test_the_downloads_are_of_this_graph_alone(client: FlaskClient) -> None:
    """Prefixes and statements."""
    text = client.get("/dumps/graph.ttl").text
    assert "book:emma" in text
    assert FOREIGN.findall(text) == []


def test_a_repository_is_published_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its commands in their order; all but serve, which does not end."""
    monkeypatch.chdir(tmp_path)
    files = FILE.findall(REPOSITORY)
    assert [name for name, _ in files] == ["rigs/rigs.ttl", "examples/boats.ttl"]
    write(tmp_path, files)
    commands = [shlex.split(line) for line in COMMAND.findall(REPOSITORY)]
    assert [words[0] for words in commands] == [
        *("serve", "init", "init", "check", "build", "query"),
    ]
    results = [CliRunner().invoke(main, words) for words in commands[1:]]
    assert [result.exit_code for result in results] == [0] * 5, results[-1].output
    dry, written, *_, answer = results
    assert 'base_iri = "https://boats.example/"' in dry.stdout
    assert 'en = "Rigs of boats"' in dry.stdout
    assert "mcdgraph.toml: written" in written.stdout
    assert "rig:sloop" in answer.stdout
