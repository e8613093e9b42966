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
from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from mcdgraph.bridges.sparql_tokens import Token, tokens
from mcdgraph.errors import QueryRefused

#: Bytes of an answer from elsewhere that are read.
_GREATEST: Final = 64 * 2**20
_PASSED_ON: Final = ("Content-Type", "Accept")
_SERVICE: Final = "SERVICE"
_SILENT: Final = "SILENT"
_WORDS: Final = re.compile(f"{_SERVICE}|{_SILENT}", re.IGNORECASE)
_DISGUISE: Final = "".join(secrets.choice("bcdfghjklmnpqrtvwxz") for _ in _SERVICE)
#: The keyword; within a name or an IRI the word mostly follows one of these.
_KEYWORD: Final = re.compile(r"(?<![/#:_-])SERVICE")


class Part(Enum):
    """What a token is in a call: the keyword, the word that may follow it, or what is called."""

    SERVICE = auto()
    SILENT = auto()
    CALLED = auto()


def may_call(upper: str) -> bool:
    """Tell from a query in upper case whether it may hold a SERVICE; errs on the side of yes."""
    return _SERVICE in upper and _KEYWORD.search(upper) is not None


def service_calls(text: str) -> list[Token]:
    """Give what follows each SERVICE of a query, SILENT apart: an IRI, or whatever it is."""
    return [token for part, token in _parts_of_calls(text) if part is Part.CALLED]


def _parts_of_calls(text: str) -> Iterator[tuple[Part, Token]]:
    """Give what makes calls in a query; what follows SERVICE is called, whatever it is."""
    expected = False
    for token in tokens(text):
        if expected and token.word != _SILENT:
            expected = False
            yield Part.CALLED, token
        elif token.word == _SERVICE:
            expected = True
            yield Part.SERVICE, token
        elif expected:
            yield Part.SILENT, token


def without_calls(text: str) -> str:
    """Give a query that asks the same of the grammar, and calls nothing.

    What tokens take for a call becomes a GRAPH; where the word stands otherwise, in a name or a
    string, it becomes another. So if tokens overlooked a call, what is left is no query. All
    keeps its place, for the sake of messages.
    """
    parts = {token.at + len(token.text): part for part, token in _parts_of_calls(text)}

    def other(found: re.Match[str]) -> str:
        part = parts.get(found.end())
        if part is Part.SERVICE:
            return "GRAPH".ljust(len(_SERVICE))
        if part is Part.SILENT:
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
                f"{', '.join(f'<{iri}>' for iri in allowed)} (setting query.service)"
            )


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public Internet."""
    found = ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast


class Gate:
    """Listens on loopback, under a name that cannot be guessed, for the engine's calls."""

    def __init__(
        self,
        allowed: Sequence[str],
        seconds: float,
        may_reach: Callable[[str], bool] = is_public,
    ) -> None:
        """Let calls through to ``allowed``, for ``seconds`` each, where ``may_reach`` agrees."""
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

    def forward(self, number: int, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
        """Send a query to an endpoint; give status, media type and body of what came back."""
        url = urlsplit(self._allowed[number])
        connection = self._connection(url.scheme, url.hostname or "", url.port)
        try:
            target = (url.path or "/") + (f"?{url.query}" if url.query else "")
            connection.request("POST", target, body=body, headers=headers)
            answer = connection.getresponse()
            if answer.status != HTTPStatus.OK:
                return HTTPStatus.BAD_GATEWAY, "text/plain", f"status {answer.status}".encode()
            content = answer.read(_GREATEST + 1)
            if len(content) > _GREATEST:
                return HTTPStatus.BAD_GATEWAY, "text/plain", b"the answer is too large"
            return HTTPStatus.OK, answer.getheader("Content-Type", ""), content
        finally:
            connection.close()

    def _connection(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        """Connect to an address that was checked; its name is not resolved a second time."""
        port = port or (443 if scheme == "https" else 80)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        refused = [address for address in addresses if not self._may_reach(address)]
        if refused or not addresses:
            raise PermissionError(f"{host} is {', '.join(refused)}, which is not a public address")
        channel = socket.create_connection((addresses[0], port), self._seconds)
        peer = str(channel.getpeername()[0])
        if not self._may_reach(peer):
            channel.close()
            raise PermissionError(f"{host} is {peer}, which is not a public address")
        connection = http.client.HTTPConnection(host, port, timeout=self._seconds)
        if scheme == "https":
            context = ssl.create_default_context()
            channel = context.wrap_socket(channel, server_hostname=host)
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
                try:
                    status, media_type, content = gate.forward(int(number), body, headers)
                except (OSError, http.client.HTTPException) as error:
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
