"""Whole-graph files, what operators ask, and the pages that ask the graph."""

import hashlib
import json
import re
from multiprocessing import get_context

import pytest
from conftest import Harbour
from flask.testing import FlaskClient

from mcdgraph import __version__
from mcdgraph.web.metrics import Metrics


def test_every_dump_is_listed_and_sent(client: FlaskClient, harbour: Harbour) -> None:
    """Plain and compressed, with its checksum as a strong tag."""
    dumps = harbour.release.manifest.dumps
    assert dumps
    page = client.get("/dumps/").get_data(as_text=True)
    for dump in dumps:
        for name, sha256 in ((dump.name, dump.sha256), (f"{dump.name}.gz", dump.gzip_sha256)):
            assert f"/dumps/{name}" in page
            response = client.get(f"/dumps/{name}")
            assert response.status_code == 200
            assert hashlib.sha256(response.data).hexdigest() == sha256
            assert response.get_etag() == (sha256, False)
        assert client.get(f"/dumps/{dump.name}").mimetype == dump.form.media_type
        assert client.get(f"/dumps/{dump.name}.gz").mimetype == "application/gzip"


def test_a_dump_is_sent_in_parts_and_once(client: FlaskClient, harbour: Harbour) -> None:
    """Ranges, and 304."""
    dump = harbour.release.manifest.dumps[0]
    whole = client.get(f"/dumps/{dump.name}")
    part = client.get(f"/dumps/{dump.name}", headers={"Range": "bytes=5-9"})
    assert (part.status_code, part.data) == (206, whole.data[5:10])
    assert part.headers["Content-Range"] == f"bytes 5-9/{dump.size}"
    beyond = client.get(f"/dumps/{dump.name}", headers={"Range": f"bytes={dump.size}-"})
    assert beyond.status_code == 416
    again = client.get(f"/dumps/{dump.name}", headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("value", ["lines=1", "bytes=5-1", "bytes=0-1,5-6", "nonsense"])
def test_a_range_that_is_not_understood_is_ignored(
    client: FlaskClient, harbour: Harbour, value: str
) -> None:
    """The whole file is sent."""
    dump = harbour.release.manifest.dumps[0]
    response = client.get(f"/dumps/{dump.name}", headers={"Range": value})
    assert response.status_code == 200
    assert len(response.data) == dump.size


def test_checksums_are_sent_as_text(client: FlaskClient, harbour: Harbour) -> None:
    """The file for ``sha256sum --check``."""
    response = client.get("/dumps/SHA256SUMS")
    assert (response.status_code, response.mimetype) == (200, "text/plain")
    assert harbour.release.manifest.dumps[0].sha256 in response.get_data(as_text=True)
    assert client.get("/dumps").status_code == 308


def test_operators_are_answered(client: FlaskClient, harbour: Harbour) -> None:
    """Health, readiness and version are short and never cached."""
    assert client.get("/-/health").data == b"ok\n"
    assert client.get("/-/ready").data == b"ready\n"
    version = client.get("/-/version")
    told = json.loads(version.data)
    assert told["mcdgraph"] == __version__
    assert told["release"] == harbour.release.digest
    assert told["statements"] == harbour.release.manifest.statements
    assert version.headers["Cache-Control"] == "no-store"


def test_requests_are_counted(client: FlaskClient, harbour: Harbour) -> None:
    """By part and class of status, in the form that Prometheus reads."""

    def counted(part: str, status: str) -> int:
        text = client.get("/-/metrics").get_data(as_text=True)
        found = re.search(
            rf'^mcdgraph_requests_total{{part="{part}",status="{status}"}} (\d+)$', text, re.M
        )
        return int(found[1]) if found else 0

    good, missing = counted("things", "2xx"), counted("things", "4xx")
    client.get("/doc/id/pilot")
    client.get("/doc/id/nobody")
    client.get("/nothing")
    client.post("/nothing")
    assert counted("things", "2xx") == good + 1
    assert counted("things", "4xx") == missing + 2
    assert counted("none", "4xx") > 0
    response = client.get("/-/metrics")
    assert response.mimetype == "text/plain"
    text = response.get_data(as_text=True)
    assert f'release="{harbour.release.digest}"' in text
    assert f"mcdgraph_statements {harbour.release.manifest.statements}\n" in text


def test_processes_count_together() -> None:
    """A child's requests are in the parent's figures; durations fall into their classes."""
    metrics = Metrics(["pages"])
    child = get_context("fork").Process(target=metrics.count, args=("pages", 200, 0.01))
    child.start()
    child.join()
    metrics.count("pages", 503, 99.0)
    text = metrics.text({"a": 'x"y'}, {})
    assert 'mcdgraph_requests_total{part="pages",status="2xx"} 1' in text
    assert 'mcdgraph_requests_total{part="pages",status="5xx"} 1' in text
    assert 'le="0.005"} 0' in text
    assert 'le="0.01"} 1' in text
    assert 'le="10.0"} 1' in text
    assert 'le="+Inf"} 2' in text
    assert 'a="x\\"y"' in text


def test_the_editor_answers_without_a_script(client: FlaskClient) -> None:
    """A query in the address comes back with its answer as a table."""
    query = "PREFIX ex: <https://example.org/harbour/ontology#> SELECT ?a { ?a ex:under ?b }"
    page = client.get("/query", query_string={"query": query}).get_data(as_text=True)
    assert "<table>" in page
    assert 'href="/doc/id/pilot"' in page
    assert "ex:under ?b }</textarea>" in page


def test_the_editor_shows_an_example_and_saved_questions(client: FlaskClient) -> None:
    """An empty editor invites; a saved question fills it, and waits."""
    page = client.get("/query").get_data(as_text=True)
    assert "LIMIT 20" in page
    assert "Which posts are there?" in page
    page = client.get("/query?saved=q1-posts&lang=fr").get_data(as_text=True)
    assert "?post a ex:Post" in page
    assert "Quels sont les postes\u00a0?" in page
    assert "<table>" not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { ?s ?p ?o }", "Yes"),
        ("ASK { ?s <urn:none> ?o }", "No"),
        ("SELECT * { ?s <urn:none> ?o }", "does not say"),
        ("CONSTRUCT { <urn:a> <urn:b> 1 } {}", "&lt;urn:a&gt; &lt;urn:b&gt; 1"),
        ('SELECT ("<i>" AS ?x) {}', "&lt;i&gt;"),
    ],
)
def test_every_kind_of_answer_is_shown(client: FlaskClient, query: str, expected: str) -> None:
    """Truths, empty tables, graphs; and nothing of an answer is markup."""
    response = client.get("/query", query_string={"query": query})
    assert response.status_code == 200
    assert expected in response.get_data(as_text=True)


def test_only_web_addresses_lead_out(client: FlaskClient) -> None:
    """An IRI of another scheme, such as a script, is shown and not offered to follow."""
    query = "SELECT * { VALUES ?x { <javascript:alert(1)> <https://example.org/x> } }"
    page = client.get("/query", query_string={"query": query}).text
    assert 'href="https://example.org/x"' in page
    assert "javascript:alert" in page
    assert 'href="javascript:' not in page


def test_a_wrong_query_is_told_and_kept(client: FlaskClient) -> None:
    """400, the place of the error, and the text to mend."""
    response = client.get("/query", query_string={"query": "SELECT ?x { ?x"})
    assert response.status_code == 400
    page = response.get_data(as_text=True)
    assert 'role="alert"' in page
    assert "SELECT ?x { ?x</textarea>" in page


def test_saved_questions_have_pages(client: FlaskClient) -> None:
    """The question, its remark, its answer and its text."""
    page = client.get("/queries/").get_data(as_text=True)
    assert page.count('href="/queries/q') == 3
    page = client.get("/queries/q1-posts").get_data(as_text=True)
    assert "Every post, with its English label." in page
    assert page.count("<tr>") == 7
    assert "Yes" in client.get("/queries/q2-under").get_data(as_text=True)
