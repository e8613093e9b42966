"""What a mapping asserts as a number or a date stands in the row of the fact sheet.

The sheets are not in the repository. Where they are at hand, each is the second entry of its
mapping: a figure transposed, a date of another row or a row that slipped by one is found.
"""

import os
import re
from calendar import month_name
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tools.recording.mapping import Row, Sheet, Statement, read_sheets
from tools.recording.terms import TIMES

#: The folder of copies, which are never in the repository.
SHEETS = Path(os.environ.get("MCDGRAPH_COPIES", "")) / "sheets"
NUMBERS = {"durationYears", "numberOfPosts", "tourYears", "value"}
SCALES = {"million": 10**6, "billion": 10**9}
#: Stands between the words of a row and the line of the sheet that dates it.
DATED = "dated: "
WORDS = {"a dozen": 12, "three": 3, "five": 5, "four": 4}

if not SHEETS.is_dir():
    pytest.skip("MCDGRAPH_COPIES names no folder with the fact sheets", allow_module_level=True)

MAPPINGS = read_sheets()


def printed_rows(sheet: Sheet) -> dict[str, str]:
    """Read the rows of a sheet: the words of each, with the title's date in front."""
    text = (SHEETS / f"{sheet.name}.md").read_text(encoding="utf8")
    dated = re.search(r"^- \*\*Date.*$", text, re.MULTILINE)
    assert dated, sheet.name
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
        if said.predicate in NUMBERS and row.status == "recorded":
            wrong = Decimal(said.object) not in numbers
        else:
            wrong = said.predicate in TIMES and said.object not in dates
        if wrong or absent:
            yield said


def test_the_sheets_are_those_of_the_mappings() -> None:
    """Each mapping has its sheet, and each sheet its mapping."""
    files = {path.stem for path in SHEETS.glob("*.md")} - {"README"}
    assert {sheet.name for sheet in MAPPINGS} == files
    assert len(files) == 72


@pytest.mark.parametrize("sheet", MAPPINGS, ids=lambda sheet: sheet.name)
def test_each_number_and_date_stands_in_its_row(sheet: Sheet) -> None:
    """A number or a date of a statement is one of those that its row prints."""
    printed = printed_rows(sheet)
    facts = [row for row in sheet.rows if row.number.startswith("F")]
    assert facts
    wrong = [
        f"{row.number}: {said.subject} {said.predicate} {said.object}"
        for row in facts
        for said in missing(row, printed[row.number])
    ]
    assert not wrong


@pytest.mark.parametrize("sheet", MAPPINGS, ids=lambda sheet: sheet.name)
def test_each_row_is_where_the_sheet_says(sheet: Sheet) -> None:
    """The locator of a row is the last column of the sheet."""
    printed = printed_rows(sheet)
    for row in sheet.rows:
        if row.number in printed:
            place = printed[row.number].partition(f" | {DATED}")[0].rpartition("|")[2].strip()
            assert row.locator == place, row.number


@pytest.mark.parametrize("sheet", MAPPINGS, ids=lambda sheet: sheet.name)
def test_a_number_of_another_row_would_be_found(sheet: Sheet) -> None:
    """The comparison is not vacuous: a number raised by a strange one is missing."""
    printed = printed_rows(sheet)
    figures = [
        (row, said)
        for row in sheet.rows
        if row.number in printed and row.status == "recorded"
        for said in row.statements
        if said.predicate == "value"
    ]
    for row, said in figures:
        lie = Row(
            number=row.number,
            locator=row.locator,
            statements=(
                Statement(subject=said.subject, predicate="value", object=f"{said.object}7"),
            ),
        )
        assert list(missing(lie, printed[row.number])), row.number
