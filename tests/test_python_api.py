"""The Python API: the page that describes it, its names and signatures, its errors."""

import doctest
import inspect
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import rdflib
from conftest import HARBOUR, ROOT, Harbour
from rdflib.compare import isomorphic

import mcdgraph
from mcdgraph import errors

PAGE = ROOT / "docs" / "python.md"
FENCE = re.compile(r"^```.*$", re.MULTILINE)
GRAPH = "mcdgraph.api.graphs."
PATH = "str | os.PathLike[str]"
ANY = f"{GRAPH}KnowledgeGraph | {GRAPH}ReasonedGraph | {GRAPH}ReleasedGraph"
SIGNATURES = {
    "load": f"(folder: {PATH} | None = None, *, settings: {PATH} | None = None) "
    f"-> {GRAPH}KnowledgeGraph",
    "read_files": f"(*files: {PATH}, shapes: collections.abc.Sequence[{PATH}] = ()) "
    f"-> {GRAPH}KnowledgeGraph",
    "from_rdflib": "(graph: rdflib.graph.Graph, *, shapes: rdflib.graph.Graph | None = None) "
    f"-> {GRAPH}KnowledgeGraph",
    "open_release": f"(folder: {PATH} | None = None, *, settings: {PATH} | None = None) "
    f"-> {GRAPH}ReleasedGraph",
    "build": f"(folder: {PATH} | None = None, *, settings: {PATH} | None = None) "
    f"-> {GRAPH}ReleasedGraph",
    "check": f"(graph: {GRAPH}KnowledgeGraph) -> mcdgraph.findings.Report",
    "reason": f"(graph: {GRAPH}KnowledgeGraph) -> {GRAPH}ReasonedGraph",
    "explain": f"(graph: {ANY}, *statement: str) -> mcdgraph.api.answers.StatementProof | None",
    "query": f"(graph: {ANY}, text: str = '', *, saved: str = '', parameters: "
    "collections.abc.Mapping[str, str] = mappingproxy({})) -> mcdgraph.api.answers.QueryAnswer",
    "to_rdflib": f"(source: {ANY} | mcdgraph.api.answers.QueryAnswer, *, "
    "named_graphs: bool = False) -> rdflib.graph.Graph",
}
DEEP = "SELECT * {" * 100_000
#: What may be read of each kind of value, beside what every object has.
ATTRIBUTES = {
    "BlankNode": "label",
    "Finding": "fingerprint focus further hint mentions message path position rule severity shape "
    "shape_position snapshot value",
    "Iri": "value",
    "KnowledgeGraph": "files prefixes root",
    "Literal": "datatype language lexical",
    "Position": "column end_column end_line line path",
    "QueryAnswer": "hints kind rows statements texts truth variables",
    "ReasonedGraph": "consistent contradictions graph inferred rules",
    "ReleasedGraph": "digest path",
    "Report": "conforms files findings statements",
    "StatementProof": "asserted json steps text",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand beside a copy of the tiny graph."""
    shutil.copytree(HARBOUR, tmp_path / "harbour")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "harbour"


def test_the_examples_of_the_page_are_true(folder: Path) -> None:
    """docs/python.md is run, a line after the other."""
    text = FENCE.sub("", PAGE.read_text(encoding="utf8"))
    examples = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    assert len(examples.examples) > 20
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(examples, out=told.append)
    assert not told, "".join(told)


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_function_has_its_signature(name: str) -> None:
    """Names, kinds, defaults and types of the parameters are a promise."""
    assert str(inspect.signature(getattr(mcdgraph, name))) == SIGNATURES[name]


def test_there_are_ten_functions_and_their_values() -> None:
    """Nothing else is public at the top."""
    kinds = {*ATTRIBUTES, "McdgraphError", "Severity", "__version__"}
    assert set(mcdgraph.__all__) == {*SIGNATURES, *kinds}
    assert len(SIGNATURES) <= 10
    assert dir(mcdgraph) == sorted(mcdgraph.__all__)


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_a_value_has_its_attributes(name: str) -> None:
    """What may be read of it is a promise, too; nothing of it may be written."""
    kind = getattr(mcdgraph, name)
    assert is_dataclass(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    own = {item.name for item in fields(kind)} | {n for n in vars(kind) if not n.startswith("_")}
    assert set(ATTRIBUTES[name].split()) <= own


@pytest.mark.parametrize("name", [*SIGNATURES, *ATTRIBUTES, "McdgraphError"])
def test_the_page_names_what_is_public(name: str) -> None:
    """docs/python.md speaks of every name."""
    assert re.search(rf"\b{name}\b", PAGE.read_text(encoding="utf8"))


def test_the_errors_of_the_page_are_there() -> None:
    """Each is one of ours."""
    section = PAGE.read_text(encoding="utf8").partition("## Errors")[2].partition("## What")[0]
    named = set(re.findall(r"`([A-Z]\w+(?:Error|Problems|Problem))`", section))
    assert len(named) > 8
    assert all(issubclass(getattr(errors, name), mcdgraph.McdgraphError) for name in named)


def test_importing_the_package_imports_nothing_else() -> None:
    """A command does not wait for what the API needs."""
    code = "import sys, mcdgraph; print(sorted(n for n in sys.modules if n.startswith('rdflib')))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        _ = mcdgraph.lode


def test_a_release_is_what_its_sources_are(harbour: Harbour) -> None:
    """The same statements, by the sources and by the release."""
    release = mcdgraph.open_release(harbour.release.path)
    reasoned = mcdgraph.reason(mcdgraph.load(HARBOUR))
    one, other = mcdgraph.to_rdflib(release), mcdgraph.to_rdflib(reasoned)
    assert len(one) == 95
    assert isomorphic(one, other)


def test_a_broken_file_is_a_finding_and_an_error_to_all_else(folder: Path) -> None:
    """The check places it; whoever needs the whole graph raises it."""
    (folder / "data" / "more.ttl").write_text("<a> <b> ", encoding="utf8")
    graph = mcdgraph.load("harbour")
    report = mcdgraph.check(graph)
    assert not report.conforms
    assert str(report.findings[0].position).startswith("data/more.ttl:1:")
    for function in (mcdgraph.reason, mcdgraph.to_rdflib):
        with pytest.raises(errors.SyntaxProblems, match=r"more\.ttl:1:"):
            function(graph)
    with pytest.raises(errors.SyntaxProblems):
        mcdgraph.build("harbour")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "a text of SPARQL, or the name"),
        ({"text": "ASK {}", "saved": "q1-posts"}, "a text of SPARQL, or the name"),
        ({"saved": "q1-post"}, "did you mean q1-posts?"),
        ({"saved": "q1-posts", "parameters": {"x": "y"}}, "has no parameter 'x'"),
        ({"saved": "q3-under-a-post", "parameters": {"above": "id:charter"}}, "expected a thing"),
        ({"text": DEEP}, "more than 200 brackets are open"),
    ],
)
def test_what_cannot_be_asked_says_why(harbour: Harbour, given: dict[str, str], told: str) -> None:
    """Each is an error of ours, that names what is wrong."""
    release = mcdgraph.open_release(harbour.release.path)
    with pytest.raises(mcdgraph.McdgraphError, match=re.escape(told)):
        mcdgraph.query(release, **given)


@pytest.mark.parametrize(
    ("path", "kind"), [("nowhere", errors.UsageError), (".", errors.MissingInputError)]
)
def test_a_folder_that_holds_no_graph_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, kind: type[Exception]
) -> None:
    """No folder, and a folder without RDF."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    with pytest.raises(kind):
        mcdgraph.load(path)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda _: mcdgraph.check("harbour"), "check takes KnowledgeGraph, not 'harbour'"),
        (lambda g: mcdgraph.check(mcdgraph.reason(g)), "not <ReasonedGraph: 102 statements"),
        (lambda g: mcdgraph.reason(mcdgraph.reason(g)), "reason takes KnowledgeGraph"),
        (lambda _: mcdgraph.explain(None, "a", "b", "c"), "ReleasedGraph, not None"),
        (lambda g: mcdgraph.explain(g, "id:pilot", "ex:under", 1), "terms of a statement as texts"),
        (lambda g: mcdgraph.explain(g, "id:pilot"), "not N-Triples"),
        (lambda g: mcdgraph.explain(g), "0 terms given"),
        (lambda _: mcdgraph.query("ASK {}"), "query takes KnowledgeGraph"),
        (lambda g: mcdgraph.query(g, b"ASK {}"), "as texts, not b'ASK {}'"),
        (lambda g: mcdgraph.query(g, saved="q1-posts", parameters=[]), "query takes Mapping"),
        (
            lambda g: mcdgraph.query(g, saved="q3-under-a-post", parameters={"above": 1}),
            "parameters as texts, not 1",
        ),
        (lambda _: mcdgraph.to_rdflib(7), "QueryAnswer, not 7"),
        (lambda _: mcdgraph.from_rdflib("x" * 1_000), "from_rdflib takes Graph, not 'xxx"),
        (lambda _: mcdgraph.from_rdflib(rdflib.Graph(), shapes="x"), "Graph or NoneType, not 'x'"),
    ],
)
def test_what_is_no_argument_is_told_in_a_sentence(
    harbour: Harbour, call: Callable[[Any], object], told: str
) -> None:
    """Another kind of graph, and what is no text: never an error of our own code."""
    with pytest.raises(mcdgraph.McdgraphError) as caught:
        call(mcdgraph.load(HARBOUR))
    assert told in str(caught.value)
    assert len(str(caught.value)) < 300


def test_threads_may_share_a_graph(harbour: Harbour) -> None:
    """What takes time is done once, and all are answered alike."""
    reasoned = mcdgraph.reason(mcdgraph.load(HARBOUR))
    release = mcdgraph.open_release(harbour.release.path)

    def ask(number: int) -> tuple[str, int]:
        graph = (reasoned, release)[number % 2]
        proof = mcdgraph.explain(graph, "id:pilot", "ex:under", "id:mayor")
        return proof.text if proof else "", len(mcdgraph.query(graph, "SELECT * { ?s ?p ?o }"))

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(ask, range(64)))
    assert {number for _, number in found} == {95}
    assert all(text.startswith("id:pilot ex:under id:mayor") for text, _ in found)
    assert len(found) <= 2


def test_a_release_that_was_taken_away_is_damaged(harbour: Harbour, tmp_path: Path) -> None:
    """What is not read yet cannot be read any more."""
    shutil.copytree(harbour.release.path, tmp_path / "release")
    release = mcdgraph.open_release(tmp_path / "release")
    shutil.rmtree(tmp_path / "release")
    for function in (
        mcdgraph.to_rdflib,
        lambda found: mcdgraph.explain(found, "id:a", "a", "ex:B"),
    ):
        with pytest.raises(mcdgraph.McdgraphError):
            function(release)
    with pytest.raises(mcdgraph.McdgraphError):
        mcdgraph.query(release, saved="q1-posts")
