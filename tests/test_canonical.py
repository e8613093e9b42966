"""Blank nodes told apart by what is said of them."""

from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri
from mcdgraph.columns.canonical import blank_hashes, coloured_quads

Edge = tuple[str, str, str]


def graph(edges: list[Edge]) -> Columns:
    """Make columns of edges; a name in lower case is a blank node."""
    builder = ColumnsBuilder()
    for edge in edges:
        s, p, o = (
            builder.terms.intern(BlankNode(name) if name.islower() else Iri(f"urn:{name}"))
            for name in edge
        )
        builder.add(s, p, o)
    return builder.freeze()


def told(edges: list[Edge]) -> list[str]:
    """Write a graph with its blank nodes named by hash, sorted."""
    columns = graph(edges)
    hashes = blank_hashes(columns)
    return sorted(
        " ".join(f"{hashes[n]:x}" if n in hashes else str(columns.terms[n]) for n in row[:3])
        for row in set(columns.numbers())
    )


def shuffled(edges: list[Edge], seed: int) -> list[Edge]:
    """Rename the blank nodes and change the order, and repeat an edge."""
    random = Random(seed)
    names = sorted({name for edge in edges for name in edge if name.islower()})
    others = dict(zip(names, random.sample([f"n{i}" for i in range(99)], len(names)), strict=True))
    renamed = [tuple(others.get(name, name) for name in edge) for edge in edges]
    random.shuffle(renamed)
    return [*renamed, renamed[0]]  # type: ignore[list-item]


def cycle(*names: str) -> list[Edge]:
    """Tie nodes to a ring."""
    return [(a, "P", b) for a, b in pairwise((*names, names[0]))]


GRAPHS = {
    "twins": [("A", "P", "x"), ("A", "P", "y")],
    "twin trees": [
        *[("A", "P", name) for name in "xy"],
        *[(a, "Q", b) for a, b in ("xu", "xv", "ys", "yt")],
    ],
    "a list": [("A", "P", "a"), *[(x, "R", y) for x, y in pairwise("abcdefgh")]],
    "a ring": cycle(*"abcde"),
    "two rings": [*cycle(*"abc"), *cycle(*"def")],
    "a ring of six": cycle(*"abcdef"),
    "a loop": [("a", "P", "a"), ("b", "P", "b")],
    "a square with diagonals": [
        edge for ring in (cycle(*"abcd"), [("a", "P", "c"), ("b", "P", "d")]) for edge in ring
    ],
}


@pytest.mark.parametrize("name", GRAPHS)
def test_labels_and_order_do_not_matter(name: str) -> None:
    """Renaming, reordering and repeating leave the hashes as they are, and each its own."""
    edges = GRAPHS[name]
    once = told(edges)
    assert len(once) == len(set(edges))
    for seed in range(20):
        assert told(shuffled(edges, seed)) == once


def test_rings_that_refinement_cannot_tell_apart_differ() -> None:
    """Two rings of three are not one ring of six, though every node looks the same."""
    assert told(GRAPHS["two rings"]) != told(GRAPHS["a ring of six"])


EDGES = st.lists(
    st.tuples(st.sampled_from("abcdeAB"), st.sampled_from("PQ"), st.sampled_from("abcdeAB")),
    min_size=1,
    max_size=9,
)


@given(EDGES, st.integers(0, 10**6))
def test_random_graphs_keep_their_hashes(edges: list[Edge], seed: int) -> None:
    """The same holds for graphs nobody chose."""
    assert told(shuffled(edges, seed)) == told(edges)


def list_of(size: int, name: str = "l") -> list[Edge]:
    """Write a list whose items are all one."""
    cells = [f"{name}{n}" for n in range(size)]
    return [("A", "P", cells[0]), *[(a, "R", b) for a, b in pairwise((*cells, "NIL"))]]


#: Graphs that take a round for each of their nodes, or have no end of equal ways to be named.
LARGE = {
    "a list": list_of(20_000),
    "two lists": [*list_of(10_000, "l"), *list_of(10_000, "m")],
    "a path": [(f"a{n}", "P", f"a{n + 1}") for n in range(20_000)],
    "a ring": [(f"a{n}", "P", f"a{(n + 1) % 1000}") for n in range(1000)],
    "rings of three": [
        (f"{name}{n}", "P", f"{after}{n}") for n in range(300) for name, after in pairwise("abca")
    ],
    "a clique": [(f"a{i}", "P", f"a{j}") for i in range(40) for j in range(40) if i != j],
    "loops": [(f"a{n}", "P", f"a{n}") for n in range(2000)],
    "a torus": [
        (f"a{i}x{j}", "P", f"a{(i + a) % 20}x{(j + b) % 20}")
        for i in range(20)
        for j in range(20)
        for a, b in ((0, 1), (1, 0))
    ],
}


@pytest.mark.parametrize("name", LARGE)
def test_large_graphs_are_named_in_bounded_work(name: str) -> None:
    """Every node gets a name of its own; where bounds are met, an arbitrary one."""
    edges = LARGE[name]
    hashes = blank_hashes(graph(edges))
    nodes = {node for edge in edges for node in edge if node.islower()}
    assert len(set(hashes.values())) == len(hashes) == len(nodes)


@pytest.mark.parametrize("name", ["a list", "a path", "a ring"])
def test_long_graphs_have_one_naming(name: str) -> None:
    """Labels and order do not matter for what a round would tell one node at a time."""
    edges = LARGE[name][:2000]
    renamed = [tuple(f"z{part}" if part.islower() else part for part in edge) for edge in edges]
    Random(1).shuffle(renamed)
    assert told(edges) == told(renamed)  # type: ignore[arg-type]


def test_what_two_tables_say_is_compared_without_labels() -> None:
    """Coloured quads are equal where a graph is the same, and differ where a statement does."""
    one = graph([("A", "P", "x"), ("x", "P", "B"), ("x", "P", "B")])
    builder = ColumnsBuilder(terms=one.terms)
    numbers = [one.terms.find_iri(f"urn:{name}") for name in "APB"]
    blank = one.terms.intern(BlankNode("other"))
    builder.add(numbers[0], numbers[1], blank)
    builder.add(blank, numbers[1], numbers[2])
    assert np.array_equal(coloured_quads(one), coloured_quads(builder.freeze()))
    builder.add(blank, numbers[1], numbers[0])
    assert not np.array_equal(coloured_quads(one), coloured_quads(builder.freeze()))
