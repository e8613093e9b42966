"""The command line as a person meets it: answers, errors, exit codes."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result
from serving import free_port

from mcdgraph import __version__
from mcdgraph.cli import main
from mcdgraph.cli.table import render_table
from mcdgraph.release.build import build
from mcdgraph.settings import load_settings

RELEASED = Path(__file__).parent / "corpus" / "released"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy and build the corpus once; nothing may write into it."""
    root = Path(shutil.copytree(RELEASED, tmp_path_factory.mktemp("cli") / "graph"))
    build(load_settings(root))
    return root


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """Copy the corpus to where it may be changed; nothing is built."""
    return Path(shutil.copytree(RELEASED, tmp_path / "graph"))


def run(root: Path, *words: str, text: str | None = None) -> Result:
    """Call mcdgraph in a graph's folder."""
    return CliRunner().invoke(main, ["-C", str(root), *words], input=text)


def good(result: Result) -> str:
    """Give what a command wrote, which must have gone well."""
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_the_version_is_told() -> None:
    """``--version`` and ``-V`` agree."""
    for option in ("--version", "-V"):
        assert good(CliRunner().invoke(main, [option])) == f"mcdgraph, version {__version__}\n"


def test_help_lists_every_command_without_a_traceback() -> None:
    """Help names the commands, each with its sentence."""
    text = good(CliRunner().invoke(main, ["--help"]))
    for name in ("build", "check", "coverage", "dump", "get", "query", "serve"):
        assert f"\n  {name} " in text


def test_a_misspelt_command_is_guessed(graph: Path) -> None:
    """The error says which command may have been meant."""
    result = run(graph, "biuld")
    assert result.exit_code == 2
    assert "Did you mean 'build'?" in result.stderr


def test_a_folder_without_rdf_is_named(tmp_path: Path) -> None:
    """The message is one line, without a traceback."""
    result = run(tmp_path, "query", "ASK {}")
    assert result.exit_code == 2
    assert result.stderr.endswith(f"mcdgraph: {tmp_path}: no mcdgraph.toml, no file of RDF in it\n")


def test_a_graph_without_a_release_says_how_to_make_one(fresh: Path) -> None:
    """A command that reads a release does not build one."""
    for words in (["query", "ASK {}"], ["dump"], ["get", "/"], ["coverage"]):
        result = run(fresh, *words)
        assert result.exit_code == 2
        assert "no release yet; run `mcdgraph build` first" in result.stderr


def test_build_tells_what_it_made(fresh: Path) -> None:
    """The answer is the release; the steps go to standard error."""
    result = run(fresh, "build")
    assert "41 statements, 2 of them inferred, in 7 named graphs" in good(result)
    assert "Writing graph.ttl" in result.stderr
    assert "Writing" not in run(fresh, "build", "-q").stderr


def test_build_refuses_findings_and_tells_them(fresh: Path) -> None:
    """Exit code 1, with the place of the finding."""
    with (fresh / "data" / "ml" / "posts.ttl").open("a", encoding="utf8") as stream:
        stream.write("id:chief ex:since 2002 .\n")
    result = run(fresh, "build")
    assert result.exit_code == 1
    assert "data/ml/posts.ttl:" in result.stderr
    assert "shacl/MaxCount" in result.stderr
    assert result.stderr.endswith("mcdgraph: 1 violation found\n")


def test_every_broken_file_is_named(fresh: Path) -> None:
    """A build over two broken files tells both places, with exit code 2."""
    for name in ("data/ml/posts.ttl", "ontology/ex.ttl"):
        with (fresh / name).open("a", encoding="utf8") as stream:
            stream.write("ex:broken ex:since .\n")
    result = run(fresh, "build", "-q")
    assert result.exit_code == 2
    lines = [line for line in result.stderr.splitlines() if "[syntax]" in line]
    assert [line.split(":")[0] for line in lines] == ["data/ml/posts.ttl", "ontology/ex.ttl"]


def test_a_graph_without_a_file_is_an_error(fresh: Path) -> None:
    """Nothing to check is never a pass."""
    for folder in ("ontology", "shapes", "data"):
        shutil.rmtree(fresh / folder)
    result = run(fresh, "check", "-q")
    assert result.exit_code == 2
    assert "no file of RDF in it" in result.stderr


@pytest.mark.parametrize("folder", ["ontology", "shapes", "data"])
def test_a_folder_that_holds_nothing_of_its_kind_is_an_error(fresh: Path, folder: str) -> None:
    """A glob that means no file, and files without what they are for."""
    (fresh / "mcdgraph.toml").write_text(f'[sources]\n{folder} = ["{folder}/none/*.ttl"]\n')
    result = run(fresh, "check", "-q")
    assert result.exit_code == 2
    assert f"sources.{folder}: no file is meant by '{folder}/none/*.ttl'" in result.stderr


@pytest.mark.parametrize(("folder", "what"), [("ontology", "class"), ("shapes", "shape")])
def test_an_ontology_without_a_class_and_shapes_without_a_shape_are_errors(
    fresh: Path, folder: str, what: str
) -> None:
    """A file that declares nothing checks nothing."""
    (fresh / folder / "ex.ttl").write_text("<https://example.org/a> <https://example.org/b> 1 .\n")
    result = run(fresh, "check", "-q")
    assert result.exit_code == 2
    assert f"{folder}: its files declare no {what}" in result.stderr


@pytest.mark.parametrize("way", ["text", "file", "name", "stdin"])
def test_a_query_comes_as_text_file_name_or_input(graph: Path, tmp_path: Path, way: str) -> None:
    """Four ways to say the same; the prefixes of the graph need not be declared."""
    text = "SELECT ?post WHERE { ?post a ex:Post } ORDER BY ?post"
    file = tmp_path / "question.rq"
    file.write_text(text)
    word = {"text": text, "file": str(file), "name": "posts", "stdin": "-"}[way]
    answer = good(run(graph, "query", word, text=text))
    assert answer.splitlines() == [
        "post",
        "---------",
        "id:chief",
        "id:clerk",
        "id:deputy",
        "(3 rows)",
    ]


def test_a_query_answers_in_other_forms(graph: Path) -> None:
    """JSON and CSV for SELECT, yes or no for ASK, Turtle for CONSTRUCT."""
    select = "SELECT ?post WHERE { ?post a ex:Chief }"
    document = json.loads(good(run(graph, "query", "-f", "json", select)))
    assert document["results"]["bindings"][0]["post"]["value"] == "https://example.org/g/id/chief"
    csv = good(run(graph, "query", "-f", "csv", select))
    assert csv.split() == ["post", "https://example.org/g/id/chief"]
    assert good(run(graph, "query", "ASK { id:clerk ex:under id:chief }")) == "yes\n"
    assert good(run(graph, "query", "ASK { id:chief ex:under id:clerk }")) == "no\n"
    turtle = good(run(graph, "query", "CONSTRUCT { ?s ex:under ?o } WHERE { ?s ex:under ?o }"))
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) == 3


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["query", "SELECT ?x WHERE { ?x"], "query: line 1, column "),
        (["query", "postz"], "no saved query of that name; did you mean posts?"),
        (["query", "-f", "csv", "CONSTRUCT WHERE { ?s ?p ?o }"], "mcdgraph: "),
        (["query", "-f", "xlsx", "ASK {}"], "Invalid value for '-f'"),
        (["dump", "-g", "inferrd"], "did you mean https://example.org/g/graph/inferred?"),
        (["dump", "-o", "/nowhere/x"], "/nowhere/x: cannot be written"),
        (["get", "id/chief"], "expected a path such as /id/x"),
        (["get", "-H", "Accept", "/"], "expected 'Name: value'"),
        (["coverage"], "no coverage.rq"),
        (["serve", "-p", "70000"], "'--port': 70000 is not in the range 0<=x<=65535"),
    ],
)
def test_wrong_usage_is_told_in_a_sentence(graph: Path, words: list[str], expected: str) -> None:
    """Exit code 2 and a message that names the thing, never a traceback."""
    result = run(graph, *words)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert "Traceback" not in result.stderr


def test_a_query_that_is_not_utf8_is_named(graph: Path, tmp_path: Path) -> None:
    """The file and the byte are told."""
    file = tmp_path / "latin.rq"
    file.write_bytes("ASK { ?s ?p 'é' }".encode("latin-1"))
    result = run(graph, "query", str(file))
    assert result.exit_code == 2
    assert f"{file}: not UTF-8 at byte 13" in result.stderr


def test_dump_copies_the_release_and_chooses_graphs(graph: Path, tmp_path: Path) -> None:
    """The whole graph is the release's own file; chosen graphs are read back exactly."""
    whole = good(run(graph, "dump"))
    assert whole == (graph / ".mcdgraph/current/dumps/graph.ttl").read_text(encoding="utf8")
    inferred = good(run(graph, "dump", "-g", "inferred", "-f", "n-triples")).splitlines()
    assert len(inferred) == 2
    both = ["-g", "graph:inferred", "-g", "https://example.org/g/graph/editorial/remarks"]
    output = tmp_path / "two.trig"
    good(run(graph, "dump", "-f", "trig", "-o", str(output), *both))
    dataset = rdflib.Dataset()
    dataset.parse(output, format="trig")
    assert len(list(dataset.quads())) == 7
    catalogue = good(run(graph, "dump", "-g", "catalogue", "-f", "n-triples")).splitlines()
    listing = [line.split() for line in good(run(graph, "dump", "-l")).splitlines()]
    counts = {iri: number for iri, number, _ in listing}
    assert len(counts) == 7
    assert counts["https://example.org/g/graph/catalogue"] == str(len(catalogue))


def test_get_answers_as_the_server_would(graph: Path) -> None:
    """Status and headers on demand; exit code 1 for an error."""
    turtle = good(run(graph, "get", "-H", "Accept: text/turtle", "/doc/id/chief"))
    assert "id:chief" in turtle
    head = good(run(graph, "get", "-I", "https://example.org/g/id/chief"))
    assert head.startswith("HTTP/1.1 303 ")
    answer = good(
        run(graph, "get", "-i", "/sparql", "-d", "query=ASK {}", "-H", "Accept: text/csv")
    )
    assert answer.startswith("HTTP/1.1 200 ")
    missing = run(graph, "get", "/id/nobody")
    assert missing.exit_code == 1


def test_a_port_in_use_is_one_line(graph: Path) -> None:
    """The message names port and address, and says what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run(graph, "serve", "--no-build", "-p", str(port))
    assert result.exit_code == 2
    assert result.stderr == (
        f"mcdgraph: port {port} of 127.0.0.1 is in use; choose another with --port\n"
    )


def test_serve_builds_announces_answers_and_stops(fresh: Path) -> None:
    """Ctrl-C on the terminal, which reaches every process of the group, ends it cleanly."""
    port = free_port()
    command = [sys.executable, "-m", "mcdgraph", "-C", str(fresh), "serve", "-p", str(port)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert ask(port).startswith("<!doctype html>")
    finally:
        os.killpg(process.pid, signal.SIGINT)
        output, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/sparql" in output
    assert "Release" in errors
    assert "Traceback" not in errors


def ask(port: int) -> str:
    """Get the home page, waiting up to a minute for the server."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer within a minute")


def test_serve_does_not_serve_a_graph_with_findings(fresh: Path) -> None:
    """It says what is left, and exits with the build's code."""
    first = build(load_settings(fresh))
    with (fresh / "data" / "ml" / "posts.ttl").open("a", encoding="utf8") as stream:
        stream.write("id:chief ex:since 2002 .\n")
    done = subprocess.run(
        [sys.executable, "-m", "mcdgraph", "-C", str(fresh), "serve", "-p", str(free_port())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "shacl/MaxCount" in done.stderr
    assert f"--no-build serves the release before, {first.digest[:12]}" in done.stderr


def test_a_table_shows_unbound_values_and_wide_letters() -> None:
    """Columns stay aligned, terms are shortened, languages are told."""
    iri = {"type": "uri", "value": "https://example.org/g/id/a"}
    count = {
        "type": "literal",
        "value": "1",
        "datatype": "http://www.w3.org/2001/XMLSchema#integer",
    }
    inner = {"subject": iri, "predicate": iri, "object": count}
    triple = {
        "subject": iri,
        "predicate": iri,
        "object": {"type": "triple", "value": inner},
    }
    answer = {
        "head": {"vars": ["s", "label"]},
        "results": {
            "bindings": [
                {
                    "s": {"type": "uri", "value": "https://example.org/g/id/a"},
                    "label": {"type": "literal", "value": "漢字", "xml:lang": "ja"},
                },
                {"s": {"type": "bnode", "value": "b0"}},
                {"s": {"type": "triple", "value": triple}},
            ]
        },
    }
    prefixes = {"id": "https://example.org/g/id/", "xsd": "http://www.w3.org/2001/XMLSchema#"}
    head, _, *rows = render_table(json.dumps(answer).encode(), prefixes).splitlines()
    assert head.split() == ["s", "label"]
    assert [row.split(maxsplit=1) for row in rows[:2]] == [["id:a", '"漢字"@ja'], ["_:b0"]]
    assert rows[2:] == ['<<( id:a id:a <<( id:a id:a "1"^^xsd:integer )>> )>>', "(3 rows)"]
    assert head.index("label") == rows[0].index('"')
