"""The servers that are measured, each started as its users start it."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection
from itertools import count
from pathlib import Path

from benchmarks.serving.dataset import Dataset
from benchmarks.serving.queries import Query

START_SECONDS = 600
SETTLE_SECONDS = 30
#: Where the number of the port is put in a command.
PORT = "{port}"


@dataclass(frozen=True, kw_only=True)
class Running:
    """A server under way."""

    process: subprocess.Popen[bytes]
    port: int

    def processes(self) -> Iterator[int]:
        """Give its processes."""
        waiting = [self.process.pid]
        while waiting:
            number = waiting.pop()
            yield number
            task = Path(f"/proc/{number}/task/{number}/children")
            if task.exists():
                waiting += [int(child) for child in task.read_text().split()]

    def seconds(self) -> float:
        """Give the processor time of its processes, those that ended among them."""
        ticks = 0
        for number in self.processes():
            stat = Path(f"/proc/{number}/stat")
            try:
                ticks += sum(map(int, stat.read_text().rpartition(")")[2].split()[11:15]))
            except (FileNotFoundError, ProcessLookupError):
                continue
        return ticks / os.sysconf("SC_CLK_TCK")

    def settle(self) -> None:
        """Wait until it does nothing more for what was asked, for half a minute at most."""
        until = time.monotonic() + SETTLE_SECONDS
        before, now = -1.0, self.seconds()
        while now > before and time.monotonic() < until:
            time.sleep(0.1)
            before, now = now, self.seconds()

    def mebibytes(self) -> float:
        """Give the memory of its processes, what they share counted once."""
        total = 0
        for number in self.processes():
            try:
                lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
            except (FileNotFoundError, ProcessLookupError):
                continue
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total / 1024


@dataclass(frozen=True, kw_only=True)
class Contestant:
    """A server to be measured: its command, in which ``PORT`` stands for the port, and where."""

    name: str
    command: tuple[str, ...]
    path: str
    port: int
    cached: bool = False
    without: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)

    def knows(self, query: Query) -> bool:
        """Tell whether a query is put to this server at all."""
        return query.name not in self.without

    @contextmanager
    def running(self) -> Iterator[Running]:
        """Start it, wait until it answers, and stop it."""
        process = subprocess.Popen(
            [part.replace(PORT, str(self.port)) for part in self.command],
            env={**os.environ, **self.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._wait(process)
            yield Running(process=process, port=self.port)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if process.poll() is not None:
                raise SystemExit(f"{self.name} did not start: {' '.join(self.command)}")
            connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                connection.request("GET", f"{self.path}?query=ASK%20%7B%7D")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.2)
            finally:
                connection.close()
        raise SystemExit(f"{self.name} did not answer within {START_SECONDS} s")


def contestants(dataset: Dataset, arguments: argparse.Namespace) -> Iterator[Contestant]:
    """Give the servers that are to be measured, this one first."""
    for contestant in everyone(dataset, arguments):
        if arguments.only and contestant.name not in arguments.only:
            continue
        if shutil.which(contestant.command[0]) is None:
            print(f"{contestant.name} is left out: there is no {contestant.command[0]}\n")
            continue
        if contestant.path == "/query":
            load_oxigraph(dataset, arguments.oxigraph)
        yield contestant


def everyone(dataset: Dataset, arguments: argparse.Namespace) -> Iterator[Contestant]:
    """Give all servers."""
    ports = count(arguments.port)
    path = str(dataset.path)
    # the peers let every connection be slow at a time
    alike = {"MCDGRAPH_QUERY_SLOW_WORKERS": str(arguments.connections)}
    own = Contestant(
        name="mcdgraph cached",
        command=(sys.executable, "-m", "mcdgraph", "serve", path, "--port", PORT),
        path="/sparql",
        port=next(ports),
        cached=True,
        environment=alike,
    )
    no_cache = {**alike, "MCDGRAPH_QUERY_CACHE_BYTES": "0"}
    yield replace(own, name="mcdgraph", port=next(ports), cached=False, environment=no_cache)
    yield own
    serve = (arguments.oxigraph, "serve-read-only", "--location", str(location_of(dataset)))
    oxigraph = Contestant(
        name="oxigraph",
        command=(*serve, "--bind", f"127.0.0.1:{PORT}"),
        path="/query",
        port=next(ports),
    )
    yield oxigraph
    yield replace(
        oxigraph,
        name="oxigraph --timeout-s",
        command=(*oxigraph.command, "--timeout-s", "30"),
        port=next(ports),
    )
    serve = (arguments.rdflib_endpoint, "serve", path, "--host", "127.0.0.1", "--port", PORT)
    yield Contestant(name="rdflib-endpoint", command=serve, path="/", port=next(ports))


def location_of(dataset: Dataset) -> Path:
    """Give the folder of oxigraph's own store."""
    return dataset.path.with_name("oxigraph")


def load_oxigraph(dataset: Dataset, command: str) -> None:
    """Put the dataset into oxigraph's own store."""
    location = location_of(dataset)
    if not location.exists():
        load = [command, "load", "--location", str(location)]
        subprocess.run([*load, "--file", str(dataset.path)], check=True, capture_output=True)
