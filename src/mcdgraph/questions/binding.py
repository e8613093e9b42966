"""Gives variables of a query their values, as SPARQL itself does: by VALUES.

A query is evaluated from its innermost group outwards (SPARQL 1.1 Query, clause 18.2), so that a
value in the outermost group would not reach a FILTER in an OPTIONAL, nor a subquery that does not
project the variable. So each group that speaks of a variable gets its value, which then stands
for the variable wherever it is. Nothing is put into the query but terms in the form of N-Triples.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mcdgraph.bridges.sparql_tokens import Token, tokens
from mcdgraph.questions.question_parameter import ParameterValue


@dataclass(kw_only=True)
class _Group:
    """What stands between braces: ``at`` is the offset behind the first one.

    ``names`` are the variables that it speaks of itself. ``patterns`` tells that VALUES may stand
    at its beginning: not in data, in a template, and before a subquery.
    """

    at: int
    patterns: bool
    subquery: bool = False
    names: set[str] = field(default_factory=set)


def bind(text: str, values: Mapping[str, ParameterValue]) -> str:
    """Return a query in which variables, by their names, have values; lines stay as they are."""
    parts, at = [], 0
    for group in _groups(list(tokens(text))):
        named = sorted(group.names & values.keys())
        blocks = "".join(f" VALUES ?{name} {{ {values[name]} }}" for name in named)
        parts += [text[at : group.at], blocks]
        at = group.at
    return "".join([*parts, text[at:]])


def variables(text: str) -> set[str]:
    """Return the names of the variables of a query."""
    return {name for token in tokens(text) if (name := token.variable)}


def assigned(text: str) -> set[str]:
    """Return the names of the variables that a query computes itself, which can have no value."""
    found = list(tokens(text))
    pairs = pairwise(found)
    return {name for before, token in pairs if before.word == "AS" and (name := token.variable)}


def _groups(found: Sequence[Token]) -> list[_Group]:
    """Return the groups that may begin with VALUES, in order.

    What is named outside of groups, as in SELECT and ORDER BY, counts as named in the group that
    the clause belongs to.
    """
    outside = _Group(at=0, patterns=False, subquery=True)
    open_groups, every = [outside], [outside]
    data = False
    for number, token in enumerate(found):
        name = token.variable
        if name is not None:
            open_groups[-1].names.add(name)
        elif token.text == "{":
            group = _opened(found, number, data=data)
            _hand_down(open_groups[-1], group)
            open_groups.append(group)
            every.append(group)
        elif token.text == "}" and len(open_groups) > 1:
            open_groups.pop()
        data = token.word == "VALUES" or (data and token.text != "{")
    return [group for group in every if group.patterns]


def _opened(found: Sequence[Token], number: int, *, data: bool) -> _Group:
    """Begin the group that a brace opens."""
    before = found[number - 1].word if number else ""
    after = found[number + 1].word if number + 1 < len(found) else ""
    subquery = after == "SELECT"
    patterns = not (data or subquery or before == "CONSTRUCT")
    return _Group(at=found[number].end, patterns=patterns, subquery=subquery)


def _hand_down(above: _Group, group: _Group) -> None:
    """Have a query's clauses and its group share what they name."""
    if above.subquery and group.patterns:
        group.names |= above.names
        above.names = group.names
