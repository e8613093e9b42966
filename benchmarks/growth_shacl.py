"""Cases of `benchmarks/growth.py` for validation: shapes and data that grow in one way each."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Final

import pyshacl
import rdflib
from growth import Case, Engine

from mcdgraph.checking import check
from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.positions import SourceText
from mcdgraph.settings import load_settings
from mcdgraph.turtle.reader import read
from mcdgraph.validation import validate

PREFIXES: Final = """
PREFIX : <http://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
"""
PROPERTY: Final = ":S a sh:NodeShape ; sh:targetClass :C ; sh:property [ {} ] ."
#: Data and shapes, as Turtle.
Made = tuple[str, str]


def chain(size: int) -> str:
    """Make nodes of which each leads to the next."""
    return "".join(f":x{n} a :C ; :p :x{n + 1} .\n" for n in range(size))


def star_path(size: int) -> Made:
    """Follow a path of any length from every node of a chain."""
    return chain(size), PROPERTY.format("sh:path [ sh:zeroOrMorePath :p ] ; sh:nodeKind sh:IRI")


def circle_path(size: int) -> Made:
    """Follow a path of any length from every node of a circle."""
    data = chain(size) + f":x{size} :p :x0 ."
    return data, PROPERTY.format("sh:path [ sh:oneOrMorePath :p ] ; sh:nodeKind sh:IRI")


def star_path_fails(size: int) -> Made:
    """Report, and place, every pair of a path of any length."""
    return chain(size), PROPERTY.format("sh:path [ sh:zeroOrMorePath :p ] ; sh:nodeKind sh:Literal")


def many_shapes(size: int) -> Made:
    """Ask one node about many properties, each in a shape of its own."""
    return ":x a :C .", "".join(
        f":S{n} a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p{n} ; "
        "sh:maxCount 1 ] .\n"
        for n in range(size)
    )


def closed_shapes(size: int) -> Made:
    """Close many shapes, each of a class of its own."""
    data = "".join(f":x{n} a :C{n} ; :p 1 .\n" for n in range(size))
    return data, "".join(
        f":S{n} a sh:NodeShape ; sh:targetClass :C{n} ; sh:closed true .\n" for n in range(size)
    )


def many_values(size: int) -> Made:
    """Report every value of a subject that has many."""
    values = ", ".join(f'"{n}"' for n in range(size))
    asks = "sh:path :p ; sh:nodeKind sh:IRI ; sh:maxCount 1 ; sh:uniqueLang true ; sh:minLength 9"
    return f":x a :C ; :p {values} .", PROPERTY.format(asks)


def long_list(size: int) -> Made:
    """Ask for one of many values."""
    listed = " ".join(f":v{n}" for n in range(size))
    return ":x a :C ; :p :v0 , 1 .", PROPERTY.format(f"sh:path :p ; sh:in ( {listed} )")


def long_path(size: int) -> Made:
    """Walk a sequence of many steps."""
    steps = ":p " * max(size, 2)
    return ":x a :C ; :p :x .", PROPERTY.format(f"sh:path ( {steps}) ; sh:maxCount 0")


def deep_shapes(size: int) -> Made:
    """Let shapes refer to one another, very deep."""
    shapes = [f":N{n} sh:node :N{n + 1} ." for n in range(size)]
    return ":x a :C .", "\n".join([":N0 sh:targetClass :C .", *shapes, f":N{size} sh:in () ."])


def deep_negations(size: int) -> Made:
    """Let shapes deny one another, very deep."""
    shapes = [f":N{n} sh:not :N{n + 1} ." for n in range(size)]
    return ":x a :C .", "\n".join([":N0 sh:targetClass :C .", *shapes, f":N{size} sh:in () ."])


def recursive_shape(size: int) -> Made:
    """Follow a shape that refers to itself along a chain, to an end that fails."""
    shapes = ":C a sh:NodeShape , owl:Class ; sh:property [ sh:path :p ; sh:node :C ; "
    return chain(size), shapes + "sh:minCount 1 ] ."


def many_queries(size: int) -> Made:
    """Ask many queries about literals that the query engine would rewrite."""
    return ":x a :C ; :p 01 .", "".join(
        f":S{n} a sh:NodeShape ; sh:targetClass :C ; sh:sparql [ sh:select "
        f"'SELECT $this {{ $this <http://example.org/p> ?v FILTER (?v > {n}) }}' ] .\n"
        for n in range(size)
    )


def rewritten_literals(size: int) -> Made:
    """Ask one query about many literals that the query engine would rewrite."""
    data = "".join(f":x{n} a :C ; :p 0{n} .\n" for n in range(size))
    query = "SELECT $this ?value { $this <http://example.org/p> ?value FILTER (?value > 5) }"
    return data, f":S a sh:NodeShape ; sh:targetClass :C ; sh:sparql [ sh:select '{query}' ] ."


def triple_rules(size: int) -> Made:
    """Run many rules, each for one class."""
    data = "".join(f":x{n} a :C{n} .\n" for n in range(size))
    return data, ":g sh:entailment sh:Rules ." + "".join(
        f":S{n} a sh:NodeShape ; sh:targetClass :C{n} ; sh:rule [ a sh:TripleRule ; "
        f"sh:subject sh:this ; sh:predicate :tag ; sh:object :T{n} ] .\n"
        for n in range(size)
    )


def read_own(made: Made) -> tuple[Columns, Columns]:
    """Read data and shapes over one term table, as the files of a project are read."""
    builder = ColumnsBuilder()
    for number, text in enumerate(made):
        source = SourceText(path=PurePosixPath(f"{number}.ttl"), text=PREFIXES + text)
        reading = read(source, builder, number=number, scope=f"f{number}")
        assert not reading.problems, reading.problems
    columns = builder.freeze()
    return columns.take(columns.source == 0), columns.take(columns.source == 1)


def run_own(state: tuple[Columns, Columns]) -> int:
    """Validate with our own engine."""
    return len(validate(*state).require_evaluated().results)


def read_peer(made: Made) -> tuple[rdflib.Graph, rdflib.Graph]:
    """Read data and shapes into rdflib."""
    graphs = [rdflib.Graph().parse(data=PREFIXES + text, format="turtle") for text in made]
    return graphs[0], graphs[1]


def run_peer(state: tuple[rdflib.Graph, rdflib.Graph]) -> int:
    """Validate with pyshacl."""
    data, shapes = state
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inplace=True)
    result = rdflib.URIRef("http://www.w3.org/ns/shacl#result")
    assert isinstance(report, rdflib.Graph)
    return len(list(report.objects(None, result)))


def brick_project(size: int) -> Path | None:
    """Lay out Brick with ``size`` of its two buildings as a project; None where it is not there."""
    graphs = os.environ.get("MCDGRAPH_GRAPHS")
    source = Path(graphs) / "brick" if graphs else None
    if source is None or not source.is_dir():
        return None
    root = Path(tempfile.mkdtemp())
    for folder in ("ontology", "shapes", "data"):
        (root / folder).mkdir()
    shutil.copy(source / "Brick.ttl", root / "ontology")
    shutil.copy(source / "Brick.ttl", root / "shapes")
    for building in sorted((source / "examples").glob("*.ttl"))[: max(size, 1)]:
        shutil.copy(building, root / "data")
    (root / "mcdgraph.toml").write_text(
        'base_iri = "https://brickschema.org/"\n[check]\nshape_rules = "all"\n'
    )
    return root


def check_brick(root: Path | None) -> int:
    """Check the whole project, rules of its shapes included."""
    if root is None:
        return 0
    try:
        return len(check(load_settings(root, environment={}, flags={})).report.findings)
    finally:
        shutil.rmtree(root)


def case(
    make: Callable[[int], Made], *sizes: int, peer_limit: int = 10**9, peer: bool = True
) -> Case:
    """Make a case of a function that makes data and shapes."""
    return Case(
        name=make.__name__.replace("_", "-"),
        sizes=sizes,
        own=Engine(prepare=lambda size: read_own(make(size)), run=run_own),
        peer=Engine(prepare=lambda size: read_peer(make(size)), run=run_peer) if peer else None,
        peer_name="pyshacl",
        peer_limit=peer_limit,
    )


CASES: Final = (
    case(star_path, 50, 100, 200, 400, 800, 1600, 3200, peer_limit=800),
    case(circle_path, 50, 100, 200, 400, 800, peer_limit=400),
    case(star_path_fails, 25, 50, 100, 200, 400, peer_limit=100),
    case(many_shapes, 2500, 5000, 10000, 20000, peer_limit=2500),
    case(closed_shapes, 500, 1000, 2000, 4000, peer_limit=1000),
    case(many_values, 12500, 25000, 50000, 100000, peer_limit=12500),
    case(long_list, 25000, 50000, 100000, peer_limit=25000),
    case(long_path, 1250, 2500, 5000, peer=False),
    case(deep_shapes, 1250, 2500, 5000, peer=False),
    case(deep_negations, 1250, 2500, 5000, peer=False),
    case(recursive_shape, 250, 500, 1000, 2000, peer=False),
    case(many_queries, 250, 500, 1000, 2000, peer_limit=500),
    case(rewritten_literals, 5000, 10000, 20000, peer_limit=5000),
    case(triple_rules, 500, 1000, 2000, 4000, peer_limit=1000),
    Case(name="brick", sizes=(1, 2), own=Engine(prepare=brick_project, run=check_brick)),
)
