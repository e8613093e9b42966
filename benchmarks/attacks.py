"""Sends the worst queries there are, and watches what they get and what others notice.

    python benchmarks/attacks.py

One client attacks with several connections while another asks light queries; printed are what
the attacker got, the light queries' 95th percentile beside that of the idle server, how many
workers had to be replaced, and the most memory that the server's processes took together.
"""

import argparse
import multiprocessing
import os
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from multiprocessing.synchronize import Event
from pathlib import Path
from urllib.parse import quote

ROWS = 20_000
CYCLE = 2_000
#: The attacker's address, so that the server can tell it from the others.
ATTACKER = "127.0.0.2"
#: Connections that it keeps open, with requests that it does not finish.
HELD = 4000


@dataclass(frozen=True, kw_only=True)
class Attack:
    """A kind of query that asks for far too much.

    ``chunked`` is answered to one who reads slowly; of ``unfinished`` only the beginning is
    sent, on connections that are kept.
    """

    name: str
    text: str
    chunked: bool = False
    unfinished: bool = False


ATTACKS = (
    Attack(
        name="cross join",
        text="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    ),
    Attack(name="huge ORDER BY", text="SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c ?a"),
    Attack(
        name="GROUP_CONCAT bomb",
        text="SELECT (GROUP_CONCAT(?x) AS ?y) { ?a ?b ?c . ?d ?e ?f"
        " BIND(CONCAT(STR(?a), STR(?d), STR(?c), STR(?f)) AS ?x) }",
    ),
    Attack(
        name="string growth",
        text="SELECT ?z { BIND('xxxxxxxxxxxxxxxx' AS ?a0) "
        + " ".join(f"BIND(CONCAT({', '.join([f'?a{n}'] * 16)}) AS ?a{n + 1})" for n in range(8))
        + " BIND(STRLEN(?a8) AS ?z) }",
    ),
    Attack(
        name="catastrophic regex",
        text="SELECT * { ?s ?p ?o . ?t ?q ?r FILTER(REGEX(CONCAT(?o, ?r, 'aaaaaaaaaaaaaaaaaaa!'),"
        " '^(a+)+(b|c)*((.*)*)*x$')) }",
    ),
    Attack(
        name="10,000 brackets", text="SELECT (" + "(" * 10_000 + "1" + ")" * 10_000 + " AS ?x) {}"
    ),
    Attack(name="200,000 negations", text="SELECT (" + "!" * 200_000 + "1 AS ?x) {}"),
    Attack(
        name="paths over a cycle",
        text="SELECT (COUNT(*) AS ?n) { ?a <http://e/next>+ ?b . ?b <http://e/next>+ ?c }",
    ),
    Attack(
        name="32 MiB of VALUES",
        text="SELECT * { VALUES ?x { " + "1 " * (16 * 2**20) + "} }",
    ),
    Attack(name="slow reader", text="SELECT * { ?a ?b ?c . ?d ?e ?f }", chunked=True),
    Attack(name="unfinished requests", text="ASK {}", unfinished=True),
)


@dataclass(kw_only=True)
class Watch:
    """What was seen during an attack."""

    outcomes: Counter[str] = field(default_factory=Counter)
    light: list[float] = field(default_factory=list)
    failures: int = 0
    memory: float = 0.0
    workers: set[int] = field(default_factory=set)


def main() -> None:
    """Run every attack against one server."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=10.0, help="length of each attack")
    parser.add_argument("--connections", type=int, default=8, help="connections of the attacker")
    parser.add_argument("--deadline", default="5", help="the server's deadline, in seconds")
    parser.add_argument("--port", type=int, default=8230)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serving(Path(name), arguments) as process:
        idle = watch(None, process, arguments)
        print(f"idle: light queries p95 {percentile(idle.light):.1f} ms, {idle.memory:.0f} MiB\n")
        print(
            "| attack | what the attacker got | light p95 ms | light failed "
            "| workers replaced | peak MiB |"
        )
        print("|---|---|--:|--:|--:|--:|")
        for attack in ATTACKS:
            seen = watch(attack, process, arguments)
            got = ", ".join(
                f"{number} × {outcome}" for outcome, number in seen.outcomes.most_common(4)
            )
            print(
                f"| {attack.name} | {got} | {percentile(seen.light):.1f} | {seen.failures} "
                f"| {len(seen.workers)} | {seen.memory:.0f} |",
                flush=True,
            )


@contextmanager
def serving(folder: Path, arguments: argparse.Namespace) -> Iterator[subprocess.Popen[bytes]]:
    """Serve some literals and a long cycle."""
    data = folder / "data.nt"
    with data.open("w") as stream:
        for n in range(ROWS):
            stream.write(f'<http://e/s{n}> <http://e/p{n % 9}> "value {n}" .\n')
        for n in range(CYCLE):
            stream.write(f"<http://e/c{n}> <http://e/next> <http://e/c{(n + 1) % CYCLE}> .\n")
    command = [sys.executable, "-m", "mcdgraph", "serve", str(data), "--port", str(arguments.port)]
    environment = {**os.environ, "MCDGRAPH_QUERY_DEADLINE": arguments.deadline}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                light(arguments.port, 0)
            except OSError:
                time.sleep(0.1)
            else:
                break
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def watch(
    attack: Attack | None, process: subprocess.Popen[bytes], arguments: argparse.Namespace
) -> Watch:
    """Attack for a while, asking light queries and looking at the processes meanwhile."""
    seen, over = Watch(), multiprocessing.Event()
    outcomes: multiprocessing.SimpleQueue[Counter[str]] = multiprocessing.SimpleQueue()
    before = set(executors(process))
    attacker = None
    if attack is not None:
        target = (attack, outcomes, over, arguments)
        attacker = multiprocessing.Process(target=be_attacker, args=target)
        attacker.start()
    until = time.monotonic() + arguments.seconds
    number = 0
    while time.monotonic() < until:
        number += 1
        began = time.perf_counter()
        try:
            if light(arguments.port, number) != 200:
                seen.failures += 1
        except OSError:
            seen.failures += 1
        seen.light.append((time.perf_counter() - began) * 1e3)
        seen.memory = max(seen.memory, memory(process))
        seen.workers |= set(executors(process)) - before
        time.sleep(0.02)
    over.set()
    if attacker is not None:
        seen.outcomes = outcomes.get()
        attacker.join()
    time.sleep(1)
    return seen


def be_attacker(
    attack: Attack,
    outcomes: "multiprocessing.SimpleQueue[Counter[str]]",
    over: Event,
    arguments: argparse.Namespace,
) -> None:
    """Attack with several connections, in a process that the others do not notice."""
    found: Counter[str] = Counter()
    body = attack.text.encode()
    held: deque[socket.socket] = deque(maxlen=HELD)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    def keep_attacking() -> None:
        while not over.is_set():
            if attack.unfinished:
                found[begin(held, arguments.port)] += 1
                time.sleep(0.001)
            else:
                found[send(attack, body, over, arguments.port)] += 1
                time.sleep(0.01)

    threads = [threading.Thread(target=keep_attacking) for _ in range(arguments.connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcomes.put(found)


def send(attack: Attack, body: bytes, over: Event, port: int) -> str:
    """Send an attack once, and say what came of it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120, source_address=(ATTACKER, 0))
    try:
        connection.request(
            "POST",
            "/sparql",
            body,
            {"Content-Type": "application/sparql-query", "Accept": "text/csv"},
        )
        answer = connection.getresponse()
        while attack.chunked and not over.is_set() and answer.read(1):
            time.sleep(0.05)
        if attack.chunked:
            return f"{answer.status}, read at 20 bytes/s"
        answer.read()
    except (OSError, HTTPException) as error:
        return type(error).__name__
    else:
        return str(answer.status)
    finally:
        connection.close()


def begin(held: "deque[socket.socket]", port: int) -> str:
    """Begin a request on a new connection, and keep that; say what came of it."""
    try:
        found = socket.create_connection(("127.0.0.1", port), 10, source_address=(ATTACKER, 0))
        held.append(found)
        found.sendall(b"GET /sparql?query=")
    except OSError as error:
        return type(error).__name__
    return "connections"


def light(port: int, number: int) -> int:
    """Ask a light query that was not asked before."""
    text = f"SELECT * {{ <http://e/s{number % ROWS}> ?p ?o }} # {time.monotonic_ns()}"
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", f"/sparql?query={quote(text)}")
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def tree(process: subprocess.Popen[bytes]) -> dict[int, list[int]]:
    """Give the processes of the server, each with its children."""
    found: dict[int, list[int]] = {}
    waiting = [process.pid]
    while waiting:
        number = waiting.pop()
        try:
            text = Path(f"/proc/{number}/task/{number}/children").read_text()
        except OSError:
            continue
        found[number] = [int(child) for child in text.split()]
        waiting += found[number]
    return found


def executors(process: subprocess.Popen[bytes]) -> list[int]:
    """Give the workers: three generations below the server's first process."""
    found = tree(process)
    children = found.get(process.pid, [])
    nurseries = [grandchild for child in children for grandchild in found.get(child, [])]
    return [worker for nursery in nurseries for worker in found.get(nursery, [])]


def memory(process: subprocess.Popen[bytes]) -> float:
    """Give the mebibytes of all processes together, what they share counted once."""
    total = 0
    for number in tree(process):
        try:
            lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total / 1024


def percentile(times: list[float]) -> float:
    """Give the 95th percentile."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else float("nan")


if __name__ == "__main__":
    main()
