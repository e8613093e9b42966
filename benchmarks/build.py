"""Measures `mcdgraph build`: seconds and peak memory, beside the reference engines.

``python benchmarks/build.py`` builds the shipped graph and a synthetic one of the same model
(100,000 statements, or --triples), each in a process of its own, with the engines on columns
and with pyshacl and owlrl in their place. A build that passes --limit seconds is stopped and
printed as such.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mcdgraph.release import current_release
from mcdgraph.settings import load_settings

ROOT = Path(__file__).parent.parent
SOURCES = ("mcdgraph.toml", "ontology", "shapes", "data", "queries")
ENGINES = {"columns": ("columns", "columns"), "pyshacl + owlrl": ("pyshacl", "owlrl")}


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one build took; ``peak`` is the largest resident set in mebibytes."""

    code: int
    wall: float
    cpu: float
    peak: float


def measure(root: Path, engines: tuple[str, str], limit: float) -> Measured:
    """Build a graph from nothing in a process of its own."""
    shutil.rmtree(root / ".mcdgraph", ignore_errors=True)
    check, reasoning = engines
    environment = {
        **os.environ,
        "MCDGRAPH_CHECK_ENGINE": check,
        "MCDGRAPH_REASONING_ENGINE": reasoning,
    }
    command = [sys.executable, "-m", "mcdgraph", "-C", str(root), "build", "-q"]
    began = time.perf_counter()
    process = subprocess.Popen(
        ["timeout", str(limit), *command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Measured(
        code=process.returncode,
        wall=time.perf_counter() - began,
        cpu=usage.ru_utime + usage.ru_stime,
        peak=usage.ru_maxrss / 1024,
    )


def projects(folder: Path, triples: int) -> Iterator[tuple[str, Path]]:
    """Copy the shipped graph, and generate a synthetic one."""
    shipped = folder / "shipped"
    shipped.mkdir()
    for name in SOURCES:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, shipped / name)
    yield "shipped", shipped
    synthetic = folder / "synthetic"
    script = ROOT / "benchmarks" / "synthetic.py"
    subprocess.run(
        [sys.executable, str(script), str(synthetic), "--triples", str(triples)], check=True
    )
    yield "synthetic", synthetic


def main() -> None:
    """Print a line for each graph and each pair of engines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--triples", type=int, default=100_000, help="size of the synthetic graph")
    parser.add_argument("--limit", type=float, default=600, help="seconds a build may take")
    parser.add_argument("--engines", choices=list(ENGINES), action="append")
    arguments = parser.parse_args()
    print(f"{'graph':<10} {'engines':<16} {'statements':>10} {'wall s':>8} {'CPU s':>8} {'MiB':>7}")
    with tempfile.TemporaryDirectory() as name:
        for graph, root in projects(Path(name), arguments.triples):
            for engines in arguments.engines or ENGINES:
                found = measure(root, ENGINES[engines], arguments.limit)
                release = current_release(load_settings(root)) if found.code == 0 else None
                told = f"{release.manifest.statements:,}" if release else f"exit {found.code}"
                print(
                    f"{graph:<10} {engines:<16} {told:>10} {found.wall:>8.1f} {found.cpu:>8.1f} "
                    f"{found.peak:>7.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
