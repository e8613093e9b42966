"""Measures this server beside its peers, in one run, with clients that keep connections alive.

    python -m benchmarks.serving --sizes shipped 10000 1000000

Peers: ``oxigraph serve-read-only``, the same with a deadline, and ``rdflib-endpoint``, which
needs minutes and gigabytes for a million triples: leave it out there with ``--only``. Both come
from PyPI, by the group ``serving`` of pyproject.toml, in an environment of their own:

    python -m venv peers && peers/bin/pip install --group serving
    PATH=$PATH:$PWD/peers/bin .venv/bin/python -m benchmarks.serving

The load comes from ``wrk`` (Debian package ``wrk``). Processor time is that of the server's
processes, read from /proc; memory is their proportional share (Pss).

The peers answer any number of slow queries at a time; this server is told to answer as many as
there are connections (`query.slow_workers`), or it would refuse some.

All servers of a size are up at the same time, and asked by turns: each kind of query in some
rounds, in each of which every server has its turn. Figures are medians of the rounds; ratios
are medians of those within a round, so that a machine whose speed changes does little harm.
How much it does is printed, too. Nothing is asserted.
"""

import argparse
import platform
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.serving.contest import Entrant, Results, contend
from benchmarks.serving.dataset import make_dataset
from benchmarks.serving.queries import CACHED_SUITE, SUITE, targets
from benchmarks.serving.report import print_pace, print_ratios, print_table
from benchmarks.serving.servers import contestants


def main() -> None:
    """Measure every server at every size."""
    arguments = read_arguments()
    if shutil.which("wrk") is None:
        raise SystemExit("the load comes from wrk: install Debian's package wrk")
    print(f"Python {platform.python_version()}, {platform.python_compiler()}: {sys.executable}")
    with tempfile.TemporaryDirectory() as name:
        for size in arguments.sizes:
            results = run_size(size, Path(name) / size, arguments)
            for server, measures in results.figures.items():
                if measures:
                    print_table(server, measures)
            print_ratios(results)
            print_pace(results)


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", nargs="+", default=["shipped", "10000"])
    parser.add_argument("--rounds", type=int, default=5, help="turns of each server at each query")
    parser.add_argument("--seconds", type=float, default=1.0, help="load in a turn")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--port", type=int, default=8220, help="the first; each server has its own")
    parser.add_argument("--oxigraph", default="oxigraph", help="the command of PyPI's oxigraph")
    parser.add_argument("--rdflib-endpoint", default="rdflib-endpoint", help="its command")
    parser.add_argument("--only", nargs="*", default=[], help="names of servers to measure")
    return parser.parse_args()


def run_size(size: str, folder: Path, arguments: argparse.Namespace) -> Results:
    """Measure all servers over one dataset."""
    dataset = make_dataset(size, folder)
    print(f"\n## {size}: {dataset.triples:,} triples\n", flush=True)
    results = Results()
    with ExitStack() as stack:
        entrants = [
            Entrant(contestant=contestant, server=stack.enter_context(contestant.running()))
            for contestant in contestants(dataset, arguments)
        ]
        for query in SUITE:
            for entrant in entrants:
                contestant = entrant.contestant
                suite = CACHED_SUITE if contestant.cached else SUITE
                entrant.targets = []
                if query in suite and contestant.knows(query):
                    entrant.targets = targets(
                        query, dataset, contestant.path, distinct=not contestant.cached
                    )
            contend(entrants, query, arguments, results)
    return results


if __name__ == "__main__":
    main()
