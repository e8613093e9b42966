"""Keeps the server at full load for some minutes, and watches its memory.

    python benchmarks/soak.py --minutes 10

Clients that keep their connections ask light queries, no two alike, and long ones; others hang
up half-way, send what is refused, or what passes a bound. Printed are the requests by status
and the memory of all processes, what they share counted once, minute by minute.
"""

import argparse
import itertools
import multiprocessing
import random
import tempfile
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from multiprocessing.synchronize import Event
from pathlib import Path
from urllib.parse import quote

from attacks import ROWS, executors, memory, serving

LIGHT = (
    "SELECT * {{ <http://e/s{n}> ?p ?o }} # {i}",
    "ASK {{ <http://e/s{n}> <http://e/p1> ?o }} # {i}",
    "SELECT (COUNT(*) AS ?c) {{ <http://e/c{n}> <http://e/next>/<http://e/next> ?o }} # {i}",
    "CONSTRUCT WHERE {{ <http://e/s{n}> ?p ?o }} # {i}",
)
HEAVY = (
    "SELECT * {{ ?s ?p ?o }} # {i}",
    "SELECT ?p (COUNT(*) AS ?c) {{ ?s ?p ?o }} GROUP BY ?p # {i}",
    "SELECT * {{ ?a ?b ?c . ?d ?e ?f }} ORDER BY ?f # {i}",
    "SELECT (COUNT(*) AS ?c) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} # {i}",
    "SELECT * {{ ?s ?p # {i}",
)


def main() -> None:
    """Load, watch, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--deadline", default="2", help="the server's deadline, in seconds")
    parser.add_argument("--port", type=int, default=8235)
    arguments = parser.parse_args()
    over = multiprocessing.Event()
    counts: multiprocessing.SimpleQueue[Counter[str]] = multiprocessing.SimpleQueue()
    with tempfile.TemporaryDirectory() as name, serving(Path(name), arguments) as process:
        print(f"before: {memory(process):.0f} MiB in all, {len(executors(process))} workers")
        clients = [
            multiprocessing.Process(target=ask, args=(queries, counts, over, arguments.port, seed))
            for seed, queries in enumerate((LIGHT, LIGHT, LIGHT, LIGHT, HEAVY, HEAVY))
        ]
        for client in clients:
            client.start()
        began = time.monotonic()
        while time.monotonic() < began + arguments.minutes * 60:
            time.sleep(min(60.0, arguments.minutes * 60))
            minutes = (time.monotonic() - began) / 60
            workers = len(executors(process))
            print(f"{minutes:4.1f} min: {memory(process):.0f} MiB, {workers} workers", flush=True)
        over.set()
        total = sum((counts.get() for _ in clients), Counter[str]())
        for client in clients:
            client.join()
        time.sleep(2)
        print(f"after: {memory(process):.0f} MiB, {len(executors(process))} workers")
        rate = total.total() / (arguments.minutes * 60)
        print(f"{total.total():,} requests, {rate:,.0f} a second: {dict(total.most_common())}")


def ask(
    queries: tuple[str, ...],
    counts: "multiprocessing.SimpleQueue[Counter[str]]",
    over: Event,
    port: int,
    seed: int,
) -> None:
    """Ask until it is over; every fiftieth request hangs up before its answer."""
    chance = random.Random(seed)
    found: Counter[str] = Counter()
    connection = HTTPConnection(
        "127.0.0.1", port, timeout=60, source_address=(f"127.0.0.{seed + 2}", 0)
    )
    for number in itertools.count():
        if over.is_set():
            break
        text = chance.choice(queries).format(n=chance.randrange(ROWS), i=f"{seed}-{number}")
        try:
            connection.request("GET", f"/sparql?query={quote(text)}")
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
