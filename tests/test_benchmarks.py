"""Every benchmark starts, at a tiny size, and prints what it measured."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
#: The options that make each small, and a word that it prints when it has measured something.
TINY = {
    "build.py": (["--triples", "300", "--engines", "columns"], "synthetic"),
    "growth_reasoning.py": (["--tiny", "--graphs", "classes", "ring"], "×"),
    "mutations.py": (["--number", "3"], "mutants"),
    "parsing.py": (["--sizes", "300"], "× CPU"),
    "reasoning.py": (["--sizes", "300", "--owlrl-to", "300"], "the same conclusions"),
    "shacl.py": (["--triples", "300", "--engines", "columns", "pyshacl"], "| columns |"),
    "synthetic.py": (["{folder}", "--triples", "300"], ""),
}
#: Started as modules of the repository, whose tools they use.
WITH_TOOLS = {"mutations.py"}
#: Measured over HTTP, with tests of their own; and what others import.
ELSEWHERE = {
    *("attacks.py", "mixed.py", "soak.py", "running.py", "organizations.py"),
    *("growth.py", "growth_rules.py", "growth_shacl.py", "code_mutations.py"),
}


def test_no_benchmark_is_left_out() -> None:
    """Each file of the folder is started here, or is known not to be."""
    assert {path.name for path in BENCHMARKS.glob("*.py")} == set(TINY) | ELSEWHERE


@pytest.mark.parametrize("name", TINY)
def test_a_benchmark_starts(name: str, tmp_path: Path) -> None:
    """It ends well and has measured something; how fast is not asked."""
    options, word = TINY[name]
    options = [option.format(folder=tmp_path / "project") for option in options]
    module = f"benchmarks.{name.removesuffix('.py')}"
    start = ["-m", module] if name in WITH_TOOLS else [str(BENCHMARKS / name)]
    done = subprocess.run(
        [sys.executable, *start, *options],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=BENCHMARKS.parent,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert word in done.stdout
    assert "failed" not in done.stdout.replace("reasonable   failed", "")
