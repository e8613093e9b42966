"""What a mapping asserts as a number or a date stands in the row of the fact sheet.

The sheets are not in the repository. Where they are at hand, each is the second entry of its
mapping: a figure transposed, a date of another row or a row that slipped by one is found.
"""

import os
from pathlib import Path

import pytest

from tools.recording.mapping import Row, Sheet, Statement, read_sheets
from tools.recording.printed import DATED, missing, printed_rows

#: The folder of copies, which are never in the repository.
SHEETS = Path(os.environ.get("MCDGRAPH_COPIES", "")) / "sheets"

if not SHEETS.is_dir():
    pytest.skip("MCDGRAPH_COPIES names no folder with the fact sheets", allow_module_level=True)

MAPPINGS = read_sheets()


def printed(sheet: Sheet) -> dict[str, str]:
    """Read the rows of the sheet that a mapping is of."""
    return printed_rows(sheet.name, (SHEETS / f"{sheet.name}.md").read_text(encoding="utf8"))


def test_the_sheets_are_those_of_the_mappings() -> None:
    """Each mapping has its sheet, and each sheet its mapping."""
    files = {path.stem for path in SHEETS.glob("*.md")} - {"README"}
    assert {sheet.name for sheet in MAPPINGS} == files
    assert len(files) == 72


@pytest.mark.parametrize("sheet", MAPPINGS, ids=lambda sheet: sheet.name)
def test_each_number_and_date_stands_in_its_row(sheet: Sheet) -> None:
    """A number or a date of a statement is one of those that its row prints."""
    words = printed(sheet)
    facts = [row for row in sheet.rows if row.number.startswith("F")]
    assert facts
    wrong = [
        f"{row.number}: {said.subject} {said.predicate} {said.object}"
        for row in facts
        for said in missing(row, words[row.number])
    ]
    assert not wrong


@pytest.mark.parametrize("sheet", MAPPINGS, ids=lambda sheet: sheet.name)
def test_each_row_is_where_the_sheet_says(sheet: Sheet) -> None:
    """The locator of a row is the last column of the sheet."""
    words = printed(sheet)
    for row in sheet.rows:
        if row.number in words:
            place = words[row.number].partition(f" | {DATED}")[0].rpartition("|")[2].strip()
            assert row.locator == place, row.number


@pytest.mark.parametrize("sheet", MAPPINGS, ids=lambda sheet: sheet.name)
def test_a_number_of_another_row_would_be_found(sheet: Sheet) -> None:
    """The comparison is not vacuous: a number raised by a strange one is missing."""
    words = printed(sheet)
    figures = [
        (row, said)
        for row in sheet.rows
        if row.number in words
        for said in row.statements
        if said.predicate == "value" and said.status == "recorded"
    ]
    for row, said in figures:
        lie = Row(
            number=row.number,
            locator=row.locator,
            statements=(
                Statement(subject=said.subject, predicate="value", object=f"{said.object}7"),
            ),
        )
        assert list(missing(lie, words[row.number])), row.number
