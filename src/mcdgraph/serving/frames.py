"""What a server process and its workers say to each other.

Jobs go out through one socket of packets that all idle workers of a server process read from:
the kernel gives each to one of them. A job has a number. One that is too long for a packet is
only announced there; the worker that got it asks for the rest by WANT.
Answers come back through a socket for each worker, in frames: a type (one byte), a length (four
bytes), and that many bytes. A job is answered by ANSWER, or BEGIN, any number of DATA, and END or
CUT; a LOG may come before any of them. All ends are one program on one machine. A worker handles
what strangers ask, so that what it sends is only ever split, never evaluated.
"""

import marshal
import struct
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Any, Final, NamedTuple

PREAMBLE: Final = struct.Struct("<BI")
NUMBER: Final = struct.Struct("<Q")
_JOB: Final = struct.Struct("<Q?")
_HEAD: Final = struct.Struct("<QH??HI")
#: Bytes that a packet may have; the system's own default allows some more.
PACKET_BYTES: Final = 128 * 1024

#: What stands in no header (RFC 9110, clause 5.5), but for the two at the end of each line.
_CONTROL: Final = bytes({*range(0x20), 0x7F} - {ord("\t")})

#: Names and values of headers, as they came or go: names in lower case.
RawHeaders = Sequence[tuple[bytes, bytes]]


class FrameType(IntEnum):
    """What a frame holds."""

    ANSWER = 0
    BEGIN = 1
    DATA = 2
    END = 3
    CUT = 4
    LOG = 5
    WANT = 6


class JobRequest(NamedTuple):
    """A request of HTTP as it was parsed; ``path`` and ``query`` are percent-encoded."""

    method: str
    path: bytes
    query: bytes
    headers: RawHeaders
    body: bytes = b""
    client: str = ""
    version: str = "1.1"


class Head(NamedTuple):
    """What stands before a body.

    ``lines`` are the headers as they are sent, each with its line end, names in lower case.
    ``keep`` tells that the answer may be kept for others who ask the same, ``file`` that the body
    holds the path of a file to be sent instead. ``part`` names what answered.
    """

    status: int
    lines: bytes
    keep: bool = False
    file: bool = False
    part: str = ""

    @property
    def headers(self) -> RawHeaders:
        """The headers."""
        return decode_headers(self.lines)


class KeptAnswer(NamedTuple):
    """What was found of an answer that may be there already: its name, and itself if it is."""

    key: bytes
    head: Head | None = None
    body: bytes = b""


def frame(kind: FrameType, *payload: bytes | memoryview) -> bytes:
    """Put a payload, which may come in pieces, in a frame."""
    return b"".join((PREAMBLE.pack(kind, sum(map(len, payload))), *payload))


def encode_request(request: JobRequest) -> bytes:
    """Return a request as a worker reads it."""
    plain: Any = tuple(request)
    return marshal.dumps(plain)


def decode_request(data: bytes) -> JobRequest:
    """Read a request; only ever one that the server made."""
    return JobRequest(*marshal.loads(data))  # noqa: S302 - from the parent's side of a socket pair


def packet(number: int, request: bytes) -> bytes:
    """Return the packet of a job, which only announces one that is too long."""
    large = len(request) > PACKET_BYTES
    data = NUMBER.pack(len(request)) if large else request
    return _JOB.pack(number, large) + data


def read_packet(data: bytes) -> tuple[int, bytes, int]:
    """Return the number of a job, its request, and the length of one that is to be asked for."""
    number, large = _JOB.unpack_from(data)
    rest = data[_JOB.size :]
    return (number, b"", NUMBER.unpack(rest)[0]) if large else (number, rest, 0)


def encode_head(number: int, head: Head) -> bytes:
    """Return what ANSWER and BEGIN begin with: the job's number, and the head."""
    status, lines, keep, file, part = head
    name = part.encode()
    return _HEAD.pack(number, status, keep, file, len(name), len(lines)) + name + lines


def decode_head(payload: bytes) -> tuple[int, Head, int]:
    """Read what ANSWER and BEGIN begin with: the job's number, the head, and their bytes."""
    number, status, keep, file, named, length = _HEAD.unpack_from(payload)
    at = _HEAD.size + named
    end = at + length
    part = payload[_HEAD.size : at].decode()
    return number, Head(status, payload[at:end], keep, file, part), end


def encode_headers(headers: Iterable[tuple[str, str]]) -> bytes:
    """Return headers as they are sent; raise `ValueError` where one holds a control character."""
    lines = [f"{name}: {value}\r\n" for name, value in headers]
    data = "".join(lines).encode("latin-1")
    if len(data) - len(data.translate(None, _CONTROL)) != 2 * len(lines):
        raise ValueError(f"a header holds a control character: {data!r}")
    return data


def decode_headers(lines: bytes) -> RawHeaders:
    """Return headers by name and value."""
    return [(n, v) for n, _, v in (line.partition(b": ") for line in lines.split(b"\r\n")[:-1])]


def header_of(headers: RawHeaders, wanted: bytes) -> bytes:
    """Return the last line of a header; nothing where there is none."""
    found = b""
    for name, value in headers:
        if name == wanted:
            found = value
    return found


def whole_frames(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield type, start and end of each frame that is all there; what begins after it is not."""
    start = 0
    while len(data) - start >= PREAMBLE.size:
        kind, length = PREAMBLE.unpack_from(data, start)
        end = start + PREAMBLE.size + length
        if end > len(data):
            return
        yield kind, start + PREAMBLE.size, end
        start = end
