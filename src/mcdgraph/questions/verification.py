"""Asks a saved query and compares the answer with the expected one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from mcdgraph.columns import Iri, Term
from mcdgraph.errors import ParameterError, QueryError, QueryRefused
from mcdgraph.namespaces import RDF
from mcdgraph.questions.question_parameter import (
    ParameterValue,
    QuestionParameter,
    WrittenNames,
    word_of,
)
from mcdgraph.questions.saved_query import ExpectedAnswer, SavedQuery

UNBOUND = "UNDEF"
TYPE = RDF + "type"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How an answer differs from the expected one: rows in N-Triples form, or a word.

    Both are empty where the answer is as expected.
    """

    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """True where the answer is the expected one."""
        return not self.missing and not self.unexpected

    def __str__(self) -> str:
        """List the differences, one a line."""
        return "\n".join(
            [f"missing: {row}" for row in self.missing]
            + [f"unexpected: {row}" for row in self.unexpected]
        )


class QueryDataset(Protocol):
    """A dataset that can be asked: `ExactDataset`, or `Store`, which knows values only."""

    def select(self, text: str) -> list[Mapping[str, Term]]:
        """Answer a SELECT query."""
        ...

    def ask(self, text: str) -> bool:
        """Answer an ASK query."""
        ...


def is_member(value: ParameterValue, members: str, store: QueryDataset) -> bool:
    """Return whether a value is of a class, by its IRI; any is where that is empty."""
    return not members or store.ask(f"ASK {{ {value} <{TYPE}> <{members}> }}")


def strange_default(query: SavedQuery, store: QueryDataset) -> QuestionParameter | None:
    """Return the first parameter whose default is not of the class that it asks for."""
    for parameter in query.parameters:
        default = parameter.default
        if default is not None and not is_member(default, parameter.members, store):
            return parameter
    return None


def read_values(
    query: SavedQuery, given: Mapping[str, str], names: WrittenNames, store: QueryDataset
) -> dict[str, ParameterValue]:
    """Return the values of a query's parameters by name; an empty word gives none.

    Names that the query does not declare are passed over. Raises ParameterError for the first
    word that is not allowed.
    """
    values = {}
    for parameter in query.parameters:
        if text := given.get(parameter.name, ""):
            value = parameter.read(text, names)
            if not is_member(value, parameter.members, store):
                allowed = f"a thing of the class {word_of(Iri(parameter.members), names.prefixes)}"
                raise ParameterError(parameter.name, text, "class", allowed)
            values[parameter.name] = value
    return values


def verify(query: SavedQuery, store: QueryDataset) -> Verdict:
    """Ask a query of a dataset; raise `QueryError` where that refuses it.

    Parameters have their defaults. Rows are compared on the variables of the expected table, in
    any order, repeated ones counted.
    """
    expected = query.expectation
    if expected.answer in (ExpectedAnswer.YES, ExpectedAnswer.NO):
        given = ExpectedAnswer.YES if store.ask(query.bound()) else ExpectedAnswer.NO
        return _difference([expected.answer], [given])
    solutions = store.select(query.bound())
    if expected.answer is ExpectedAnswer.ROWS:
        table = _table(query, store)
        return _difference(_rows(table, expected.variables), _rows(solutions, expected.variables))
    return _difference([f"{expected.count} rows"], [f"{len(solutions)} rows"])


def _table(query: SavedQuery, store: QueryDataset) -> list[Mapping[str, Term]]:
    """Read the expected rows; what is wrong with them has its place in the header."""
    try:
        return store.select(query.expectation.values_query(query.prologue))
    except QueryError as error:
        raise QueryRefused(f"the table of expected rows: {error}") from error


def _rows(solutions: Iterable[Mapping[str, Term]], variables: tuple[str, ...]) -> list[str]:
    names = [variable.removeprefix("?") for variable in variables]
    return [" ".join(str(solution.get(name, UNBOUND)) for name in names) for solution in solutions]


def _difference(expected: list[str], given: list[str]) -> Verdict:
    wanted, got = Counter(map(str, expected)), Counter(map(str, given))
    return Verdict(
        missing=tuple(sorted((wanted - got).elements())),
        unexpected=tuple(sorted((got - wanted).elements())),
    )
