"""Keeps the server at full load for some minutes, and watches its answers and its memory.

    python benchmarks/soak.py --minutes 10

The clients of ``mixed.py`` judge each answer, while a worker is killed every second and a release
built every half minute. Beside them others ask long queries and large pages, hang up half-way,
send what is refused, or what passes a bound. Printed are, minute by minute, the memory of the
processes of each kind, what they share counted once; then the answers that were right, foreign,
wrong and lost, and what the other clients got. Exit code 1 where any was foreign, wrong or lost.
"""

import argparse
import itertools
import multiprocessing
import random
import tempfile
import time
from collections import Counter, defaultdict
from http.client import HTTPException
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final
from urllib.parse import quote

import mixed
import running

_PREFIXES: Final = f"PREFIX e: <{running.BASE}ontology#> PREFIX id: <{running.BASE}id/> "
HEAVY: Final = (
    "SELECT * {{ ?s ?p ?o }} # {i}",
    "SELECT ?p (COUNT(*) AS ?c) {{ ?s ?p ?o }} GROUP BY ?p # {i}",
    "SELECT * {{ ?a ?b ?c . ?d ?e ?f }} ORDER BY ?f # {i}",
    "SELECT (COUNT(*) AS ?c) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} # {i}",
    "SELECT * {{ ?s ?p # {i}",
)
PAGES: Final = ("/doc/id/s{n}.html?z={i}", "/doc/id/s{n}.ttl", "/doc/id/many", "/doc/id/long")
KINDS: Final = ("supervisor", "generation", "server", "worker")


def main() -> int:
    """Load, watch, and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--connections", type=int, default=16, help="clients that judge answers")
    parser.add_argument("--deadline", default="2", help="the server's deadline, in seconds")
    parser.add_argument("--tiny", action="store_true", help="a few seconds of a small graph")
    arguments = parser.parse_args()
    things, kill, build = 5000, 1.0, 30.0
    if arguments.tiny:
        arguments.minutes, arguments.connections = 4 / 60, 2
        things, kill, build = 500, 0.5, 2.0
    plan = mixed.Plan(
        things=things,
        connections=arguments.connections,
        answers=2**62,
        minutes=arguments.minutes,
        kill=kill,
        build=build,
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "load"
        running.write_project(folder, things, values=2000, literal_bytes=2**20)
        running.build(folder)
        with running.serving(folder, deadline=arguments.deadline) as site:
            return soak(folder, site, plan)


def soak(folder: Path, site: running.Site, plan: mixed.Plan) -> int:
    """Load a server, and print a line of a table for each minute; return the exit code."""
    over = multiprocessing.Event()
    counts: SimpleQueue[Counter[str]] = multiprocessing.SimpleQueue()
    targets = [[sparql(text) for text in HEAVY], list(PAGES)]
    clients = [
        multiprocessing.Process(target=ask, args=(own, plan.things, counts, over, site, seed))
        for seed, own in enumerate(targets)
    ]
    table = MemoryTable(site)
    table.look()
    for client in clients:
        client.start()
    began = time.monotonic()
    found, examples = mixed.load(folder, site, plan, table.look)
    seconds = time.monotonic() - began
    over.set()
    others = sum((counts.get() for _ in clients), Counter[str]())
    for client in clients:
        client.join()
    time.sleep(2)
    table.print_line()
    print()
    code = mixed.report(found, examples, seconds)
    print(f"\nthe other clients got {dict(others.most_common())}")
    return code


class MemoryTable:
    """The memory of the processes of each kind, a line each minute."""

    def __init__(self, site: running.Site) -> None:
        """Print the head of the table."""
        self._site = site
        self._began = time.monotonic()
        self._next = 0.0
        print(f"| minute | {' | '.join(f'{kind} MiB' for kind in KINDS)} | workers | in all MiB |")
        print(f"|--:|{'--:|' * (len(KINDS) + 2)}")

    def look(self) -> None:
        """Print a line where a minute has passed."""
        if time.monotonic() - self._began >= self._next:
            self.print_line()
            self._next += 60.0

    def print_line(self) -> None:
        """Print what processes of each kind take now."""
        minutes = (time.monotonic() - self._began) / 60
        print(line(f"{minutes:.1f}", self._site), flush=True)


def line(name: str, site: running.Site) -> str:
    """Return a line of the table: what processes of each kind take now."""
    taken: defaultdict[str, float] = defaultdict(float)
    processes = site.processes()
    for process in processes:
        taken[process.kind] += process.shared
    workers = sum(1 for process in processes if process.kind == "worker")
    cells = [name, *(f"{taken[kind]:.0f}" for kind in KINDS), workers, f"{sum(taken.values()):.0f}"]
    return f"| {' | '.join(map(str, cells))} |"


def sparql(text: str) -> str:
    """Return the target of a query, still to be formatted."""
    quoted = quote(_PREFIXES + text.replace("{n}", "NUMBER").replace("{i}", "TOKEN").format())
    return f"/sparql?query={quoted}".replace("NUMBER", "{n}").replace("TOKEN", "{i}")


def ask(
    targets: list[str],
    things: int,
    counts: "SimpleQueue[Counter[str]]",
    over: Event,
    site: running.Site,
    seed: int,
) -> None:
    """Ask until it is over; every fiftieth request hangs up before its answer."""
    chance = random.Random(seed)
    found: Counter[str] = Counter()
    connection = site.connection(f"127.0.0.{seed + 20}")
    for number in itertools.count():
        if over.is_set():
            break
        target = chance.choice(targets).replace("{n}", str(chance.randrange(things)))
        try:
            connection.request(
                "GET",
                target.replace("{i}", f"{seed}-{number}"),
                headers={"Accept-Language": f"en, x-{seed}-{number};q=0.1"},
            )
            if number % 50 == 49:
                connection.close()
                found["hung up"] += 1
                continue
            answer = connection.getresponse()
            answer.read()
            found[str(answer.status)] += 1
        except (OSError, HTTPException) as error:
            found[type(error).__name__] += 1
            connection.close()
    counts.put(found)


if __name__ == "__main__":
    raise SystemExit(main())
