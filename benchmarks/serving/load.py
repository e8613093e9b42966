"""Puts load on a server, and reads what it costs."""

import json
import math
import subprocess
import tempfile
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from benchmarks.serving.queries import Query, Target
from benchmarks.serving.servers import Running

#: A query that takes longer than this is asked one at a time, a few times.
SLOW_SECONDS = 0.25
#: One that takes longer than this is asked for a longer time.
LONG_SECONDS = 0.01
FEW = 3
#: How many targets further on the next round begins.
_STEP = 7001
SCRIPT = """
local targets, accepts = {{}}, {{}}
for line in io.lines("{file}") do
  accepts[#accepts + 1], targets[#targets + 1] = line:match("(%S+) (%S+)")
end
local number = {start}
request = function()
  number = number % #targets + 1
  return wrk.format("GET", targets[number], {{ ["Accept"] = accepts[number] }})
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '\\nRESULT {{"requests": %d, "seconds": %f, "errors": %d, "p50": %f, "p95": %f}}\\n',
    summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3))
end
"""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What one kind of query cost: microseconds of processor each, rate, milliseconds, MiB."""

    light: bool
    requests: int
    errors: int
    cpu: float
    rate: float
    p50: float
    p95: float
    memory: float


def measure(
    server: Running,
    targets: list[Target],
    query: Query,
    *,
    alone: float,
    number: int,
    seconds: float,
    connections: int,
) -> Measure:
    """Ask for some seconds, and read the processor time of the server.

    The first round, of ``number`` 0, has a warm-up; each begins with other targets. Where a
    request takes long ``alone``, there are few of them, asked one after the other.
    """
    start = number * _STEP % len(targets)
    if alone > SLOW_SECONDS or query.name == "export":
        return one_by_one(server, [targets[start - one] for one in range(FEW)], query)
    if query.name == "mix" or alone > LONG_SECONDS:
        seconds *= 3  # or what is under way at the end would count for much
    if number == 0:
        load(server, targets, seconds=1, connections=connections, start=len(targets) // 2)
    before = server.seconds()
    found = load(server, targets, seconds=seconds, connections=connections, start=start)
    spent = server.seconds() - before
    requests = int(found["requests"])
    return Measure(
        light=query.light,
        requests=requests,
        errors=int(found["errors"]),
        cpu=spent / requests * 1e6 if requests else math.nan,
        rate=requests / found["seconds"],
        p50=found["p50"],
        p95=found["p95"],
        memory=server.mebibytes(),
    )


def alone(server: Running, targets: list[Target]) -> float:
    """Give the least seconds that one request takes while there is no other."""
    return min(ask(server, target) for target in targets[-FEW:])


def one_by_one(server: Running, targets: list[Target], query: Query) -> Measure:
    """Ask all of a few, one after the other."""
    before = server.seconds()
    times = [ask(server, target) for target in targets]
    spent = server.seconds() - before
    return Measure(
        light=query.light,
        requests=FEW,
        errors=0,
        cpu=spent / FEW * 1e6,
        rate=FEW / sum(times),
        p50=median(times) * 1e3,
        p95=max(times) * 1e3,
        memory=server.mebibytes(),
    )


def ask(server: Running, asked: Target) -> float:
    """Time one request; its answer must be whole."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=600)
    began = time.perf_counter()
    connection.request("GET", asked.target, headers={"Accept": asked.accept})
    answer = connection.getresponse()
    while answer.read(2**20):
        pass
    connection.close()
    if answer.status != 200:
        raise ConnectionError(f"{asked.target}: status {answer.status}")
    return time.perf_counter() - began


def load(
    server: Running,
    targets: list[Target],
    *,
    seconds: float,
    connections: int,
    start: int,
) -> dict[str, float]:
    """Run wrk."""
    with tempfile.TemporaryDirectory() as name:
        file, script = Path(name) / "targets", Path(name) / "load.lua"
        file.write_text("\n".join(f"{asked.accept} {asked.target}" for asked in targets))
        script.write_text(SCRIPT.format(file=file, start=start))
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "--timeout", "60s"]
        command += ["-s", str(script), f"http://127.0.0.1:{server.port}"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            raise ConnectionError((done.stderr or done.stdout).strip())
        output = done.stdout
    line = next(line for line in output.splitlines() if line.startswith("RESULT "))
    found: dict[str, float] = json.loads(line.removeprefix("RESULT "))
    return found
