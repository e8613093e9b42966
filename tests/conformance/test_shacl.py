"""The W3C SHACL test suite, core and SPARQL, with full comparison of the report graph."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
import rdflib
from rdflib.compare import isomorphic

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.bridges.rdflib import to_graph
from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Term
from mcdgraph.errors import ShapesError
from mcdgraph.formats import TURTLE
from mcdgraph.validation import Engine, ShaclReport, validate
from mcdgraph.validation.graph import Graph
from mcdgraph.validation.report import read_results

pytestmark = pytest.mark.conformance

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
SH = "http://www.w3.org/ns/shacl#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

FOLDER = os.environ.get("MCDGRAPH_W3C")
ROOT = Path(FOLDER) / "shacl" if FOLDER else None

#: What an engine gets wrong, and what the suite asks for.
KNOWN: dict[tuple[str, str], str] = {
    ("pyshacl", "core/property/uniqueLang-002"): 'takes sh:uniqueLang "1" for true',
    ("pyshacl", "sparql/node/prefixes-001"): "does not follow owl:imports of sh:prefixes",
    ("pyshacl", "sparql/pre-binding/shapesGraph-001"): "does not know $shapesGraph",
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One test of the suite; ``report`` is the node of the expected report, or sht:Failure."""

    name: str
    file: Path
    data: Path
    shapes: Path
    report: Term


@cache
def columns_of(path: Path) -> Columns:
    """Parse a file once, so that its blank nodes are the same wherever it is used."""
    return parse(path.read_bytes(), TURTLE, path=str(path), base=path.as_uri())


def located(iri: Term | None) -> Path:
    """Give the file that an IRI of a manifest names."""
    assert isinstance(iri, Iri)
    return Path(unquote(urlparse(iri.value).path))


def cases(file: Path) -> Iterator[Case]:
    """Walk the manifests down to the tests."""
    graph = Graph(columns_of(file))
    for manifest in graph.subjects(TYPE, Iri(MF + "Manifest")):
        for included in graph.objects(manifest, MF + "include"):
            yield from cases(located(included))
        for entries in graph.objects(manifest, MF + "entries"):
            for entry in graph.items(entries):
                yield case_of(graph, entry, file)


def case_of(graph: Graph, entry: Term, file: Path) -> Case:
    """Read one entry."""
    action, report = graph.value(entry, MF + "action"), graph.value(entry, MF + "result")
    assert action is not None
    assert report is not None
    assert ROOT is not None
    return Case(
        name=str(file.relative_to(ROOT).with_suffix("")),
        file=file,
        data=located(graph.value(action, SHT + "dataGraph")),
        shapes=located(graph.value(action, SHT + "shapesGraph")),
        report=report,
    )


CASES = list(cases(ROOT / "manifest.ttl")) if ROOT else []


def expected_report(case: Case) -> ShaclReport:
    """Read the report that the suite expects."""
    graph = Graph(columns_of(case.file))
    return ShaclReport(results=tuple(read_results(graph)), engine="suite")


def named(term: Term) -> Term:
    """Give a blank node of the test's files a name, so that isomorphism compares it exactly."""
    if isinstance(term, BlankNode) and not term.label.startswith("report"):
        return Iri(f"urn:blank:{term.label}")
    return term


def comparable(report: ShaclReport, *, exact: bool, messages: bool) -> rdflib.Graph:
    """Give a report graph as the suite compares it: sh:detail is the engine's to give or not."""
    builder = ColumnsBuilder()
    bare = tuple(replace(result, details=()) for result in report.results)
    for triple in replace(report, results=bare).to_columns().quads():
        if triple[1] == Iri(SH + "resultMessage") and not messages:
            continue
        terms = [named(term) if exact else term for term in triple[:3] if term is not None]
        subject, predicate, object_ = map(builder.terms.intern, terms)
        builder.add(subject, predicate, object_)
    return to_graph(builder.freeze())


@pytest.mark.skipif(ROOT is None, reason="MCDGRAPH_W3C does not name the folder of the suites")
def test_the_suite_is_whole() -> None:
    """Every test of the suite is met: 98 of the core and 22 of SHACL-SPARQL."""
    assert sum(case.name.startswith("core/") for case in CASES) == 98
    assert sum(case.name.startswith("sparql/") for case in CASES) == 22


@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_report_is_the_expected_one(
    case: Case, engine: Engine, request: pytest.FixtureRequest
) -> None:
    """An engine gives the very report graph that the suite expects, or fails where it must."""
    if reason := KNOWN.get((engine, case.name)):
        request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    data, shapes = columns_of(case.data), columns_of(case.shapes)
    if case.report == Iri(SHT + "Failure"):
        with pytest.raises(ShapesError):
            validate(data, shapes, engine=engine).require_evaluated()
        return
    report = validate(data, shapes, engine=engine)
    expected = expected_report(case)
    messages = any(result.messages for result in expected.results)
    exact = case.file in (case.data, case.shapes)
    found = comparable(report, exact=exact, messages=messages)
    wanted = comparable(expected, exact=exact, messages=messages)
    assert isomorphic(found, wanted), f"found\n{found.serialize()}\nexpected\n{wanted.serialize()}"
