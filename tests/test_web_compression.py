"""Pages, data, files and scripts are sent in the coding that a client takes, and kept by it."""

import gzip
from collections.abc import Callable

import pytest
from conftest import Harbour, zstd
from flask.testing import FlaskClient

DECODE: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "zstd": zstd.decompress,
}
PATHS = (
    *("/", "/doc/id/pilot", "/doc/id/pilot.ttl", "/ontology", "/dataset.jsonld", "/queries/"),
    *("/static/site.css", "/static/query.js", "/none", "/sitemap.xml", "/explain?s=x"),
)


@pytest.mark.parametrize("coding", DECODE)
@pytest.mark.parametrize("path", PATHS)
def test_a_coding_holds_the_same_bytes(client: FlaskClient, path: str, coding: str) -> None:
    """Fewer bytes, the same content, another entity tag, and a word to caches."""
    plain = client.get(path, headers={"Accept": "text/html"})
    coded = client.get(path, headers={"Accept": "text/html", "Accept-Encoding": coding})
    assert coded.headers["Content-Encoding"] == coding
    assert DECODE[coding](coded.data) == plain.data
    assert len(coded.data) < len(plain.data)
    assert int(coded.headers["Content-Length"]) == len(coded.data)
    for response in (plain, coded):
        assert "Accept-Encoding" in response.headers["Vary"]
    assert "Content-Encoding" not in plain.headers
    if "ETag" in plain.headers:
        assert plain.headers["ETag"] != coded.headers["ETag"]


@pytest.mark.parametrize("coding", ["", *DECODE])
@pytest.mark.parametrize("path", ["/doc/id/pilot", "/static/site.css", "/dumps/graph.ttl"])
def test_what_a_client_has_is_not_sent_again(client: FlaskClient, path: str, coding: str) -> None:
    """304 for the tag of the coding, and the whole for that of another."""
    accept = {"Accept-Encoding": coding} if coding else {}
    first = client.get(path, headers=accept)
    again = client.get(path, headers={**accept, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other = client.get(path, headers={**accept, "If-None-Match": '"other"'})
    assert (other.status_code, other.data) == (200, first.data)


def test_a_dump_is_sent_gzipped_where_it_can_be(client: FlaskClient, harbour: Harbour) -> None:
    """The gzipped file that lies there is the coding; a part is one of the plain file."""
    plain = client.get("/dumps/graph.nt")
    coded = client.get("/dumps/graph.nt", headers={"Accept-Encoding": "zstd, gzip"})
    assert coded.headers["Content-Encoding"] == "gzip"
    assert coded.mimetype == plain.mimetype == "application/n-triples"
    assert coded.data == (harbour.release.dumps / "graph.nt.gz").read_bytes()
    assert gzip.decompress(coded.data) == plain.data
    headers = {"Accept-Encoding": "gzip", "Range": "bytes=0-9"}
    part = client.get("/dumps/graph.nt", headers=headers)
    assert (part.status_code, part.data) == (206, plain.data[:10])
    assert "Content-Encoding" not in part.headers
    file = client.get("/dumps/graph.nt.gz", headers={"Accept-Encoding": "gzip"})
    assert file.data == coded.data
    assert "Content-Encoding" not in file.headers
    refused = client.get("/dumps/graph.nt", headers={"Accept-Encoding": "gzip;q=0"})
    assert refused.data == plain.data


def test_only_the_address_of_its_content_keeps_a_file_for_good(client: FlaskClient) -> None:
    """A page of an older release may name another mark than the file now has."""
    assert client.get("/static/site.css?v=0").headers["Cache-Control"] == "public, no-cache"
    assert client.get("/static/site.css").headers["Cache-Control"] == "public, no-cache"
    assert client.get("/static/none.css").status_code == 404
