"""The kept releases are listed, and their files sent while they are there."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Harbour
from flask.testing import FlaskClient

from mcdgraph.release import Release
from mcdgraph.release.reading import kept_releases
from mcdgraph.sparql.release_service import release_service
from mcdgraph.web.application import create_app

HTML = {"Accept": "text/html"}
OLD = "0" * 64


@pytest.fixture
def twice(harbour: Harbour, tmp_path: Path) -> FlaskClient:
    """Serve the tiny graph's release, beside an older one and what is none."""
    folder = tmp_path / "releases"
    current = Path(shutil.copytree(harbour.release.path, folder / harbour.release.digest))
    older = Path(shutil.copytree(harbour.release.path, folder / OLD))
    manifest = older / "manifest.json"
    text = manifest.read_text(encoding="utf8").replace(harbour.release.digest, OLD)
    manifest.write_text(text, encoding="utf8")
    os.utime(older, (1, 1))
    (folder / "broken").mkdir()
    (folder / ".building-x").mkdir()
    settings = replace(harbour.settings, release=replace(harbour.settings.release, folder=tmp_path))
    release = Release(path=current, manifest=harbour.release.manifest)
    assert [one.digest for one in kept_releases(release)] == [release.digest, OLD]
    service = release_service(release, harbour.store, settings, settings.query)
    return create_app(release, harbour.store, service, settings).test_client()


@pytest.mark.parametrize("tag", ["en", "fr", "de"])
def test_kept_releases_are_listed(twice: FlaskClient, harbour: Harbour, tag: str) -> None:
    """The one that is served first, each with a page of its files."""
    page = twice.get(f"/releases/?lang={tag}", headers=HTML)
    assert page.status_code == 200
    digests = (harbour.release.digest, OLD)
    places = [page.text.index(f"/releases/{digest}/") for digest in digests]
    assert places == sorted(places)
    for digest in digests:
        files = twice.get(f"/releases/{digest}/?lang={tag}", headers=HTML)
        assert files.status_code == 200
        assert f'href="/releases/{digest}/graph.nt"' in files.text
        assert f'href="/releases/{digest}/SHA256SUMS"' in files.text


def test_programs_get_json(twice: FlaskClient, harbour: Harbour) -> None:
    """By negotiation or by suffix; each file with its checksum."""
    asked = twice.get("/releases/", headers={"Accept": "application/json"}).json
    assert asked == twice.get("/releases.json").json
    assert asked is not None
    first, second = asked["releases"]
    assert (first["digest"], first["served"]) == (harbour.release.digest, True)
    assert (second["digest"], second["served"]) == (OLD, False)
    sums = {dump.sha256 for dump in harbour.release.manifest.dumps}
    assert {file["sha256"] for file in second["files"]} == sums


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/releases/{OLD}/graph.nt", 200),
        (f"/releases/{OLD}/graph.nt.gz", 200),
        (f"/releases/{OLD}/SHA256SUMS", 200),
        (f"/releases/{OLD}/manifest.json", 404),
        (f"/releases/{OLD}/..%2Fmanifest.json", 404),
        ("/releases/broken/", 404),
        ("/releases/broken/graph.nt", 404),
        ("/releases/", 200),
        ("/releases", 308),
    ],
)
def test_files_of_a_kept_release(twice: FlaskClient, path: str, status: int) -> None:
    """They are sent, and nothing else is."""
    assert twice.get(path).status_code == status
