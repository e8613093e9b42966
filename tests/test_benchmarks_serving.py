"""The benchmarks of serving run, tiny; how fast anything was is not looked at."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]


def run(name: str) -> str:
    """Run a benchmark, tiny; return what it printed."""
    command = [sys.executable, str(BENCHMARKS / name), "--tiny"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_attacks() -> None:
    """Each attack has its line between two of none, and what should have come did."""
    lines = run("attacks.py").splitlines()
    names = [line.split(" | ")[0].lstrip("| ") for line in lines[2:]]
    assert names[0] == names[-1] == "(none)"
    assert "cross join" in names
    assert "Upgrade with a body" in names
    smuggled = next(line for line in lines if line.startswith("| Upgrade with a body"))
    assert re.match(r"\| Upgrade with a body \| \d+ × 2 answers \|", smuggled)


def test_mixed() -> None:
    """Answers were right while workers were killed, and none foreign, wrong or lost."""
    found = dict(re.findall(r"^\| ([a-z ]+) \| ([\d,]+) \|$", run("mixed.py"), re.MULTILINE))
    assert int(found["right"]) >= 400
    assert int(found["workers killed"]) >= 1
    assert (found["foreign"], found["wrong"], found["lost"]) == ("0", "0", "0")


def test_soak() -> None:
    """Memory is printed by kind, and no answer was wrong while workers died and releases came."""
    printed = run("soak.py")
    numbers = re.findall(r"^\| [\d.]+ \| (\d+) \| (\d+) \| (\d+) \|", printed, re.MULTILINE)
    assert len(numbers) >= 2
    assert all(int(size) > 0 for line in numbers for size in line)
    found = dict(re.findall(r"^\| ([a-z ]+) \| ([\d,]+) \|$", printed, re.MULTILINE))
    assert int(found["right"].replace(",", "")) > 0
    assert (found["foreign"], found["wrong"], found["lost"]) == ("0", "0", "0")
    assert "the other clients got" in printed


@pytest.mark.skipif(
    shutil.which("wrk") is None and not os.environ.get("CI"), reason="wrk is not installed"
)
def test_serving() -> None:
    """Every kind of query has its line for this server; a peer that is not installed is named."""
    command = [sys.executable, "-m", "benchmarks.serving", "--sizes", "300", "--rounds", "1"]
    command += ["--seconds", "1", "--port", "8920", "--oxigraph", "no-such-oxigraph"]
    done = subprocess.run(
        [*command, "--only", "mcdgraph", "mcdgraph cached", "oxigraph"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=BENCHMARKS.parent,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "oxigraph is left out: there is no no-such-oxigraph" in done.stdout
    for name in ("mcdgraph", "mcdgraph cached"):
        table = done.stdout.split(f"### {name}\n\n")[1].split("\n\n")[0]
        kinds = re.findall(r"^\| ([a-z]+) \|.*\| 0 \|$", table, re.MULTILINE)
        assert len(kinds) >= 10, table
    assert "failed" not in done.stdout
