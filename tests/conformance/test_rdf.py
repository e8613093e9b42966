"""The W3C tests of Turtle, TriG, N-Triples, N-Quads and RDF/XML (rdf-tests, rdf11).

Expected results are read and compared by Oxigraph, which had no part in reading ours.
"""

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pyoxigraph as ox
import pytest
from _pytest.mark import ParameterSet

from mcdgraph.bridges import oxigraph
from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.errors import SyntaxProblems
from mcdgraph.formats import N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from mcdgraph.turtle.line_reader import read_lines
from mcdgraph.turtle.reader import decode_source, read

pytestmark = pytest.mark.conformance

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RDFT = "http://www.w3.org/ns/rdftest#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PUBLISHED = "https://w3c.github.io/rdf-tests/rdf/rdf11"

SUITES = {
    "rdf-turtle": (TURTLE, 313),
    "rdf-trig": (TRIG, 356),
    "rdf-n-triples": (N_TRIPLES, 70),
    "rdf-n-quads": (N_QUADS, 87),
    "rdf-xml": (RDF_XML, 166),
}


@dataclass(frozen=True)
class Case:
    """One entry of a manifest."""

    name: str
    kind: str
    form: Format
    action: Path
    result: Path | None
    base: str


def root() -> Path | None:
    """Find the folder of the suites; in CI it must be there."""
    folder = os.environ.get("MCDGRAPH_W3C")
    return Path(folder) / "rdf11" if folder else None


def cases(suite: str) -> list[Case]:
    """Read the entries of a suite's manifest."""
    folder = root()
    if folder is None:
        return []
    manifest = folder / suite / "manifest.ttl"
    here = (folder / suite).as_uri() + "/"
    store = ox.Store()
    store.load(path=manifest, format=ox.RdfFormat.TURTLE, base_iri=here)

    def one(subject: ox.NamedNode, name: str) -> str | None:
        found = [
            q.object.value for q in store.quads_for_pattern(subject, ox.NamedNode(MF + name), None)
        ]
        return found[0] if found else None

    found = []
    for quad in store.quads_for_pattern(None, TYPE, None):
        kind = quad.object.value
        action = one(quad.subject, "action")
        if not kind.startswith(RDFT) or action is None:
            continue
        path = action.removeprefix(here)
        result = one(quad.subject, "result")
        found.append(
            Case(
                name=one(quad.subject, "name") or path,
                kind=kind.removeprefix(RDFT),
                form=SUITES[suite][0],
                action=folder / suite / path,
                result=folder / suite / result.removeprefix(here) if result else None,
                base=f"{PUBLISHED}/{suite}/{path}",
            )
        )
    return sorted(found, key=lambda case: (case.name, str(case.action)))


#: Tests that Oxigraph's RDF/XML parser does not pass, with the reason.
KNOWN = dict.fromkeys(
    ("xml-canon-test001", "xml-canon-test002"),
    "Oxigraph writes the namespaces in scope into an XML literal (no exclusive canonical form)",
)


CASES = [(suite, case) for suite in SUITES for case in cases(suite)]


def parameter(case: Case) -> ParameterSet:
    """Name a case, and mark what is known to fail in a library."""
    reason = KNOWN.get(case.name) if case.form is RDF_XML else None
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(case, id=f"{case.form.name}:{case.name}", marks=marks)


def parse(case: Case) -> Columns:
    """Read the input of a case as its suite says."""
    data = case.action.read_bytes()
    if case.form is RDF_XML:
        return oxigraph.parse(data, RDF_XML, path=str(case.action), base=case.base)
    source = decode_source(data, PurePosixPath(case.action.name))
    builder = ColumnsBuilder()
    if case.form in (TURTLE, TRIG):
        reading = read(source, builder, form=case.form, base=case.base)
    else:
        reading = read_lines(source, builder, form=case.form)
    if reading.problems:
        raise SyntaxProblems(reading.problems)
    return builder.freeze()


def canonical(quads: object) -> set[ox.Quad]:
    """Name blank nodes by content (RDFC-1.0), so that equal sets are isomorphic datasets."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


@pytest.mark.parametrize("suite", SUITES)
def test_the_suite_is_whole(suite: str) -> None:
    """Every test of the manifest is met: a suite that shrinks is no pass."""
    if root() is None:
        assert "CI" not in os.environ, "MCDGRAPH_W3C must name the folder of the W3C suites"
        pytest.skip("MCDGRAPH_W3C does not name the folder of the W3C suites")
    assert sum(name == suite for name, _ in CASES) == SUITES[suite][1]


@pytest.mark.parametrize("case", [parameter(case) for _, case in CASES])
def test_w3c(case: Case) -> None:
    """A good document gives the graph it must, a bad one is refused with a place."""
    if "Negative" in case.kind:
        with pytest.raises(SyntaxProblems) as caught:
            parse(case)
        assert caught.value.problems[0].position.line >= 1
        return
    columns = parse(case)
    if case.result is not None:
        form = ox.RdfFormat.N_QUADS if case.form is TRIG else ox.RdfFormat.N_TRIPLES
        expected = list(ox.parse(path=case.result, format=form))
        assert canonical(oxigraph.to_quads(columns)) == canonical(expected)
