"""Evaluates one query of a stranger's over a store, and writes its answer."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import pyoxigraph as ox

from mcdgraph.bridges.oxigraph import from_oxigraph
from mcdgraph.bridges.oxigraph_reader import RDF_FORMATS
from mcdgraph.bridges.sparql_fault import find_fault
from mcdgraph.columns import Term
from mcdgraph.errors import (
    QueryError,
    QueryNotAcceptable,
    QueryRefused,
    QueryTooLarge,
)
from mcdgraph.formats import (
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_TSV,
    RESULTS_XML,
    TRIG,
    TURTLE,
    Format,
)
from mcdgraph.store.result_writers import (
    HeadWriter,
    LineWriter,
    csv_line,
    json_names,
    tsv_line,
    xml_names,
)
from mcdgraph.store.rewriting import order_of_appearance, rewritten
from mcdgraph.store.writer import Writer
from mcdgraph.store.xml_guard import XmlGuard

RESULT_FORMATS: Final = {
    RESULTS_CSV: ox.QueryResultsFormat.CSV,
    RESULTS_JSON: ox.QueryResultsFormat.JSON,
    RESULTS_TSV: ox.QueryResultsFormat.TSV,
    RESULTS_XML: ox.QueryResultsFormat.XML,
}
#: What the engine says of a graph that JSON-LD 1.1 cannot hold.
_NO_JSON_LD: Final = "JSON-LD does not support RDF 1.2"
_PREFIXED: Final = (TURTLE, TRIG, JSON_LD, RDF_XML)
_FUNCTION = re.compile(r"The custom function <([^>]*)> is not supported")
#: Functions that are not known are looked for up to this many: for each the query is read anew.
MAX_UNKNOWN_FUNCTIONS: Final = 32


class AnswerKind(StrEnum):
    """What a query's answer is."""

    BINDINGS = "bindings"
    BOOLEAN = "boolean"
    GRAPH = "graph"


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """What a query may leave out: the base of its IRIs, and declarations of prefixes."""

    base: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)


class Evaluation:
    """A query that was understood; its answer is computed as it is written."""

    def __init__(
        self,
        answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
        prefixes: Mapping[str, str],
        text: str,
    ) -> None:
        """Tell the kind from the engine's answer; ``prefixes`` shorten a graph's Turtle.

        ``text`` is the query, of which the order of variables is taken.
        """
        self._answer = answer
        self._text = text
        self._prefixes = prefixes
        self._names: tuple[str, ...] = ()
        if isinstance(answer, ox.QuerySolutions):
            self.kind = AnswerKind.BINDINGS
            self._names = tuple(variable.value for variable in answer.variables)
        else:
            graph = isinstance(answer, ox.QueryTriples)
            self.kind = AnswerKind.GRAPH if graph else AnswerKind.BOOLEAN

    def choose(self, results: Format | None, graph: Format | None) -> Format:
        """Give the form that fits the kind; raise `QueryNotAcceptable` where it is None."""
        chosen = graph if self.kind is AnswerKind.GRAPH else results
        if chosen is None:
            raise QueryNotAcceptable(self.kind.value)
        return chosen

    @property
    def truth(self) -> bool:
        """The answer to ASK."""
        return bool(self._answer)

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of a SELECT, in the query's order."""
        order = self._order()
        return self._names if order is None else tuple(self._names[at] for at in order)

    def _order(self) -> list[int] | None:
        """Say where the variables stand in the engine's order; None where that is the query's."""
        return order_of_appearance(self._text, self._names)

    def rows(self) -> Iterator[tuple[Term | None, ...]]:
        """Compute the solutions of a SELECT, one after the other; None where a variable is unbound.

        Raises a `QueryError` where that fails.
        """
        assert isinstance(self._answer, ox.QuerySolutions)
        order = self._order() or range(len(self._names))
        try:
            for solution in self._answer:
                values = tuple(solution)
                yield tuple(None if (v := values[at]) is None else from_oxigraph(v) for at in order)
        except (RuntimeError, ValueError) as error:
            raise refusal(error) from error

    def triples(self) -> Iterator[tuple[Term, Term, Term]]:
        """Compute the statements of a graph; raise a `QueryError` where that fails."""
        assert isinstance(self._answer, ox.QueryTriples)
        try:
            for s, p, o in self._answer:
                yield from_oxigraph(s), from_oxigraph(p), from_oxigraph(o)
        except (RuntimeError, ValueError) as error:
            raise refusal(error) from error

    def write(self, output: Writer, form: Format, bound: int | None = None) -> None:
        """Compute the answer and write it; raise a `QueryError` where that fails.

        ``bound`` is the greatest number of statements that a graph may have.
        """
        guard = XmlGuard(output) if form in (RESULTS_XML, RDF_XML) else None
        try:
            self._write(guard or output, form, bound)
        except (RuntimeError, ValueError, OSError, QueryRefused) as error:
            if guard is not None and guard.failure is not None:
                raise guard.failure from None
            if _NO_JSON_LD in str(error):
                raise QueryNotAcceptable(
                    f"{form.title} cannot hold a triple as a term (RDF 1.2); {TURTLE.media_type} "
                    f"and {N_TRIPLES.media_type} can"
                ) from error
            own = (
                type(error) is OSError
                and error.errno is None
                and "SERVICE" not in self._text.upper()
            )
            if own or isinstance(error, RuntimeError | ValueError):
                raise refusal(error) from error
            raise

    def _write(self, output: Writer, form: Format, bound: int | None) -> None:
        if isinstance(self._answer, ox.QueryTriples):
            triples = _bounded(self._answer, bound) if bound else self._answer
            prefixes = dict(self._prefixes) if form in _PREFIXED else None
            ox.serialize(triples, output, RDF_FORMATS[form], prefixes=prefixes)  # type: ignore[arg-type]
        else:
            self._answer.serialize(*self._results(output, form))  # type: ignore[arg-type]

    def _results(self, output: Writer, form: Format) -> tuple[Writer, ox.QueryResultsFormat]:
        """Choose the engine's form of results, and the writer that mends it."""
        if not isinstance(self._answer, ox.QuerySolutions):
            return output, RESULT_FORMATS[form]
        names, order = list(self._names), self._order()
        if form is RESULTS_CSV:
            return LineWriter(output, csv_line, order), ox.QueryResultsFormat.TSV
        if order is None:
            return output, RESULT_FORMATS[form]
        if form is RESULTS_TSV:
            return LineWriter(output, tsv_line, order), ox.QueryResultsFormat.TSV
        head = json_names if form is RESULTS_JSON else xml_names
        wanted = head([names[at] for at in order])
        return HeadWriter(output, head(names), wanted), RESULT_FORMATS[form]


def _bounded(triples: Iterable[ox.Triple], bound: int) -> Iterator[ox.Triple]:
    """Give triples until there are too many of them."""
    for number, triple in enumerate(triples):
        if number == bound:
            raise QueryTooLarge(
                f"the graph has more than {bound} statements; "
                "ask for less, or page with ORDER BY, LIMIT and OFFSET"
            )
        yield triple


def evaluate(
    engine: ox.Store,
    text: str,
    dialect: Dialect,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Evaluation:
    """Parse a query and make it ready; raise a `QueryError` where it cannot be."""
    options: dict[str, Any] = {}
    if default_graphs or named_graphs:
        options["default_graph"] = [ox.NamedNode(iri) for iri in default_graphs]
        options["named_graphs"] = [ox.NamedNode(iri) for iri in named_graphs]
    try:
        answer = _understood(engine, text, dialect, options)
    except SyntaxError as error:
        raise find_fault(
            error, text, base=dialect.base or None, prefixes=dialect.prefixes
        ) from error
    except (RuntimeError, ValueError) as error:
        raise refusal(error) from error
    return Evaluation(answer, dialect.prefixes, text)


def check_syntax(text: str, dialect: Dialect) -> None:
    """Raise the `QueryError` for which a text is not a query, whatever the dataset."""
    evaluate(ox.Store(), text, dialect)


def _understood(
    engine: ox.Store, text: str, dialect: Dialect, options: dict[str, Any]
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Have the engine take a query, with what it turns out to need.

    The dialect's base and prefixes are given only to a query that is wrong without them, or
    that may make an IRI of a text (clause 17.4.2.8): most have none that is relative and declare
    their own prefixes, and the engine takes its time over each. A function that is not known
    gives an error where it is called (SPARQL 1.1 Query, clause 17.6), not for the query as a
    whole.
    """
    functions: dict[ox.NamedNode, Callable[..., None]] = {}
    query = rewritten(text)
    upper = text.upper()
    if "IRI" in upper or "URI" in upper:
        options["base_iri"] = dialect.base or None
    while True:
        try:
            return engine.query(query, **options)
        except SyntaxError:
            if "prefixes" in options and query == text:
                raise
            if "prefixes" in options:
                query = text
            options["base_iri"] = dialect.base or None
            options["prefixes"] = dict(dialect.prefixes)
        except RuntimeError as error:
            found = _FUNCTION.search(str(error))
            name = ox.NamedNode(found[1]) if found else None
            if name is None or name in functions:
                raise
            if len(functions) == MAX_UNKNOWN_FUNCTIONS:
                raise QueryRefused(
                    f"the query calls more than {MAX_UNKNOWN_FUNCTIONS} functions that are not "
                    f"known here, {name} among them"
                ) from error
            functions[name] = _no_value
            options["custom_functions"] = functions


def _no_value(*_: object) -> None:
    """Be a function that is not known."""


def refusal(error: Exception) -> QueryError:
    """Say what the engine does not do."""
    return QueryRefused(str(error))
