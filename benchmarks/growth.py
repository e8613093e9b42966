"""How CPU time grows with size, in cases that are hard for an engine, beside a peer.

    python benchmarks/growth.py                    # every case, at its own sizes
    python benchmarks/growth.py star-path --tiny   # one case, at sizes that take no time

Each line gives one case at one size: CPU seconds of our engine and how many times those of the
size before (2 is linear, 4 quadratic, as sizes double), then the same of a peer where it can
keep up. Each measurement runs in a process of its own, reading and imports left aside.

Cases are found in the modules of `MODULES` that are there: each has a tuple ``CASES``.
"""

import argparse
import importlib
import importlib.util
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
#: Where cases come from; a module that is not there is passed over.
MODULES: Final = ("growth_shacl", "growth_rules")
SECONDS: Final = 120


@dataclass(frozen=True, kw_only=True)
class Engine:
    """How an engine is run: what is read before the clock starts, and what is measured.

    ``run`` returns how many things it found, so that engines can be compared.
    """

    prepare: Callable[[int], Any]
    run: Callable[[Any], int]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A kind of input of any size; the peer is left out beyond ``peer_limit``."""

    name: str
    sizes: tuple[int, ...]
    own: Engine
    peer: Engine | None = None
    peer_name: str = ""
    peer_limit: int = 10**9


@dataclass(frozen=True, kw_only=True)
class Growth:
    """What one run took: CPU seconds, mebibytes, and what it found; None where it gave up."""

    seconds: float
    memory: float
    found: int


def cases() -> Iterator[tuple[str, Case]]:
    """Return every case with its module."""
    for name in MODULES:
        if importlib.util.find_spec(name):
            for case in importlib.import_module(name).CASES:
                yield name, case


def measured(module: str, case: Case, engine: str, size: int) -> Growth | None:
    """Run one engine on one size in a process of its own."""
    command = [sys.executable, str(HERE / "growth.py"), "--one", module, case.name, engine]
    try:
        done = subprocess.run(
            [*command, str(size)], capture_output=True, timeout=SECONDS, check=False, text=True
        )
    except subprocess.TimeoutExpired:
        return None
    return None if done.returncode else Growth(**json.loads(done.stdout.splitlines()[-1]))


def run_one(module: str, name: str, engine: str, size: int) -> Growth:
    """Measure in this process."""
    case = next(case for case in importlib.import_module(module).CASES if case.name == name)
    chosen = case.own if engine == "own" else case.peer
    assert chosen is not None
    if case.peer:
        chosen.run(chosen.prepare(2))  # what an engine imports when it is first used
    state = chosen.prepare(size)
    start = time.process_time()
    found = chosen.run(state)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Growth(seconds=seconds, memory=peak, found=found)


def told(module: str, case: Case, sizes: tuple[int, ...]) -> Iterator[str]:
    """Measure a case at each size and write a line."""
    last: dict[str, Growth | None] = {}
    for size in sizes:
        line = f"{case.name:<22} {size:>9,}"
        for engine, limit in (("own", 10**9), ("peer", case.peer_limit)):
            if engine == "peer" and case.peer is None:
                continue
            growth = measured(module, case, engine, size) if size <= limit else None
            line += f"  {case.peer_name if engine == 'peer' else 'own':>8} "
            line += _written(growth, last.get(engine))
            last[engine] = growth
        own, peer = last.get("own"), last.get("peer")
        if own and peer:
            line += f"  {peer.seconds / max(own.seconds, 1e-3):8.1f} times"
        yield line


def _written(growth: Growth | None, before: Growth | None) -> str:
    if growth is None:
        return f"{'–':>8}        {'':>9}"
    ratio = f"×{growth.seconds / before.seconds:.1f}" if before and before.seconds > 0.01 else ""
    return f"{growth.seconds:8.2f} s {ratio:>5} {growth.memory:6.0f} MB"


def main() -> None:
    """Measure the cases named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="cases; all where none is named")
    parser.add_argument("--tiny", action="store_true", help="sizes 2 and 4 only")
    parser.add_argument("--one", nargs=4, metavar=("MODULE", "CASE", "ENGINE", "SIZE"))
    options = parser.parse_args()
    if options.one:
        module, name, engine, size = options.one
        print(json.dumps(vars(run_one(module, name, engine, int(size)))))
        return
    chosen = [(m, case) for m, case in cases() if not options.names or case.name in options.names]
    assert chosen, f"no case is called {', '.join(options.names)}"
    for module, case in chosen:
        for line in told(module, case, (2, 4) if options.tiny else case.sizes):
            print(line, flush=True)


if __name__ == "__main__":
    main()
