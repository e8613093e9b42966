"""What a client is told whose request was not answered: each names the bound."""

import signal
from html import escape
from http import HTTPStatus
from typing import Final

from mcdgraph.formats import HTML, PLAIN
from mcdgraph.problem_details import PROBLEM, RETRY_AFTER, write_problem
from mcdgraph.serving.frames import Head, encode_headers
from mcdgraph.settings import QuerySettings

_PAGE: Final = (
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>{title}</title>\n<h1>{title}</h1>\n<p>{detail}</p>\n"
)


class Refusal(Exception):
    """Why a request is not answered: a status of HTTP, and a sentence."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        """Refuse with ``status``."""
        super().__init__(detail)
        self.status = status
        self.detail = detail

    def written(self, accept: bytes) -> tuple[Head, bytes]:
        """Write it for a client, as a page or problem details where ``Accept`` names them."""
        if b"text/html" in accept:
            title = f"{self.status.value} {self.status.phrase}"
            kind, body = HTML.content_type, _PAGE.format(title=title, detail=escape(self.detail))
        elif b"json" in accept:
            kind, body = PROBLEM.content_type, write_problem(self.status, self.detail)
        else:
            kind, body = PLAIN.content_type, f"{self.status.phrase}: {self.detail}\n"
        data = body.encode()
        headers = [
            ("content-type", kind),
            ("content-length", str(len(data))),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("access-control-allow-origin", "*"),
            ("access-control-expose-headers", "Retry-After"),
        ]
        if self.status is HTTPStatus.SERVICE_UNAVAILABLE:
            headers.append(("retry-after", RETRY_AFTER))
        return Head(self.status.value, encode_headers(headers)), data


class Refusals:
    """The refusals of a server with some settings."""

    def __init__(self, query: QuerySettings) -> None:
        """Name the bounds of these settings."""
        self._query = query

    def died(self, status: int | None) -> Refusal:
        """Say why a worker died under a request; ``status`` is its exit code (os.waitpid)."""
        how = -status if status is not None and status < 0 else None
        match how:
            case signal.SIGSEGV | signal.SIGBUS:
                return Refusal(
                    HTTPStatus.BAD_REQUEST,
                    "what is asked is nested too deeply, or too long, to be evaluated",
                )
            case signal.SIGABRT:
                return self.out_of_memory()
            case signal.SIGXCPU:
                return self.too_late()
            case _:
                return _unavailable("the worker was stopped under this request; try again")

    def out_of_memory(self) -> Refusal:
        """Say that the memory bound was reached."""
        return Refusal(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"this needs more than {self._query.memory} MiB of memory; "
            "sort, group or join less, or add a LIMIT",
        )

    def too_late(self) -> Refusal:
        """Say that the deadline passed."""
        return Refusal(
            HTTPStatus.GATEWAY_TIMEOUT,
            f"this ran longer than {self._query.deadline:g} s; select less",
        )

    def too_large(self) -> Refusal:
        """Say that the request is too large."""
        return Refusal(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"the request has more than {self._query.request_bytes} bytes",
        )

    def no_worker(self, waiting: int) -> Refusal:
        """Say that no worker was free in time, or that too many wait for one."""
        return _unavailable(f"no worker is free and {waiting} requests wait; try again in a moment")

    def too_many_slow(self) -> Refusal:
        """Say that too many slow requests are answered at once."""
        return _unavailable(
            f"more than {self._query.slow_workers} slow requests are being answered; "
            "try again in a moment"
        )

    def sent_too_slowly(self) -> Refusal:
        """Say that the client took too long to read."""
        return Refusal(
            HTTPStatus.GATEWAY_TIMEOUT,
            f"the answer took longer than {self._query.sending:g} s to send",
        )

    def too_many_sent(self) -> Refusal:
        """Say that too many long answers are being sent."""
        return _unavailable(
            f"more than {self._query.senders} long answers are being sent; try again in a moment"
        )


def _unavailable(detail: str) -> Refusal:
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, detail)
