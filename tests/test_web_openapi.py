"""The description for programs is valid, whole, and true: schemathesis finds nothing in it."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings, strategies
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from mcdgraph.formats import RESULT_FORMATS
from mcdgraph.web.openapi.operations import LEFT_OUT, PAGE_ONLY
from mcdgraph.web.parameters import LANGUAGE, PARAMETERS

RESULTS = {form.media_type for form in RESULT_FORMATS}
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def described(harbour_app: Flask) -> dict[str, Any]:
    """Read the description of the harbour."""
    found = harbour_app.test_client().get("/openapi.json")
    assert found.mimetype == "application/json"
    return dict(json.loads(found.data))


def test_the_description_is_valid(described: dict[str, Any]) -> None:
    """By the specification of OpenAPI 3.1."""
    assert described["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(described).validate()


def test_every_route_is_described_or_left_out(
    harbour_app: Flask, described: dict[str, Any]
) -> None:
    """With the parameters that it declares, but for those of pages."""
    adapter = harbour_app.url_map.bind("localhost")
    found: dict[str, set[str]] = {}
    for path in described["paths"].keys() - {"/sparql"}:
        endpoint, _ = adapter.match(path)
        names = {parameter["name"] for parameter in described["paths"][path]["get"]["parameters"]}
        found.setdefault(str(endpoint), set()).update(names)
    routes = {rule.endpoint for rule in harbour_app.url_map.iter_rules()}
    assert found.keys() | LEFT_OUT.keys() == routes
    assert not found.keys() & LEFT_OUT.keys()
    for endpoint, names in found.items():
        own = names - {LANGUAGE, "name"}
        if endpoint == "questions.question":
            assert PARAMETERS[endpoint] <= own
        else:
            assert own <= PARAMETERS[endpoint]
            assert PARAMETERS[endpoint] - own <= PAGE_ONLY | {"q", "page"}


def examples(described: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the name of each operation that is got, and its address with its examples."""
    for path, item in described["paths"].items():
        given = {p["name"]: p["example"] for p in item["get"]["parameters"] if "example" in p}
        target = path
        for name in [name for name in given if f"{{{name}}}" in path]:
            target = target.replace(f"{{{name}}}", quote(given.pop(name)))
        yield item["get"]["operationId"], f"{target}?{urlencode(given)}"


def test_every_example_works(client: FlaskClient, described: dict[str, Any]) -> None:
    """Each operation answers its own examples, in each form that it names."""
    found = dict(examples(described))
    assert len(found) > 12
    for item in described["paths"].values():
        target = found[item["get"]["operationId"]]
        for media_type in item["get"]["responses"]["200"]["content"]:
            if target.startswith("/sparql") and media_type not in (
                "text/csv",
                "application/sparql-results+json",
            ):
                continue
            headers = {"Accept": media_type}
            response = client.get(target, headers=headers, follow_redirects=True)
            assert response.status_code == 200, (target, media_type)
            if media_type != "*/*":
                assert response.mimetype == media_type, target


def test_pages_lead_to_the_description(client: FlaskClient) -> None:
    """By a header, and in the foot of each page."""
    response = client.get("/dataset", headers=HTML)
    links = response.headers.getlist("Link")
    assert '</openapi.json>; rel="service-desc"; type="application/json"' in links
    assert 'href="/api"' in response.text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_shows_every_operation(
    client: FlaskClient, described: dict[str, Any], language: str
) -> None:
    """With lines for curl, Python and R."""
    page = client.get(f"/api?lang={language}").text
    assert page.count("<details") == len(described["paths"])
    for start in ("curl -L ", "from urllib.request import", "answer &lt;- "):
        assert page.count(f"<code>{start}") == len(described["paths"])


def test_a_mounted_site_names_where_it_is(client: FlaskClient) -> None:
    """Relative to the description, and by nothing of the request's Host."""
    mounted = {"SCRIPT_NAME": "/graph"}
    found = client.get("/openapi.json", environ_overrides=mounted, headers={"Host": "evil"})
    assert found.get_json()["servers"] == [{"url": "/graph"}]
    assert b"evil" not in found.data


@pytest.fixture(scope="module")
def api_schema(harbour_app: Flask) -> Any:
    """Let schemathesis read the description."""
    return schemathesis.openapi.from_wsgi("/openapi.json", harbour_app)


#: Cases for each operation and mode.
EXAMPLES = 15
#: Where a value of the right type may still name nothing.
FREE = frozenset({"/sparql", "/resource", "/class", "/explain"})
#: What every answer is held against.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
    allow_header_conformance,
    negative_data_rejection,
]


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_what_is_sent_at_random_is_answered_as_described(
    api_schema: Any, mode: GenerationMode
) -> None:
    """Right and wrong values alike: no status, form or body that the description does not name."""
    operations = [found.ok() for found in api_schema.get_all_operations()]
    assert len(operations) > 12

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=strategies.data())
    def try_operation(operation: Any, data: Any) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        strict = [positive_data_acceptance] if operation.path not in FREE else []
        headers = {"Accept-Encoding": "identity"}  # which the WSGI client does not undo
        case.call_and_validate(checks=[*CHECKS, *strict], headers=headers)

    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not list(operation.iter_parameters()):
            continue  # nothing can be wrong
        try_operation(operation)
