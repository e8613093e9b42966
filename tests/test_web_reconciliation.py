"""The Reconciliation Service API: answers by their schemas, OpenRefine's calls, hostile input."""

import json
import re
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7
from werkzeug.test import TestResponse

BASE = "https://example.org/harbour"
PILOT = f"{BASE}/id/pilot"
FOLDER = Path(__file__).parent / "reconciliation"
VERSIONS = ("0.2", "1.0-draft")
DRAFT = "application/reconciliation.v1+json"
#: What a script of OpenRefine's page sends (jQuery.ajax with dataType "json").
BROWSER = {
    "Accept": "application/json, text/javascript, */*; q=0.01",
    "Origin": "http://127.0.0.1:3333",
}
#: What its server sends (HttpClient.postNameValue of modules/core).
SERVER = {
    "User-Agent": "OpenRefine/3.10",
    "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
}


def schemas(version: str) -> dict[str, Any]:
    """Read the published schemas of a version, by name."""
    found = sorted((FOLDER / version).glob("*.json"))
    assert len(found) >= 10
    return {path.stem: json.loads(path.read_text(encoding="utf8")) for path in found}


def validate(value: object, version: str, name: str) -> None:
    """Hold a value against a published schema."""
    known = schemas(version)
    root = known[name]["$id"].rpartition("/")[0]
    pairs = [(schema["$id"], schema) for schema in known.values()]
    pairs += [(f"{root}/{stem}.json", schema) for stem, schema in known.items()]
    registry: Registry[Any] = Registry().with_resources(
        (uri, Resource(contents=schema, specification=DRAFT7)) for uri, schema in pairs
    )
    validator = Draft7Validator(known[name], registry=registry)
    assert [error.message for error in validator.iter_errors(value)] == []


def data(response: TestResponse) -> Any:
    """Return the JSON of an answer that may be read from anywhere."""
    assert response.status_code == 200, response.text
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return json.loads(response.data)


def post(client: FlaskClient, name: str, value: object) -> Any:
    """Send a field of a form as OpenRefine's server does."""
    body = urlencode({name: json.dumps(value)})
    return data(client.post("/reconcile", data=body, headers=SERVER))


# The schemas


def test_the_schemas_refuse_what_is_wrong() -> None:
    """Else what follows would prove nothing."""
    for version in VERSIONS:
        with pytest.raises(AssertionError):
            validate({"versions": []}, version, "manifest")
        with pytest.raises(AssertionError):
            validate({"result": [{"id": 1}]}, version, "suggest-types-response")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("path", "accept", "version"),
    [
        ("/reconcile", "*/*", "0.2"),
        ("/reconcile/", "application/json", "0.2"),
        ("/reconcile", DRAFT, "1.0-draft"),
        ("/reconcile/1.0-draft", "*/*", "1.0-draft"),
        ("/reconcile/1.0-draft/", DRAFT, "1.0-draft"),
    ],
)
def test_the_manifest_is_that_of_its_version(
    client: FlaskClient, path: str, accept: str, version: str, language: str
) -> None:
    """It is valid, and names both versions."""
    headers = {"Accept": accept, "Accept-Language": language}
    manifest = data(client.get(path, headers=headers))
    validate(manifest, version, "manifest")
    assert manifest["versions"] == list(VERSIONS)
    assert manifest["name"] == {"en": "The harbour", "fr": "Le port"}[language]
    assert manifest["batchSize"] == 25
    assert {"id": "ex:Post", "name": {"en": "post", "fr": "poste"}[language]} in manifest[
        "defaultTypes"
    ]


def test_an_unknown_version_is_not_acceptable(client: FlaskClient) -> None:
    """It is said which there are."""
    response = client.get("/reconcile", headers={"Accept": "application/reconciliation.v2+json"})
    assert response.status_code == 406
    assert "0.2, 1.0-draft" in response.text
    assert "Accept" in response.headers["Vary"]


NAMES = ("pilot", "pilto", "Capitaine de port", "keeper", "nobody at all", PILOT)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_queries_of_0_2(client: FlaskClient, language: str) -> None:
    """By GET and by POST alike; valid, as what is sent is."""
    batch = {
        f"q{n}": {"query": name, "type": "ex:Post", "type_strict": "should", "limit": 3}
        for n, name in enumerate(NAMES)
    }
    batch["properties"] = {"properties": [{"pid": "ex:under", "v": {"id": "id:master"}}]}
    validate(batch, "0.2", "reconciliation-query-batch")
    body = urlencode({"queries": json.dumps(batch)})
    posted = data(client.post(f"/reconcile?lang={language}", data=body, headers=SERVER))
    validate(posted, "0.2", "reconciliation-result-batch")
    assert posted == data(client.get(f"/reconcile?lang={language}&{body}"))
    assert list(posted) == list(batch)
    first = posted["q0"]["result"][0]
    assert (first["id"], first["score"], first["match"]) == (PILOT, 100, True)
    assert first["name"] == {"en": "Pilot", "fr": "Pilote"}[language]
    assert {"id": "ex:Post", "name": {"en": "post", "fr": "poste"}[language]} in first["type"]
    assert posted["q4"]["result"] == []
    assert posted["properties"]["result"][0]["id"] == PILOT


@pytest.mark.parametrize("root", ["/reconcile", "/reconcile/1.0-draft"])
def test_queries_of_the_draft(client: FlaskClient, root: str) -> None:
    """Valid, in order, with the language of each text, and names of features."""
    queries = [
        {"conditions": [{"matchType": "name", "propertyValue": name}], "lang": "en", "limit": 3}
        for name in NAMES
    ]
    batch = {"queries": queries}
    validate(batch, "1.0-draft", "reconciliation-query-batch")
    answer = data(client.post(f"{root}/match?lang=fr", json=batch))
    validate(answer, "1.0-draft", "reconciliation-result-batch")
    assert len(answer["results"]) == len(NAMES)
    first = answer["results"][0]["candidates"][0]
    assert (first["id"], first["name"], first["lang"]) == (PILOT, "Pilote", "fr")
    assert {"id": "name_exact", "name": "même nom", "value": True} in first["features"]


def examples(version: str, name: str) -> list[dict[str, Any]]:
    """Return queries in the manner of the specification's examples, full and short."""
    if version == "0.2":
        return [
            {"q0": {"query": "Christel Hanewinckel"}, "q1": {"query": "Franz Thönnes"}},
            {"q0": {"properties": [{"pid": "profession", "v": ["Politik*", {"id": "a"}]}]}},
        ]
    condition = {"propertyValue": "Politik*", "required": False, "matchQuantifier": "any"}
    extra = {"matchType": "property", "propertyId": name, "matchQualifier": "WildcardMatch"}
    named = {"matchType": "name", "propertyValue": "Christel Hanewinckel"}
    return [{"queries": [{"type": "P", "limit": 5, "conditions": [named, condition | extra]}]}]


@pytest.mark.parametrize("version", VERSIONS)
def test_what_the_schemas_allow_is_answered(client: FlaskClient, version: str) -> None:
    """Types and properties of other services find nothing, and are no error."""
    found = examples(version, "profession")
    assert found
    for batch in found:
        validate(batch, version, "reconciliation-query-batch")
        if version == "0.2":
            validate(post(client, "queries", batch), version, "reconciliation-result-batch")
        else:
            answer = data(client.post("/reconcile/match", json=batch))
            validate(answer, version, "reconciliation-result-batch")


@pytest.mark.parametrize(
    ("root", "version"), [("/reconcile", "0.2"), ("/reconcile/1.0-draft", "1.0-draft")]
)
@pytest.mark.parametrize(
    ("kind", "prefix", "expected"),
    [
        ("entity", "pil", PILOT),
        ("entity", PILOT, PILOT),
        ("entity", "id:pilot", PILOT),
        ("type", "pos", "ex:Post"),
        ("type", "ex:Post", "ex:Post"),
        ("type", f"{BASE}/ontology#Post", "ex:Post"),
        ("type", "", "ex:Post"),
        ("property", "under", "ex:under"),
        ("property", "ex:under", "ex:under"),
        ("property", "", "ex:under"),
    ],
)
def test_suggestions(
    client: FlaskClient, root: str, version: str, kind: str, prefix: str, expected: str
) -> None:
    """By the beginning of a name, by the identifier, and all for nothing; valid."""
    answer = data(
        client.get(f"{root}/suggest/{kind}", query_string={"prefix": prefix, "lang": "en"})
    )
    plural = {"entity": "entities", "type": "types", "property": "properties"}[kind]
    validate(answer, version, f"suggest-{plural}-response")
    ids = [found["id"] for found in answer["result"]]
    assert expected in ids
    assert prefix not in (expected, PILOT) or ids[0] == expected


def test_suggestions_come_in_pages(client: FlaskClient) -> None:
    """Skipped by cursor (0.2) or offset (1.0-draft)."""
    whole = data(client.get("/reconcile/suggest/property?prefix="))["result"]
    assert len(whole) > 4
    for name in ("cursor", "offset"):
        page = data(client.get(f"/reconcile/suggest/property?prefix=&limit=2&{name}=1"))["result"]
        assert page == whole[1:3]


@pytest.mark.parametrize("version", VERSIONS)
def test_properties_are_proposed(client: FlaskClient, version: str) -> None:
    """Those of the things of a type, or all."""
    root = "/reconcile" if version == "0.2" else "/reconcile/1.0-draft"
    answer = data(client.get(f"{root}/extend/propose?type=ex:Post&limit=3"))
    validate(answer, version, "data-extension-property-proposal")
    assert (answer["type"], answer["limit"], len(answer["properties"])) == ("ex:Post", 3, 3)
    every = data(client.get(f"{root}/extend/propose"))["properties"]
    assert len(every) > 3
    assert data(client.get(f"{root}/extend/propose?type=ex:Unheard"))["properties"] == []


EXTENSION = {
    "ids": [PILOT, "id:master", "nobody"],
    "properties": [
        {"id": "rdfs:label", "settings": {"limit": 1}},
        {"id": "ex:under"},
        {"id": "ex:since"},
        {"id": "ex:unheard"},
    ],
}


def test_values_of_0_2(client: FlaskClient) -> None:
    """Valid; columns in order, rows by identifier."""
    validate(EXTENSION, "0.2", "data-extension-query")
    answer = post(client, "extend", EXTENSION)
    validate(answer, "0.2", "data-extension-response")
    assert [column["id"] for column in answer["meta"]] == [
        found["id"] for found in EXTENSION["properties"]
    ]
    row = answer["rows"][PILOT]
    assert {"id": f"{BASE}/id/master", "name": "Harbour master"} in row["ex:under"]
    assert row["ex:since"] == [{"str": "1987"}]
    assert answer["rows"]["nobody"] == {key: [] for key in row}
    assert answer == data(client.get("/reconcile", query_string={"extend": json.dumps(EXTENSION)}))


@pytest.mark.parametrize("root", ["/reconcile", "/reconcile/1.0-draft"])
def test_values_of_the_draft(client: FlaskClient, root: str) -> None:
    """Valid; each text and name with its language."""
    validate(EXTENSION, "1.0-draft", "data-extension-query")
    answer = data(client.post(f"{root}/extend?lang=fr", json=EXTENSION))
    validate(answer, "1.0-draft", "data-extension-response")
    assert [row["id"] for row in answer["rows"]] == EXTENSION["ids"]
    values = {found["id"]: found["values"] for found in answer["rows"][0]["properties"]}
    assert {"id": f"{BASE}/id/master", "name": "Capitaine de port", "lang": "fr"} in values[
        "ex:under"
    ]
    assert values["rdfs:label"][0]["lang"] in ("en", "fr")


# OpenRefine, as of ff43aa1 (2026)


@pytest.fixture(scope="module")
def manifest(harbour_app: Any) -> dict[str, Any]:
    """Register the service as ReconciliationManager.registerStandardService does."""
    return dict(data(harbour_app.test_client().get("/reconcile", headers=BROWSER)))


def local(url: str) -> str:
    """Return an address of the manifest as it is asked of the tested server."""
    assert url.startswith(f"{BASE}/")
    return url.removeprefix(BASE)


def test_openrefine_guesses_types(client: FlaskClient) -> None:
    """GuessTypesOfColumnCommand asks for three candidates each, and counts their types."""
    batch = {f"q{n}": {"query": name, "limit": 3} for n, name in enumerate(NAMES[:4])}
    answer = post(client, "queries", batch)
    types = [type_["id"] for one in answer.values() for c in one["result"] for type_ in c["type"]]
    assert types.count("ex:Post") >= 4


def test_openrefine_reconciles(client: FlaskClient) -> None:
    """StandardReconConfig.batchRecon writes a batch of ten, with properties of other columns.

    It reads back name, id, type, score and match, sorts by score, and takes the first that matches.
    """
    query = {"query": "pilot", "type": "ex:Post", "type_strict": "should"}
    reconciled = {"pid": "ex:under", "v": {"id": f"{BASE}/id/master", "name": "Harbour master"}}
    properties = [reconciled, {"pid": "ex:since", "v": 1987}]
    batch = {f"q{n}": query | {"properties": properties} for n in range(10)}
    answer = post(client, "queries", batch)
    assert list(answer) == list(batch)
    for key in batch:
        first = answer[key]["result"][0]
        assert {"id", "name", "type", "score", "match"} <= first.keys()
        assert (first["id"], first["match"]) == (PILOT, True)


def test_openrefine_searches_for_a_match(client: FlaskClient, manifest: dict[str, Any]) -> None:
    """The suggest widget asks with the parameter prefix, and with a cursor for more."""
    for kind, prefix in (("entity", "harb"), ("type", "p"), ("property", "u")):
        service = manifest["suggest"][kind]
        url = local(service["service_url"] + service["service_path"])
        for more in ({}, {"cursor": "1"}):
            found = data(client.get(url, query_string={"prefix": prefix, **more}, headers=BROWSER))
            assert all({"id", "name"} <= item.keys() for item in found["result"])
            assert found["result"]
        flyout = local(service["flyout_service_url"] + service["flyout_service_path"])
        identifier = found["result"][0]["id"]
        shown = data(client.get(flyout.replace("${id}", quote(identifier, "")), headers=BROWSER))
        assert shown["id"] == identifier
        assert shown["html"].startswith("<h3>")


#: What encodeURI leaves as it is (ECMAScript, 19.2.6.4).
URI = ";/?:@&=+$,#-_.!~*'()"


def test_openrefine_shows_and_previews(client: FlaskClient, manifest: dict[str, Any]) -> None:
    """Its renderer puts the identifier into an address by encodeURI, which leaves # as it is."""
    ids = [PILOT, f"{BASE}/id/crêpe", f"{BASE}/id/caf%C3%A9", "ex:Post"]
    for identifier in ids:
        for part in ("view", "preview"):
            filled = quote(manifest[part]["url"].replace("{{id}}", identifier), URI)
            assert "#" not in filled
            response = client.get(local(filled), headers={"Accept": "text/html"})
            assert response.status_code == {"view": 303, "preview": 200}[part], filled
            if part == "view":
                page = client.get(response.headers["Location"], headers={"Accept": "text/html"})
                assert page.status_code == 200


def test_openrefine_adds_columns(client: FlaskClient, manifest: dict[str, Any]) -> None:
    """It appends ?type= without encoding, posts a batch of ids, and reads what it knows."""
    service = manifest["extend"]["propose_properties"]
    url = local(service["service_url"] + service["service_path"])
    assert "?" not in url
    for type_ in ("ex:Post", ""):
        offered = data(client.get(f"{url}?type={type_}", headers=BROWSER))["properties"]
        assert "ex:under" in [found["id"] for found in offered]
    settings = {
        found["name"]: found["default"] for found in manifest["extend"]["property_settings"]
    }
    wanted = [{"id": found["id"], "settings": settings} for found in offered[:20]]
    answer = post(client, "extend", {"ids": [PILOT], "properties": wanted})
    validate(answer, "0.2", "data-extension-response")
    kinds = {key for values in answer["rows"][PILOT].values() for value in values for key in value}
    assert kinds
    assert kinds <= {"id", "name", "str", "float", "int", "date", "bool"}


def test_openrefine_falls_back_to_jsonp_for_nothing(client: FlaskClient) -> None:
    """Its jQuery adds callback, which is refused with the reason."""
    for path in ("/reconcile", "/reconcile/suggest/entity", "/reconcile/extend/propose"):
        response = client.get(f"{path}?callback=jQuery123_456&_=1", headers=BROWSER)
        assert response.status_code == 400
        assert "JSONP is not answered" in response.get_json()["detail"]


# What is hostile


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ("", 400, "neither queries nor extend"),
        ("other=1", 400, "neither queries nor extend"),
        ("queries=", 400, "queries is not JSON"),
        ("queries=%FF", 400, "UTF-8"),
        ("queries=[]", 400, "queries is not an object"),
        ("queries=" + "[" * 50_000, 400, "nested too deep"),
        ("extend={}", 400, "extend has no properties"),
        ("&".join(f"a{n}=1" for n in range(30)), 400, "at most 20 fields"),
        (
            "queries=" + quote(json.dumps({str(n): {"query": "a"} for n in range(26)})),
            413,
            "25 are answered at once",
        ),
        ("queries=" + "a" * 2**20, 413, "at most 1048576 bytes"),
    ],
)
def test_a_hostile_form_is_refused(
    client: FlaskClient, body: str, status: int, message: str
) -> None:
    """With a sentence, in little."""
    response = client.post("/reconcile", data=body, headers=SERVER)
    assert response.status_code == status
    assert message in response.get_json()["detail"]
    assert len(response.data) < 1_000
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/reconcile/match", "/reconcile/1.0-draft/extend"])
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"queries": 1, "ids": 1, "properties": 1}', "application/json", 400),
        (b"queries={}", "application/x-www-form-urlencoded", 415),
        (b"{}", "text/plain", 415),
    ],
)
def test_a_hostile_body_is_refused(
    client: FlaskClient, path: str, body: bytes, kind: str, status: int
) -> None:
    """What is not JSON, and what is not said to be."""
    response = client.post(path, data=body, headers={"Content-Type": kind})
    assert response.status_code == status
    assert response.get_json()["detail"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/reconcile?queries=%7B", 400),
        ("/reconcile?queries=" + "a" * 8_001, 400),
        ("/reconcile/suggest/entity?prefix=a&limit=-1", 400),
        ("/reconcile/suggest/entity?prefix=a&limit=1e9", 400),
        ("/reconcile/suggest/entity?prefix=a&offset=²", 400),
        ("/reconcile/suggest/entity?prefix=" + "a" * 2_001, 400),
        ("/reconcile/suggest/other?prefix=a", 404),
        ("/reconcile/preview", 400),
        ("/reconcile/preview?id=nobody", 404),
        ("/reconcile/view?id=javascript:alert(1)", 404),
        ("/reconcile/view?id=//evil.example", 404),
        ("/reconcile/flyout/entity?id=%3Cscript%3E", 404),
        ("/reconcile/1.0-draft/flyout/entity?id=id:pilot", 404),
    ],
)
def test_a_hostile_address_is_refused(client: FlaskClient, path: str, status: int) -> None:
    """As what it is."""
    assert client.get(path).status_code == status


def test_markup_of_the_graph_is_text(client: FlaskClient) -> None:
    """In a flyout, which clients put into their pages, and in a preview."""
    shown = data(client.get("/reconcile/flyout/entity", query_string={"id": PILOT}))["html"]
    assert re.sub(r"</?(h3|p)>", "", shown).count("<") == 0
    page = client.get("/reconcile/preview?id=id:pilot").text
    assert "<b>Lotse" not in page
    assert "&lt;b&gt;Lotse&lt;/b&gt; &amp; Co" in page


def test_the_preview_alone_may_be_framed(client: FlaskClient) -> None:
    """By any page; it has no script, no form, and its links open elsewhere."""
    response = client.get("/reconcile/preview?id=id:pilot&lang=fr")
    assert response.headers["Content-Security-Policy"].endswith("frame-ancestors *")
    assert "<script" not in response.text
    assert "<form" not in response.text
    assert '<base target="_blank">' in response.text
    assert 'class="evidence stated"' in response.text
    for path in ("/", "/doc/id/pilot", "/reconcile", "/reconcile/flyout/entity?id=id:pilot"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors 'none'")


def test_every_origin_may_ask(client: FlaskClient) -> None:
    """Also in JSON, which a browser asks leave for (CORS preflight)."""
    for path in ("/reconcile", "/reconcile/match", "/reconcile/1.0-draft/extend"):
        asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
        response = client.options(path, headers=asked)
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "POST" in response.headers["Access-Control-Allow-Methods"]
        assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "path",
    [
        "/reconcile",
        "/reconcile/1.0-draft",
        "/reconcile/suggest/entity?prefix=pil",
        "/reconcile/extend/propose?type=ex:Post",
        "/reconcile/flyout/entity?id=id:pilot",
        "/reconcile/preview?id=id:pilot",
        "/opensearch.xml",
    ],
)
def test_what_is_got_may_be_kept(client: FlaskClient, path: str) -> None:
    """And is asked for again by its tag, which differs by language."""
    tags = set()
    for language in ("en", "fr"):
        headers = {"Accept-Language": language, "Accept": "*/*"}
        first = client.get(path, headers=headers)
        assert first.headers["Cache-Control"] == "public, no-cache"
        assert "Accept-Language" in first.headers["Vary"]
        tag = first.headers["ETag"]
        again = client.get(path, headers={**headers, "If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        tags.add(tag)
    assert len(tags) == 2


def test_versions_have_tags_of_their_own(client: FlaskClient) -> None:
    """At the address that they share."""
    tags = {
        client.get("/reconcile", headers={"Accept": accept}).headers["ETag"]
        for accept in ("*/*", DRAFT)
    }
    assert len(tags) == 2


def test_nothing_is_made_of_host(client: FlaskClient) -> None:
    """Addresses are those below the base IRI."""
    for path, host in product(("/reconcile", "/opensearch.xml"), ("evil.example", "localhost")):
        assert b"evil" not in client.get(path, headers={"Host": host}).data


# OpenSearch


def test_browsers_find_the_search(client: FlaskClient) -> None:
    """Each page names the description, whose addresses answer."""
    page = client.get("/?lang=fr").text
    found = re.search(r'<link rel="search" type="([^"]+)" href="([^"]+)"', page)
    assert found
    assert found.group(1) == "application/opensearchdescription+xml"
    response = client.get(found.group(2))
    assert response.mimetype == found.group(1)
    assert "<ShortName>Le port</ShortName>" in response.text
    templates = re.findall(r'<Url type="([^"]+)" template="([^"]+)"', response.text)
    assert [kind for kind, _ in templates] == ["text/html", "application/json"]
    for kind, template in templates:
        filled = template.replace("&amp;", "&").replace("{searchTerms}", "pilot")
        for page_number in ("", "1"):
            url = local(unquote(filled.replace("{startPage?}", page_number)))
            answer = client.get(url)
            assert (answer.status_code, answer.mimetype) == (200, kind)
