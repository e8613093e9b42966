"""The benchmark of growth runs, in each of its cases, and both engines find as much."""

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from growth import Case, cases, main, run_one, told  # noqa: E402

FOUND = list(cases())


def test_there_are_cases() -> None:
    """Those of validation are there, each under a name of its own."""
    names = [case.name for _, case in FOUND]
    assert len(names) >= 15
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("module", "case"), FOUND, ids=[case.name for _, case in FOUND])
def test_engines_find_the_same(module: str, case: Case) -> None:
    """A case is worth measuring only where its peer finds what we find."""
    own = run_one(module, case.name, "own", 3)
    assert own.seconds > 0
    if case.peer:
        assert run_one(module, case.name, "peer", 3).found == own.found


def test_a_line_gives_time_ratio_and_peer() -> None:
    """Each size is measured in a process of its own."""
    module, case = next((m, c) for m, c in FOUND if c.name == "star-path")
    lines = list(told(module, case, (2, 4)))
    assert [line.split()[:2] for line in lines] == [["star-path", "2"], ["star-path", "4"]]
    assert all("pyshacl" in line and "times" in line for line in lines)


def test_it_runs_tiny(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The command measures the case named."""
    monkeypatch.setattr(sys, "argv", ["growth.py", "many-shapes", "--tiny"])
    main()
    assert capsys.readouterr().out.count("many-shapes") == 2
