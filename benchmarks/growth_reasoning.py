"""How reading, reasoning and writing grow: CPU seconds at sizes that double, and their ratios.

A cost that grows as the size has a ratio of 2, as its square 4, as its cube 8. The closure of a
chain of n is n²/2 pairs, so that 4 is the least there. Each measure is taken in a process of its
own; a peer is left out from the size on at which it took more than ``--limit`` seconds.

    python benchmarks/growth_reasoning.py
    python benchmarks/growth_reasoning.py --tiny
"""

import argparse
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from time import process_time
from typing import Final

import rdflib
from rdflib.compare import to_canonical_graph

from mcdgraph.bridges.rdflib import to_graph
from mcdgraph.columns.canonical import blank_hashes
from mcdgraph.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from mcdgraph.positions import SourceText
from mcdgraph.reasoning import close
from mcdgraph.serialization import serialize
from mcdgraph.turtle.formatting import format_turtle
from mcdgraph.turtle.reader import parse

HEAD: Final = """@prefix : <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
PREFIXES: Final = {"": "http://e/"}
BASE: Final = "http://e/base"


def source(text: str) -> SourceText:
    """Take a text for a file."""
    return SourceText(path=PurePosixPath("growth.ttl"), text=HEAD + text)


# Graphs, by the number that grows


def classes(n: int) -> str:
    """Write a chain of classes with one member."""
    chain = "".join(f":C{i} a owl:Class ; rdfs:subClassOf :C{i + 1} .\n" for i in range(n))
    return f"{chain}:x a :C0 .\n"


def members(n: int) -> str:
    """Write a chain of classes with as many members of the lowest."""
    return classes(n) + "".join(f":x{i} a :C0 .\n" for i in range(n))


def transitive(n: int) -> str:
    """Write a chain of a transitive property."""
    chain = "".join(f":n{i} :p :n{i + 1} .\n" for i in range(n))
    return f":p a owl:TransitiveProperty .\n{chain}"


def properties(n: int) -> str:
    """Write a chain of properties with one statement of the lowest."""
    chain = "".join(f":p{i} rdfs:subPropertyOf :p{i + 1} .\n" for i in range(n))
    return f"{chain}:x :p0 :y .\n"


def values(n: int) -> str:
    """Write one subject with many values."""
    return ":s :p " + ", ".join(f":o{i}" for i in range(n)) + " .\n"


def long_list(n: int) -> str:
    """Write one list."""
    return f":s :p ( {' '.join(map(str, range(n)))} ) .\n"


def twin_lists(n: int) -> str:
    """Write a list twice, about nodes that nothing tells apart."""
    items = " ".join(["1"] * n)
    return f"[] :p ( {items} ) . [] :p ( {items} ) .\n"


def brackets(n: int) -> str:
    """Write brackets inside brackets."""
    return ":s :p " + "[ :p " * n + "1" + " ]" * n + " .\n"


def lists_in_lists(n: int) -> str:
    """Write lists inside lists."""
    return ":s :p " + "( " * n + ")" * n + " .\n"


def ring(n: int) -> str:
    """Write a ring of blank nodes, each like the other."""
    return "".join(f"_:a{i} :p _:a{(i + 1) % n} .\n" for i in range(n))


def grid(n: int) -> str:
    """Write a torus of blank nodes, each like the other."""
    side = max(int(n**0.5), 2)
    return "".join(
        f"_:a{i}x{j} :p _:a{(i + 1) % side}x{j} , _:a{i}x{(j + 1) % side} .\n"
        for i in range(side)
        for j in range(side)
    )


# What is measured


def reasoning(text: str) -> float:
    """Close a graph."""
    columns = parse(source(text))
    begun = process_time()
    close(columns)
    return process_time() - begun


def owlrl(text: str) -> float:
    """Close a graph with owlrl."""
    columns = parse(source(text))
    begun = process_time()
    close(columns, engine="owlrl")
    return process_time() - begun


def reading(text: str) -> float:
    """Read a text."""
    file = source(text)
    begun = process_time()
    parse(file)
    return process_time() - begun


def rdflib_reading(text: str) -> float:
    """Read a text with rdflib."""
    begun = process_time()
    rdflib.Graph().parse(data=HEAD + text, format="turtle")
    return process_time() - begun


def naming(text: str) -> float:
    """Tell blank nodes apart."""
    columns = parse(source(text))
    begun = process_time()
    blank_hashes(columns)
    return process_time() - begun


def rdflib_naming(text: str) -> float:
    """Tell blank nodes apart with rdflib."""
    graph = to_graph(parse(source(text)))
    begun = process_time()
    to_canonical_graph(graph)
    return process_time() - begun


def writing(text: str) -> float:
    """Write a graph in every format of one graph."""
    columns = parse(source(text))
    begun = process_time()
    for form in (TURTLE, JSON_LD, N_TRIPLES, RDF_XML):
        serialize(columns, form, PREFIXES)
    return process_time() - begun


def formatting(text: str) -> float:
    """Give a file its canonical form, and prove it."""
    file = source(text)
    begun = process_time()
    format_turtle(file, PREFIXES, base=BASE)
    return process_time() - begun


@dataclass(frozen=True, kw_only=True)
class Growth:
    """A kind of graph, the size that it begins at, and what is measured of it, peers last."""

    graph: Callable[[int], str]
    size: int
    measures: tuple[Callable[[str], float], ...]


WRITTEN: Final = (reading, naming, writing, formatting, rdflib_reading)
GROWTHS: Final = (
    Growth(graph=classes, size=625, measures=(reasoning, owlrl)),
    Growth(graph=members, size=125, measures=(reasoning, owlrl)),
    Growth(graph=transitive, size=625, measures=(reasoning, owlrl)),
    Growth(graph=properties, size=625, measures=(reasoning, owlrl)),
    Growth(graph=values, size=12_500, measures=WRITTEN),
    Growth(graph=long_list, size=12_500, measures=(*WRITTEN, rdflib_naming)),
    Growth(graph=twin_lists, size=12_500, measures=WRITTEN),
    Growth(graph=brackets, size=1_250, measures=WRITTEN),
    Growth(graph=lists_in_lists, size=1_250, measures=WRITTEN),
    Growth(graph=ring, size=1_250, measures=(naming, writing, formatting, rdflib_naming)),
    Growth(graph=grid, size=1_250, measures=(naming, writing, formatting, rdflib_naming)),
)
BY_NAME: Final = {growth.graph.__name__: growth for growth in GROWTHS}


def apart(graph: str, measure: str, size: int, limit: float) -> float | str:
    """Take a measure in a process of its own; say why where there is none."""
    command = [sys.executable, __file__, "--one", graph, measure, str(size)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=True)
    except subprocess.TimeoutExpired:
        return f"over {limit:g} s"
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or [f"signal {-error.returncode}"])[-1]
        return last[:48]
    return float(done.stdout)


def grow(growth: Growth, sizes: list[int], limit: float) -> None:
    """Print a line for each measure: seconds at each size, and the ratio to the one before."""
    name = growth.graph.__name__
    for measure in growth.measures:
        cells: list[str] = []
        before = 0.0
        for size in sizes:
            found = apart(name, measure.__name__, size, limit)
            if isinstance(found, str):
                cells.append(found)
                break
            cells.append(f"{found:7.2f} s" + (f" ×{found / before:3.1f}" if before else "     "))
            before = max(found, 0.005)
        print(f"{name:15} {measure.__name__:15} {'  '.join(cells)}", flush=True)


def main() -> None:
    """Measure what the options say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--graphs", nargs="+", choices=BY_NAME, default=list(BY_NAME))
    parser.add_argument("--doublings", type=int, default=3)
    parser.add_argument("--limit", type=float, default=120, help="seconds of one measure")
    parser.add_argument("--tiny", action="store_true", help="small sizes, to see that it runs")
    parser.add_argument("--one", nargs=3, metavar=("GRAPH", "MEASURE", "SIZE"))
    options = parser.parse_args()
    if options.one:
        graph, measure, size = options.one
        growth = BY_NAME[graph]
        named = {found.__name__: found for found in growth.measures}
        print(named[measure](growth.graph(int(size))))
        return
    for graph in options.graphs:
        growth = BY_NAME[graph]
        first = 4 if options.tiny else growth.size
        doublings = 1 if options.tiny else options.doublings
        sizes = [first << n for n in range(doublings + 1)]
        print(f"\n{graph}: {', '.join(f'{size:,}' for size in sizes)}")
        grow(growth, sizes, options.limit)


if __name__ == "__main__":
    main()
