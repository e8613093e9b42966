"""What may be meant by a misspelt word: words of the index at a small distance."""

import sqlite3
from dataclasses import dataclass
from typing import Final

#: Words shorter than this are not corrected, nor corrected to.
MIN_LENGTH: Final = 3
#: From this length on two errors are forgiven, else one.
_TWO_ERRORS: Final = 6
#: Characters of a word that is corrected.
_MAX_LENGTH: Final = 32
#: Words that are compared letter by letter: those that share the most with the misspelt one.
_MAX_COMPARED: Final = 200
#: Words that may be meant.
_MAX_MEANT: Final = 3

_SHARING: Final = """
SELECT v.word, v.shown, v.uses FROM near JOIN vocabulary v ON v.id = near.rowid
WHERE near MATCH ? AND length(v.word) BETWEEN ? AND ? ORDER BY near.rank, near.rowid LIMIT ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearWord:
    """A word of the index: as it is compared, and in its most usual spelling."""

    word: str
    shown: str


def padded(word: str) -> str:
    """Mark where a word begins and ends, so that its first and last letters count, too."""
    return f"<<{word}>>"


def near_words(connection: sqlite3.Connection, word: str, above: int = 0) -> list[NearWord]:
    """List words of the index that may be meant by one, and are used more often than ``above``.

    They are the nearest, the most used first, of those that share letters in threes with it.
    Bounded in time whatever the word.
    """
    if not MIN_LENGTH <= len(word) <= _MAX_LENGTH:
        return []
    allowed = 2 if len(word) >= _TWO_ERRORS else 1
    text = padded(word)
    threes = dict.fromkeys(text[i : i + 3] for i in range(len(text) - 2))
    match = " OR ".join(f'"{three}"' for three in threes)
    shortest, longest = max(MIN_LENGTH, len(word) - allowed), len(word) + allowed
    rows = connection.execute(_SHARING, (match, shortest, longest, _MAX_COMPARED)).fetchall()
    found = []
    for candidate, shown, uses in rows:
        errors = distance(word, candidate, allowed) if uses > above else None
        if errors:
            found.append((errors, word[0] != candidate[0], -uses, candidate, shown))
    found.sort()
    nearest = [item for item in found if item[0] == found[0][0]]
    return [NearWord(word=item[3], shown=item[4]) for item in nearest[:_MAX_MEANT]]


def distance(one: str, other: str, most: int) -> int | None:
    """Count the errors between two words; None where they are more than ``most``.

    An error is a letter that is wrong, missing or too many, or two neighbours in the wrong
    order (optimal string alignment).
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, row, before = before, [i], row
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(before) > most:
            return None
    return row[-1] if row[-1] <= most else None
