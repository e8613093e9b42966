"""Runs ``mcdgraph serve`` as a user would, for tests that speak HTTP to it."""

import asyncio
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Response:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body, decoded."""
        return self.body.decode()


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server under way."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        """The address of the endpoint."""
        return f"http://127.0.0.1:{self.port}/sparql"

    def send(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout: float = SECONDS,
        address: str = "127.0.0.1",
    ) -> Response:
        """Send one request on a connection of its own, from a loopback address."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=timeout, source_address=(address, 0)
        )
        try:
            connection.request(method, target, body=body, headers=dict(headers or {}))
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Response(status=answer.status, headers=names, body=answer.read())
        finally:
            connection.close()

    def query(
        self,
        text: str,
        accept: str = "application/sparql-results+json",
        address: str = "127.0.0.1",
    ) -> Response:
        """Ask a query by GET."""
        target = "/sparql?" + urlencode({"query": text})
        return self.send("GET", target, {"Accept": accept}, address=address)

    def generations(self) -> list[int]:
        """List the processes that fork all others, one for each release."""
        return children(self.process.pid)

    def workers(self) -> list[int]:
        """List the workers, which can open no file; other processes can."""
        return [
            number
            for generation in self.generations()
            for number in children(generation)
            if is_sealed(number)
        ]

    def server_processes(self) -> list[int]:
        """List the processes that have the connections."""
        return [
            number
            for generation in self.generations()
            for number in children(generation)
            if not is_sealed(number)
        ]

    def processes(self) -> list[int]:
        """List the server's own process and all below it."""
        found, waiting = [], [self.process.pid]
        while waiting:
            number = waiting.pop()
            found.append(number)
            try:
                task = Path(f"/proc/{number}/task/{number}/children").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            waiting += [int(child) for child in task.split()]
        return found


def children(number: int) -> list[int]:
    """List the children of a process."""
    try:
        task = Path(f"/proc/{number}/task/{number}/children").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(child) for child in task.split()]


def is_sealed(number: int) -> bool:
    """Tell whether a process can open no file beyond the standard ones."""
    try:
        limits = Path(f"/proc/{number}/limits").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    line = next(line for line in limits.splitlines() if line.startswith("Max open files"))
    return line.split()[3] == "3"


def free_port() -> int:
    """Find a port that nobody listens on, and that no client will be given meanwhile.

    A port the system chooses may be that of another test's connection a moment later; those it
    never chooses for clients lie below (32768 on Linux, 49152 elsewhere).
    """
    chance = random.SystemRandom()
    while True:
        port = chance.randrange(20_000, 32_000)
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


@contextmanager
def serving(
    *arguments: str | Path,
    folder: Path,
    settings: Mapping[str, str] | None = None,
    graph: Path | None = None,
) -> Iterator[Server]:
    """Serve with the command line's arguments.

    ``settings`` are variables of the environment; ``graph`` is the folder of a graph.
    """
    where = ["-C", str(graph)] if graph else []
    command = [sys.executable, "-m", "mcdgraph", *where, "serve", *map(str, arguments)]
    with running(lambda port: [*command, "--port", str(port)], folder, settings) as server:
        yield server


@contextmanager
def running(
    command: Callable[[int], Sequence[str]],
    folder: Path,
    settings: Mapping[str, str] | None = None,
    before: Callable[[], object] | None = None,
) -> Iterator[Server]:
    """Run the command that serves at a port, its log in ``folder``, until the test is over.

    ``settings`` are variables of the environment; ``before`` is called in the process first.
    """
    port = free_port()
    log = folder / f"server-{port}.log"
    environment = {**os.environ, **(settings or {})}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command(port), env=environment, stdout=output, stderr=output, preexec_fn=before
        )
    server = Server(port=port, process=process, log=log)
    try:
        wait_until_ready(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def within(seconds: float, condition: Callable[[], bool]) -> None:
    """Wait for a condition, so many seconds at most."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def wait_until_ready(server: Server) -> None:
    """Wait until the server answers; fail with its log where it does not."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        assert server.process.poll() is None, server.log.read_text()
        try:
            if server.send("GET", "/-/health", timeout=5).status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(server.log.read_text())


def in_loop(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    """Run a test in a loop."""

    def run() -> None:
        async def body() -> None:
            await test()

        asyncio.run(body())

    run.__doc__ = test.__doc__
    return run
