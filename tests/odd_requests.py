"""Requests that are odd, refused or hostile, and what a server makes of each.

``python tests/odd_requests.py`` sends all of them to this server and, where ``--peer`` names a
Python that has gunicorn, to gunicorn's ASGI worker, and prints each difference with the
judgement that stands for it in ``odd_requests.tsv``: exit code 1 where one is not judged, or
where this server does something else than is written there. ``--write`` writes the table anew
and keeps its judgements.

Each request is followed by another one, the sentinel, so that an outcome tells whether the
server still agrees with the client on where a request ends: ``200 next`` is answered and the
sentinel too, ``400 closed`` refused without reading further, ``waits`` takes the sentinel for
a part of the request and waits for more of it.
Source: RFC 9112 and RFC 9110; the clauses stand in the table.
"""

import argparse
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from serving import free_port, serving

TABLE = Path(__file__).with_suffix(".tsv")
#: Seconds of silence after which a server is taken to wait for more, and those of a second look
#: where that is not what was expected.
SILENCE = 2.0
LONG_SILENCE = 12.0
THREADS = 24

HOST = b"Host: example.org\r\n"
ASK = b"query=ASK%7B%7D"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
LENGTH = b"Content-Length: 15\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CHUNKS = b"f\r\n" + ASK + b"\r\n0\r\n\r\n"
GET = b"GET /-/health HTTP/1.1\r\n" + HOST + b"\r\n"
#: The only DELETE there is: 405, and the connection ends.
SENTINEL = b"DELETE /-/health HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})[ \r]")
_SENTINEL_STATUS = "405"

#: What answers at the peer: as this server does, as far as the requests go.
PEER = """
from urllib.parse import unquote_to_bytes
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "QUERY")
BODY = b"query=ASK%7B%7D"

async def app(scope, receive, send):
    if scope["type"] != "http":
        raise NotImplementedError
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body += message.get("body", b"")
        more = message.get("more_body", False)
    status = 200
    if scope["method"] == "CONNECT":
        status = 501
    elif scope["method"] not in METHODS:
        status = 405
    elif scope["method"] in ("POST", "QUERY") and body != BODY:
        status = 400
    elif scope["path"] not in ("/-/health", "/sparql", "/", "*"):
        status = 404
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    content = b"" if scope["method"] == "HEAD" else b"ok"
    await send({"type": "http.response.body", "body": content})
"""


def get(more: bytes = b"", target: bytes = b"/-/health", version: bytes = b"HTTP/1.1") -> bytes:
    """Write a GET."""
    return b"GET " + target + b" " + version + b"\r\n" + HOST + more + b"\r\n"


def post(more: bytes = LENGTH, body: bytes = ASK) -> bytes:
    """Write a POST of a query."""
    return b"POST /sparql HTTP/1.1\r\n" + HOST + FORM + more + b"\r\n" + body


def lines_of_request() -> Iterator[tuple[str, bytes]]:
    """Write request lines: methods, targets, versions, and what stands between them."""
    rest = b"\r\n" + HOST + b"\r\n"
    for version in ("1.0", "1.1", "0.9", "1.2", "1.10", "01.1", "1.", ".1", "1", "2.0", "3.0",
                    "1.1x", "1,1", "+1.1", "10.1"):  # fmt: skip
        yield f"version {version}", b"GET /-/health HTTP/" + version.encode() + rest
    yield "version in small letters", b"GET /-/health http/1.1" + rest
    yield "version of another protocol", b"GET /-/health ICE/1.0" + rest
    yield "version RTSP", b"GET /-/health RTSP/1.0" + rest
    yield "version without a slash", b"GET /-/health HTTP1.1" + rest
    yield "no version", b"GET /-/health" + rest
    yield "simple request of HTTP/0.9", b"GET /-/health\r\n"
    yield "HTTP/1.0 without Host", b"GET /-/health HTTP/1.0\r\n\r\n"
    yield (
        "HTTP/1.0 that keeps alive",
        (b"GET /-/health HTTP/1.0\r\n" + HOST + b"Connection: keep-alive\r\n\r\n"),
    )
    for method in ("HEAD", "PUT", "PATCH", "TRACE", "PROPFIND", "BREW", "get",
                   "Get", "GET1", "G-T", "G:T", "G(T", "GE\0T", "GÉT", "X" * 30,
                   "X" * 3000):  # fmt: skip
        name = method if len(method) < 20 else f"of {len(method)} letters"
        more = b"Content-Length: 0\r\n" if method in ("PUT", "PATCH") else b""
        line = method.encode("latin-1") + b" /-/health HTTP/1.1\r\n" + HOST + more + b"\r\n"
        yield f"method {name!a}", line
    yield "method OPTIONS", b"OPTIONS /sparql HTTP/1.1" + rest
    yield "method QUERY", post().replace(b"POST", b"QUERY", 1)
    yield "no method", b" /-/health HTTP/1.1" + rest
    yield "nothing but a method", b"GET" + rest
    yield "two spaces after the method", b"GET  /-/health HTTP/1.1" + rest
    yield "two spaces after the target", b"GET /-/health  HTTP/1.1" + rest
    yield "tab after the method", b"GET\t/-/health HTTP/1.1" + rest
    yield "tab after the target", b"GET /-/health\tHTTP/1.1" + rest
    yield "vertical tab after the method", b"GET\v/-/health HTTP/1.1" + rest
    yield "space after the version", b"GET /-/health HTTP/1.1 " + rest
    yield "space in the target", b"GET /-/health x HTTP/1.1" + rest
    yield "space before the method", b" GET /-/health HTTP/1.1" + rest
    yield "bare CR after the version", b"GET /-/health HTTP/1.1\r" + HOST + b"\r\n"
    yield "bare LF after the version", b"GET /-/health HTTP/1.1\n" + HOST + b"\r\n"
    yield "CR CR LF after the version", b"GET /-/health HTTP/1.1\r\r\n" + HOST + b"\r\n"
    yield "bare LFs everywhere", b"GET /-/health HTTP/1.1\nHost: example.org\n\n"
    for count in (1, 2, 10):
        yield f"{count} empty lines before", b"\r\n" * count + GET
    yield "a bare LF before", b"\n" + GET
    yield "a bare CR before", b"\r" + GET
    yield "a NUL before", b"\0" + GET
    yield "a byte order mark before", b"\xef\xbb\xbf" + GET
    yield "a line of TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 60
    yield "the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    yield "a line of the PROXY protocol", b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n" + GET
    yield "an answer", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def targets() -> Iterator[tuple[str, bytes]]:
    """Write targets in all four forms, and in none (RFC 9112, clause 3.2)."""
    for name, target in (
        ("absolute", b"http://example.org/-/health"),
        ("absolute with a port", b"http://example.org:80/-/health"),
        ("absolute with a user", b"http://user:pass@example.org/-/health"),
        ("absolute of another host", b"http://other.example/-/health"),
        ("absolute without a path", b"http://example.org"),
        ("absolute with a query alone", b"http://example.org?a=b"),
        ("absolute in capitals", b"HTTP://EXAMPLE.ORG/-/health"),
        ("absolute https", b"https://example.org/-/health"),
        ("absolute ftp", b"ftp://example.org/-/health"),
        ("absolute without authority", b"http:///-/health"),
        ("absolute with one slash", b"http:/-/health"),
        ("absolute with a bad host", b"http://exa<mple.org/-/health"),
        ("absolute with IPv6", b"http://[::1]:80/-/health"),
        ("authority", b"example.org:80"),
        ("asterisk", b"*"),
        ("without a slash", b"-/health"),
        ("double slash", b"//-/health"),
        ("backslash", b"\\-\\health"),
        ("with a fragment", b"/-/health#x"),
        ("with a query", b"/-/health?a=b&c"),
        ("with two question marks", b"/-/health??a"),
        ("with dots", b"/x/../-/health"),
        ("with encoded dots", b"/x/%2e%2e/-/health"),
        ("with a bad escape", b"/%zz"),
        ("with half an escape", b"/%"),
        ("with an encoded NUL", b"/%00"),
        ("with an encoded line end", b"/%0d%0aX:%20y"),
        ("with overlong UTF-8", b"/%c0%af"),
        ("with a NUL", b"/-/he\0alth"),
        ("with a control", b"/-/he\x01alth"),
        ("with DEL", b"/-/he\x7falth"),
        ("with a tab", b"/-/he\talth"),
        ("with a bare CR", b"/-/he\ralth"),
        ("with Latin-1", b"/-/h\xe9alth"),
        ("with UTF-8", b"/-/h\xc3\xa9alth"),
        ("with high bytes in the query", b"/-/health?\xff\xfe"),
        ("with quotes and angles", b'/-/health?"<>|^`{}'),
        ("of 9,000 bytes", b"/" + b"x" * 9000),
        ("with a query of 100,000 bytes", b"/-/health?" + b"x" * 100_000),
        ("empty", b""),
    ):
        yield f"target {name}", get(target=target)
    yield "asterisk with OPTIONS", b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n"
    yield "authority with CONNECT", b"CONNECT example.org:80 HTTP/1.1\r\n" + HOST + b"\r\n"
    yield "path with CONNECT", b"CONNECT /-/health HTTP/1.1\r\n" + HOST + b"\r\n"
    yield (
        "CONNECT with a body",
        (
            b"CONNECT example.org:80 HTTP/1.1\r\n"
            + HOST
            + b"Content-Length: %d\r\n\r\n" % len(GET)
            + GET
        ),
    )
    yield "absolute target without Host", b"GET http://example.org/-/health HTTP/1.1\r\n\r\n"


def hosts() -> Iterator[tuple[str, bytes]]:
    """Write Hosts (RFC 9112, clause 3.2; RFC 3986, clause 3.2.2)."""
    for name, lines in (
        ("none", b""),
        ("twice the same", HOST + HOST),
        ("twice, differing", HOST + b"Host: other.example\r\n"),
        ("in two spellings of the name", HOST + b"HOST: example.org\r\n"),
        ("empty", b"Host:\r\n"),
        ("of spaces", b"Host:   \r\n"),
        ("with a port", b"Host: example.org:8000\r\n"),
        ("with an empty port", b"Host: example.org:\r\n"),
        ("with a port of letters", b"Host: example.org:x\r\n"),
        ("with a port out of range", b"Host: example.org:99999\r\n"),
        ("with two ports", b"Host: example.org:1:2\r\n"),
        ("with a user", b"Host: user@example.org\r\n"),
        ("with a path", b"Host: example.org/x\r\n"),
        ("with a query", b"Host: example.org?x\r\n"),
        ("with a scheme", b"Host: http://example.org\r\n"),
        ("with a space", b"Host: exam ple.org\r\n"),
        ("with a comma", b"Host: example.org, other.example\r\n"),
        ("with a backslash", b"Host: example.org\\x\r\n"),
        ("with a NUL", b"Host: example\0.org\r\n"),
        ("with Latin-1", b"Host: ex\xe9mple.org\r\n"),
        ("with a tab around", b"Host:\texample.org\t\r\n"),
        ("IPv4", b"Host: 127.0.0.1\r\n"),
        ("IPv6", b"Host: [::1]:80\r\n"),
        ("IPv6 without brackets", b"Host: ::1\r\n"),
        ("IPv6 left open", b"Host: [::1\r\n"),
        ("of 9,000 letters", b"Host: " + b"x" * 9000 + b"\r\n"),
        ("with a space before the colon", b"Host : example.org\r\n"),
        ("folded", b"Host:\r\n example.org\r\n"),
    ):
        yield f"Host {name}", b"GET /-/health HTTP/1.1\r\n" + lines + b"\r\n"
    yield "Host last of many", (b"GET /-/health HTTP/1.1\r\n" + b"X-A: b\r\n" * 50 + HOST + b"\r\n")


def headers() -> Iterator[tuple[str, bytes]]:
    """Write headers (RFC 9110, clause 5; RFC 9112, clause 5)."""
    for name, line in (
        ("with an empty value", b"X-A:\r\n"),
        ("without a space", b"X-A:b\r\n"),
        ("with spaces around", b"X-A:  \t b \t \r\n"),
        ("with a space before the colon", b"X-A : b\r\n"),
        ("with a tab before the colon", b"X-A\t: b\r\n"),
        ("with a space before the name", b" X-A: b\r\n"),
        ("without a colon", b"X-A\r\n"),
        ("without a name", b": b\r\n"),
        ("with a space in the name", b"X A: b\r\n"),
        ("with an underscore", b"X_A: b\r\n"),
        ("with a slash in the name", b"X/A: b\r\n"),
        ("with brackets in the name", b"X(A): b\r\n"),
        ("with quotes in the name", b'"X-A": b\r\n'),
        ("with Latin-1 in the name", b"X-\xc9: b\r\n"),
        ("with a NUL in the name", b"X-\0A: b\r\n"),
        ("with a NUL in the value", b"X-A: b\0c\r\n"),
        ("with a control in the value", b"X-A: b\x01c\r\n"),
        ("with DEL in the value", b"X-A: b\x7fc\r\n"),
        ("with a bell", b"X-A: \x07\r\n"),
        ("with Latin-1 in the value", b"X-A: caf\xe9\r\n"),
        ("with UTF-8 in the value", "X-A: café ☃\r\n".encode()),
        ("folded by a space", b"X-A: b\r\n c\r\n"),
        ("folded by a tab", b"X-A: b\r\n\tc\r\n"),
        ("folded by a bare LF", b"X-A: b\n c\r\n"),
        ("with a fold of spaces alone", b"X-A: b\r\n \r\n"),
        ("with a bare CR in the value", b"X-A: b\rc\r\n"),
        ("with a bare CR and a length", b"X-A: b\rContent-Length: 5\r\n"),
        ("ended by a bare LF", b"X-A: b\n"),
        ("ended by a bare CR", b"X-A: b\r"),
        ("ended by CR CR LF", b"X-A: b\r\r\n"),
        ("of 8,000 bytes", b"X-A: " + b"b" * 8000 + b"\r\n"),
        ("of 9,000 bytes", b"X-A: " + b"b" * 9000 + b"\r\n"),
        ("with a name of 9,000 bytes", b"X" * 9000 + b": b\r\n"),
        ("ninety times", b"X-A: b\r\n" * 90),
        ("two hundred times", b"X-A: b\r\n" * 200),
        ("of 80,000 bytes in all", (b"X-A: " + b"b" * 4000 + b"\r\n") * 20),
        ("Connection with odd tokens", b'Connection: , ,keep-alive, "x"\r\n'),
        ("Connection twice", b"Connection: keep-alive\r\nConnection: close\r\n"),
        ("Connection close and keep-alive", b"Connection: close, keep-alive\r\n"),
        ("Connection CLOSE", b"Connection: CLOSE\r\n"),
        ("Connection that names Host", b"Connection: host\r\n"),
        ("Connection that names a length", b"Connection: content-length\r\n"),
        ("Connection that names closes", b"Connection: closed\r\n"),
        ("Proxy-Connection", b"Proxy-Connection: close\r\n"),
        ("Keep-Alive", b"Keep-Alive: timeout=1\r\n"),
        ("TE", b"TE: trailers, deflate;q=0.5\r\nConnection: TE\r\n"),
        ("Trailer without chunks", b"Trailer: X-A\r\n"),
        ("Upgrade without Connection", b"Upgrade: h2c\r\n"),
        ("Connection Upgrade without Upgrade", b"Connection: Upgrade\r\n"),
        ("Upgrade to h2c", b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                           b"HTTP2-Settings: AAMAAABk\r\n"),
        ("Upgrade to websocket", b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                 b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                 b"Sec-WebSocket-Version: 13\r\n"),
        ("Expect without a body", b"Expect: 100-continue\r\n"),
        ("Expect of something else", b"Expect: miracles\r\n"),
        ("X-HTTP-Method-Override", b"X-HTTP-Method-Override: DELETE\r\n"),
        ("Range", b"Range: bytes=0-0\r\n"),
        ("Max-Forwards", b"Max-Forwards: 0\r\n"),
    ):  # fmt: skip
        yield f"header {name}", get(line)
    yield "head ended by a bare LF", b"GET /-/health HTTP/1.1\r\n" + HOST + b"\n"
    yield "head ended by LF CR", b"GET /-/health HTTP/1.1\r\n" + HOST + b"\n\r"
    yield "head ended by two CRs", b"GET /-/health HTTP/1.1\r\n" + HOST + b"\r\r\n"
    yield "first header folded", b"GET /-/health HTTP/1.1\r\n x\r\n" + HOST + b"\r\n"
    yield "head that never ends", b"GET /-/health HTTP/1.1\r\n" + HOST + b"X-A: "


def lengths() -> Iterator[tuple[str, bytes]]:
    """Write lengths (RFC 9112, clause 6.2)."""
    for name, lines in (
        ("plain", LENGTH),
        ("with zeros before", b"Content-Length: 0015\r\n"),
        ("with a plus", b"Content-Length: +15\r\n"),
        ("with a minus", b"Content-Length: -15\r\n"),
        ("in hexadecimal", b"Content-Length: 0xf\r\n"),
        ("with a point", b"Content-Length: 15.0\r\n"),
        ("with an underscore", b"Content-Length: 1_5\r\n"),
        ("with a space inside", b"Content-Length: 1 5\r\n"),
        ("with spaces around", b"Content-Length:   15  \r\n"),
        ("with a tab around", b"Content-Length:\t15\t\r\n"),
        ("with a vertical tab around", b"Content-Length: \v15\r\n"),
        ("empty", b"Content-Length:\r\n"),
        ("of letters", b"Content-Length: x\r\n"),
        ("twice the same", LENGTH * 2),
        ("twice, differing", LENGTH + b"Content-Length: 5\r\n"),
        ("twice in one line", b"Content-Length: 15, 15\r\n"),
        ("with a comma after", b"Content-Length: 15,\r\n"),
        ("beyond 64 bits", b"Content-Length: 18446744073709551631\r\n"),
        ("of a thousand digits", b"Content-Length: " + b"9" * 1000 + b"\r\n"),
        ("in other digits", "Content-Length: ١٥\r\n".encode()),
        ("with a space before the colon", b"Content-Length : 15\r\n"),
        ("with an underscore in its name", b"Content_Length: 15\r\n"),
        ("folded", b"Content-Length:\r\n 15\r\n"),
        ("with a NUL", b"Content-Length: 15\0\r\n"),
        ("hidden behind a bare CR", b"X-A: b\r" + LENGTH),
        ("hidden behind a bare LF", b"X-A: b\n" + LENGTH),
    ):
        yield f"length {name}", post(lines)
    yield "length of nought", post(b"Content-Length: 0\r\n", b"")
    yield "length of minus nought", post(b"Content-Length: -0\r\n", b"")
    yield "length too long", post(b"Content-Length: 5000\r\n")
    yield "length too short", post(b"Content-Length: 5\r\n")
    yield "length beyond the bound", post(b"Content-Length: 99999999999\r\n", b"")
    yield "length with a GET", get(LENGTH) + ASK
    yield "length with a HEAD", b"HEAD /-/health HTTP/1.1\r\n" + HOST + LENGTH + b"\r\n" + ASK
    yield "neither length nor chunks", post(b"", b"")
    yield "body that hides a request", post(b"Content-Length: %d\r\n" % len(GET), GET)
    yield "length with HTTP/1.0", post().replace(b"HTTP/1.1", b"HTTP/1.0", 1)


def codings() -> Iterator[tuple[str, bytes]]:
    """Write transfer codings, alone and beside a length (RFC 9112, clauses 6.1 and 6.3)."""
    for name, lines in (
        ("plain", CHUNKED),
        ("in capitals", b"TRANSFER-ENCODING: CHUNKED\r\n"),
        ("with spaces around", b"Transfer-Encoding:  chunked  \r\n"),
        ("with a tab before", b"Transfer-Encoding:\tchunked\r\n"),
        ("with a vertical tab before", b"Transfer-Encoding: \vchunked\r\n"),
        ("with a tab after", b"Transfer-Encoding: chunked\t\r\n"),
        ("with a parameter", b"Transfer-Encoding: chunked;q=1\r\n"),
        ("in quotes", b'Transfer-Encoding: "chunked"\r\n'),
        ("with a comma before", b"Transfer-Encoding: ,chunked\r\n"),
        ("with a comma after", b"Transfer-Encoding: chunked,\r\n"),
        ("twice", CHUNKED * 2),
        ("twice in one line", b"Transfer-Encoding: chunked, chunked\r\n"),
        ("gzip, chunked", b"Transfer-Encoding: gzip, chunked\r\n"),
        ("gzip and chunked in two lines", b"Transfer-Encoding: gzip\r\n" + CHUNKED),
        ("chunked, gzip", b"Transfer-Encoding: chunked, gzip\r\n"),
        ("chunked, identity", b"Transfer-Encoding: chunked, identity\r\n"),
        ("identity", b"Transfer-Encoding: identity\r\n"),
        ("empty", b"Transfer-Encoding:\r\n"),
        ("unknown", b"Transfer-Encoding: xchunked\r\n"),
        ("chunkedx", b"Transfer-Encoding: chunkedx\r\n"),
        ("with Latin-1", b"Transfer-Encoding: chunked\xa0\r\n"),
        ("with a NUL", b"Transfer-Encoding: chunked\0\r\n"),
        ("with a space before the colon", b"Transfer-Encoding : chunked\r\n"),
        ("with an underscore in its name", b"Transfer_Encoding: chunked\r\n"),
        ("folded", b"Transfer-Encoding:\r\n chunked\r\n"),
        ("hidden behind a bare CR", b"X-A: b\r" + CHUNKED),
        ("hidden behind a bare LF", b"X-A: b\n" + CHUNKED),
        ("after a space", b" " + CHUNKED),
        ("and Upgrade", CHUNKED + b"Connection: Upgrade\r\nUpgrade: h2c\r\n"),
        ("named by Connection", CHUNKED + b"Connection: transfer-encoding\r\n"),
    ):
        yield f"coding {name}", post(lines, CHUNKS)
        if "plain" in name or "Upgrade" in name or "Connection" in name:
            continue
        yield f"coding {name}, and a length", post(lines + LENGTH)
    yield "CL.TE", post(LENGTH + CHUNKED, CHUNKS)
    yield "TE.CL", post(CHUNKED + LENGTH, CHUNKS)
    yield "CL.TE of nought", post(b"Content-Length: 6\r\n" + CHUNKED, b"0\r\n\r\nG")
    yield (
        "TE.CL that hides a request",
        post(CHUNKED + b"Content-Length: 4\r\n", b"%x\r\n" % len(GET) + GET + b"\r\n0\r\n\r\n"),
    )
    yield "chunks with HTTP/1.0", post(CHUNKED, CHUNKS).replace(b"HTTP/1.1", b"HTTP/1.0", 1)
    yield (
        "chunks with HTTP/1.0 that keeps alive",
        (
            post(CHUNKED + b"Connection: keep-alive\r\n", CHUNKS).replace(
                b"HTTP/1.1", b"HTTP/1.0", 1
            )
        ),
    )
    yield "chunks with a GET", get(CHUNKED) + CHUNKS
    yield "Upgrade and a length", post(LENGTH + b"Connection: Upgrade\r\nUpgrade: h2c\r\n")
    yield (
        "Upgrade, a length, and close",
        post(LENGTH + b"Connection: Upgrade, close\r\nUpgrade: h2c\r\n"),
    )
    yield "Expect and a length", post(b"Expect: 100-continue\r\n" + LENGTH)
    yield "Expect and chunks", post(b"Expect: 100-continue\r\n" + CHUNKED, CHUNKS)
    yield "Expect of something else and a length", post(b"Expect: miracles\r\n" + LENGTH)
    yield (
        "Expect with HTTP/1.0",
        (post(b"Expect: 100-continue\r\n" + LENGTH).replace(b"HTTP/1.1", b"HTTP/1.0", 1)),
    )


def chunks() -> Iterator[tuple[str, bytes]]:
    """Write chunks (RFC 9112, clause 7.1)."""
    end = b"0\r\n\r\n"
    for name, body in (
        ("in capitals", b"F\r\n" + ASK + b"\r\n" + end),
        ("with zeros before the size", b"000f\r\n" + ASK + b"\r\n" + end),
        ("with many zeros before the size", b"0" * 200 + b"f\r\n" + ASK + b"\r\n" + end),
        ("one byte each", b"".join(b"1\r\n%c\r\n" % byte for byte in ASK) + end),
        ("with an extension", b"f;a=b\r\n" + ASK + b"\r\n" + end),
        ("with a quoted extension", b'f;a="b;c"\r\n' + ASK + b"\r\n" + end),
        ("with an extension of a name", b"f;a\r\n" + ASK + b"\r\n" + end),
        ("with an empty extension", b"f;\r\n" + ASK + b"\r\n" + end),
        ("with spaces before an extension", b"f ;a=b\r\n" + ASK + b"\r\n" + end),
        ("with a bare LF in an extension", b"f;a\nb\r\n" + ASK + b"\r\n" + end),
        ("with a bare CR in an extension", b"f;a\rb\r\n" + ASK + b"\r\n" + end),
        ("with a quoted line end", b'f;a="\r\n"\r\n' + ASK + b"\r\n" + end),
        ("with a NUL in an extension", b"f;a=\0\r\n" + ASK + b"\r\n" + end),
        ("with an extension of 9,000 bytes", b"f;a=" + b"b" * 9000 + b"\r\n" + ASK + b"\r\n" + end),
        ("with an extension of 100,000 bytes",
         b"f;a=" + b"b" * 100_000 + b"\r\n" + ASK + b"\r\n" + end),
        ("with a space before the size", b" f\r\n" + ASK + b"\r\n" + end),
        ("with a space after the size", b"f \r\n" + ASK + b"\r\n" + end),
        ("with a tab after the size", b"f\t\r\n" + ASK + b"\r\n" + end),
        ("with a minus", b"-f\r\n" + ASK + b"\r\n" + end),
        ("with a plus", b"+f\r\n" + ASK + b"\r\n" + end),
        ("with 0x", b"0xf\r\n" + ASK + b"\r\n" + end),
        ("with an underscore", b"0_f\r\n" + ASK + b"\r\n" + end),
        ("without a size", b"\r\n" + ASK + b"\r\n" + end),
        ("of letters that are no digits", b"g\r\n" + ASK + b"\r\n" + end),
        ("beyond 64 bits", b"1000000000000000f\r\n" + ASK + b"\r\n" + end),
        ("of a thousand digits", b"f" * 1000 + b"\r\n" + ASK + b"\r\n" + end),
        ("ended by bare LFs", b"f\n" + ASK + b"\n0\n\n"),
        ("with a bare LF after the size", b"f\n" + ASK + b"\r\n" + end),
        ("with a bare LF after the data", b"f\r\n" + ASK + b"\n" + end),
        ("with a bare CR after the size", b"f\r" + ASK + b"\r\n" + end),
        ("without an end of the data", b"f\r\n" + ASK + end),
        ("with other bytes after the data", b"f\r\n" + ASK + b"XX" + end),
        ("longer than said", b"5\r\n" + ASK + b"\r\n" + end),
        ("shorter than said", b"ff\r\n" + ASK + b"\r\n" + end),
        ("that never end", b"f\r\n" + ASK + b"\r\n"),
        ("without a body", end),
        ("with a last chunk of many zeros", b"f\r\n" + ASK + b"\r\n00000\r\n\r\n"),
        ("with an extension at the end", b"f\r\n" + ASK + b"\r\n0;a=b\r\n\r\n"),
        ("without the empty line", b"f\r\n" + ASK + b"\r\n0\r\n"),
        ("with a trailer", b"f\r\n" + ASK + b"\r\n0\r\nX-A: b\r\n\r\n"),
        ("with trailers that frame", b"f\r\n" + ASK + b"\r\n0\r\nContent-Length: 50\r\n"
                                     b"Transfer-Encoding: chunked\r\nHost: x\r\n\r\n"),
        ("with a trailer without a colon", b"f\r\n" + ASK + b"\r\n0\r\nX-A\r\n\r\n"),
        ("with a folded trailer", b"f\r\n" + ASK + b"\r\n0\r\nX-A: b\r\n c\r\n\r\n"),
        ("with a trailer of 9,000 bytes",
         b"f\r\n" + ASK + b"\r\n0\r\nX-A: " + b"b" * 9000 + b"\r\n\r\n"),
        ("with a thousand trailers",
         b"f\r\n" + ASK + b"\r\n0\r\n" + b"X-A: b\r\n" * 1000 + b"\r\n"),
        ("with trailers of 80,000 bytes",
         b"f\r\n" + ASK + b"\r\n0\r\n" + (b"X-A: " + b"b" * 4000 + b"\r\n") * 20 + b"\r\n"),
        ("with a trailer that asks for an upgrade",
         b"f\r\n" + ASK + b"\r\n0\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"),
        ("that hide a request after the end", b"0\r\n\r\n" + GET),
    ):  # fmt: skip
        yield f"chunks {name}", post(CHUNKED, body)
    yield (
        "chunks announced trailers",
        post(CHUNKED + b"Trailer: X-A\r\n", b"f\r\n" + ASK + b"\r\n0\r\nX-A: b\r\n\r\n"),
    )


def mixtures() -> Iterator[tuple[str, bytes]]:
    """Write several requests in one piece (RFC 9112, clause 9.3.2)."""
    yield "pipelined gets", GET * 3
    yield "pipelined posts", post() * 3
    yield (
        "pipelined get, post, chunks, head",
        (GET + post() + post(CHUNKED, CHUNKS) + b"HEAD /-/health HTTP/1.1\r\n" + HOST + b"\r\n"),
    )
    yield "pipelined thirty", GET * 30
    yield "pipelined, an empty line between", GET + b"\r\n" + GET
    yield "pipelined, three empty lines between", GET + b"\r\n\r\n\r\n" + GET
    yield "pipelined, one empty line after a post", post() + b"\r\n" + GET
    yield "pipelined, garbage between", GET + b"garbage\r\n\r\n" + GET
    yield "pipelined, a refused one between", GET + get(HOST) + GET
    yield "pipelined, one that closes between", GET + get(b"Connection: close\r\n") + GET
    yield "pipelined, a closing post with a body", post(LENGTH + b"Connection: close\r\n") + GET
    yield "pipelined, HTTP/1.0 between", GET + get(version=b"HTTP/1.0") + GET
    yield (
        "pipelined, an upgrade between",
        (GET + get(b"Connection: Upgrade\r\nUpgrade: h2c\r\n") + GET),
    )
    yield (
        "pipelined, two upgrades with bodies",
        (post(LENGTH + b"Connection: Upgrade\r\nUpgrade: h2c\r\n") * 2),
    )
    yield "pipelined, Expect between", GET + post(b"Expect: 100-continue\r\n" + LENGTH) + GET
    yield (
        "pipelined, CONNECT between",
        (GET + b"CONNECT example.org:80 HTTP/1.1\r\n" + HOST + b"\r\n" + GET),
    )
    yield "pipelined, a long head between", GET + get(b"X-A: " + b"b" * 9000 + b"\r\n") + GET
    yield "pipelined, a bad length between", GET + post(b"Content-Length: x\r\n") + GET
    yield "pipelined, a bad chunk between", GET + post(CHUNKED, b"x\r\n") + GET


def odd_requests() -> dict[str, bytes]:
    """Return all requests by their names."""
    kinds = (lines_of_request, targets, hosts, headers, lengths, codings, chunks, mixtures)
    found: dict[str, bytes] = {}
    for kind in kinds:
        for name, request in kind():
            assert name not in found, name
            found[name] = request
    return found


@dataclass(frozen=True, kw_only=True)
class Row:
    """What is known of a request: its outcome here and at the peer, and why they differ."""

    ours: str
    peer: str
    judgement: str


def read_table() -> dict[str, Row]:
    """Read the table."""
    rows = {}
    for line in TABLE.read_text(encoding="utf8").splitlines()[1:]:
        name, ours, peer, judgement = line.split("\t")
        rows[name] = Row(ours=ours, peer=peer, judgement=judgement)
    return rows


def write_table(rows: Mapping[str, Row]) -> None:
    """Write the table."""
    lines = ["request\tours\tgunicorn\tjudgement"]
    lines += [f"{n}\t{row.ours}\t{row.peer}\t{row.judgement}" for n, row in rows.items()]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf8")


def outcome(port: int, request: bytes, silence: float = SILENCE, piece: int = 0) -> str:
    """Send a request and the sentinel, in pieces of a size where given; tell what came of it."""
    data, closed = b"", False
    content = request + SENTINEL
    with socket.create_connection(("127.0.0.1", port), timeout=silence) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            for at in range(0, len(content), piece or len(content)):
                connection.sendall(content[at : at + (piece or len(content))])
        except OSError:
            closed = True
        try:
            while more := connection.recv(65536):
                data += more
            closed = True
        except TimeoutError:
            pass
        except ConnectionResetError:
            closed = True
    statuses = [found.decode() for found in _STATUS.findall(data)]
    if statuses and statuses[-1] == _SENTINEL_STATUS:
        return " ".join([*statuses[:-1], "next"])
    return " ".join([*statuses, "closed" if closed else "waits"])


def outcomes(
    port: int, requests: Mapping[str, bytes], expected: Mapping[str, str], piece: int = 0
) -> dict[str, str]:
    """Return what came of each; looks twice, and for longer, where it is not what is expected."""

    def look(name: str) -> str:
        found = outcome(port, requests[name], piece=piece)
        if found != expected.get(name, found):
            found = outcome(port, requests[name], LONG_SILENCE, piece)
        return found

    with ThreadPoolExecutor(THREADS) as pool:
        return dict(zip(requests, pool.map(look, requests), strict=True))


@contextmanager
def this_server(folder: Path) -> Iterator[int]:
    """Serve one triple; the port."""
    data = folder / "data.nt"
    data.write_text("<http://e/s> <http://e/p> <http://e/o> .\n")
    with serving(data, folder=folder, settings={"MCDGRAPH_QUERY_PROCESSES": "1"}) as running:
        yield running.port


@contextmanager
def gunicorn(python: str, folder: Path) -> Iterator[int]:
    """Serve the peer's application with gunicorn's ASGI worker; the port."""
    (folder / "peer.py").write_text(PEER)
    port = free_port()
    command = [python, "-m", "gunicorn", "-k", "asgi", "-b", f"127.0.0.1:{port}", "peer:app"]
    with (folder / "peer.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert time.monotonic() < until, (folder / "peer.log").read_text()
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def main() -> int:
    """Compare, print, and tell whether all is as the table says."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--peer", help="a Python that has gunicorn")
    parser.add_argument("--write", action="store_true", help="write the table anew")
    arguments = parser.parse_args()
    requests = odd_requests()
    known = read_table() if TABLE.exists() else {}
    with tempfile.TemporaryDirectory() as name:
        with this_server(Path(name)) as port:
            ours = outcomes(port, requests, {n: row.ours for n, row in known.items()})
        peers = {n: known[n].peer if n in known else "" for n in requests}
        if arguments.peer:
            with gunicorn(arguments.peer, Path(name)) as port:
                peers = outcomes(port, requests, {n: row.peer for n, row in known.items()})
    rows = {
        n: Row(ours=ours[n], peer=peers[n], judgement=known[n].judgement if n in known else "")
        for n in requests
    }
    if arguments.write:
        write_table(rows)
    return report(rows, known)


def tell(line: str) -> None:
    """Write a line."""
    sys.stdout.write(line + "\n")


def report(rows: Mapping[str, Row], known: Mapping[str, Row]) -> int:
    """Print what differs; return 1 where something is new or not judged."""
    new = 0
    for name, row in rows.items():
        before = known.get(name)
        if before is not None and (before.ours, before.peer) != (row.ours, row.peer):
            tell(f"NEW  {name}: {before.ours} | {before.peer} -> {row.ours} | {row.peer}")
            new += 1
        if row.ours != row.peer:
            tell(f"{name}: {row.ours} | {row.peer}: {row.judgement or 'NOT JUDGED'}")
            new += not row.judgement
    differing = sum(row.ours != row.peer for row in rows.values())
    tell(f"{len(rows)} requests, {differing} differences, {new} new or not judged")
    return int(bool(new))


if __name__ == "__main__":
    sys.exit(main())
