"""Blank nodes told apart by what is said of them."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri
from mcdgraph.columns.canonical import blank_hashes

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
