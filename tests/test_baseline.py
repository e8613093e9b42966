"""A baseline hides what was accepted, as often as it was, and nothing more."""

from pathlib import Path

import pytest

from mcdgraph.baseline import compare, write_baseline
from mcdgraph.errors import InputError
from mcdgraph.findings import Finding, Report, Severity
from mcdgraph.positions import Position


def finding(message: str, line: int = 1) -> Finding:
    """Make a finding in one file."""
    position = Position(path="data/a.ttl", line=line, column=1)
    return Finding(rule="r", severity=Severity.VIOLATION, message=message, position=position)


def report(*findings: Finding) -> Report:
    """Make a report."""
    return Report(findings=findings, statements=1, files=1)


def test_accepted_findings_are_hidden_wherever_they_moved(tmp_path: Path) -> None:
    """A line inserted above does not bring them back; a new one is told."""
    path = tmp_path / "baseline.json"
    assert write_baseline(path, report(finding("old"), finding("other"))) == 2
    compared = compare(report(finding("old", 40), finding("new")), path)
    assert [f.message for f in compared.report.findings] == ["new"]
    assert (compared.accepted, compared.mended) == (1, 1)


def test_a_finding_that_comes_more_often_is_new(tmp_path: Path) -> None:
    """Accepting one does not accept its like."""
    path = tmp_path / "baseline.json"
    write_baseline(path, report(finding("old")))
    compared = compare(report(finding("old", 3), finding("old", 9)), path)
    assert [f.position.line for f in compared.report.findings if f.position] == [9]


def test_without_a_baseline_nothing_is_accepted(tmp_path: Path) -> None:
    """A file that is not there hides nothing."""
    compared = compare(report(finding("old")), tmp_path / "none.json")
    assert len(compared.report.findings) == 1


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"mcdgraph-baseline": 9, "accepted": {}}', '{"accepted": 1}']
)
def test_a_file_that_is_no_baseline_is_an_error(tmp_path: Path, text: str) -> None:
    """It is named, and nothing is hidden by chance."""
    path = tmp_path / "baseline.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"baseline\.json"):
        compare(report(finding("old")), path)
