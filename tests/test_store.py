"""The store answers look-ups and trusted queries over named graphs and their union."""

import os
from pathlib import Path

import pytest

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.columns import BlankNode, Columns, Iri, Literal
from mcdgraph.errors import QueryRefused, QuerySyntaxError, ReleaseError
from mcdgraph.formats import TRIG
from mcdgraph.store import Store, write_store

E = "http://example.org/"
DATA = f"""
PREFIX e: <{E}>
e:a {{ e:s e:p "1", e:o ; e:q [ e:p "inner" ] . }}
e:b {{ e:s e:p "1" ; e:p "b"@fr . }}
e:hidden {{ e:secret e:p "x" . }}
"""
PUBLIC = (E + "a", E + "b")


@pytest.fixture
def columns() -> Columns:
    """Three named graphs, of which two are public."""
    return parse(DATA.encode(), TRIG)


@pytest.fixture(params=["loaded", "file", "disk"])
def store(request: pytest.FixtureRequest, columns: Columns, tmp_path: Path) -> Store:
    """The same dataset: from columns, from N-Quads, from RocksDB."""
    if request.param == "loaded":
        return Store.load(columns, PUBLIC)
    write_store(columns, tmp_path / "s", default_graphs=PUBLIC, in_memory=request.param == "file")
    return Store.open(tmp_path / "s")


def test_default_graph_is_the_union_of_the_chosen_graphs(store: Store) -> None:
    """Triples of public graphs come once, those of others not at all."""
    rows = store.select("SELECT ?s ?o { ?s <http://example.org/p> ?o } ORDER BY ?o")
    assert [row["o"] for row in rows if row["s"] == Iri(E + "s")] == [
        Iri(E + "o"),
        Literal("1"),
        Literal("b", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "fr"),
    ]
    assert Iri(E + "secret") not in [row["s"] for row in rows]
    assert len(rows) == 4
    assert store.count() == 5


def test_named_graphs_are_all_there(store: Store) -> None:
    """Every graph can be named, counted and looked into."""
    assert store.graphs() == [E + "a", E + "b", E + "hidden"]
    assert store.count(E + "a") == 4
    assert len(list(store.quads(graph=Iri(E + "hidden")))) == 1
    assert store.ask(f"ASK {{ GRAPH <{E}hidden> {{ ?s ?p ?o }} }}")


def test_quads_say_which_graph_they_stand_in(store: Store) -> None:
    """A triple in two graphs comes twice; the union's copy does not come."""
    found = {quad.graph for quad in store.quads(Iri(E + "s"), Iri(E + "p"), Literal("1"))}
    assert found == {Iri(E + "a"), Iri(E + "b")}


def test_a_description_follows_blank_nodes(store: Store) -> None:
    """The description holds what the blank node says, and its label is kept."""
    found = store.describe(Iri(E + "s"))
    assert len(found) == 6
    assert any(isinstance(quad.subject, BlankNode) for quad in found)


def test_values_enter_by_substitution(store: Store) -> None:
    """A literal with quotes in it is a value, never text of the query."""
    text = "SELECT ?s ?value { ?s ?p ?value }"
    assert store.select(text, {"value": Literal('" . } #')}) == []
    assert store.select(text, {"value": Literal("inner")}) != []


def test_mentions(store: Store) -> None:
    """An IRI is known as subject, object, predicate or graph."""
    for name in ("s", "o", "p", "a"):
        assert store.mentions(E + name)
    assert not store.mentions(E + "nothing")


def test_errors_are_ours(store: Store) -> None:
    """The engine's errors come as QueryError."""
    with pytest.raises(QuerySyntaxError):
        store.select("SELEC")
    with pytest.raises(QueryRefused):
        store.select("ASK {}")


def test_the_file_is_the_same_for_the_same_rows(columns: Columns, tmp_path: Path) -> None:
    """Two writings give the same bytes."""
    for name in "ab":
        write_store(columns, tmp_path / name, in_memory=True)
    first, second = ((tmp_path / n / "quads.nq").read_bytes() for n in "ab")
    assert first == second
    assert first.count(b"\n") == 7 + 6


def test_a_missing_store_is_named(tmp_path: Path) -> None:
    """The error says which folder holds no store."""
    with pytest.raises(ReleaseError, match="nowhere"):
        Store.open(tmp_path / "nowhere")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_forked_processes_have_random_numbers_of_their_own(store: Store) -> None:
    """A process that makes the store its own gives no UUID that another gave."""

    def unique() -> bytes:
        return str(store.select("SELECT (STRUUID() AS ?x) {}")[0]["x"]).encode()

    found = {unique()}
    for _ in range(2):
        reading, writing = os.pipe()
        number = os.fork()
        if number == 0:
            store.reopen()
            os.write(writing, unique())
            os._exit(0)
        os.waitpid(number, 0)
        found.add(os.read(reading, 1000))
        os.close(reading)
        os.close(writing)
    assert len(found) == 3
