"""Counts what was asked and how long it took, over all processes of one server.

Source: Prometheus text exposition format 0.0.4.
"""

import mmap
import os
import threading
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing import get_context
from typing import Final
from wsgiref.types import WSGIEnvironment

#: Where the environment of a request names the part of the application that answers, for a
#: server that counts answers itself, and where that server says that it does.
PART: Final = "mcdgraph.part"
COUNTED: Final = "mcdgraph.counted"
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
#: Upper bounds, in seconds, of the classes that durations are counted in.
BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_CLASSES: Final = 5
#: How many processes may count at a time; one more shares the place of one that came before.
_PROCESSES: Final = 64
_PATIENCE: Final = 1.0


class Metrics:
    """Counters in memory that processes forked from this one share, each with a place of its own.

    Requests are told apart by ``kinds`` (the part of the application that answered; the last
    one stands for any other) and by the class of their status, 1xx to 5xx.
    """

    def __init__(self, kinds: Sequence[str]) -> None:
        """Begin at zero."""
        self._kinds = tuple(kinds)
        self._requests = len(kinds) * _CLASSES
        self._width = self._requests + len(BOUNDS) + 2
        self._shared = memoryview(mmap.mmap(-1, 8 * (_PROCESSES * self._width + 1)))
        self._entry = get_context("fork").Lock()
        self._lock = threading.Lock()
        self._parted = True
        os.register_at_fork(after_in_child=self._part)

    def count(self, kind: str, status: int, seconds: float) -> None:
        """Count one answer."""
        kind = kind if kind in self._kinds else self._kinds[-1]
        place = self._kinds.index(kind) * _CLASSES + min(max(status // 100, 1), _CLASSES) - 1
        with self._lock:
            if self._parted:
                self._enter()
            self._counts[place] += 1
            self._counts[self._requests + bisect_left(BOUNDS, seconds)] += 1
            self._seconds[0] += seconds

    def _part(self) -> None:
        """Know that this process has no place of its own yet."""
        self._parted = True

    def _enter(self) -> None:
        """Take the next place, for a process that has none.

        One that was killed meanwhile never lets go of the lock: better two that share a place,
        and may lose a count, than a server that waits.
        """
        self._parted = False
        held = self._entry.acquire(timeout=_PATIENCE)
        entered = self._shared[-8:].cast("Q")
        number = entered[0] % _PROCESSES
        entered[0] += 1
        if held:
            self._entry.release()
        mine = self._shared[8 * number * self._width : 8 * (number + 1) * self._width]
        self._counts, self._seconds = mine[:-8].cast("Q"), mine[-8:].cast("d")

    def _sums(self) -> tuple[list[int], float]:
        """Add up what all processes counted: requests and durations, and the seconds."""
        places = self._shared[:-8]
        counts, seconds = places.cast("Q"), places.cast("d")
        last = self._width - 1
        return (
            [sum(counts[place :: self._width]) for place in range(last)],
            sum(seconds[last :: self._width]),
        )

    def text(self, information: Mapping[str, str], gauges: Mapping[str, int]) -> str:
        """Tell the counts, with what is served as labels of one constant and as gauges."""
        return "".join(f"{line}\n" for line in self._lines(information, gauges))

    def _lines(self, information: Mapping[str, str], gauges: Mapping[str, int]) -> Iterator[str]:
        yield "# HELP mcdgraph_info What is served."
        yield "# TYPE mcdgraph_info gauge"
        labels = ",".join(f'{name}="{_escaped(value)}"' for name, value in information.items())
        yield f"mcdgraph_info{{{labels}}} 1"
        for name, value in gauges.items():
            yield f"# TYPE mcdgraph_{name} gauge"
            yield f"mcdgraph_{name} {value}"
        yield "# HELP mcdgraph_requests_total Requests answered, by part and class of status."
        yield "# TYPE mcdgraph_requests_total counter"
        counts, seconds = self._sums()
        for place, count in enumerate(counts[: self._requests]):
            if count:
                kind, status = self._kinds[place // _CLASSES], place % _CLASSES + 1
                yield f'mcdgraph_requests_total{{part="{kind}",status="{status}xx"}} {count}'
        yield from _histogram(counts[self._requests :], seconds)


def counted_by_server(environ: WSGIEnvironment, part: str) -> bool:
    """Name the part that answers a request; return whether the server counts the answer."""
    environ[PART] = part
    return bool(environ.get(COUNTED))


def _histogram(durations: Sequence[int], seconds: float) -> Iterator[str]:
    name = "mcdgraph_request_duration_seconds"
    yield f"# HELP {name} Time taken to make an answer, its sending left out."
    yield f"# TYPE {name} histogram"
    total = 0
    for bound, count in zip((*map(str, BOUNDS), "+Inf"), durations, strict=True):
        total += count
        yield f'{name}_bucket{{le="{bound}"}} {total}'
    yield f"{name}_sum {seconds:.6f}"
    yield f"{name}_count {total}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
