"""Reads the cells of the rows that a graph's own queries answer with."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.pages.bounds import LABEL, shorten
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource
from mcdgraph.snapshots import UNKNOWN, Interval, days_of
from mcdgraph.store import Solution

#: Rows of one query that are looked at.
ROWS: Final = 20_000
_COUNT: Final = re.compile(r"[0-9]{1,9}\Z", re.ASCII)


def bounded(rows: Iterable[Solution]) -> Iterator[Solution]:
    """Yield the rows that are looked at."""
    return islice(rows, ROWS)


def iri_in(row: Solution, name: str) -> str | None:
    """Return the IRI in a cell; None where there is none."""
    term = row.get(name)
    return term.value if isinstance(term, Iri) else None


def text_in(row: Solution, name: str) -> str:
    """Return the beginning of a literal in a cell; empty where there is none."""
    term = row.get(name)
    return shorten(term.lexical, LABEL) if isinstance(term, Literal) else ""


def time_in(row: Solution, earliest: str, latest: str) -> Interval:
    """Return the days between two cells, which may be dates, times, months or years."""
    return Interval(
        earliest=_days(row.get(earliest)).earliest, latest=_days(row.get(latest)).latest
    )


def _days(term: Term | None) -> Interval:
    return days_of(term) if isinstance(term, Literal) else UNKNOWN


def resource_in(reader: Reader, row: Solution, name: str, language: str) -> Resource | None:
    """Return the thing in a cell; None where there is none."""
    iri = iri_in(row, name)
    return reader.resource(iri, language) if iri else None


def count_in(row: Solution, name: str) -> int | None:
    """Return the whole number from 0 in a cell; None where there is none, or too large a one."""
    text = text_in(row, name)
    return int(text) if _COUNT.match(text) else None
