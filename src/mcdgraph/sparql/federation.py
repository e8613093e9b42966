"""The gate through which SERVICE reaches the endpoints that the operator allows, and no others.

The engine's own HTTP client goes to any address, follows redirects, and cannot be told
otherwise. So each allowed endpoint in a query is replaced by an address of this process's own,
at which this gate listens; it resolves the endpoint's name, refuses addresses that are not
public, connects to the very address that it checked, and follows no redirect.
"""

import http.client
import re
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from enum import Enum, auto
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from mcdgraph.bridges.sparql_tokens import Token, tokens
from mcdgraph.errors import QueryRefused

#: Bytes of an answer from elsewhere that are read.
_GREATEST: Final = 64 * 2**20
#: Where global unicast addresses of IPv6 are, and what is in there and not of the Internet.
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_SPECIAL: Final = (
    IPv6Network("2001::/23"),  # protocol assignments, Teredo among them
    IPv6Network("2001:db8::/32"),  # documentation
    IPv6Network("2002::/16"),  # 6to4
    IPv6Network("3fff::/20"),  # documentation
    IPv4Network("192.0.0.0/24"),  # protocol assignments
    IPv4Network("192.88.99.0/24"),  # relays of 6to4
)
#: The first half of an interface's identifier, but for the bit that says it is of one network.
_ISATAP: Final = 0x00005EFE
#: How the engine tells what came with an error, and the address of a gate.
_PAYLOAD: Final = " with payload:"
_OWN_ADDRESS: Final = re.compile(r"http://127\.0\.0\.1:\d++/[\w-]++/\d++")
_PASSED_ON: Final = ("Content-Type", "Accept")
_SERVICE: Final = "SERVICE"
_SILENT: Final = "SILENT"
_WORDS: Final = re.compile(f"{_SERVICE}|{_SILENT}", re.IGNORECASE)
_DISGUISE: Final = "".join(secrets.choice("bcdfghjklmnpqrtvwxz") for _ in _SERVICE)
#: The keyword; within a name or an IRI the word mostly follows one of these.
_KEYWORD: Final = re.compile(r"(?<![/#:_-])SERVICE")


class CallPart(Enum):
    """What a token is in a call: the keyword, the word that may follow it, or what is called."""

    SERVICE = auto()
    SILENT = auto()
    CALLED = auto()


def may_call(upper: str) -> bool:
    """Tell from a query in upper case whether it may hold a SERVICE; errs on the side of yes."""
    return _SERVICE in upper and _KEYWORD.search(upper) is not None


def service_calls(text: str) -> list[Token]:
    """Give what follows each SERVICE of a query, SILENT apart: an IRI, or whatever it is."""
    return [token for part, token in _parts_of_calls(text) if part is CallPart.CALLED]


def _parts_of_calls(text: str) -> Iterator[tuple[CallPart, Token]]:
    """Give what makes calls in a query; what follows SERVICE is called, whatever it is."""
    expected = False
    for token in tokens(text):
        if expected and token.word != _SILENT:
            expected = False
            yield CallPart.CALLED, token
        elif token.word == _SERVICE:
            expected = True
            yield CallPart.SERVICE, token
        elif expected:
            yield CallPart.SILENT, token


def without_calls(text: str) -> str:
    """Give a query that asks the same of the grammar, and calls nothing.

    What tokens take for a call becomes a GRAPH; where the word stands otherwise, in a name or a
    string, it becomes another. So if tokens overlooked a call, what is left is no query. All
    keeps its place, for the sake of messages.
    """
    parts = {token.at + len(token.text): part for part, token in _parts_of_calls(text)}

    def other(found: re.Match[str]) -> str:
        part = parts.get(found.end())
        if part is CallPart.SERVICE:
            return "GRAPH".ljust(len(_SERVICE))
        if part is CallPart.SILENT:
            return " " * len(_SILENT)
        return found[0] if found[0].upper() == _SILENT else _disguised(found[0])

    return _WORDS.sub(other, text)


def _disguised(word: str) -> str:
    """Spell SERVICE as nobody can guess; what differed in case still differs."""
    return "".join(
        new.upper() if old.isupper() else new for old, new in zip(word, _DISGUISE, strict=True)
    )


def check_calls(text: str, allowed: Sequence[str]) -> None:
    """Raise `QueryRefused` unless each SERVICE names, in full, an endpoint that is allowed."""
    for token in service_calls(text):
        if token.kind != "iri" or token.text[1:-1] not in allowed:
            raise QueryRefused(
                f"SERVICE {token.text} is not allowed here; allowed are "
                f"{', '.join(f'<{iri}>' for iri in allowed)}"
            )


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public Internet, of itself and not by what it holds.

    An IPv6 address that stands for one of IPv4 somewhere on the way is not: 6to4 (RFC 3056), NAT64
    (RFC 6052, 8215), Teredo (RFC 4380), ISATAP (RFC 5214). All others that are public are global
    unicast addresses (RFC 4291, clause 2.4). A mapped one (clause 2.5.5.2) is that of IPv4.
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        isatap = (int(found) >> 32) & 0xFDFFFFFF == _ISATAP
        if found not in _GLOBAL_UNICAST or isatap:
            return False
    special = any(found in network for network in _SPECIAL if network.version == found.version)
    return found.is_global and not found.is_multicast and not found.is_reserved and not special


def reason_of(error: OSError) -> str:
    """Return why a call failed in words for a stranger: without the gate's address.

    ``error`` is the engine's, which tells the address that it called and what came back.
    """
    text = str(error)
    _, found, payload = text.partition(_PAYLOAD)
    return _OWN_ADDRESS.sub("the endpoint", payload if found else text).strip()


class CallError(OSError):
    """An endpoint gave no answer that can be used; says why in words for a stranger."""


class Gate:
    """Listens on loopback, under a name that cannot be guessed, for the engine's calls."""

    def __init__(
        self,
        allowed: Sequence[str],
        seconds: float,
        may_reach: Callable[[str], bool] = is_public,
    ) -> None:
        """Let calls through to ``allowed`` where ``may_reach`` agrees to all their addresses.

        A call takes ``seconds`` at most, from looking up the name to the last byte.
        """
        self._allowed = tuple(allowed)
        self._token = secrets.token_urlsafe(24)
        self._seconds = seconds
        self._may_reach = may_reach
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def rewrite(self, text: str) -> str:
        """Put the gate's addresses in place of the endpoints of a query."""
        check_calls(text, self._allowed)
        parts, at = [], 0
        for token in service_calls(text):
            number = self._allowed.index(token.text[1:-1])
            parts += [text[at : token.at], f"<{self._address(number)}>"]
            at = token.at + len(token.text)
        return "".join([*parts, text[at:]])

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def forward(self, number: int, body: bytes, headers: dict[str, str]) -> tuple[str, bytes]:
        """Send a query to an endpoint; return media type and body of what came back.

        Raises `CallError` for what is no answer, comes too late or is too large.
        """
        endpoint = self._allowed[number]
        url = urlsplit(endpoint)
        until = time.monotonic() + self._seconds
        try:
            with closing(self._connection(url, until)) as connection, Deadline(connection, until):
                if isinstance(connection.sock, ssl.SSLSocket):
                    connection.sock.do_handshake()
                target = (url.path or "/") + (f"?{url.query}" if url.query else "")
                connection.request("POST", target, body=body, headers=headers)
                received = _received(connection.getresponse())
                _rest(until)  # what was cut off may look like an answer
                return received
        except (OSError, http.client.HTTPException, ValueError) as error:
            late = time.monotonic() >= until
            why = f"no answer within {self._seconds:g} s" if late else _why(error)
            raise CallError(f"<{endpoint}>: {why}") from error

    def _connection(self, url: SplitResult, until: float) -> http.client.HTTPConnection:
        """Connect to an address that was checked; its name is not resolved a second time."""
        host = url.hostname or ""
        port = url.port or (443 if url.scheme == "https" else 80)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(map(self._may_reach, addresses)):
            raise CallError("the name does not lead to public addresses alone")
        channel = socket.create_connection((addresses[0], port), _rest(until))
        try:
            if not self._may_reach(str(channel.getpeername()[0])):
                raise CallError("the name does not lead to a public address")
            if url.scheme == "https":
                context = ssl.create_default_context()
                channel = context.wrap_socket(
                    channel, server_hostname=host, do_handshake_on_connect=False
                )
        except OSError:
            channel.close()
            raise
        connection = http.client.HTTPConnection(host, port)
        connection.sock = channel
        return connection

    def _address(self, number: int) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/{self._token}/{number}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gate = self

        class Handler(BaseHTTPRequestHandler):
            """Takes the engine's calls."""

            def do_POST(self) -> None:
                """Pass a query on."""
                _, token, number = self.path.split("/", 2)
                if not secrets.compare_digest(token, gate._token):
                    self.send_error(HTTPStatus.NOT_FOUND)
                    return
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name: self.headers[name] for name in _PASSED_ON if name in self.headers}
                status = HTTPStatus.OK
                try:
                    media_type, content = gate.forward(int(number), body, headers)
                except CallError as error:
                    status, media_type = HTTPStatus.BAD_GATEWAY, "text/plain"
                    content = str(error).encode()
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


class Deadline:
    """Cuts a connection off at a moment, whatever it is waiting for."""

    def __init__(self, connection: http.client.HTTPConnection, until: float) -> None:
        """Cut ``connection`` off at ``until``, in seconds of the monotonic clock."""
        self._timer = threading.Timer(_rest(until), _cut_off, [connection.sock])
        self._timer.daemon = True

    def __enter__(self) -> None:
        """Begin to wait."""
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        """Wait no more."""
        self._timer.cancel()


def _cut_off(channel: socket.socket) -> None:
    with suppress(OSError):
        channel.shutdown(socket.SHUT_RDWR)


def _rest(until: float) -> float:
    """Return the seconds that are left; raise `TimeoutError` where none are."""
    rest = until - time.monotonic()
    if rest <= 0:
        raise TimeoutError
    return rest


def _received(answer: http.client.HTTPResponse) -> tuple[str, bytes]:
    """Read an answer that is whole, of status 200, and not too large."""
    if answer.status != HTTPStatus.OK:
        raise CallError(f"it answered with status {answer.status}")
    content = answer.read(_GREATEST + 1)
    if len(content) > _GREATEST:
        raise CallError(f"its answer has more than {_GREATEST} bytes")
    if answer.length:
        raise CallError("its answer is cut off")
    return answer.getheader("Content-Type", ""), content


def _why(error: Exception) -> str:
    """Say what went wrong, without the system's words, which may name addresses."""
    match error:
        case CallError():
            return str(error)
        case socket.gaierror():
            return "its name cannot be resolved"
        case ssl.SSLError():
            return "no secure connection can be made"
        case http.client.HTTPException() | ValueError():
            return "what it answered is not HTTP"
        case _:
            return "it cannot be reached"
