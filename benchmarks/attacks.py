"""Sends the worst requests there are, and watches what they get and what others notice.

    python benchmarks/attacks.py

One client attacks with many connections while another asks light queries and light pages, no two
alike, each on a new connection. Printed are what the attacker got, the 95th percentiles of the
other client's waiting and its failures, how many workers had to be replaced, and the most memory
(Pss) that all processes of the server took together, and a server process alone.
"""

import argparse
import itertools
import multiprocessing
import os
import random
import resource
import socket
import statistics
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from http.client import HTTPException, HTTPResponse
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final
from urllib.parse import quote

import running

#: The attacker's address, and that of the client who notices, so that the server can tell them.
ATTACKER: Final = "127.0.0.2"
OTHER: Final = "127.0.0.3"
HOST: Final = b"Host: example.org\r\n"
CLOSE: Final = b"Connection: close\r\n"
EVERYTHING: Final = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
#: Seconds between two looks at memory.
_LOOK: Final = 0.1


class Reading(Enum):
    """What an attacker does once it has sent its request."""

    ALL = auto()
    """Reads all answers to the end."""
    SLOWLY = auto()
    """Reads twenty bytes a second."""
    NEVER = auto()
    """Keeps the connection, and reads nothing."""
    TRICKLE = auto()
    """Keeps the connection, and sends one byte more each second."""
    HALF_CLOSED = auto()
    """Ends its side, and then reads all answers."""
    LEAVES = auto()
    """Closes the connection at once."""


@dataclass(frozen=True, kw_only=True)
class Attack:
    """A kind of request; ``request`` writes the one of a number.

    ``connections`` are attacked with at once, where the command does not say how many; of those
    that are kept, ``held`` at most are kept.
    """

    name: str
    request: Callable[[int], bytes]
    reading: Reading = Reading.ALL
    connections: int | None = None
    held: int = 1800


def get(target: str, *headers: str) -> bytes:
    """Write a GET whose answer ends the connection."""
    lines = "".join(f"{header}\r\n" for header in headers)
    return b"GET %b HTTP/1.1\r\n%b%b%b\r\n" % (target.encode(), HOST, CLOSE, lines.encode())


def post(text: str, accept: str = "text/csv", more: bytes = CLOSE) -> bytes:
    """Write a POST of a query."""
    body = text.encode()
    return (
        b"POST /sparql HTTP/1.1\r\n%b%bContent-Type: application/sparql-query\r\n"
        b"Accept: %b\r\nContent-Length: %d\r\n\r\n%b"
        % (HOST, more, accept.encode(), len(body), body)
    )


def query_page(text: str) -> bytes:
    """Write a request for the page of a query's answer."""
    return get(f"/query?query={quote(text)}", "Accept: text/html")


def page(thing: str, number: int, *headers: str) -> bytes:
    """Write a request for the page of a thing that was not asked before."""
    return get(f"/doc/id/{thing}", f"Accept-Language: en, x-{number};q=0.1", *headers)


HOSTILE: Final = (
    '"' * 8_000,
    "a/b," * 2_000,
    "a;q=" * 2_000,
    ";" * 8_000,
    'text/html;x="' + '\\"' * 3_900,
    "*/*;q=0.5 ," * 700,
    "\t " * 4_000,
    "en-" * 2_600,
)
NEGOTIATED: Final = ("Accept", "Accept-Language", "Accept-Encoding")
FORMATS: Final = ("", ".html", ".ttl", ".jsonld", ".rdf", ".nt")


def hostile_headers(number: int) -> bytes:
    """Write a request with one header of the worst kind."""
    value = HOSTILE[number % len(HOSTILE)]
    name = NEGOTIATED[number // len(HOSTILE) % len(NEGOTIATED)]
    target = ("/doc/id/s1", "/sparql?query=ASK%7B%7D", "/")[number % 3]
    return get(f"{target}{'&' if '?' in target else '?'}z={number}", f"{name}: {value}")


def growing(size: int) -> str:
    """Write a query for one cell of so many bytes."""
    steps, length = [], 16
    while length < size:
        steps.append(f"BIND(CONCAT(?a{len(steps)}, ?a{len(steps)}) AS ?a{len(steps) + 1})")
        length *= 2
    return f"SELECT ?a{len(steps)} {{ BIND('{'x' * 16}' AS ?a0) {' '.join(steps)} }}"


def smuggled(number: int) -> bytes:
    """Write a request with a body that looks like a request, and one after it: two in all."""
    inner = get(f"/doc/id/s{number}")
    upgrade = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
    head = b"POST /sparql HTTP/1.1\r\n%b%bContent-Type: application/sparql-query\r\n" % (
        HOST,
        upgrade,
    )
    return b"%bContent-Length: %d\r\n\r\n%b%b" % (head, len(inner), inner, get("/-/health"))


def pipelined(number: int) -> bytes:
    """Write five hundred requests in one piece."""
    one = b"GET /doc/id/s%d?z=%d HTTP/1.1\r\nHost: example.org\r\nAccept: text/turtle\r\n\r\n"
    return b"".join(one % (number * 7 + n, number) for n in range(499)) + get("/-/health")


def lines(count: int, size: int) -> bytes:
    """Write the beginning of a head with so many headers of a size."""
    header = b"X-A: " + b"y" * (size - 7) + b"\r\n"
    return b"GET / HTTP/1.1\r\n" + HOST + header * count


ATTACKS: Final = (
    Attack(name="cross join", request=lambda n: post(f"{ENDLESS} # {n}")),
    Attack(name="huge ORDER BY", request=lambda n: post(f"{EVERYTHING} ORDER BY ?f ?c ?a # {n}")),
    Attack(
        name="GROUP_CONCAT bomb",
        request=lambda n: post(
            "SELECT (GROUP_CONCAT(?x) AS ?y) { ?a ?b ?c . ?d ?e ?f"
            f" BIND(CONCAT(STR(?a), STR(?d), STR(?c), STR(?f)) AS ?x) }} # {n}"
        ),
    ),
    Attack(name="cells of 4 GiB", request=lambda n: post(f"{growing(2**32)} # {n}")),
    Attack(
        name="catastrophic regex",
        request=lambda n: post(
            "SELECT * { ?s ?p ?o . ?t ?q ?r FILTER(REGEX(CONCAT(STR(?o), STR(?r),"
            f" 'aaaaaaaaaaaaaaaaaaa!'), '^(a+)+(b|c)*((.*)*)*x$')) }} # {n}"
        ),
    ),
    Attack(
        name="10,000 brackets",
        request=lambda n: post(f"SELECT ({'(' * 10_000}1{')' * 10_000} AS ?x) {{}} # {n}"),
    ),
    Attack(
        name="200,000 negations",
        request=lambda n: post(f"SELECT ({'!' * 200_000}1 AS ?x) {{}} #{n}"),
    ),
    Attack(
        name="paths over a cycle",
        request=lambda n: post(
            f"PREFIX e: <{running.BASE}ontology#> SELECT (COUNT(*) AS ?n)"
            f" {{ ?a e:next+ ?b . ?b e:next+ ?c }} # {n}"
        ),
    ),
    Attack(
        name="32 MiB of VALUES",
        request=lambda _: post(f"SELECT * {{ VALUES ?x {{ {'1 ' * (16 * 2**20)}}} }}"),
    ),
    Attack(
        name="1 MiB of VALUES",
        request=lambda n: post(f"SELECT * {{ VALUES ?x {{ {'1 ' * (2**19 - 100)}}} }} # {n}"),
    ),
    Attack(
        name="1 MiB of quotes", request=lambda n: post(f"ASK {{}} #{n}\n{chr(34) * (2**20 - 50)}")
    ),
    Attack(name="hostile negotiation", request=hostile_headers),
    Attack(
        name="100 headers of 8 KiB",
        request=lambda _: lines(100, 8192) + b"\r\n",
        reading=Reading.NEVER,
        connections=16,
        held=3000,
    ),
    Attack(
        name="heads of 56 KiB, unfinished",
        request=lambda _: lines(7, 8000),
        reading=Reading.NEVER,
        connections=16,
        held=3000,
    ),
    Attack(
        name="targets, unfinished",
        request=lambda _: b"GET /sparql?query=",
        reading=Reading.NEVER,
        held=3000,
    ),
    Attack(name="Upgrade with a body", request=smuggled),
    Attack(
        name="page of 2,000 columns",
        request=lambda n: query_page(
            f"SELECT {' '.join(f'(?n AS ?c{i})' for i in range(2_000))}"
            f" {{ ?s <{running.BASE}ontology#number> ?n }} # {n}"
        ),
    ),
    Attack(name="page of 64 MiB cells", request=lambda n: query_page(f"{growing(2**26)} # {n}")),
    Attack(
        name="page of 10 M rows", request=lambda n: query_page(f"{EVERYTHING} LIMIT 10000000 # {n}")
    ),
    Attack(
        name="150 pages at once",
        request=lambda n: page(f"s{n * 7919 % running.THINGS}", n),
        connections=150,
    ),
    Attack(
        name="150 query pages at once",
        request=lambda n: query_page(f"SELECT * {{ ?s ?p ?o }} # {n}"),
        connections=150,
    ),
    Attack(
        name="?z=1, ?z=2, …",
        request=lambda n: get(f"/doc/id/s{n % 50}?z={n}", "Accept: text/html"),
        connections=32,
    ),
    Attack(
        name="10,000 values",
        request=lambda n: page(f"many{FORMATS[n % len(FORMATS)]}", n),
        connections=16,
    ),
    Attack(
        name="literal of 5 MiB",
        request=lambda n: page(f"long{FORMATS[n % len(FORMATS)]}", n),
        connections=16,
    ),
    Attack(
        name="half-closed",
        request=lambda n: post(f"{EVERYTHING} # {n}"),
        reading=Reading.HALF_CLOSED,
    ),
    Attack(name="pipelined", request=pipelined),
    Attack(name="pipelined, never read", request=pipelined, reading=Reading.NEVER),
    Attack(
        name="pipelined, hung up",
        request=lambda n: b"".join(post(f"{ENDLESS} # {n}-{i}", more=b"") for i in range(8)),
        reading=Reading.LEAVES,
    ),
    Attack(
        name="endless, hung up",
        request=lambda n: post(f"{ENDLESS} # {n}"),
        reading=Reading.LEAVES,
        connections=16,
    ),
    Attack(
        name="slow reader", request=lambda n: post(f"{EVERYTHING} # {n}"), reading=Reading.SLOWLY
    ),
    Attack(
        name="endless, never read",
        request=lambda n: post(f"{EVERYTHING} # {n}"),
        reading=Reading.NEVER,
    ),
    Attack(
        name="400 KiB, never read",
        request=lambda n: post(f"SELECT * {{ ?a ?b ?c }} LIMIT 3500 # {n}"),
        reading=Reading.NEVER,
    ),
    Attack(
        name="slow bodies",
        request=lambda _: post("x" * 2**20).partition(b"\r\n\r\n")[0] + b"\r\n\r\nx",
        reading=Reading.TRICKLE,
        held=2000,
        connections=16,
    ),
)
TINY: Final = ("cross join", "hostile negotiation", "Upgrade with a body", "endless, hung up")


@dataclass(kw_only=True)
class Seen:
    """What was seen during an attack: milliseconds of the other client, and all else."""

    outcomes: Counter[str] = field(default_factory=Counter)
    queries: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    memory: float = 0.0
    server_memory: float = 0.0
    workers: set[int] = field(default_factory=set)


def main() -> None:
    """Run every attack against one server."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=10.0, help="length of each attack")
    parser.add_argument("--connections", type=int, default=8, help="connections of the attacker")
    parser.add_argument("--deadline", default="5", help="the server's deadline, in seconds")
    parser.add_argument("--only", action="append", help="names of attacks, or parts of them")
    parser.add_argument("--tiny", action="store_true", help="a second each, of few attacks")
    arguments = parser.parse_args()
    if arguments.tiny:
        arguments.seconds, arguments.only = 1.0, TINY
    attacks = [
        one for one in ATTACKS if not arguments.only or any(p in one.name for p in arguments.only)
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "load"
        running.write_project(folder, 500 if arguments.tiny else running.THINGS)
        running.build(folder)
        with running.serving(folder, deadline=arguments.deadline) as site:
            report(attacks, site, arguments)


def report(attacks: list[Attack], site: running.Site, arguments: argparse.Namespace) -> None:
    """Print a line of a table for each attack, one for none before and after."""
    print("| attack | what the attacker got | query p95 ms | page p95 ms | failed | workers"
          " replaced | peak MiB | of a server |")  # fmt: skip
    print("|---|---|--:|--:|--:|--:|--:|--:|")
    for attack in (None, *attacks, None):
        seen = watch(attack, site, arguments)
        got = ", ".join(f"{number} × {what}" for what, number in seen.outcomes.most_common(4))
        failed = ", ".join(f"{number} × {what}" for what, number in seen.failures.items())
        print(
            f"| {attack.name if attack else '(none)'} | {got} | {percentile(seen.queries):.1f} "
            f"| {percentile(seen.pages):.1f} | {failed or 0} of "
            f"{len(seen.queries) + len(seen.pages)} | {len(seen.workers)} | {seen.memory:.0f} "
            f"| {seen.server_memory:.0f} |",
            flush=True,
        )


def watch(attack: Attack | None, site: running.Site, arguments: argparse.Namespace) -> Seen:
    """Attack for some time, or not, and watch."""
    seen = Seen()
    over = multiprocessing.Event()
    outcomes: SimpleQueue[Counter[str]] = multiprocessing.SimpleQueue()
    noticed: SimpleQueue[Seen] = multiprocessing.SimpleQueue()
    before = set(site.workers())
    other = multiprocessing.Process(target=be_other, args=(site, over, noticed))
    attacker = multiprocessing.Process(
        target=be_attacker, args=(attack, site, over, outcomes, arguments)
    )
    if attack is not None:
        attacker.start()
        time.sleep(min(1.0, arguments.seconds / 4))
    other.start()
    until = time.monotonic() + arguments.seconds
    while time.monotonic() < until:
        processes = site.processes()
        seen.memory = max(seen.memory, sum(one.shared for one in processes))
        servers = [one.shared for one in processes if one.kind == "server"]
        seen.server_memory = max(seen.server_memory, *servers, 0.0)
        seen.workers |= {one.number for one in processes if one.kind == "worker"} - before
        time.sleep(_LOOK)
    over.set()
    found = noticed.get()
    seen.queries, seen.pages, seen.failures = found.queries, found.pages, found.failures
    other.join()
    if attack is not None:
        seen.outcomes = outcomes.get()
        attacker.join()
        time.sleep(min(2.0, arguments.seconds))
    return seen


# The client who notices.


def be_other(site: running.Site, over: Event, noticed: "SimpleQueue[Seen]") -> None:
    """Ask light queries and pages by turns until it is over."""
    seen = Seen()
    chance = random.Random(7)
    for number in itertools.count():
        if over.is_set():
            break
        thing = chance.randrange(500)
        is_page = bool(number % 2)
        began = time.perf_counter()
        try:
            status = str(light_page(site, thing) if is_page else light_query(site, thing))
        except (OSError, HTTPException) as error:
            status = type(error).__name__
        (seen.pages if is_page else seen.queries).append((time.perf_counter() - began) * 1e3)
        if status != "200":
            seen.failures[f"{'page' if is_page else 'query'} {status}"] += 1
        time.sleep(0.01)
    noticed.put(seen)


def light_query(site: running.Site, thing: int) -> int:
    """Ask a light query that was not asked before."""
    text = f"SELECT * {{ <{running.BASE}id/s{thing}> ?p ?o }} # {time.monotonic_ns()}"
    return running.ask(site, f"/sparql?query={quote(text)}", address=OTHER)


def light_page(site: running.Site, thing: int) -> int:
    """Ask for a page in a way that it was not asked for before."""
    language = f"en, x-{time.monotonic_ns()};q=0.1"
    headers = {"Accept": "text/html", "Accept-Language": language}
    return running.ask(site, f"/doc/id/s{thing}", headers, address=OTHER)


# The attacker.


class Attacker:
    """The connections of an attack."""

    def __init__(self, attack: Attack, site: running.Site, over: Event) -> None:
        """Attack ``site`` until it is over."""
        self._attack = attack
        self._site = site
        self._over = over
        self._held: deque[socket.socket] = deque(maxlen=attack.held)
        self._numbers = itertools.count(time.monotonic_ns() // 1000 % 10**9)
        self._lock = threading.Lock()
        self.outcomes: Counter[str] = Counter()

    def run(self) -> None:
        """Attack on one connection after the other."""
        while not self._over.is_set():
            try:
                outcome = self._send()
            except (OSError, HTTPException) as error:
                outcome = type(error).__name__
            with self._lock:
                self.outcomes[outcome] += 1
            time.sleep(0.002)

    def trickle(self) -> None:
        """Send one byte more on each connection that is kept, each second."""
        while not self._over.wait(1.0):
            for connection in list(self._held):
                try:
                    connection.send(b"x")
                except OSError:
                    continue

    def _send(self) -> str:
        connection = socket.create_connection(
            (running.HOST, self._site.port), 30, source_address=(ATTACKER, 0)
        )
        reading = self._attack.reading
        if reading in (Reading.NEVER, Reading.TRICKLE):
            self._held.append(connection)
            connection.settimeout(1.0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(self._attack.request(next(self._numbers)))
            return "kept"
        with connection:
            connection.sendall(self._attack.request(next(self._numbers)))
            if reading is Reading.LEAVES:
                return "left"
            if reading is Reading.HALF_CLOSED:
                connection.shutdown(socket.SHUT_WR)
            return self._read(connection)

    def _read(self, connection: socket.socket) -> str:
        """Read what comes until the server closes; say what it was."""
        if self._attack.reading is Reading.SLOWLY:
            while not self._over.is_set() and connection.recv(1):
                time.sleep(0.05)
            return "read at 20 bytes/s"
        if self._attack.request in (smuggled, pipelined):
            data = b"".join(iter(lambda: connection.recv(2**16), b""))
            return f"{data.count(b'HTTP/1.1 ')} answers"
        with HTTPResponse(connection) as answer:
            answer.begin()
            while not self._over.is_set() and answer.read(2**16):
                pass
            return str(answer.status)


def be_attacker(
    attack: Attack,
    site: running.Site,
    over: Event,
    outcomes: "SimpleQueue[Counter[str]]",
    arguments: argparse.Namespace,
) -> None:
    """Attack with several connections, in a process of low priority.

    It would be on a machine of its own, and not take the server's processors.
    """
    os.nice(10)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    attacker = Attacker(attack, site, over)
    count = attack.connections or arguments.connections
    threads = [threading.Thread(target=attacker.run) for _ in range(count)]
    if attack.reading is Reading.TRICKLE:
        threads.append(threading.Thread(target=attacker.trickle))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcomes.put(attacker.outcomes)


def percentile(times: list[float]) -> float:
    """Return the 95th percentile; that of nothing is not a number."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else float("nan")


if __name__ == "__main__":
    main()
