"""Errors as HTTP tells them to programs: the status of each, and problem details.

Source: RFC 9457, clause 3; RFC 9110, clauses 10.2.3 and 15.
"""

import json
from http import HTTPStatus
from typing import Final

from mcdgraph.errors import (
    QueryError,
    QueryNotAcceptable,
    QueryTimeout,
    QueryTooLarge,
    QueryUnavailable,
    UnsupportedMedia,
)
from mcdgraph.formats import JSON_LD, RESULTS_JSON, Format

PROBLEM: Final = Format(
    name="problem",
    title="Problem details",
    media_type="application/problem+json",
    suffix="json",
    aliases=("application/json", JSON_LD.media_type, RESULTS_JSON.media_type),
)
#: After so many seconds who was told that there is no room may ask again.
RETRY_AFTER: Final = "2"
#: The first that an error is one of.
_STATUSES: Final = (
    (QueryNotAcceptable, HTTPStatus.NOT_ACCEPTABLE),
    (UnsupportedMedia, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (QueryTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (QueryTimeout, HTTPStatus.GATEWAY_TIMEOUT),
    (QueryUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (QueryError, HTTPStatus.BAD_REQUEST),
)


def status_of(error: QueryError) -> HTTPStatus:
    """Return the status with which a query's error is told."""
    return next(status for kind, status in _STATUSES if isinstance(error, kind))


def write_problem(status: int, detail: str, **members: object) -> str:
    """Write problem details in one line of JSON; ``members`` are extensions (clause 3.2)."""
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status)}
    return json.dumps({**problem, "detail": detail, **members}, ensure_ascii=False) + "\n"
