"""Bodies are written once, and never taken one for another."""

import pytest
from conftest import Harbour
from flask import Flask
from flask.testing import FlaskClient

from mcdgraph.web.bodies import Bodies


def test_a_body_is_made_once() -> None:
    """The second time it is not made again; what is too great is."""
    bodies, made = Bodies(capacity=1600), []

    def make(text: bytes) -> bytes:
        made.append(text)
        return text

    for _ in range(2):
        assert bodies.get(b"a", lambda: make(b"one")) == b"one"
        assert bodies.get(b"b", lambda: make(b"x" * 1000)) == b"x" * 1000
    assert made == [b"one", b"x" * 1000, b"x" * 1000]


@pytest.mark.parametrize("path", ["/doc/id/pilot", "/ontology", "/", "/queries/q1-posts"])
def test_neither_language_nor_form_nor_place_is_mixed_up(client: FlaskClient, path: str) -> None:
    """What differs in language, form, parameter or mount is kept apart."""
    asked = [
        {"headers": {"Accept-Language": "fr"}},
        {"headers": {"Accept-Language": "en"}},
        {"query_string": {"lang": "fr"}},
        {"headers": {"Accept-Language": "fr"}, "environ_overrides": {"SCRIPT_NAME": "/g"}},
    ]
    first = [client.get(path, **request).data for request in asked]  # type: ignore[arg-type]
    assert len(set(first)) == len(asked)
    assert [client.get(path, **request).data for request in asked] == first  # type: ignore[arg-type]


def test_a_page_is_not_read_from_the_store_twice(
    harbour_app: Flask, harbour: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the second request only the look-up of the IRI reaches the store."""
    client = harbour_app.test_client()
    path = "/doc/id/mayor?page=1"
    body = client.get(path).data
    monkeypatch.setattr(type(harbour.store), "quads", None)
    assert client.get(path).data == body
