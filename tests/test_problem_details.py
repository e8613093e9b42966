"""Errors as HTTP tells them: one status for each, and one way of writing problem details."""

import json
from http import HTTPStatus

import pytest

from mcdgraph.errors import (
    QueryError,
    QueryNotAcceptable,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    QueryUnavailable,
    UnsupportedMedia,
)
from mcdgraph.problem_details import status_of, write_problem
from mcdgraph.serving.refusals import Refusal
from mcdgraph.web.sparql.failures import Failures
from mcdgraph.web.sparql.messages import ProtocolRequest


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (QuerySyntaxError, 400),
        (QueryRefused, 400),
        (QueryNotAcceptable, 406),
        (QueryTooLarge, 413),
        (UnsupportedMedia, 415),
        (QueryUnavailable, 503),
        (QueryTimeout, 504),
    ],
)
def test_each_error_of_a_query_has_a_status(kind: type[QueryError], status: int) -> None:
    """The more special class counts, such as that of a body among what is refused."""
    assert status_of(kind("so it is")) == status


def test_problem_details_say_what_and_where_in_one_line() -> None:
    """Type, title, status and detail, and whatever more is known (RFC 9457, clause 3)."""
    text = write_problem(HTTPStatus.BAD_REQUEST, "œuvre\n", line=2)
    assert text.count("\n") == 1
    assert json.loads(text) == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "œuvre\n",
        "line": 2,
    }


def test_the_door_and_the_endpoint_tell_a_problem_alike() -> None:
    """A client need not know which process refused it."""
    accept = "application/problem+json"
    request = ProtocolRequest("GET", headers={"accept": [accept]})
    told = Failures(()).tell(QueryUnavailable("no worker"), request)
    head, body = Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "no worker").written(accept.encode())
    assert (told.status, told.body) == (head.status, body)
    for name in ("content-type", "retry-after"):
        assert dict(told.headers)[name].encode() == dict(head.headers)[name.encode()]
