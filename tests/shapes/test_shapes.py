"""Every shape of the shipped graph passes a good file and names each fault of a bad one.

A case is a pair of files named after a node shape. The bad one begins with what must be
reported, and nothing else: ``#expect: FOCUS PATH COMPONENT``, where the path is a SPARQL property
path or ``-``, and the component is named without SHACL's namespace and ``ConstraintComponent``.

All of a case stands in the graph ``ex:graph``; where a shape is for a profile, the case says in
which version that graph was read, and what the version claims.
"""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.columns import Columns, Iri, TermTable
from mcdgraph.columns.columns import joined
from mcdgraph.formats import TURTLE
from mcdgraph.namespaces import BASE, RDF, SH
from mcdgraph.settings import load_settings
from mcdgraph.snapshots import find_snapshots
from mcdgraph.sources import read_corpus
from mcdgraph.validation import ShaclResult, validate

ROOT = Path(__file__).parent.parent.parent
MCDSH = BASE + "shapes#"
CASES = Path(__file__).parent / "cases"
EXPECT = re.compile(r"#expect: (\S+) (\S+) (\w+)$", re.MULTILINE)
PREFIX = re.compile(r"@prefix ([\w-]+): <([^>]*)> \.")
NAME = re.compile(r"([A-Za-z][\w-]*):([\w-]+)")


@cache
def corpus_columns(folder: str) -> Columns:
    """Read one folder of the shipped graph."""
    return read_corpus(ROOT).require_readable().in_role(folder)


@cache
def node_shapes() -> tuple[str, ...]:
    """List the shapes that have a target, by local name."""
    shapes = corpus_columns("shapes")
    terms = shapes.terms
    rows = (shapes.predicate == terms.find_iri(RDF + "type")) & (
        shapes.object == terms.find_iri(SH + "NodeShape")
    )
    names = {terms.text(int(number)) for number in shapes.subject[rows]}
    return tuple(sorted(name.removeprefix(MCDSH) for name in names if name.startswith(MCDSH)))


@cache
def shape_alone(name: str) -> Columns:
    """Keep the rows of one node shape and of all that it reaches."""
    shapes = corpus_columns("shapes")
    reached = {shapes.terms.find_iri(MCDSH + name)}
    grown = 0
    while grown != len(reached):
        grown = len(reached)
        rows = np.isin(shapes.subject, list(reached))
        reached |= set(shapes.object[rows].tolist())
    return shapes.take(np.isin(shapes.subject, list(reached)))


@cache
def results(name: str, kind: str) -> list[ShaclResult]:
    """Validate one case file, beside the ontology, against its shape alone."""
    path = CASES / f"{name}.{kind}.ttl"
    case = parse(path.read_bytes(), TURTLE, path=str(path), base="https://example.org/")
    ontology = corpus_columns("ontology")
    data = joined([ontology, moved(case, ontology.terms)])
    settings = load_settings(ROOT, environment={}, flags={})
    snapshots = find_snapshots(data, settings.snapshots)
    return list(validate(data, shape_alone(name), snapshots=snapshots).results)


def moved(columns: Columns, terms: TermTable) -> Columns:
    """Number the terms of some columns by another table, and put all in one graph."""
    numbers = np.array([terms.intern(term) for term in columns.terms], np.int32)
    graph = terms.iri("https://example.org/graph")
    return Columns(
        terms=terms,
        subject=numbers[columns.subject],
        predicate=numbers[columns.predicate],
        object=numbers[columns.object],
        graph=np.full(len(columns), graph, np.int32),
        source=columns.source,
        subject_at=columns.subject_at,
        predicate_at=columns.predicate_at,
        object_at=columns.object_at,
    )


def expected(name: str) -> set[tuple[str, str, str]]:
    """Read what the bad file must be reported for, names in full."""
    text = (CASES / f"{name}.bad.ttl").read_text(encoding="utf8")
    prefixes = dict(PREFIX.findall(text))

    def full(words: str) -> str:
        return NAME.sub(lambda match: f"<{prefixes[match[1]]}{match[2]}>", words)

    return {(full(focus), full(path), component) for focus, path, component in EXPECT.findall(text)}


def reported(found: list[ShaclResult]) -> set[tuple[str, str, str]]:
    """Give results in the form of the expected ones."""
    return {
        (
            str(result.focus),
            "-" if result.path is None else re.sub(r"[()]", "", str(result.path)),
            result.component.removeprefix(SH).removesuffix("ConstraintComponent"),
        )
        for result in found
    }


def test_every_shape_has_its_cases() -> None:
    """No shape is without a good and a bad file, and no file without a shape."""
    assert len(node_shapes()) >= 45
    files = {path.name for path in CASES.iterdir()}
    assert files == {f"{name}.{kind}.ttl" for name in node_shapes() for kind in ("good", "bad")}


@pytest.mark.parametrize("name", node_shapes())
def test_a_good_file_conforms(name: str) -> None:
    """Nothing is reported where nothing is wrong."""
    assert not reported(results(name, "good"))


@pytest.mark.parametrize("name", node_shapes())
def test_a_bad_file_is_reported_exactly(name: str) -> None:
    """Each fault is reported with its focus node, path and component, and nothing else is."""
    assert expected(name), f"{name}.bad.ttl expects nothing"
    assert reported(results(name, "bad")) == expected(name)


def test_every_constraint_is_proved() -> None:
    """Each property shape and each SPARQL constraint reports something in some bad file."""
    fired = {
        term
        for name in node_shapes()
        for result in results(name, "bad")
        for term in (result.source_shape, result.source_constraint)
    }
    shapes = corpus_columns("shapes")
    types = shapes.predicate == shapes.terms.find_iri(RDF + "type")
    kinds = [shapes.terms.find_iri(SH + kind) for kind in ("PropertyShape", "SPARQLConstraint")]
    subjects = shapes.subject[types & np.isin(shapes.object, kinds)]
    named = {term for number in subjects if isinstance(term := shapes.terms[int(number)], Iri)}
    assert len(named) > 100
    assert not sorted(str(term) for term in named - fired)


def test_every_message_is_in_both_languages() -> None:
    """Each property shape and SPARQL constraint says its rule in French and in English."""
    shapes = corpus_columns("shapes")
    messages = shapes.predicate == shapes.terms.find_iri(SH + "message")
    languages: dict[int, list[str]] = {}
    for row in np.flatnonzero(messages):
        literal = shapes.terms[int(shapes.object[row])]
        languages.setdefault(int(shapes.subject[row]), []).append(literal.language)
    assert len(languages) > 100
    assert all(sorted(tags) == ["en", "fr"] for tags in languages.values())
