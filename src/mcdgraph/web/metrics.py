"""Counts what was asked and how long it took, over all processes of one server.

Source: Prometheus text exposition format 0.0.4.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from ctypes import c_double, c_uint64
from multiprocessing import get_context
from typing import Final

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
#: Upper bounds, in seconds, of the classes that durations are counted in.
BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_CLASSES: Final = 5
#: A process that was killed while it counted never lets go of the lock: better a count
#: that may be off by one than a server that waits.
_PATIENCE: Final = 0.01


class Metrics:
    """Counters in memory that processes forked from this one share.

    Requests are told apart by ``kinds`` (the part of the application that answered) and by
    the class of their status, 1xx to 5xx.
    """

    def __init__(self, kinds: Sequence[str]) -> None:
        """Begin at zero."""
        context = get_context("fork")
        self._kinds = tuple(kinds)
        self._lock = context.Lock()
        self._requests = context.RawArray(c_uint64, len(kinds) * _CLASSES)
        self._durations = context.RawArray(c_uint64, len(BOUNDS) + 1)
        self._seconds = context.RawValue(c_double, 0.0)

    def count(self, kind: str, status: int, seconds: float) -> None:
        """Count one answer."""
        place = self._kinds.index(kind) * _CLASSES + min(max(status // 100, 1), _CLASSES) - 1
        held = self._lock.acquire(timeout=_PATIENCE)
        self._requests[place] += 1
        self._durations[bisect_left(BOUNDS, seconds)] += 1
        self._seconds.value += seconds
        if held:
            self._lock.release()

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
        for place, count in enumerate(self._requests):
            if count:
                kind, status = self._kinds[place // _CLASSES], place % _CLASSES + 1
                yield f'mcdgraph_requests_total{{part="{kind}",status="{status}xx"}} {count}'
        yield from self._histogram()

    def _histogram(self) -> Iterator[str]:
        name = "mcdgraph_request_duration_seconds"
        yield f"# HELP {name} Time taken to make an answer, its sending left out."
        yield f"# TYPE {name} histogram"
        total = 0
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), self._durations, strict=True):
            total += count
            yield f'{name}_bucket{{le="{bound}"}} {total}'
        yield f"{name}_sum {self._seconds.value:.6f}"
        yield f"{name}_count {total}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
