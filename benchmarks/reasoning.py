"""Compares OWL 2 RL reasoners on graphs of organizations of several sizes.

Each engine reasons in a process of its own over the same triples; what is measured is reasoning
alone, from the graph in memory to its conclusions in memory. owlrl is the reference: at each size
that it is run at, the useful conclusions of both are compared one by one. Others of PyPI are run,
where they are installed, for information: they are not complete or not sound.

    python benchmarks/reasoning.py --sizes 1000 10000 100000 --owlrl-to 10000
"""

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from organizations import n_triples, organizations

from mcdgraph.columns import Columns
from mcdgraph.reasoning import close

Measured = dict[str, Any]


def mine(size: int) -> Measured:
    """Reason with mcdgraph's own engine."""
    return _closed(organizations(size), "columns")


def owlrl(size: int) -> Measured:
    """Reason with owlrl, less the conclusions of no use."""
    return _closed(organizations(size), "owlrl")


def _closed(columns: Columns, engine: str) -> Measured:
    begun = usage()
    closure = close(columns, engine=engine)  # type: ignore[arg-type]
    measured = since(begun)
    lines = sorted(n_triples(closure.inferred)) if len(closure.inferred) < 2_000_000 else []
    digest = hashlib.sha256("".join(lines).encode("utf8")).hexdigest() if lines else ""
    return {**measured, "inferred": len(closure.inferred), "digest": digest}


def reasonable(size: int) -> Measured:
    """Reason with reasonable, whose conclusions include those of no use."""
    import reasonable as library  # noqa: PLC0415 - optional

    with tempfile.NamedTemporaryFile("w", suffix=".ttl", encoding="utf8") as file:
        file.writelines(n_triples(organizations(size)))
        file.flush()
        reasoner = library.PyReasoner()
        reasoner.load_file(file.name)
    begun = usage()
    triples = reasoner.reason()
    return {**since(begun), "inferred": len(triples) - size, "digest": ""}


ENGINES: dict[str, Callable[[int], Measured]] = {
    "mcdgraph": mine,
    "owlrl": owlrl,
    "reasonable": reasonable,
}


def usage() -> tuple[float, float]:
    """Give the CPU seconds of this process, and the time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, time.perf_counter()


def since(begun: tuple[float, float]) -> Measured:
    """Give CPU and wall seconds since a moment, and the peak of memory in MB."""
    cpu, wall = usage()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": cpu - begun[0], "wall": wall - begun[1], "rss": peak}


def run(engine: str, size: int, limit: float) -> Measured | None:
    """Measure one engine in a process of its own; None where it fails or takes too long."""
    command = [sys.executable, __file__, "--one", engine, "--sizes", str(size)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=True)
    except subprocess.TimeoutExpired:
        print(f"{size:>12,}  {engine:<12} more than {limit:.0f} s", flush=True)
        return None
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or [f"signal {-error.returncode}"])[-1]
        print(f"{size:>12,}  {engine:<12} failed: {last[:60]}", flush=True)
        return None
    found: Measured = json.loads(done.stdout)
    print(
        f"{size:>12,}  {engine:<12} {found['inferred']:>12,} {found['cpu']:>10.2f} "
        f"{found['wall']:>10.2f} {found['rss']:>8.0f}",
        flush=True,
    )
    return found


def compare(sizes: list[int], bounds: dict[str, int], limit: float) -> None:
    """Measure every engine at every size up to its bound, and print a table."""
    print(
        f"{'triples':>12}  {'engine':<12} {'inferred':>12} {'CPU s':>10} {'wall s':>10} {'MB':>8}"
    )
    for size in sizes:
        found = {
            engine: run(engine, size, limit)
            for engine in ENGINES
            if size <= bounds.get(engine, size)
        }
        ours, theirs = found.get("mcdgraph"), found.get("owlrl")
        if ours and theirs:
            same = "the same" if ours["digest"] == theirs["digest"] else "OTHER"
            times = theirs["cpu"] / ours["cpu"]
            print(f"{'':>12}  {same} conclusions as owlrl; {times:,.0f} times less CPU", flush=True)


def main() -> None:
    """Read the options and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--owlrl-to", type=int, default=10_000)
    parser.add_argument("--reasonable-to", type=int, default=10_000)
    parser.add_argument("--limit", type=float, default=900.0, help="seconds for one engine")
    parser.add_argument("--one", choices=ENGINES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(ENGINES[options.one](options.sizes[0])))
        return
    bounds = {"owlrl": options.owlrl_to, "reasonable": options.reasonable_to}
    compare(options.sizes, bounds, options.limit)


if __name__ == "__main__":
    main()
