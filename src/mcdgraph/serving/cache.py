"""Finished answers, kept while they are asked for, within a bound in bytes."""

from collections import OrderedDict
from hashlib import blake2b
from typing import Final

from mcdgraph.bases import authority
from mcdgraph.serving.frames import Head, JobRequest, decode_headers

#: Headers that decide, beside the target and the body, what is answered.
_DECIDING: Final = frozenset(
    (b"accept", b"accept-encoding", b"accept-language", b"content-type", b"content-encoding")
)
#: Headers of requests that are answered in part, or not at all, on some condition.
_CONDITIONS: Final = frozenset(
    (b"range", b"if-match", b"if-modified-since", b"if-unmodified-since", b"if-range")
)
_DIGEST_BYTES: Final = 16
#: Fields of a query string; no page takes more, and to look at each would keep others waiting.
_MOST_FIELDS: Final = 100
#: Bytes that the objects of an entry take in memory, beside headers and body.
_OBJECTS: Final = 500
#: Of a whole answer, the headers that a 304 repeats (RFC 9110, clause 15.4.5).
_REPEATED: Final = frozenset(
    (b"cache-control", b"content-location", b"etag", b"vary", b"link", b"date",
     b"access-control-allow-origin", b"access-control-expose-headers")
)  # fmt: skip


#: An answer: status, headers in one piece, part, body, and its entity tag. A plain tuple of plain
#: values, which the search for garbage passes over, however many there are.
Entry = tuple[int, bytes, str, bytes, bytes]


class ResponseCache:
    """The answers last asked for. Bound to one event loop."""

    def __init__(
        self, capacity: int, parameters: frozenset[str], hosts: frozenset[str] = frozenset()
    ) -> None:
        """Keep ``capacity`` bytes, 0 for none; answers depend on these ``parameters`` only.

        They depend on the host where it is one of ``hosts``, which are in lower case.
        """
        self._capacity = capacity
        self._hosts = hosts
        self._parameters = frozenset(name.encode() for name in parameters)
        self._entries: OrderedDict[bytes, Entry] = OrderedDict()
        self._size = 0

    def key(self, request: JobRequest) -> bytes:
        """Name what decides an answer to GET, HEAD or POST; empty where it is not kept.

        Parameters that no page uses do not count, so that they cannot fill the cache.
        """
        method, path, query, headers, body, _, _ = request
        if method == "POST":
            body = b"POST\n" + body
        elif body or method not in ("GET", "HEAD"):
            return b""
        if not self._capacity:
            return b""
        deciding: list[bytes] = []
        for name, value in headers:
            if name in _DECIDING:
                deciding += (name, value)
            elif name in _CONDITIONS:
                return b""
            elif self._hosts and name == b"host":
                host = authority(value.decode("latin-1"))
                deciding += [f"host:{host}".encode()] if host in self._hosts else []
        if query.count(b"&") >= _MOST_FIELDS:
            return b""
        if query:
            fields = {field: field.partition(b"=")[0] for field in query.split(b"&")}
            if not self._parameters.issuperset(fields.values()):
                unused = {field for field, name in fields.items() if name not in self._parameters}
                if any(b"%" in field or b"+" in fields[field] for field in unused):
                    return b""  # it may name one that is used, or be refused for what it holds
                query = b"&".join(field for field in query.split(b"&") if field not in unused)
        text = b"\n".join((path, query, *deciding, body))
        return blake2b(text, digest_size=_DIGEST_BYTES).digest()

    def get(self, key: bytes) -> Entry | None:
        """Return an entry, which then is the last to go."""
        found = self._entries.get(key)
        if found is not None:
            self._entries.move_to_end(key)
        return found

    def put(self, key: bytes, head: Head, body: bytes) -> None:
        """Keep an answer, unless it is too great, and let the oldest go."""
        etag = _etag_of(head.lines)
        entry = (head.status, head.lines, head.part, body, etag)
        if _cost(entry) > self._capacity // 16:
            return
        self._drop(key)
        self._entries[key] = entry
        self._size += _cost(entry)
        while self._size > self._capacity:
            self._drop(next(iter(self._entries)))

    def _drop(self, key: bytes) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._size -= _cost(entry)


def unchanged(lines: bytes) -> bytes:
    """Return those headers of an answer that a 304 in its place has, too."""
    kept = (pair for pair in decode_headers(lines) if pair[0] in _REPEATED)
    return b"".join(b"%b: %b\r\n" % pair for pair in kept)


def matches(conditional: bytes, etag: bytes) -> bool:
    """Return whether If-None-Match names an entity tag, compared weakly (RFC 9110, 13.1.2)."""
    if not etag or not conditional:
        return False
    tag = etag.removeprefix(b"W/")
    return any(
        found in (b"*", tag)
        for found in (part.strip().removeprefix(b"W/") for part in conditional.split(b","))
    )


def _etag_of(lines: bytes) -> bytes:
    """Return the entity tag among the headers of an answer, which are as they are sent."""
    return (b"\r\n" + lines).partition(b"\r\netag: ")[2].partition(b"\r\n")[0]


def _cost(entry: Entry) -> int:
    """Return the bytes that an entry counts for, with those of the objects that hold it."""
    return len(entry[1]) + len(entry[3]) + _OBJECTS
