"""How much of the graph one page shows, and how much is read to make it.

A page is made of what the graph holds, which may be anything: ten thousand values of a property,
a text of megabytes, a tree of blank nodes without end. What is cut says so, and the data of the
same document hold it whole.
"""

from dataclasses import dataclass
from typing import Final

#: Values of one property on the page of a thing; its own list has the others.
VALUES: Final = 25
#: Properties of a thing on its page, in each direction.
PROPERTIES: Final = 100
#: Entries on one page of a list, …
PAGE_SIZE: Final = 50
#: … and in all its pages together.
LISTED: Final = 5_000
#: Values read of one property where a few are wanted: for a label, a summary, an order.
READ: Final = 200
#: Rows read for them: a value that stands in several graphs has one in each.
READ_ROWS: Final = 5_000
#: Statements counted about one thing.
COUNTED: Final = 100_000
#: Characters of one literal, of a label, and of an IRI that is linked.
LITERAL: Final = 2_000
LABEL: Final = 300
IRI: Final = 1_000
#: Characters of a language tag that are shown.
TAG: Final = 100
#: Levels of blank nodes and lists, members of a list, statements of one blank node.
DEPTH: Final = 8
MEMBERS: Final = 100
NESTED: Final = 100
#: Axioms read about one thing, and pieces of evidence shown beside one statement.
AXIOMS: Final = 300
EVIDENCE: Final = 10
#: Characters of all that unfolds beside the passages of one page, about.
NOTES: Final = 100_000
#: Graphs that are named as holding a thing or a statement.
GRAPHS: Final = 20
#: Things of a tree on the first page, and its levels; figures beside it.
BRANCHES: Final = 500
LEVELS: Final = 20
FIGURES: Final = 50
#: Steps of a proof, and its levels.
STEPS: Final = 300
PROOF_LEVELS: Final = 25
#: Terms of a vocabulary on one page, and those of one kind that are looked at.
TERMS: Final = 150
TERMS_READ: Final = 10_000
TERMS_LOOKED_AT: Final = 40_000


@dataclass(kw_only=True, slots=True)
class Allowance:
    """What is left to one page: values, characters of literals and of what unfolds."""

    values: int = 1_000
    characters: int = 200_000
    notes: int = NOTES

    def take(self) -> bool:
        """Take one value; False where none is left."""
        if self.values <= 0:
            return False
        self.values -= 1
        return True

    def cut(self, text: str) -> tuple[str, int | None]:
        """Return as much of a text as is left to it, and its length where that is not all."""
        shown = text[: max(LABEL, min(LITERAL, self.characters))]
        self.characters -= len(shown)
        return shown, len(text) if len(shown) < len(text) else None


def shorten(text: str, bound: int) -> str:
    """Return a text, or its beginning with an ellipsis where it is longer than a bound."""
    return text if len(text) <= bound else text[: bound - 1].rstrip() + "…"
