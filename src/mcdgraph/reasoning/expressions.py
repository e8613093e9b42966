"""SPARQL expressions over blocks of solutions: the FILTER and BIND of a graph's own rules.

Source: SPARQL 1.1 Query Language, clauses 10.1 (BIND), 17 (expressions); rdflib evaluates them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import rdflib
from rdflib.plugins.sparql.evalutils import _ebv, _eval
from rdflib.plugins.sparql.sparql import FrozenBindings, Prologue, QueryContext, SPARQLError

from mcdgraph.bridges.rdflib import from_rdflib_term, to_rdflib_term
from mcdgraph.columns import BlankNode, TermTable
from mcdgraph.reasoning.block import Block

#: Gives the number of a term for the values of one solution, or None where there is no value.
Computing = Callable[[dict[str, int]], int | None]


@dataclass(frozen=True, kw_only=True, eq=False)
class Filter:
    """Keeps the solutions for which an expression is true; an error counts as false."""

    expression: Any
    variables: frozenset[str]
    terms: TermTable

    def __call__(self, block: Block) -> Block:
        """Keep some solutions."""
        keep = [self._holds(values) for values in rows(block, self.variables)]
        return block.take(np.array(keep, np.bool_))

    def _holds(self, values: dict[str, int]) -> bool:
        try:
            return bool(_ebv(self.expression, bindings(values, self.terms)))
        except SPARQLError:
            return False


@dataclass(frozen=True, kw_only=True, eq=False)
class Bind:
    """Gives a variable a value in each solution; one without a value is dropped.

    Where the variable has a value already, the solutions are kept in which both are the same.
    """

    name: str
    compute: Computing
    needs: frozenset[str]

    @property
    def variables(self) -> frozenset[str]:
        """The variables that it reads."""
        return self.needs | {self.name}

    def __call__(self, block: Block) -> Block:
        """Extend the solutions."""
        found = [self.compute(values) for values in rows(block, self.needs)]
        good = np.array([number is not None for number in found], np.bool_)
        column = np.array([number for number in found if number is not None], np.int32)
        kept = block.take(good)
        given = kept.values.get(self.name)
        if given is None:
            return kept.having(**{self.name: column})
        return kept.take(given == column)


def computed(expression: Any, terms: TermTable) -> Computing:
    """Compute the value of an expression as a term of the table."""

    def compute(values: dict[str, int]) -> int | None:
        try:
            node = _eval(expression, bindings(values, terms))
        except SPARQLError:
            return None
        return terms.intern(from_rdflib_term(node))

    return compute


def blank(rule: str, label: str, terms: TermTable) -> Computing:
    """Make one blank node for each solution, the same whenever the solution is met again."""

    def compute(values: dict[str, int]) -> int:
        parts = [rule, label, *(f"{name}={terms[n]}" for name, n in sorted(values.items()))]
        digest = sha256("\0".join(parts).encode("utf8")).hexdigest()
        return terms.intern(BlankNode(f"r{digest[:24]}"))

    return compute


def rows(block: Block, names: frozenset[str]) -> list[dict[str, int]]:
    """Give each solution's values for some variables."""
    columns = {name: block.values[name].tolist() for name in sorted(names)}
    return [{name: column[row] for name, column in columns.items()} for row in range(block.size)]


def bindings(values: dict[str, int], terms: TermTable) -> FrozenBindings:
    """Give values as rdflib's bindings, without a graph."""
    nodes = {rdflib.Variable(n): to_rdflib_term(terms[number]) for n, number in values.items()}
    context = QueryContext()
    context.prologue = Prologue()
    return FrozenBindings(context, nodes)
