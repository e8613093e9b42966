"""What the rows of fact sheets print, to be compared with what their mappings say.

The sheets are not part of the project: whoever has them has a second entry of each number and
each date.
"""

import re
from calendar import month_name
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from tools.recording.mapping import MappingError, Row, Statement
from tools.recording.terms import TIMES

#: Predicates whose number a row prints.
NUMBERS: Final = {"durationYears", "numberOfPosts", "tourYears", "value"}
SCALES: Final = {"million": 10**6, "billion": 10**9}
#: Stands between the words of a row and the line of the sheet that dates it.
DATED: Final = "dated: "
WORDS: Final = {"a dozen": 12, "three": 3, "five": 5, "four": 4}


def printed_rows(name: str, text: str) -> dict[str, str]:
    """Read the rows of a sheet: the words of each, with the title's date behind them.

    Raises MappingError where the sheet has no line that dates it.
    """
    dated = re.search(r"^- \*\*Date.*$", text, re.MULTILINE)
    if not dated:
        raise MappingError(f"{name}: no line of the sheet dates it")
    rows = re.findall(r"^\| (F\d+) \|(.*)\|\s*$", text, re.MULTILINE)
    return {number: f"{words} | {DATED}{dated[0]}" for number, words in rows}


def numbers_of(words: str) -> set[Decimal]:
    """Find the numbers of a row: grouped by spaces, in millions, or written out."""
    joined = re.sub(r"(?<=\d)[ \u202f\u00a0,](?=\d{3}\b)", "", words)
    found = {Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", joined)}
    for number, scale in re.findall(r"(\d+(?:\.\d+)?) (million|billion)", joined):
        found.add(Decimal(number) * SCALES[scale])
    for several in re.findall(r"((?:\d+(?:\.\d+)?; ?[a-zé ]*)+\d+(?:\.\d+)? )million", joined):
        found |= {Decimal(n) * 10**6 for n in re.findall(r"\d+(?:\.\d+)?", several)}
    return found | {Decimal(value) for word, value in WORDS.items() if word in words}


def dates_of(words: str) -> set[str]:
    """Find the days, months and years of a row, each with the months and years they lie in."""
    days = set(re.findall(r"(?<!\d)\d{4}(?:-\d{2}(?:-\d{2})?)?\b", words))
    days |= {f"{y}-{m}-{d}" for d, m, y in re.findall(r"\b(\d{2})/(\d{2})/(\d{4})\b", words)}
    days |= {f"{y}-{m}" for m, y in re.findall(r"(?<!/)\b(\d{2})/(\d{4})\b", words)}
    for first, last in re.findall(r"\b(\d{4}) ?[–…] ?(\d{4})\b", words):
        days |= {str(year) for year in range(int(first), int(last) + 1)}
    days |= {f"20{year}" for year in re.findall(r"\b\d{4}[–-](\d{2})\b", words)}
    for name, year in re.findall(r"\b([A-Z][a-z]+) \(?(\d{4})", words):
        if name in month_name:
            days.add(f"{year}-{list(month_name).index(name):02}")
    return {day[:end] for day in days for end in (4, 7, 10)}


def missing(row: Row, words: str) -> Iterator[Statement]:
    """Find the statements of a row whose number or date is not in its words."""
    numbers, dates = numbers_of(words.partition(DATED)[0]), dates_of(words)
    for said in row.statements:
        absent = {time for time in (said.since, said.until) if time and time not in dates}
        if said.predicate in NUMBERS and said.status == "recorded":
            wrong = Decimal(said.object) not in numbers
        else:
            wrong = said.predicate in TIMES and said.object not in dates
        if wrong or absent:
            yield said
