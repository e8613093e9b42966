"""A graph made for load, served as a user would serve it, and what its processes take.

The graph has small things of a few values each, a cycle, one thing of ten thousand values and one
literal of five mebibytes. What all things say is computed from their number, so that a client can
tell a right answer from a wrong one.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

BASE: Final = "https://example.org/load/"
#: Things with a label and three values, links of the cycle, values of the thing with most.
THINGS: Final = 20_000
CYCLE: Final = 2_000
VALUES: Final = 10_000
LITERAL_BYTES: Final = 5 * 2**20
HOST: Final = "127.0.0.1"
#: Seconds in which the server must be ready.
_PATIENCE: Final = 120.0
_SETTINGS: Final = """\
base_iri = "{base}"
version = "{version}"
issued = 2026-01-01
licence = "https://creativecommons.org/publicdomain/zero/1.0/"
languages = ["en"]

[title]
en = "A graph made for load"

[description]
en = "Small things, a cycle, a thing of many values and a long literal."

[creator]
name = "A benchmark"

[publisher]
name = "A benchmark"

[prefixes]
e = "{base}ontology#"

[release]
keep = 3
"""
_PREFIXES: Final = f"""\
@prefix e: <{BASE}ontology#> .
@prefix id: <{BASE}id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

"""


def value(thing: int) -> str:
    """Return what a thing says of itself."""
    return f"value {thing}"


def write_project(
    folder: Path,
    things: int = THINGS,
    *,
    values: int = VALUES,
    literal_bytes: int = LITERAL_BYTES,
) -> None:
    """Write the sources of the graph, of these sizes."""
    for name in ("ontology", "shapes", "data"):
        (folder / name).mkdir(parents=True)
    set_version(folder, 1)
    (folder / "ontology" / "load.ttl").write_text(_PREFIXES + ontology())
    shape = (
        "e:ThingShape a sh:NodeShape ;\n    sh:targetClass e:Thing ;\n"
        "    sh:property [ sh:path rdfs:label ; sh:minCount 1 ] .\n"
    )
    (folder / "shapes" / "load.ttl").write_text(_PREFIXES + shape)
    with (folder / "data" / "load.ttl").open("w") as file:
        file.write(_PREFIXES)
        for n in range(things):
            file.write(
                f'id:s{n} a e:Thing ; rdfs:label "Thing {n}"@en ; e:says "{value(n)}" ;\n'
                f"    e:number {n % 97} ; e:kin id:s{(n * 31 + 7) % things} .\n"
            )
        for n in range(CYCLE):
            file.write(f"id:c{n} e:next id:c{(n + 1) % CYCLE} .\n")
        many = ", ".join(f'"{value(n)}"' for n in range(values))
        file.write(f'id:many rdfs:label "Thing of many values"@en ; e:says {many} .\n')
        long = "x" * literal_bytes
        file.write(f'id:long rdfs:label "Thing that says much"@en ; e:says "{long}" .\n')


def ontology() -> str:
    """Return the terms of the graph."""
    header = (
        f"<{BASE}ontology> a owl:Ontology ;\n    owl:versionIRI <{BASE}ontology/1> ;\n"
        '    rdfs:label "Ontology of load"@en .\n\n'
    )
    return header + "".join(
        f'e:{name} a owl:{kind} ;\n    rdfs:label "{name}"@en ;\n'
        f'    skos:definition "A term made for load."@en ;\n'
        f"    rdfs:isDefinedBy <{BASE}ontology> .\n\n"
        for name, kind in (
            ("says", "DatatypeProperty"),
            ("number", "DatatypeProperty"),
            ("next", "ObjectProperty"),
            ("kin", "ObjectProperty"),
            ("Thing", "Class"),
        )
    )


def set_version(folder: Path, version: int) -> None:
    """Let the next release have another version."""
    text = _SETTINGS.format(base=BASE, version=version)
    (folder / "mcdgraph.toml").write_text(text)


def build(folder: Path) -> None:
    """Build a release of what the sources say now; raise where it fails, with what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "mcdgraph", "-C", str(folder), "build"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"the build failed:\n{done.stdout}{done.stderr}")


@dataclass(frozen=True, kw_only=True)
class Process:
    """A process of the server: its number, what it is for, and the mebibytes that it takes.

    ``shared`` is its part of all memory (Pss), ``own`` what it alone has.
    """

    number: int
    kind: str
    shared: float
    own: float


@dataclass(frozen=True, kw_only=True)
class Site:
    """A server under way."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def connection(self, address: str = HOST, timeout: float = 60.0) -> HTTPConnection:
        """Return a connection from one of the loopback addresses."""
        return HTTPConnection(HOST, self.port, timeout=timeout, source_address=(address, 0))

    def numbers(self) -> Iterator[tuple[int, str]]:
        """Yield the number and kind of each process."""
        yield self.process.pid, "supervisor"
        for generation in children(self.process.pid):
            yield generation, "generation"
            for number in children(generation):
                yield number, "worker" if is_sealed(number) else "server"

    def workers(self) -> list[int]:
        """Return the workers."""
        return [number for number, kind in self.numbers() if kind == "worker"]

    def processes(self) -> list[Process]:
        """Return all processes with their memory."""
        found = ((number, kind, memory(number)) for number, kind in self.numbers())
        return [
            Process(number=number, kind=kind, shared=shared, own=own)
            for number, kind, (shared, own) in found
        ]


def children(number: int) -> list[int]:
    """Return the children of a process."""
    try:
        return [int(n) for n in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    except OSError:
        return []


def is_sealed(number: int) -> bool:
    """Return whether a process can open no file but the standard ones, as only workers cannot."""
    try:
        limits = Path(f"/proc/{number}/limits").read_text()
    except OSError:
        return True
    line = next((one for one in limits.splitlines() if one.startswith("Max open files")), "")
    return line.split()[3:4] == ["3"]


def memory(number: int) -> tuple[float, float]:
    """Return the mebibytes of a process: its part of what is shared and all, its own."""
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return 0.0, 0.0
    sizes = {
        name: int(size.split()[0]) / 1024 for name, _, size in (x.partition(":") for x in lines)
    }
    return sizes["Pss"], sizes["Private_Clean"] + sizes["Private_Dirty"]


def free_port() -> int:
    """Return a port that nobody listens on, below those that the system gives to clients."""
    chance = random.SystemRandom()
    while True:
        port = chance.randrange(20_000, 32_000)
        with socket.socket() as trial:
            try:
                trial.bind((HOST, port))
            except OSError:
                continue
            return port


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Site]:
    """Serve what was built of the sources in a folder; each setting is one of ``[query]``."""
    port = free_port()
    log = folder / "server.log"
    named = {f"MCDGRAPH_QUERY_{name.upper()}": text for name, text in settings.items()}
    command = [sys.executable, "-m", "mcdgraph", "-C", str(folder), "serve", "--no-build"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            env={**os.environ, "MCDGRAPH_SERVER_ACCESS_LOG": "off", **named},
            stdout=output,
            stderr=output,
        )
    site = Site(port=port, process=process, log=log)
    try:
        _await(site)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(site: Site) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and site.process.poll() is None:
        try:
            if ask(site, "/-/health", timeout=5) == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.1)
    raise SystemExit(f"the server did not start:\n{site.log.read_text()}")


def ask(
    site: Site,
    target: str,
    headers: Mapping[str, str] | None = None,
    address: str = HOST,
    timeout: float = 60.0,
) -> int:
    """Ask on a connection of its own; return the status once all of the answer is there."""
    connection = site.connection(address, timeout)
    try:
        connection.request("GET", target, headers=dict(headers or {}))
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()
