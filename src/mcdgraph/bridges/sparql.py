"""SPARQL over columns, in process: trusted queries asked of an Oxigraph store in memory."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any, Final

import numpy as np
import pyoxigraph as ox

from mcdgraph.bridges.oxigraph import OxTerm, from_oxigraph, to_oxigraph
from mcdgraph.bridges.sparql_calls import refuse_calls
from mcdgraph.bridges.sparql_fault import find_fault
from mcdgraph.bridges.sparql_nesting import refuse_nesting
from mcdgraph.columns import Columns, Iri, Literal, Term
from mcdgraph.columns.columns import DEFAULT_GRAPH
from mcdgraph.errors import QueryError

#: Rows that are written as text together: what bounds its memory.
_ROWS_AT_ONCE: Final = 10_000

#: How a term is written into the store, where it is not written as it is.
Encode = Callable[[Term], Term]
#: A function of SPARQL: its arguments are terms, and None is an error.
Function = Callable[..., Term | None]


@dataclass(frozen=True, kw_only=True)
class Functions:
    """Functions that queries may call by IRI beside those of SPARQL.

    An aggregate returns a term for the terms of a group, which are one or more.
    """

    scalar: Mapping[str, Function] = field(default_factory=dict)
    aggregate: Mapping[str, Callable[[Sequence[Term]], Term | None]] = field(default_factory=dict)


class SparqlStore:
    """Triples in named graphs, for queries that the project or its shapes have written.

    There is no deadline and no bound: what the public asks is not asked here.
    """

    def __init__(self) -> None:
        """Start without triples."""
        self._store = ox.Store()

    def add(self, columns: Columns, encode: Encode | None = None, *, graphs: bool = False) -> None:
        """Put every row in the default graph, or in its own graph where ``graphs`` says so."""
        self._store.bulk_extend(chain.from_iterable(_quads(columns, encode, graphs=graphs)))

    def take_away(self, columns: Columns, encode: Encode | None = None) -> None:
        """Take every row out of the default graph."""
        for quad in chain.from_iterable(_quads(columns, encode, graphs=False)):
            self._store.remove(quad)

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

    def select(
        self,
        text: str,
        prefixes: Mapping[str, str],
        *,
        functions: Functions | None = None,
        substitutions: Mapping[str, Term] | None = None,
    ) -> Iterator[dict[str, Term]]:
        """Return the solutions of a SELECT query, by variable, unbound ones left out.

        ``substitutions`` gives values to variables (SEP-0007), which the query must project.
        Raise `QuerySyntaxError` where the text is not SPARQL, `QueryError` where it cannot
        be evaluated (a function that is not known).
        """
        try:
            solutions = self._query(text, prefixes, functions, substitutions)
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

    def construct(
        self, text: str, prefixes: Mapping[str, str], *, functions: Functions | None = None
    ) -> Iterator[tuple[Term, Term, Term]]:
        """Return the triples of a CONSTRUCT query; raise as `select` does."""
        try:
            triples = self._query(text, prefixes, functions, None)
            if not isinstance(triples, ox.QueryTriples):
                raise QueryError("not a CONSTRUCT query")
            for triple in triples:
                subject, predicate, object_ = triple
                yield from_oxigraph(subject), from_oxigraph(predicate), from_oxigraph(object_)
        except SyntaxError as error:
            raise find_fault(error, text, prefixes=prefixes) from error
        except (ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from error

    def ask(
        self, text: str, prefixes: Mapping[str, str], *, functions: Functions | None = None
    ) -> bool:
        """Answer an ASK query; raise as `select` does."""
        try:
            answer = self._query(text, prefixes, functions, None)
        except SyntaxError as error:
            raise find_fault(error, text, prefixes=prefixes) from error
        except (ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from error
        if not isinstance(answer, ox.QueryBoolean):
            raise QueryError("not an ASK query")
        return bool(answer)

    def check(self, text: str) -> None:
        """Raise `QuerySyntaxError` where a text is not SPARQL, `QueryError` where it cannot run."""
        try:
            self._query(text, {}, None, None)
        except SyntaxError as error:
            raise find_fault(error, text, prefixes={}) from error
        except (ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from error

    def variables(self, text: str) -> tuple[str, ...]:
        """Return the variables that a SELECT query answers with; raise as `check` and `select`."""
        try:
            answer = self._query(text, {}, None, None)
        except SyntaxError as error:
            raise find_fault(error, text, prefixes={}) from error
        except (ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from error
        if not isinstance(answer, ox.QuerySolutions):
            raise QueryError("not a SELECT query")
        return tuple(variable.value for variable in answer.variables)

    def _query(
        self,
        text: str,
        prefixes: Mapping[str, str],
        functions: Functions | None,
        substitutions: Mapping[str, Term] | None,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        refuse_nesting(text)
        refuse_calls(text, prefixes)
        options: dict[str, Any] = {}
        if substitutions:
            options["substitutions"] = {
                ox.Variable(name): to_oxigraph(term) for name, term in substitutions.items()
            }
        if functions:
            options["custom_functions"] = {
                ox.NamedNode(iri): _called(one) for iri, one in functions.scalar.items()
            }
            options["custom_aggregate_functions"] = {
                ox.NamedNode(iri): _Accumulating(one).start
                for iri, one in functions.aggregate.items()
            }
        return self._store.query(text, prefixes=dict(prefixes), **options)


def _quads(columns: Columns, encode: Encode | None, *, graphs: bool) -> Iterator[Iterator[ox.Quad]]:
    """Give each row as a quad, which the engine reads from text faster than it makes one here."""
    graph = columns.graph if graphs else np.full(len(columns), DEFAULT_GRAPH, np.int32)
    columns = replace(columns, graph=graph)
    texts = _texts(columns, encode)
    rows = columns.numbers()
    while some := tuple(islice(rows, _ROWS_AT_ONCE)):
        lines = [f"{texts[s]} {texts[p]} {texts[o]} {texts[g]} .\n" for s, p, o, g in some]
        yield ox.parse("".join(lines), format=ox.RdfFormat.N_QUADS, lenient=True)


def _texts(columns: Columns, encode: Encode | None) -> dict[int, str]:
    """Give the N-Triples form of each term, as the engine writes it, which refuses what is none."""
    parts = columns.subject, columns.predicate, columns.object, columns.graph
    texts = {DEFAULT_GRAPH: ""}
    for number in np.unique(np.concatenate(parts)).tolist():
        if number != DEFAULT_GRAPH:
            term = columns.terms[number]
            texts[number] = str(to_oxigraph(encode(term) if encode else term))
    return texts


def _called(function: Function) -> Callable[..., OxTerm | None]:
    def call(*arguments: object) -> OxTerm | None:
        found = function(*map(from_oxigraph, arguments))
        return None if found is None else to_oxigraph(found)

    return call


@dataclass(frozen=True)
class _Accumulating:
    """Begins the accumulation of an aggregate for each group."""

    function: Callable[[Sequence[Term]], Term | None]

    def start(self) -> "_Accumulator":
        return _Accumulator(self.function)


@dataclass
class _Accumulator:
    """Collects the terms of one group."""

    function: Callable[[Sequence[Term]], Term | None]
    terms: list[Term] = field(default_factory=list)

    def accumulate(self, term: object) -> None:
        self.terms.append(from_oxigraph(term))

    def finish(self) -> OxTerm | None:
        found = self.function(self.terms) if self.terms else None
        return None if found is None else to_oxigraph(found)


def rewritten(literals: Sequence[Literal]) -> list[bool]:
    """Say for each literal whether the engine gives back another one than was put into it."""
    engine = ox.Store()
    predicate = Iri("urn:mcdgraph:is")
    engine.bulk_extend(
        ox.Quad(ox.NamedNode(f"urn:mcdgraph:{n}"), to_oxigraph(predicate), to_oxigraph(literal))  # type: ignore[arg-type]
        for n, literal in enumerate(literals)
    )
    found = [True] * len(literals)
    for quad in engine:
        number = int(str(quad.subject.value).rpartition(":")[2])
        found[number] = str(from_oxigraph(quad.object)) != str(literals[number])
    return found
