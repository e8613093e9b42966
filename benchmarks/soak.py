"""Keeps the server at full load for some minutes, and watches its memory.

    python benchmarks/soak.py --minutes 10

Clients that keep their connections ask light queries and pages, no two alike, and long ones;
others hang up half-way, send what is refused, or what passes a bound. Printed are the requests by
status and, minute by minute, the memory of the processes of each kind, what they share counted
once.
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

import running

_PREFIXES: Final = f"PREFIX e: <{running.BASE}ontology#> PREFIX id: <{running.BASE}id/> "
LIGHT: Final = (
    "SELECT * {{ id:s{n} ?p ?o }} # {i}",
    "ASK {{ id:s{n} e:number ?o }} # {i}",
    "SELECT (COUNT(*) AS ?c) {{ id:c{n} e:next/e:next ?o }} # {i}",
    "CONSTRUCT WHERE {{ id:s{n} ?p ?o }} # {i}",
)
HEAVY: Final = (
    "SELECT * {{ ?s ?p ?o }} # {i}",
    "SELECT ?p (COUNT(*) AS ?c) {{ ?s ?p ?o }} GROUP BY ?p # {i}",
    "SELECT * {{ ?a ?b ?c . ?d ?e ?f }} ORDER BY ?f # {i}",
    "SELECT (COUNT(*) AS ?c) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} # {i}",
    "SELECT * {{ ?s ?p # {i}",
)
PAGES: Final = ("/doc/id/s{n}.html?z={i}", "/doc/id/s{n}.ttl", "/doc/id/many", "/doc/id/long")
KINDS: Final = ("supervisor", "generation", "server", "worker")


def main() -> None:
    """Load, watch, and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--deadline", default="2", help="the server's deadline, in seconds")
    parser.add_argument("--tiny", action="store_true", help="two seconds of a small graph")
    arguments = parser.parse_args()
    if arguments.tiny:
        arguments.minutes = 2 / 60
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "load"
        things = 500 if arguments.tiny else running.THINGS
        running.write_project(folder, things)
        running.build(folder)
        with running.serving(folder, deadline=arguments.deadline) as site:
            soak(site, things, arguments.minutes)


def soak(site: running.Site, things: int, minutes: float) -> None:
    """Load a server, and print a line of a table for each minute."""
    over = multiprocessing.Event()
    counts: SimpleQueue[Counter[str]] = multiprocessing.SimpleQueue()
    targets = [[sparql(text) for text in texts] for texts in (*[LIGHT] * 4, HEAVY, HEAVY)]
    clients = [
        multiprocessing.Process(target=ask, args=(own, things, counts, over, site, seed))
        for seed, own in enumerate((*targets, list(PAGES)))
    ]
    print(f"| minute | {' | '.join(f'{kind} MiB' for kind in KINDS)} | workers | in all MiB |")
    print(f"|--:|{'--:|' * (len(KINDS) + 2)}")
    print(line("before", site))
    for client in clients:
        client.start()
    began = time.monotonic()
    while (passed := time.monotonic() - began) < minutes * 60:
        time.sleep(min(60.0, minutes * 60 - passed))
        print(line(f"{(time.monotonic() - began) / 60:.1f}", site), flush=True)
    over.set()
    total = sum((counts.get() for _ in clients), Counter[str]())
    for client in clients:
        client.join()
    time.sleep(2)
    print(line("after", site))
    rate = total.total() / (minutes * 60)
    print(f"\n{total.total():,} requests, {rate:,.0f} a second: {dict(total.most_common())}")


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
    connection = site.connection(f"127.0.0.{seed + 2}")
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
    main()
