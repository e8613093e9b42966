"""``query FILE…`` asks any RDF files, and says what is wrong with those that it cannot read."""

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mcdgraph.cli import main

TRIG = "PREFIX e: <http://e/> e:s e:p 1 . e:g { e:s e:p 2 }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
FILES = {
    "turtle.ttl": "<http://e/s> <p> 'x' .",
    "triples.nt": "<http://e/s> <http://e/p> 'x' .".replace("'", '"'),
    "graph.trig": TRIG,
    "quads.nq": '<http://e/s> <http://e/p> "x" <http://e/g> .',
    "graph.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:e="http://e/"><rdf:Description rdf:about="http://e/s"><e:p>x</e:p>'
    "</rdf:Description></rdf:RDF>",
    "graph.jsonld": '{"@id": "http://e/s", "http://e/p": "x"}',
}


def run(*arguments: str | Path) -> Result:
    """Run the command line."""
    return CliRunner().invoke(main, ["query", *map(str, arguments)])


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("gzipped", [False, True])
def test_every_format_is_read(tmp_path: Path, name: str, gzipped: bool) -> None:
    """The suffix tells the format, with ``.gz`` behind it or not."""
    path = tmp_path / (name + ".gz" if gzipped else name)
    data = FILES[name].encode()
    path.write_bytes(gzip.compress(data) if gzipped else data)
    result = run("ASK { <s> ?p ?o }", path, "--base-iri", "http://e/", "-f", "json")
    assert result.exit_code == 0, result.output
    assert '"boolean":true' in result.output


@pytest.mark.parametrize(("default_graph", "count"), [("union", "2"), ("default", "1")])
def test_the_default_graph_can_be_chosen(tmp_path: Path, default_graph: str, count: str) -> None:
    """The union holds what named graphs say, too."""
    path = tmp_path / "graph.trig"
    path.write_text(TRIG)
    result = run(COUNT, path, "--default-graph", default_graph, "-f", "csv")
    assert result.output.split() == ["n", count]


def test_a_name_that_occurs_nowhere_is_told(tmp_path: Path) -> None:
    """On standard error, so that the answer can still be read by a program."""
    path = tmp_path / "data.ttl"
    path.write_text("PREFIX e: <http://e/> e:s a e:Cow ; e:name 'x' .")
    query = "PREFIX e: <http://e/>\nSELECT ?s { ?s a e:Cow ; e:nam ?n }"
    result = run(query, path, "-f", "csv")
    assert (result.exit_code, result.stdout) == (0, "s\n")
    assert result.stderr.startswith("mcdgraph: query: line 2, column 26: e:nam occurs nowhere")
    assert result.stderr.endswith("did you mean <http://e/name>?\n")
    assert run("ASK { ?s a ?c }", path).stderr == ""


def test_blank_nodes_of_two_files_are_two(tmp_path: Path) -> None:
    """The same label in two files names two nodes."""
    for name in ("a.nt", "b.nt"):
        (tmp_path / name).write_text('_:x <http://e/p> "v" .')
    result = run(COUNT, tmp_path / "a.nt", tmp_path / "b.nt", "-f", "csv")
    assert result.output.split() == ["n", "2"]


def test_every_broken_file_is_named(tmp_path: Path) -> None:
    """File, line and column of each, and exit code 2."""
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text("<http://e/s>\n <http://e/p> .")
    result = run(COUNT, tmp_path / "a.ttl", tmp_path / "b.ttl")
    assert result.exit_code == 2
    assert f"{tmp_path}/a.ttl:2:" in result.output
    assert f"{tmp_path}/b.ttl:2:" in result.output


@pytest.mark.parametrize(
    ("name", "words"), [("none.ttl", "no such file"), ("data.csv", "tells an RDF format")]
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, words: str) -> None:
    """A missing file and an unknown suffix have their own errors."""
    if name.endswith("csv"):
        (tmp_path / name).write_text("a,b")
    result = run(COUNT, tmp_path / name)
    assert result.exit_code == 2
    assert name in result.output
    assert words in result.output
