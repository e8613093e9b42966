"""Finds a saved query by its name, and reads what is given for its parameters."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from mcdgraph.errors import UsageError
from mcdgraph.questions.question_parameter import ParameterValue, WrittenNames
from mcdgraph.questions.saved_query import SavedQuery
from mcdgraph.questions.verification import QueryDataset, read_values


def named_question(questions: Iterable[SavedQuery], name: str) -> SavedQuery:
    """Return a saved query by its name; raise UsageError, with what may be meant, for none."""
    known = {question.name: question for question in questions}
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise UsageError(f"{name}: no saved query of that name{hint}")
    return known[name]


def named_words(pairs: Iterable[str], taker: str) -> dict[str, str]:
    """Split what ``taker`` takes as ``name=value``; raise UsageError for what is not."""
    words = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"{taker} takes NAME=VALUE, not {pair[:100]!r}")
        words[name] = value
    return words


def given_values(
    query: SavedQuery, given: Mapping[str, str], names: WrittenNames, store: QueryDataset
) -> dict[str, ParameterValue]:
    """Return the values that are given for a query's parameters, each by a word.

    Raises UsageError for a parameter that it does not declare, and as `read_values` does.
    """
    declared = [parameter.name for parameter in query.parameters]
    for name in given:
        if name not in declared:
            there = f"it has {', '.join(declared)}" if declared else "it has none"
            raise UsageError(f"{query.name} has no parameter {name[:100]!r}; {there}")
    return read_values(query, given, names, store)
