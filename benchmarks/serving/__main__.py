"""Measures this server beside its peers, in one run, with clients that keep connections alive.

    python -m benchmarks.serving --sizes shipped 10000 1000000

Peers: ``oxigraph serve-read-only`` (PyPI ``oxigraph``), the same with a deadline, and
``rdflib-endpoint`` (named with ``--rdflib-endpoint``, from an environment of its own). The load
comes from ``wrk`` (Debian package ``wrk``). Processor time is that of the server's processes,
read from /proc; memory is their proportional share (Pss). Nothing is asserted: the figures and
their ratios are printed.
"""

import argparse
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.serving.dataset import Dataset, make_dataset
from benchmarks.serving.load import Measure, measure
from benchmarks.serving.queries import CACHED_SUITE, SUITE, targets
from benchmarks.serving.report import print_ratios, print_table
from benchmarks.serving.servers import Contestant, contestants


def main() -> None:
    """Measure every server at every size."""
    arguments = read_arguments()
    if shutil.which("wrk") is None:
        raise SystemExit("the load comes from wrk: install Debian's package wrk")
    print(f"Python {platform.python_version()}, {platform.python_compiler()}: {sys.executable}")
    with tempfile.TemporaryDirectory() as name:
        for size in arguments.sizes:
            run_size(size, Path(name) / size, arguments)


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", nargs="+", default=["shipped", "10000"])
    parser.add_argument("--seconds", type=float, default=3.0, help="load per query and server")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--port", type=int, default=8220)
    parser.add_argument("--oxigraph", default="oxigraph", help="the command of PyPI's oxigraph")
    parser.add_argument("--rdflib-endpoint", default="", help="its command; left out unless given")
    parser.add_argument("--only", nargs="*", default=[], help="names of servers to measure")
    return parser.parse_args()


def run_size(size: str, folder: Path, arguments: argparse.Namespace) -> None:
    """Measure all servers over one dataset."""
    dataset = make_dataset(size, folder)
    print(f"\n## {size}: {dataset.triples:,} triples\n", flush=True)
    results: dict[str, dict[str, Measure]] = {}
    for contestant in contestants(dataset, arguments):
        if not arguments.only or contestant.name in arguments.only:
            results[contestant.name] = run_contestant(contestant, dataset, arguments)
            print_table(contestant.name, results[contestant.name])
    print_ratios(results)


def run_contestant(
    contestant: Contestant, dataset: Dataset, arguments: argparse.Namespace
) -> dict[str, Measure]:
    """Measure one server on every query."""
    suite = CACHED_SUITE if contestant.cached else SUITE
    found: dict[str, Measure] = {}
    with contestant.running() as server:
        for query in filter(contestant.knows, suite):
            asked = targets(query, dataset, contestant.path, distinct=not contestant.cached)
            try:
                found[query.name] = measure(
                    server,
                    asked,
                    query,
                    seconds=arguments.seconds,
                    connections=arguments.connections,
                )
            except OSError as error:
                print(f"{contestant.name} died under {query.name}: {error}\n", flush=True)
                break
    return found


if __name__ == "__main__":
    main()
