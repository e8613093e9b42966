"""The decisions are numbered once each, and their index lists them all."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "docs" / "decisions"
LINE = re.compile(r"^\| \[(\d+)\]\((\S+\.md)\) \| (.+) \|$", re.MULTILINE)


def test_each_decision_has_a_number_of_its_own() -> None:
    """No number stands twice."""
    numbers = [path.name.split("-")[0] for path in FOLDER.glob("[0-9]*.md")]
    assert len(numbers) > 50
    assert len(numbers) == len(set(numbers))


def test_the_index_lists_all_decisions() -> None:
    """By number, name and title, in order."""
    listed = LINE.findall((FOLDER / "README.md").read_text(encoding="utf8"))
    files = sorted(FOLDER.glob("[0-9]*.md"), key=lambda path: int(path.name.split("-")[0]))
    assert listed == [
        (
            path.name.split("-")[0],
            path.name,
            path.read_text(encoding="utf8").splitlines()[0].removeprefix("# "),
        )
        for path in files
    ]
