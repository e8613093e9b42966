"""Engines agree on random data and shapes, but where one of them is known to be wrong.

The default run is small and always the same; ``MCDGRAPH_EXAMPLES=5000`` asks for a long one.
Every disagreement that such runs found is settled in docs/shacl-differences.md.
"""

import os
import warnings
from collections import Counter

import pytest
import rdflib
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from shacl_strategies import (
    PREFIXES,
    PYSHACL,
    TURBO,
    exact_graphs,
    exact_shapes,
    graphs,
    shapes_graphs,
)

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.bridges.rdflib import from_graph, to_graph
from mcdgraph.columns import BlankNode, Columns
from mcdgraph.formats import TURTLE
from mcdgraph.validation import ShaclResult, validate
from mcdgraph.validation.graph import Graph
from mcdgraph.validation.report import read_results

EXAMPLES = int(os.environ.get("MCDGRAPH_EXAMPLES", "80"))
QUICK = settings(
    max_examples=EXAMPLES,
    derandomize="MCDGRAPH_EXAMPLES" not in os.environ,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

Found = Counter[tuple[str, ...]]


def turtle(text: str) -> Columns:
    """Read Turtle with the prefixes of the strategies."""
    return parse((PREFIXES + text).encode(), TURTLE)


def counted(results: tuple[ShaclResult, ...]) -> Found:
    """Count results by all that SHACL compares: messages and details are the engine's own."""
    return Counter(
        tuple(
            map(
                str,
                (r.source_shape, r.component, r.severity, r.focus, r.path, _value(r)),
            )
        )
        for r in results
    )


def _value(result: ShaclResult) -> str:
    return "a blank node" if isinstance(result.value, BlankNode) else str(result.value)


@QUICK
@given(data=graphs(PYSHACL), shapes=shapes_graphs(PYSHACL))
def test_columns_and_pyshacl_agree(data: str, shapes: str) -> None:
    """The two engines give the same results, each as often."""
    graph, rules = turtle(data), turtle(shapes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reference = counted(validate(graph, rules, engine="pyshacl").results)
    found = counted(validate(graph, rules, engine="columns").results)
    event("conforms" if not found else "does not conform")
    assert found == reference, f"{data}\n\n{shapes}\n+{found - reference}\n-{reference - found}"


@QUICK
@given(data=graphs(TURBO), shapes=shapes_graphs(TURBO))
def test_columns_and_turbo_agree(data: str, shapes: str) -> None:
    """The two engines give the same results, each as often."""
    turbo = pytest.importorskip("pyshacl_turbo", reason="pyshacl-turbo is not installed")
    graph, rules = turtle(data), turtle(shapes)
    _, report, _ = turbo.validate(to_graph(graph), shacl_graph=to_graph(rules))
    assert isinstance(report, rdflib.Graph), report
    reference = counted(tuple(read_results(Graph(from_graph(report)))))
    found = counted(validate(graph, rules, engine="columns").results)
    assert found == reference, f"{data}\n\n{shapes}\n+{found - reference}\n-{reference - found}"


@QUICK
@given(
    examples=st.booleans().flatmap(
        lambda n: st.tuples(exact_graphs(numbers=n), exact_shapes(numbers=n))
    )
)
def test_queries_see_the_terms_of_the_data(examples: tuple[str, str]) -> None:
    """Constraints that are queries find what rdflib finds, which keeps every literal as it is.

    Equal solutions are one result for pyshacl, so that each is counted once.
    """
    data, shapes = examples
    graph, rules = turtle(data), turtle(shapes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reference = set(counted(validate(graph, rules, engine="pyshacl").results))
    report = validate(graph, rules, engine="columns").require_evaluated()
    found = set(counted(report.results))
    event("conforms" if not found else "does not conform")
    assert found == reference, f"{data}\n\n{shapes}\n+{found - reference}\n-{reference - found}"
