"""``mcdgraph get`` answers one request without a server."""

import io
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote_to_bytes
from wsgiref.types import WSGIApplication, WSGIEnvironment
from wsgiref.util import setup_testing_defaults

import click

from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.application import local_application
from mcdgraph.cli.releases import require_current
from mcdgraph.errors import UsageError

Headers = list[tuple[str, str]]


@click.command("get")
@click.argument("path")
@click.option("-i", "--include", is_flag=True, help="Write the status and the headers, too.")
@click.option("-I", "--head", is_flag=True, help="Ask with HEAD, and write status and headers.")
@click.option("-H", "--header", "headers", multiple=True, help="Send a header: 'Name: value'.")
@click.option("-d", "--data", help="Send a body, with POST.")
@pass_invocation
@click.pass_context
def command(
    ctx: click.Context,
    invocation: Invocation,
    path: str,
    include: bool,
    head: bool,
    headers: tuple[str, ...],
    data: str | None,
) -> None:
    """Write what the server would answer to a request for PATH.

    PATH begins with a slash and may carry a query string; an IRI under the graph's base
    stands for its path. Exit code 1 where the status is 400 or more.
    """
    settings = invocation.settings()
    application = local_application(require_current(settings), settings)
    request = Request(
        method="HEAD" if head else "POST" if data is not None else "GET",
        target=target(path, settings.base_iri),
        headers=[parse_header(text) for text in headers],
        body=(data or "").encode("utf8"),
    )
    answer = request.send(application)
    output = sys.stdout.buffer
    if include or head:
        output.write(answer.head().encode("latin-1"))
    output.write(answer.body)
    output.flush()
    ctx.exit(0 if answer.code < 400 else 1)


def target(path: str, base_iri: str) -> str:
    """Give the path of an IRI under the base, or a path as it is; raise UsageError else."""
    found = "/" + path.removeprefix(base_iri) if path.startswith(base_iri) else path
    if not found.startswith("/"):
        raise UsageError(f"{path}: expected a path such as /id/x, or an IRI under {base_iri}")
    return quote(found, safe="/?&=%:;+,@!$'()*~#")


def parse_header(text: str) -> tuple[str, str]:
    """Split ``Name: value``."""
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise UsageError(f"header {text!r}: expected 'Name: value'")
    return name.strip(), value.strip()


@dataclass(frozen=True, kw_only=True)
class ReceivedAnswer:
    """A response as the application gave it."""

    status: str
    headers: Headers
    body: bytes

    @property
    def code(self) -> int:
        """The status code."""
        return int(self.status.split(" ", 1)[0])

    def head(self) -> str:
        """Give the status line and the headers, as HTTP/1.1 writes them."""
        lines = [f"HTTP/1.1 {self.status}", *(f"{name}: {value}" for name, value in self.headers)]
        return "\r\n".join([*lines, "", ""])


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request, in the terms of WSGI (PEP 3333)."""

    method: str
    target: str
    headers: Headers = field(default_factory=list)
    body: bytes = b""

    def environ(self) -> WSGIEnvironment:
        """Give what a server would hand to the application."""
        path, _, query = self.target.partition("?")
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": self.method,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "RAW_URI": self.target,
            "SCRIPT_NAME": "",
            "CONTENT_LENGTH": str(len(self.body)) if self.body else "",
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if self.body else "",
            "wsgi.input": io.BytesIO(self.body),
            "wsgi.errors": sys.stderr,
        }
        setup_testing_defaults(environ)
        for name, value in self.headers:
            key = name.upper().replace("-", "_")
            plain = key in ("CONTENT_TYPE", "CONTENT_LENGTH")
            environ[key if plain else f"HTTP_{key}"] = value
        return environ

    def send(self, application: WSGIApplication) -> ReceivedAnswer:
        """Call the application and read its whole answer."""
        begun: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, *_: Any) -> Any:
            begun.append((status, headers))
            return lambda _: None

        body = read(application(self.environ(), start))
        status, headers = begun[-1]
        return ReceivedAnswer(status=status, headers=headers, body=body)


def read(parts: Iterable[bytes]) -> bytes:
    """Join an answer's parts, and close it."""
    try:
        return b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()
