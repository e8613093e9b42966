"""A bound on the terms that a graph's own rules make."""

from typing import Final

from mcdgraph.columns import TermTable
from mcdgraph.errors import RuleError

#: Terms that a graph's own rules may make, and rounds in which they may make any.
MOST_TERMS: Final = 1_000_000
MOST_ROUNDS: Final = 200


class TermGrowth:
    """Counts the terms that rules have made since some round."""

    def __init__(self, terms: TermTable, first_round: int = 0) -> None:
        """Count from now on."""
        self._terms = terms
        self._first = len(terms)
        self._first_round = first_round

    def check(self, rule: str, round_: int) -> None:
        """Raise RuleError where there is no end of them."""
        made, rounds = len(self._terms) - self._first, round_ - self._first_round
        if made > MOST_TERMS or (made and rounds > MOST_ROUNDS):
            last = shorten(self._terms.text(len(self._terms) - 1), 80)
            raise RuleError(
                f"{rule}: the rule does not end: after {rounds} rounds it has made "
                f"{made:,} new terms, the last of them {last}"
            )


def shorten(text: str, length: int) -> str:
    """Cut a text that is too long to read."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
