"""What search engines, archives and packages of research data find, read by their own tools."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mlcroissant
import pytest
import rdflib
from conftest import Harbour
from flask.testing import FlaskClient
from rocrate.rocrate import ROCrate

CROISSANT = "http://mlcommons.org/croissant/1.0"
RO_CRATE = "https://w3id.org/ro/crate/1.1"
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SCHEMA = "https://schema.org/"


def embedded(client: FlaskClient, address: str) -> Mapping[str, Any]:
    """Read the one JSON-LD document that stands in a page."""
    page = client.get(address, headers={"Accept": "text/html"}, follow_redirects=True)
    assert page.status_code == 200
    (found,) = SCRIPT.findall(page.text)
    document: Mapping[str, Any] = json.loads(found)
    return document


def links(client: FlaskClient, address: str) -> dict[str, list[str]]:
    """Read the Link headers of an answer: relation → targets."""
    answer = client.get(address, headers={"Accept": "text/html"})
    found: dict[str, list[str]] = {}
    for line in answer.headers.getlist("Link"):
        target, relation = re.fullmatch(r'<([^>]*)>; rel="([^"]*)".*', line).groups()  # type: ignore[union-attr]
        found.setdefault(relation, []).append(target)
    return found


@pytest.mark.parametrize("address", ["/", "/dataset", "/dumps/"])
def test_pages_of_the_dataset_hold_it_as_schema_org(
    client: FlaskClient, harbour: Harbour, address: str
) -> None:
    """Name, description, licence and every file of the whole graph, with its checksum."""
    dataset = embedded(client, address + "?lang=fr")
    assert dataset["@type"] == "Dataset"
    assert dataset["@id"] == "https://example.org/harbour/dataset"
    assert dataset["name"] == harbour.settings.title["fr"]
    sums = {item["name"]: item["sha256"] for item in dataset["distribution"]}
    wanted = {d.name: d.sha256 for d in harbour.release.manifest.dumps if d.scope != "catalogue"}
    assert sums == wanted
    assert len(sums) == 6


def test_a_page_of_a_thing_holds_the_thing(client: FlaskClient) -> None:
    """What is said of it, in short; and nothing in it can end the script."""
    document = embedded(client, "/id/pilot")
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    assert {str(s) for s in graph.subjects()} == {"https://example.org/harbour/id/pilot"}
    assert len(graph) >= 3


def test_croissant_is_valid(client: FlaskClient, tmp_path: Path) -> None:
    """MLCommons' library takes it without an error, by suffix and by profile."""
    answer = client.get("/dataset.croissant.json")
    assert answer.mimetype == "application/ld+json"
    assert answer.mimetype_params == {"profile": CROISSANT}
    file = tmp_path / "croissant.json"
    file.write_text(answer.text, encoding="utf8")
    dataset = mlcroissant.Dataset(jsonld=str(file))
    assert not dataset.metadata.ctx.issues.errors
    assert len(dataset.metadata.distribution) == 6
    by_profile = client.get(
        "/dataset", headers={"Accept": f'{answer.mimetype};profile="{CROISSANT}"'}
    )
    assert by_profile.data == answer.data


def test_the_site_is_a_crate(client: FlaskClient, tmp_path: Path) -> None:
    """The crate's own library finds the dataset, its publisher and its files."""
    answer = client.get("/ro-crate-metadata.json")
    assert answer.mimetype_params == {"profile": RO_CRATE}
    (tmp_path / "ro-crate-metadata.json").write_text(answer.text, encoding="utf8")
    crate = ROCrate(tmp_path)
    assert crate.name
    assert crate.license
    assert len(crate.data_entities) == 6
    assert client.get("/dataset.ro-crate.json").data == answer.data


@pytest.mark.parametrize("accept", ["application/ld+json", "application/json", "*/*;q=0.1"])
def test_no_profile_is_sent_unasked(client: FlaskClient, accept: str) -> None:
    """JSON-LD without a profile is the catalogue itself."""
    answer = client.get("/dataset", headers={"Accept": accept})
    assert "profile" not in answer.mimetype_params


def test_signposts_lead_from_the_dataset_to_its_files(client: FlaskClient) -> None:
    """Level 1 of signposting.org/FAIR: cite-as, describedby, item, license, type."""
    found = links(client, "/dataset")
    assert found["cite-as"] == ["https://example.org/harbour/dataset"]
    assert set(found["type"]) == {SCHEMA + "Dataset", SCHEMA + "AboutPage"}
    assert len(found["item"]) == 4
    assert all(client.head(target).status_code == 200 for target in found["item"])
    assert found["license"]
    assert any("croissant" in target for target in found["alternate"])


def test_signposts_lead_from_a_page_to_its_thing(client: FlaskClient) -> None:
    """The thing's own IRI is what is cited; it belongs to the dataset."""
    found = links(client, "/doc/id/pilot")
    assert found["cite-as"] == ["https://example.org/harbour/id/pilot"]
    assert found["collection"] == ["/dataset"]
