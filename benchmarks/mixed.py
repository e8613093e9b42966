"""Asks everything at once, while workers die and releases come, and looks at each answer.

    python benchmarks/mixed.py --answers 300000

Each request bears a token of its own that must come back, or asks for something whose answer is
known. A worker is killed every second, and a release built now and then. Printed are the answers
that were right; foreign, with another's token; wrong; lost, where a request sent on a connection
that the server had not announced to close got none; those refused by 503; and long ones that
were cut, visibly, under a worker that was killed or a bound. A connection
closed without a byte of an answer is tried once more on a new one, as HTTP clients do, and
counted. Exit code 1 where anything was foreign, wrong or lost.
"""

import argparse
import hashlib
import itertools
import json
import multiprocessing
import os
import random
import re
import signal
import socket
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from http.client import HTTPException, HTTPResponse
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final
from urllib.parse import quote

import running

TOKEN: Final = re.compile(r"tok-\d+-\d+-end")
JSON: Final = "application/sparql-results+json"
STATEMENTS: Final = "application/n-triples"
#: How many examples of what went wrong are printed.
EXAMPLES: Final = 5
BAD: Final = ("foreign", "wrong", "lost")
#: Requests that are sent at once on one connection.
PIPELINE: Final = 8
#: Rows of a long answer, and seconds that a client waits for one.
ROWS: Final = 5000
PATIENCE: Final = 60.0
SAYS: Final = f"{running.BASE}ontology#says"
END: Final = b"</html>"


@dataclass(frozen=True, kw_only=True)
class Question:
    """A request, and how to tell whether its answer is right."""

    kind: str
    target: str
    accept: str
    is_right: Callable[[bytes], bool]
    token: str

    def written(self) -> bytes:
        """Write it as it is sent."""
        head = f"GET {self.target} HTTP/1.1\r\nHost: example.org\r\nAccept: {self.accept}\r\n\r\n"
        return head.encode()


class Known:
    """What is known of the graph: its size, and what its dumps hold while one release is served."""

    def __init__(self, things: int) -> None:
        """Know a graph of so many things."""
        self.things = things

    def question(self, chance: random.Random, token: str) -> Question:
        """Choose a question."""
        makers = [self.select] * 16 + [self.construct] * 5 + [self.boolean] * 4
        makers += (
            [self.document] * 6 + [self.page] * 4 + [self.query_page] * 2 + [self.stream, self.dump]
        )
        return chance.choice(makers)(chance, token)

    def select(self, chance: random.Random, token: str) -> Question:
        """Ask for the token and a known value."""
        thing = chance.randrange(self.things)
        text = f'SELECT ("{token}" AS ?x) ?v {{ <{running.BASE}id/s{thing}> <{SAYS}> ?v }}'

        def is_right(body: bytes) -> bool:
            rows = json.loads(body)["results"]["bindings"]
            found = [(row["x"]["value"], row["v"]["value"]) for row in rows]
            return found == [(token, running.value(thing))]

        return sparql("SELECT", text, JSON, is_right, token)

    def construct(self, _chance: random.Random, token: str) -> Question:
        """Ask for a statement made of the token."""
        text = f'CONSTRUCT {{ <http://e/s> <http://e/p> "{token}" }} {{}}'
        line = f'<http://e/s> <http://e/p> "{token}" .'
        return sparql(
            "CONSTRUCT", text, STATEMENTS, lambda body: body.decode().strip() == line, token
        )

    def boolean(self, chance: random.Random, token: str) -> Question:
        """Ask whether a statement holds; the answer has no token."""
        thing, holds = chance.randrange(self.things), bool(chance.randrange(2))
        value = running.value(thing) if holds else token
        text = f'ASK {{ <{running.BASE}id/s{thing}> <{SAYS}> "{value}" }} # {token}'
        return sparql("ASK", text, JSON, lambda body: json.loads(body)["boolean"] is holds, token)

    def document(self, chance: random.Random, token: str) -> Question:
        """Ask for a document of a thing, as statements."""
        thing = chance.randrange(self.things)
        line = f'<{running.BASE}id/s{thing}> <{SAYS}> "{running.value(thing)}" .'
        own = f'<{running.BASE}id/s{thing}> <{SAYS}> "'
        return Question(
            kind="document",
            target=f"/doc/id/s{thing}.nt",
            accept=STATEMENTS,
            is_right=lambda body: (
                [one for one in body.decode().splitlines() if one.startswith(own)] == [line]
            ),
            token=token,
        )

    def page(self, chance: random.Random, token: str) -> Question:
        """Ask for the page of a thing."""
        thing = chance.randrange(self.things)
        said = re.compile(rf"\b{running.value(thing)}\b")
        return Question(
            kind="page",
            target=f"/doc/id/s{thing}?z={token}",
            accept="text/html",
            is_right=lambda body: bool(said.search(body.decode())) and END in body,
            token=token,
        )

    def query_page(self, _chance: random.Random, token: str) -> Question:
        """Ask for the page of a query's answer."""
        text = f'SELECT (CONCAT("{token}", "!") AS ?x) {{}}'
        return Question(
            kind="query page",
            target=f"/query?query={quote(text)}",
            accept="text/html",
            is_right=lambda body: f"{token}!" in unescape(body.decode()) and END in body,
            token=token,
        )

    def dump(self, _chance: random.Random, token: str) -> Question:
        """Ask for the whole graph, whose statements are the same in each release."""
        return Question(
            kind="dump",
            target=f"/dumps/graph.nt?z={token}",
            accept="*/*",
            is_right=lambda body: self.fingerprint(body) == self.dumped,
            token=token,
        )

    def stream(self, _chance: random.Random, token: str) -> Question:
        """Ask for many rows, each with the token."""
        text = f'SELECT ?a ("{token}" AS ?x) ?c {{ ?a ?b ?c }} LIMIT {ROWS}'
        return sparql(
            "long answer", text, "text/csv", lambda body: body.count(token.encode()) == ROWS, token
        )

    def learn(self, site: running.Site) -> None:
        """Read the dump as it is before anything happens to the server."""
        connection = site.connection()
        connection.request("GET", "/dumps/graph.nt")
        self.dumped = self.fingerprint(connection.getresponse().read())
        connection.close()

    def fingerprint(self, dump: bytes) -> tuple[int, str]:
        """Return the number and the digest of what a dump says of things."""
        lines = sorted(one for one in dump.splitlines() if SAYS.encode() in one)
        return len(lines), hashlib.sha256(b"\n".join(lines)).hexdigest()


def sparql(
    kind: str, text: str, accept: str, is_right: Callable[[bytes], bool], token: str
) -> Question:
    """Return a question to the endpoint."""
    target = f"/sparql?query={quote(text)}"
    return Question(kind=kind, target=target, accept=accept, is_right=is_right, token=token)


class Client:
    """One client with one connection, which it opens anew where it has to."""

    def __init__(self, known: Known, site: running.Site, number: int) -> None:
        """Be client ``number``."""
        self._known = known
        self._site = site
        self._number = number
        self._tokens = itertools.count()
        self._chance = random.Random(number)
        self._connection: Connection | None = None
        self.counts: Counter[str] = Counter()
        self.examples: list[str] = []

    def turn(self) -> None:
        """Ask a question, or several at once, or hang up."""
        kind = self._chance.random()
        questions = [
            self._known.question(self._chance, f"tok-{self._number}-{next(self._tokens)}-end")
            for _ in range(PIPELINE if kind < 0.1 else 1)
        ]
        if kind > 0.99:
            self._hang_up(questions[0])
        elif kind > 0.98:
            self._ask_apart(questions[0])
        else:
            self._ask(questions)

    def _ask_apart(self, question: Question) -> None:
        """Send a request in pieces."""
        self._ask([question], pieces=True)

    def _ask(self, questions: list[Question], *, pieces: bool = False, again: bool = False) -> None:
        """Ask, and judge what comes; what was not begun to be answered is asked once more."""
        try:
            connection = self._connect()
            self._send(
                connection.socket, b"".join(one.written() for one in questions), pieces=pieces
            )
        except OSError:
            self._close()
            self._retry(questions, "not sent", again=again)
            return
        for at, question in enumerate(questions):
            try:
                answer = receive(connection.reader)
            except (OSError, HTTPException) as error:
                self._close()
                self._retry(questions[at:], repr(error), again=again and at == 0)
                return
            closes = answer.will_close or not self._judge(question, answer)
            if closes:
                self._close()
                if questions[at + 1 :]:
                    self.counts["asked again after the last of a connection"] += 1
                    self._ask(questions[at + 1 :])
                return

    def _retry(self, questions: list[Question], why: str, *, again: bool) -> None:
        if again:
            self._note("lost", questions[0], why)
            if questions[1:]:
                self._ask(questions[1:])
            return
        self.counts["tried again"] += 1
        self._ask(questions, again=True)

    def _judge(self, question: Question, answer: HTTPResponse) -> bool:
        """Count an answer; False where it was cut, and the connection with it."""
        try:
            body = answer.read()
        except (OSError, HTTPException) as error:
            self._note("cut" if answer.chunked else "wrong", question, repr(error))
            return False
        foreign = set(TOKEN.findall(body.decode("utf8", "replace"))) - {question.token}
        if answer.status == 503:
            self.counts["503"] += 1
        elif foreign:
            self._note("foreign", question, str(foreign))
        elif answer.status != 200 or not question.is_right(body):
            self._note("wrong", question, f"{answer.status} {body[:300]!r}")
        else:
            self.counts["right"] += 1
            self.counts[f"right: {question.kind}"] += 1
        return True

    def _hang_up(self, question: Question) -> None:
        """Leave before, or while, the answer comes."""
        try:
            connection = self._connect()
            connection.socket.sendall(question.written())
            time.sleep(self._chance.choice((0, 0.001, 0.02)))
        except OSError:
            pass
        self._close()
        self.counts["hung up"] += 1

    def _send(self, connection: socket.socket, data: bytes, *, pieces: bool) -> None:
        if not pieces:
            connection.sendall(data)
            return
        half = self._chance.randrange(len(data))
        connection.sendall(data[:half])
        time.sleep(0.01)
        connection.sendall(data[half:])

    def _connect(self) -> "Connection":
        if self._connection is None:
            address = (f"127.0.0.{self._number % 4 + 2}", 0)
            found = socket.create_connection((running.HOST, self._site.port), PATIENCE, address)
            self._connection = Connection(socket=found, reader=SharedReader(found))
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.socket.close()
            self._connection.reader.end()
        self._connection = None

    def _note(self, what: str, question: Question, detail: str) -> None:
        self.counts[what] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(f"{what}: {question.kind} {question.target[:200]}: {detail}")


class SharedReader:
    """What comes on one connection, for one answer after the other (`HTTPResponse`)."""

    def __init__(self, connection: socket.socket) -> None:
        """Read from a connection."""
        self._file = connection.makefile("rb")
        self.read, self.readline = self._file.read, self._file.readline
        self.readinto, self.peek = self._file.readinto, self._file.peek

    def makefile(self, _mode: str) -> "SharedReader":
        """Stand for a socket."""
        return self

    def close(self) -> None:
        """Stay open for the next answer."""

    def flush(self) -> None:
        """Do nothing: nothing is written."""

    def end(self) -> None:
        """Read no more."""
        self._file.close()


@dataclass(frozen=True, kw_only=True)
class Connection:
    """A connection, and what comes on it."""

    socket: socket.socket
    reader: SharedReader


def receive(reader: SharedReader) -> HTTPResponse:
    """Read the head of the next answer."""
    answer = HTTPResponse(reader)  # type: ignore[arg-type]
    answer.begin()
    return answer


def ask(
    known: Known,
    site: running.Site,
    number: int,
    answers: int,
    over: Event,
    results: "SimpleQueue[tuple[Counter[str], list[str]]]",
) -> None:
    """Be a client until it has so many answers, or until it is over."""
    client = Client(known, site, number)
    while client.counts["right"] < answers and not over.is_set():
        client.turn()
    results.put((client.counts, client.examples))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A load: clients, right answers wanted of all, most minutes, seconds between two troubles.

    ``things`` is the size of the graph that is served.
    """

    things: int
    connections: int
    answers: int
    minutes: float
    kill: float
    build: float


def main() -> int:
    """Ask, kill, build, and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--answers", type=int, default=300_000, help="right answers wanted")
    parser.add_argument("--connections", type=int, default=16, help="clients, each with one")
    parser.add_argument("--kill", type=float, default=1.0, help="seconds between two kills")
    parser.add_argument("--build", type=float, default=30.0, help="seconds between two releases")
    parser.add_argument("--minutes", type=float, default=60.0, help="the most that it may take")
    parser.add_argument("--tiny", action="store_true", help="a few hundred answers")
    arguments = parser.parse_args()
    if arguments.tiny:
        arguments.answers, arguments.connections = 400, 4
        arguments.kill, arguments.build = 0.3, 1.0
    plan = Plan(
        things=1500,
        connections=arguments.connections,
        answers=arguments.answers,
        minutes=arguments.minutes,
        kill=arguments.kill,
        build=arguments.build,
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "load"
        running.write_project(folder, plan.things, values=100, literal_bytes=10_000)
        running.build(folder)
        with running.serving(folder) as site:
            began = time.monotonic()
            counts, examples = load(folder, site, plan)
            seconds = time.monotonic() - began
    return report(counts, examples, seconds)


def report(counts: Counter[str], examples: list[str], seconds: float) -> int:
    """Print what was counted; return the exit code."""
    print("| what | number |\n|---|--:|")
    for what, number in sorted(counts.items(), key=lambda item: -item[1]):
        print(f"| {what} | {number:,} |")
    for what in BAD:
        if what not in counts:
            print(f"| {what} | 0 |")
    print(f"\n{counts['right'] / seconds:,.0f} right answers a second")
    print("\n".join(examples))
    return 1 if any(counts[what] for what in BAD) else 0


def load(
    folder: Path, site: running.Site, plan: Plan, look: Callable[[], None] = lambda: None
) -> tuple[Counter[str], list[str]]:
    """Have clients ask, while workers are killed and releases built; return what was counted.

    ``look`` is called after each kill.
    """
    known = Known(plan.things)
    known.learn(site)
    over = multiprocessing.Event()
    results: SimpleQueue[tuple[Counter[str], list[str]]] = multiprocessing.SimpleQueue()
    each = -(-plan.answers // plan.connections)
    clients = [
        multiprocessing.Process(target=ask, args=(known, site, number, each, over, results))
        for number in range(plan.connections)
    ]
    disturber = multiprocessing.Process(target=build_now_and_then, args=(folder, over, plan.build))
    for process in (*clients, disturber):
        process.start()
    counts: Counter[str] = Counter()
    generations: set[int] = set()
    until = time.monotonic() + plan.minutes * 60
    while any(client.is_alive() and results.empty() for client in clients):
        counts["workers killed"] += kill_one(site)
        generations.update(n for n, kind in site.numbers() if kind == "generation")
        look()
        time.sleep(plan.kill)
        if time.monotonic() > until:
            over.set()
    found = [results.get() for _ in clients]
    over.set()
    for process in (*clients, disturber):
        process.join()
    counts["generations of processes"] = len(generations)
    return sum((one for one, _ in found), counts), [text for _, texts in found for text in texts]


def kill_one(site: running.Site) -> int:
    """Kill a worker; return how many were."""
    workers = site.workers()
    if not workers:
        return 0
    try:
        os.kill(random.choice(workers), signal.SIGKILL)
    except ProcessLookupError:
        return 0
    return 1


def build_now_and_then(folder: Path, over: Event, seconds: float) -> None:
    """Build a release of another version from time to time."""
    for version in itertools.count(2):
        if over.wait(seconds):
            return
        running.set_version(folder, version)
        try:
            running.build(folder)
        except SystemExit as failure:
            print(failure)


if __name__ == "__main__":
    raise SystemExit(main())
