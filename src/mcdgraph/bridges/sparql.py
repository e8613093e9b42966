"""SPARQL over columns, in process: trusted queries asked of an Oxigraph store in memory."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pyoxigraph as ox

from mcdgraph.bridges.oxigraph import from_oxigraph, to_oxigraph, to_quads
from mcdgraph.bridges.sparql_calls import refuse_calls
from mcdgraph.bridges.sparql_fault import find_fault
from mcdgraph.bridges.sparql_nesting import refuse_nesting
from mcdgraph.columns import Columns, Term
from mcdgraph.errors import QueryError


class SparqlStore:
    """Triples in named graphs, for queries that the project or its shapes have written.

    There is no deadline and no bound: what the public asks is not asked here.
    """

    def __init__(self) -> None:
        """Start without triples."""
        self._store = ox.Store()

    def add(self, columns: Columns, graph: str | None = None) -> None:
        """Put every row in one graph, by default the default graph."""
        if graph is not None:
            self.put(((s, p, o) for s, p, o, _ in columns.quads()), graph)
            return
        rows = replace(columns, graph=np.full(len(columns), -1, np.int32))
        self._store.bulk_extend(to_quads(rows))

    def put(self, triples: Iterable[tuple[Term, Term, Term]], graph: str) -> None:
        """Put triples in a named graph."""
        name = ox.NamedNode(graph)
        for triple in triples:
            subject, predicate, object_ = map(to_oxigraph, triple)
            quad = ox.Quad(subject, predicate, object_, name)  # type: ignore[arg-type]
            self._store.add(quad)

    def remove(self, graph: str) -> None:
        """Take a named graph away."""
        self._store.remove_graph(ox.NamedNode(graph))

    def select(self, text: str, prefixes: Mapping[str, str]) -> Iterator[dict[str, Term]]:
        """Give the solutions of a SELECT query, by variable, unbound ones left out.

        Raise `QuerySyntaxError` where the text is not SPARQL, `QueryError` where it cannot
        be evaluated (a function that is not known).
        """
        refuse_nesting(text)
        refuse_calls(text, prefixes)
        try:
            solutions = self._store.query(text, prefixes=dict(prefixes))
            if not isinstance(solutions, ox.QuerySolutions):
                raise QueryError("not a SELECT query")
            names = [variable.value for variable in solutions.variables]
            for solution in solutions:
                values = zip(names, solution, strict=True)
                yield {name: from_oxigraph(term) for name, term in values if term is not None}
        except SyntaxError as error:
            raise find_fault(error, text, prefixes=prefixes) from error
        except (ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from error
