"""What conforms is built: a format that cannot hold the graph costs its own file alone."""

import json
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner
from werkzeug.test import Client

from mcdgraph.checking import check
from mcdgraph.cli import main
from mcdgraph.columns import Columns
from mcdgraph.findings import Severity
from mcdgraph.formats import RDF_XML, TURTLE, Format
from mcdgraph.positions import SourceText
from mcdgraph.release import Release, Scope, dumps
from mcdgraph.release.build import build
from mcdgraph.release.dumps import DumpFolder
from mcdgraph.settings import load_settings
from mcdgraph.sparql.release_service import release_service
from mcdgraph.store import Store
from mcdgraph.turtle.reader import parse
from mcdgraph.web.application import create_app

HEAD = """@prefix : <https://e.example/ontology#> .
@prefix id: <https://e.example/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ONTOLOGY = ":C a owl:Class . :p a owl:ObjectProperty ."
SHAPES = ":S a sh:NodeShape ; sh:targetClass :C ; sh:nodeKind sh:BlankNodeOrIRI ."

#: Graphs of valid Turtle, and whether RDF/XML holds them.
GRAPHS = {
    "id:a a :C ; <https://e.example/code/17> id:a .": False,
    "id:a a :C ; rdf:li id:a .": False,
    "id:a a :C ; rdf:Description id:a .": False,
    'id:a a :C ; rdfs:comment "a bell: \\u0007" .': False,
    'id:a a :C ; rdfs:comment "\\uFFFE" .': False,
    'id:a a :C ; rdfs:comment "\\u0000" .': False,
    'id:a a :C ; rdfs:comment "\\r\\n\\t \\\\ \\" <&> ]]>" .': True,
    "id:a a :C ; rdf:nil id:a .": True,
    "id:a a :C ; rdf:_1 rdf:nil ; rdf:first () .": True,
    "id:a a :C ; :p (), (()), ( 1 ( 2 [ :p () ] ) ) .": True,
    "id:a a :C ; :p _:l . _:l rdf:first 1 ; rdf:rest _:l .": True,
    "id:a a :C ; :p _:l . _:l rdf:first 1, 2 ; rdf:rest () .": True,
    'id:a a :C ; rdfs:comment "x"@en-GB, "x"@x-private, "x"@de-419, "x"@i-klingon .': True,
    'id:a a :C ; :q "x"^^rdf:JSON, "{}"^^rdf:JSON, "<a"^^rdf:XMLLiteral, "x"^^id:t .': True,
    "id:a a :C ; :q 01, 1.0, 1e0, -0.0E0, true, 99999999999999999999, 1e400 .": True,
    "id:a a :C ; :q <mailto:a@b>, <urn:a:b>, <http://[::1]/>, <http://é/%C3?q#f> .": True,
    "id:a a :C ; :q <https://e.example/'quoted'>, <https://e.example/&amp;> .": True,
    "_:a a :C ; :p _:b . _:b a :C ; :p _:a .": True,
    "<https://e.example/id/a(b)> a :C ; :q <https://e.example/> .": True,
    "id:a a :C ; :p id:a . :p rdfs:subPropertyOf <https://e.example/p/1> .": False,
    "id:a a :C ; :q 1 . :r rdfs:label 'Łódź'@pl, '日本'@ja-Latn .": True,
}


def project(root: Path, data: str) -> Path:
    """Write a small graph."""
    (root / "mcdgraph.toml").write_text('base_iri = "https://e.example/"\n')
    for name, text in (("ontology", ONTOLOGY), ("shapes", SHAPES), ("data", data)):
        (root / name).mkdir()
        (root / name / "x.ttl").write_text(HEAD + text, encoding="utf8")
    return root


def names(release: Release) -> set[str]:
    """Name the plain files of the graph."""
    return {d.name for d in release.manifest.dumps if d.scope is Scope.GRAPH}


@pytest.mark.parametrize(("data", "held"), GRAPHS.items())
def test_what_conforms_is_built(tmp_path: Path, data: str, held: bool) -> None:
    """Where no rule of the vocabulary objects, a release is made, less what XML cannot hold.

    The check has said so, and rdflib reads every file that there is to as many statements.
    """
    settings = load_settings(project(tmp_path, data))
    findings = check(settings).report.findings
    rules = {finding.rule for finding in findings}
    assert not {f.rule for f in findings if f.rule == "syntax"}
    assert ("not-in-every-format" in rules) is not held
    off = sorted({f.rule for f in findings if f.severity is Severity.VIOLATION})
    settings = load_settings(tmp_path, flags={"check.off": [r for r in off if "/" not in r]})
    if any("/" in rule for rule in off):
        pytest.skip(f"not a conforming graph: {off}")
    release = build(settings)
    assert names(release) == {"graph.ttl", "graph.jsonld", "graph.nt"} | (
        {"graph.rdf"} if held else set()
    )
    assert [d.name for d in release.manifest.omitted] == ([] if held else ["graph.rdf"])
    for dump in release.manifest.dumps:
        if dump.scope is Scope.GRAPH and dump.form in (TURTLE, RDF_XML):
            graph = rdflib.Graph().parse(release.dumps / dump.name)
            assert len(graph) == dump.statements


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """Build a graph that RDF/XML cannot hold, without the rules of the vocabulary."""
    root = project(tmp_path, next(iter(GRAPHS)))
    findings = check(load_settings(root)).report.findings
    rules = sorted({f.rule for f in findings} - {"not-in-every-format"})
    with (root / "mcdgraph.toml").open("a") as stream:
        stream.write(f"[check]\noff = {json.dumps(rules)}\n")
    return build(load_settings(root))


def test_the_catalogue_says_what_is_left_out(release: Release) -> None:
    """The catalogue has no distribution for the file, and a note that says why."""
    text = (release.dumps / "catalogue.ttl").read_text(encoding="utf8")
    assert "graph.rdf was left out: RDF/XML cannot name the predicate" in text
    assert "dumps/graph.rdf>" not in text
    assert "graph.rdf" not in (release.dumps / "SHA256SUMS").read_text()
    manifest = json.loads((release.path / "manifest.json").read_text())
    assert manifest["omitted"][0]["format"] == "rdf-xml"


def test_the_commands_say_what_is_left_out(release: Release, tmp_path: Path) -> None:
    """``build`` names the file, and ``dump`` refuses its format with the reason."""
    assert release.path.is_relative_to(tmp_path)
    built = CliRunner().invoke(main, ["-C", str(tmp_path), "build", "-q"])
    assert "Without graph.rdf: RDF/XML cannot name" in built.output
    dumped = CliRunner().invoke(main, ["-C", str(tmp_path), "dump", "-f", "rdf-xml"])
    assert dumped.exit_code == 2
    assert "graph.rdf was left out: RDF/XML cannot name" in dumped.output


@pytest.mark.parametrize("wrong", ["<urn:a> <urn:p> 2 .", "<urn:a> <urn:p> .", ""])
def test_a_file_that_says_something_else_is_left_out(
    tmp_path: Path, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file is read back: what a writer spoils is no part of the release."""

    def spoil(columns: Columns, form: Format, prefixes: object) -> list[str]:
        del columns, form, prefixes
        return [wrong]

    monkeypatch.setattr(dumps, "write", spoil)
    source = SourceText(path=tmp_path, text="<urn:a> <urn:p> 1 .")  # type: ignore[arg-type]
    folder = DumpFolder(path=tmp_path, prefixes={})
    found = folder.write("graph", Scope.GRAPH, parse(source), (TURTLE,), lambda _: None)
    assert not found.written
    assert [dump.name for dump in found.omitted] == ["graph.ttl"]
    assert not list(tmp_path.iterdir())


def test_a_document_that_a_form_cannot_hold_is_not_acceptable(release: Release) -> None:
    """A server answers 406 and names another form; it never fails."""
    settings = load_settings(release.path.parents[2])
    store = Store.open(release.store)
    service = release_service(release, store, settings, settings.query)
    client = Client(create_app(release, store, service, settings))
    assert client.get("/doc/id/a.ttl").status_code == 200
    answer = client.get("/doc/id/a.rdf")
    assert answer.status_code == 406
    assert "RDF/XML cannot name the predicate" in answer.get_data(as_text=True)
    page = client.get("/dumps/").get_data(as_text=True)
    assert "graph.rdf</code>: left out of this release" in page
