"""A read-only dataset, in memory or on disk, that answers look-ups and trusted queries."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final, Self, cast

import numpy as np
import pyoxigraph as ox

from mcdgraph.bridges.oxigraph import from_oxigraph, to_oxigraph, to_quads
from mcdgraph.bridges.sparql_calls import refuse_calls
from mcdgraph.bridges.sparql_fault import find_fault
from mcdgraph.bridges.sparql_nesting import refuse_nesting
from mcdgraph.columns import BlankNode, Columns, Iri, Literal, Term
from mcdgraph.columns.columns import DEFAULT_GRAPH
from mcdgraph.errors import QueryRefused, ReleaseError
from mcdgraph.store.evaluation import Dialect, Evaluation, evaluate, refusal
from mcdgraph.store.exact import ExactLiterals, Key, at_risk, exact_lines

#: The name of the N-Quads file and of the RocksDB folder inside a store's folder.
QUADS_FILE: Final = "quads.nq"
DISK_FOLDER: Final = "rocksdb"

#: Random bytes after which the engine asks the system for a new seed (the crate rand's
#: `ThreadRng`), and those that the name of a blank node takes.
_RESEEDED_AFTER: Final = 64 * 1024
_BLANK_NODE_BYTES: Final = 16

#: One row of a SELECT: an unbound variable has no key.
Solution = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Quad:
    """A statement, and the graph that says it; None stands for the default graph."""

    subject: Iri | BlankNode
    predicate: Iri
    object: Term
    graph: Iri | BlankNode | None


class Store:
    """The quads of one dataset, never changed once opened.

    The default graph holds copies of the triples of the graphs that it unites, so that a
    query over it costs no more than one over a single graph. Look-ups give literals as they
    were written; queries give them as Oxigraph keeps them (``"01"^^xsd:integer`` is ``"1"``).
    """

    def __init__(
        self, engine: ox.Store, exact: ExactLiterals | None = None, disk: Path | None = None
    ) -> None:
        """Wrap a loaded Oxigraph store, and the literals that it rewrote.

        ``disk`` is its folder where it is not in memory.
        """
        self.engine = engine
        self.exact = exact or ExactLiterals()
        self.disk = disk

    @classmethod
    def load(cls, columns: Columns, default_graphs: Collection[str] | None = None) -> Self:
        """Load columns into memory.

        ``default_graphs`` are the IRIs of the graphs whose triples the default graph holds
        beside its own; None means every graph.
        """
        engine = ox.Store()
        engine.bulk_extend(to_quads(columns))
        engine.bulk_extend(to_quads(default_copies(columns, default_graphs)))
        return cls(engine, ExactLiterals(exact_lines(columns)))

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open what `write_store` wrote; raise `ReleaseError` where it is not there."""
        quads, disk = folder / QUADS_FILE, folder / DISK_FOLDER
        try:
            if disk.is_dir():
                return cls(ox.Store.read_only(str(disk)), ExactLiterals.open(folder), disk)
            engine = ox.Store()
            engine.bulk_extend(ox.parse(path=str(quads), format=ox.RdfFormat.N_QUADS))
        except (OSError, SyntaxError) as error:
            raise ReleaseError(f"{folder}: not a store: {error}") from error
        return cls(engine, ExactLiterals.open(folder))

    def reopen(self) -> None:
        """Make the store a forked process's own: open a database anew; one in memory is shared.

        RAND and UUID would give in each process what they give in every other: the engine's
        random numbers go on where they were at the fork, and begin anew after so many bytes.
        """
        if self.disk is not None:
            self.engine = ox.Store.read_only(str(self.disk))
        for _ in range(_RESEEDED_AFTER // _BLANK_NODE_BYTES + 1):
            ox.BlankNode()

    def __len__(self) -> int:
        """Count the quads, those of the default graph among them; walks them all on disk."""
        return len(self.engine)

    def graphs(self) -> list[str]:
        """Name the named graphs, in order."""
        return sorted(graph.value for graph in self.engine.named_graphs())

    def sizes(self) -> dict[str, int]:
        """Count the triples of every named graph, and of the default graph as ``""``."""
        rows = self.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        default = self.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        counts = [(row["g"], row["n"]) for row in rows if "g" in row] + [
            (Iri(""), row["n"]) for row in default
        ]
        found = dict.fromkeys(self.graphs(), 0)
        for name, number in counts:
            if isinstance(name, Iri) and isinstance(number, Literal):
                found[name.value] = int(number.lexical)
        return found

    def count(self, graph: str | None = None) -> int:
        """Count the triples of one named graph, or of the default graph; walks them."""
        name = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
        return sum(1 for _ in self.engine.quads_for_pattern(None, None, None, name))

    def quads(
        self,
        subject: Term | None = None,
        predicate: Term | None = None,
        object: Term | None = None,  # noqa: A002 - the field's own word
        graph: Term | None = None,
    ) -> Iterator[Quad]:
        """Give the quads of the named graphs that match; None matches anything.

        A triple that stands in two graphs comes twice; the default graph's copies do not come.
        """
        found = self.engine.quads_for_pattern(
            _pattern(subject), _pattern(predicate), _pattern(object), _pattern(graph)
        )
        named = (_quad(quad) for quad in found if not isinstance(quad.graph_name, ox.DefaultGraph))
        return self._as_written(named) if self.exact else named

    def _as_written(self, quads: Iterator[Quad]) -> Iterator[Quad]:
        """Put the literals that were written in place of those that the engine made of them."""
        about: Iri | BlankNode | None = None
        written: Mapping[Key, list[Literal]] = {}
        for quad in quads:
            if not isinstance(quad.object, Literal) or not at_risk(quad.object):
                yield quad
                continue
            if quad.subject != about:
                about, written = quad.subject, self.exact.of(quad.subject)
            key = quad.predicate, quad.object, cast("Term", quad.graph)
            for literal in written.get(key, [quad.object]):
                yield replace(quad, object=literal)

    def mentions(self, iri: str) -> bool:
        """Tell whether an IRI is the subject, predicate or object of a statement, or a graph.

        Raises `TermError` for what is no absolute IRI.
        """
        node = _pattern(Iri(iri))
        look_up = self.engine.quads_for_pattern
        return (
            any(islice(look_up(node, None, None, None), 1))
            or any(islice(look_up(None, None, node, None), 1))
            or any(islice(look_up(None, node, None, None), 1))
            or self.engine.contains_named_graph(node)
        )

    def describe(self, node: Iri | BlankNode) -> list[Quad]:
        """Give a node's Concise Bounded Description: what it says, and its blank nodes say.

        Source: CBD, W3C Member Submission 2005, without the reifications of step 3.
        """
        found: list[Quad] = []
        waiting: list[Term] = [node]
        seen: set[Term] = {node}
        while waiting:
            for quad in self.quads(subject=waiting.pop()):
                found.append(quad)
                if isinstance(quad.object, BlankNode) and quad.object not in seen:
                    seen.add(quad.object)
                    waiting.append(quad.object)
        return found

    def select(self, text: str, substitutions: Mapping[str, Term] | None = None) -> list[Solution]:
        """Answer one of the program's own SELECT queries, in this process, without a bound.

        ``substitutions`` gives values to variables (SEP-0007), which the query must project.
        """
        answer = self._query(text, substitutions)
        if not isinstance(answer, ox.QuerySolutions):
            raise QueryRefused("select() takes a SELECT query")
        names = [variable.value for variable in answer.variables]
        try:
            return [
                {
                    name: from_oxigraph(term)
                    for name in names
                    if (term := solution[name]) is not None
                }
                for solution in answer
            ]
        except (RuntimeError, ValueError) as error:
            raise refusal(error) from error

    def ask(self, text: str, substitutions: Mapping[str, Term] | None = None) -> bool:
        """Answer one of the program's own ASK queries, in this process, without a bound."""
        answer = self._query(text, substitutions)
        if not isinstance(answer, ox.QueryBoolean):
            raise QueryRefused("ask() takes an ASK query")
        return bool(answer)

    def evaluate(
        self,
        text: str,
        dialect: Dialect,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Evaluation:
        """Make a stranger's query ready; see `mcdgraph.store.evaluation.evaluate`."""
        return evaluate(self.engine, text, dialect, default_graphs, named_graphs)

    def _query(
        self, text: str, substitutions: Mapping[str, Term] | None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        values = {
            ox.Variable(name): to_oxigraph(term) for name, term in (substitutions or {}).items()
        }
        refuse_nesting(text)
        refuse_calls(text, {})
        try:
            return self.engine.query(text, substitutions=values)  # type: ignore[arg-type]
        except SyntaxError as error:
            raise find_fault(error, text, prefixes={}) from error
        except (RuntimeError, ValueError) as error:
            raise refusal(error) from error


def _quad(quad: ox.Quad) -> Quad:
    return Quad(
        cast("Iri | BlankNode", from_oxigraph(quad.subject)),
        cast("Iri", from_oxigraph(quad.predicate)),
        from_oxigraph(quad.object),
        cast("Iri | BlankNode", from_oxigraph(quad.graph_name)),
    )


def _pattern(term: Term | None) -> Any:
    """Give the engine's form; it refuses, at run time, a literal for a subject."""
    return None if term is None else to_oxigraph(term)


def default_copies(columns: Columns, default_graphs: Collection[str] | None) -> Columns:
    """Copy the rows of some named graphs, None for all, into the default graph."""
    chosen = columns.graph >= 0
    if default_graphs is not None:
        numbers = [columns.terms.find_iri(iri) for iri in default_graphs]
        chosen &= np.isin(columns.graph, [number for number in numbers if number >= 0])
    copies = columns.take(chosen)
    return replace(copies, graph=np.full(len(copies), DEFAULT_GRAPH, np.int32))
