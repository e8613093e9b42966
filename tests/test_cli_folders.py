"""A folder that nobody has described: looked at, written down, built, served."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from repositories import BROKEN, DATA, ONTOLOGY, make_repository

from mcdgraph.cli import main
from mcdgraph.settings import load_settings


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the user's cache in a folder of the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def checkout(tmp_path: Path, cache: Path) -> Path:
    """Make a repository whose files lie in one folder."""
    assert not cache.exists()
    return make_repository(tmp_path / "flat", "flat")


def run(*words: str | Path) -> Result:
    """Run the command line."""
    return CliRunner().invoke(main, [str(word) for word in words])


def files_in(folder: Path) -> Iterator[str]:
    """Name what is in a folder."""
    return (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")))


def test_a_folder_is_built_without_a_word_from_it(checkout: Path, cache: Path) -> None:
    """What it is taken for is told; nothing is written into it."""
    before = list(files_in(checkout))
    result = run("-C", checkout, "build")
    assert result.exit_code == 0, result.output
    assert "Taken for “Boats”, named below https://vocab.example/ns/" in result.stderr
    assert "boats.ttl: 3 classes and properties" in result.stderr
    assert f"settings and releases in {cache}" in result.stderr
    assert list(files_in(checkout)) == before
    answer = run("-C", checkout, "query", "SELECT ?boat { ?boat a ex:Boat }")
    assert "<https://vocab.example/id/swan>" in answer.stdout
    assert answer.stderr == ""
    assert run("-C", checkout, "get", "/", "-H", "Accept: text/html").exit_code == 0


def test_a_folder_is_looked_at_again_when_it_is_checked(checkout: Path) -> None:
    """A file that came since is met."""
    assert run("-C", checkout, "check", "-q", "--fail-on", "never").exit_code == 0
    (checkout / "more.ttl").write_text(DATA.replace("swan", "gull"), encoding="utf8")
    result = run("-C", checkout, "check", "-q", "--fail-on", "never")
    assert "data        2 files: " in result.stderr


def test_its_own_settings_count_once_they_are_there(checkout: Path) -> None:
    """What was guessed before is forgotten."""
    run("-C", checkout, "check", "-q", "--fail-on", "never")
    (checkout / "mcdgraph.toml").write_text('[sources]\ndata = ["swan.ttl"]\n', encoding="utf8")
    result = run("-C", checkout, "check", "--fail-on", "never")
    assert "Taken for" not in result.stderr
    assert "of 1 file\n" in result.stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("-C", "gone", "check"), "gone: no such folder"),
        (("serve", "empty"), "empty: no mcdgraph.toml, no file of RDF in it"),
        (("init", "gone"), "gone: no such folder"),
        (("serve", "empty", "more.ttl"), "empty: a folder is served alone"),
        (("query", "ASK {}", "empty"), "there is no file of RDF to read"),
    ],
)
def test_nonsense_is_told(
    tmp_path: Path,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    expected: str,
) -> None:
    """In one message, without a trace."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "README").touch()
    (tmp_path / "more.ttl").write_text("")
    assert not cache.exists()
    result = run(*words)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_init_writes_settings_that_build(checkout: Path) -> None:
    """Short, with what the files say, and never over what is there."""
    result = run("init", checkout)
    assert result.exit_code == 0, result.output
    settings = load_settings(checkout)
    assert settings.title == {"en": "Boats", "fr": "Bateaux"}
    assert settings.sources.data == ("swan.ttl",)
    assert len((checkout / "mcdgraph.toml").read_text(encoding="utf8").splitlines()) < 45
    assert run("-C", checkout, "build").exit_code == 0
    again = run("init", checkout)
    assert again.exit_code == 2
    assert "mcdgraph.toml: is there already, and is not written over" in again.stderr


def test_a_dry_run_writes_nothing(checkout: Path) -> None:
    """It shows all that would be written."""
    before = list(files_in(checkout))
    result = run("init", "--dry-run", "--ci", "--hook", checkout)
    assert result.exit_code == 0
    for name in ("mcdgraph.toml", ".github/workflows/graph.yml", ".pre-commit-config.yaml"):
        assert f"--- {checkout / name}\n" in result.stdout
    assert list(files_in(checkout)) == before


def test_init_begins_a_graph_in_an_empty_folder(tmp_path: Path) -> None:
    """With a file that can be changed."""
    result = run("init", tmp_path)
    assert result.exit_code == 0
    assert load_settings(tmp_path).base_iri == "https://example.org/"


def test_the_workflow_is_that_of_the_docs(tmp_path: Path) -> None:
    """The file in the package is the one that the documentation shows."""
    assert run("init", "--ci", tmp_path).exit_code == 0
    docs = Path(__file__).parent.parent / "docs" / "ci" / "github.yml"
    written = (tmp_path / ".github" / "workflows" / "graph.yml").read_text(encoding="utf8")
    assert written == docs.read_text(encoding="utf8")


def test_broken_files_of_a_query_can_be_skipped(tmp_path: Path) -> None:
    """Each is named with its fault, and leaves nothing behind; the rest is asked."""
    (tmp_path / "a.ttl").write_text(ONTOLOGY, encoding="utf8")
    (tmp_path / "b.ttl").write_text(BROKEN, encoding="utf8")
    (tmp_path / "c.rdf").write_text("<!DOCTYPE html><html></html>", encoding="utf8")
    query = "SELECT (COUNT(*) AS ?n) { ?s a <http://www.w3.org/2002/07/owl#Class> }"
    files = [tmp_path / name for name in ("a.ttl", "b.ttl", "c.rdf")]
    assert run("query", query, *files).exit_code == 2
    for paths in (files, [tmp_path]):
        result = run("query", "--skip-broken", query, *paths, "-f", "csv")
        assert result.exit_code == 0, result.output
        assert result.stdout.split() == ["n", "2"]
        assert f"mcdgraph: left out: {files[1]}:9:" in result.stderr
        assert f"mcdgraph: left out: {files[2]}: this is HTML" in result.stderr


def test_files_that_are_all_broken_are_an_error(tmp_path: Path) -> None:
    """Nothing to ask is never an answer."""
    (tmp_path / "b.ttl").write_text(BROKEN, encoding="utf8")
    result = run("query", "--skip-broken", "ASK {}", tmp_path / "b.ttl")
    assert result.exit_code == 2
    assert "b.ttl:9:" in result.stderr
