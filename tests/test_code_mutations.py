"""The benchmark that plants faults in the code plants them, and its tests find one."""

import ast
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from code_mutations import ROOT, main, mutants  # noqa: E402

MODULE = ROOT / "src/mcdgraph/validation/components/cardinality.py"


def test_each_mutant_differs_by_one_fault() -> None:
    """Every text is Python, is another than the module's, and is planted once."""
    module = ast.unparse(ast.parse(MODULE.read_text(encoding="utf8")))
    texts = [mutant.text for mutant in mutants(MODULE)]
    assert len(texts) > 10
    assert module not in texts
    for text in texts:
        changed = sum(
            one != other for one, other in zip(text.split("\n"), module.split("\n"), strict=True)
        )
        assert changed == 1


def test_a_planted_fault_is_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command draws a mutant, runs the tests, and counts it."""
    options = ["--room", "validation/components/cardinality.py", "--number", "1", "--jobs", "1"]
    words = ["code_mutations.py", *options, "--tests", "test_validation_components.py"]
    monkeypatch.setattr(sys, "argv", words)
    main()
    assert capsys.readouterr().out.startswith("1 of 1 mutants killed")
