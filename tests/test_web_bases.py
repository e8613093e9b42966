"""IRIs below further bases lead to their documents, at the host that they name themselves."""

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import Harbour
from flask.testing import FlaskClient
from hostile import BASE, LABEL, TYPE, columns_of, publish
from werkzeug.test import TestResponse

from mcdgraph.bases import Bases, WebAddress, base_problem
from mcdgraph.bridges.oxigraph import parse
from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal
from mcdgraph.errors import SyntaxProblems
from mcdgraph.formats import JSON_LD, RDF_XML, TRIG, TURTLE
from mcdgraph.namespaces import OWL
from mcdgraph.release import FragmentIndex
from mcdgraph.release.fragments import write_fragments
from mcdgraph.serving.cache import ResponseCache
from mcdgraph.serving.frames import JobRequest

SLASH, HASH = "http://farm.example/def/", "https://farm.example/ont#"
OTHER = "http://b.example/v/"
BASES = (SLASH, HASH, OTHER)
ONTOLOGY = HASH[:-1]
CLASS, HEADER = Iri(OWL + "Class"), Iri(OWL + "Ontology")
DATA, PAGE = {"Accept": "text/turtle"}, {"Accept": "text/html"}


@pytest.fixture(scope="module")
def farm(harbour: Harbour) -> FlaskClient:
    """Serve a graph that describes IRIs of three further bases and of none."""
    named = [SLASH + "Cow", SLASH + "Daisy_%28cow%29", SLASH + "a?b=1", OTHER + "1", SLASH[:-1]]
    others = ["http://other.example/x", "http://farm.example/else", BASE + "people/alice#me"]
    ontology = [
        (Iri(ONTOLOGY), TYPE, HEADER),
        (Iri(ONTOLOGY), Iri(OWL + "versionIRI"), Iri(ONTOLOGY + "/1.0")),
        *((Iri(f"{HASH}C{i}"), TYPE, CLASS) for i in range(3)),
        (Iri(BASE + "def"), TYPE, HEADER),
        (Iri(BASE + "def"), Iri(OWL + "versionIRI"), Iri(BASE + "def/2.0")),
    ]
    columns = columns_of(
        ("charter", [(Iri(iri), LABEL, Literal(iri)) for iri in named + others]),
        ("ontology/farm", ontology),
        ("more", [(Iri(HASH + "C9"), TYPE, CLASS), (Iri(HASH + "C1"), LABEL, Literal("one"))]),
    )
    settings = replace(harbour.settings, bases=BASES)
    return publish(harbour.release, settings, columns).test_client()


def ask(client: FlaskClient, iri: str, accept: dict[str, str] = DATA) -> TestResponse:
    """Ask for an IRI as a client does: its host as Host, its path, without the fragment."""
    parts = urlsplit(iri)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    response = client.get(target, headers={**accept, "Host": parts.netloc})
    if response.status_code != 303:
        return response
    return client.get(response.location, headers={**accept, "Host": parts.netloc})


@pytest.mark.parametrize(
    ("iri", "about"),
    [
        (SLASH + "Cow", SLASH + "Cow"),
        (SLASH + "Daisy_(cow)", SLASH + "Daisy_%28cow%29"),
        (SLASH + "a?b=1", SLASH + "a?b=1"),
        (SLASH[:-1], SLASH[:-1]),
        (OTHER + "1", OTHER + "1"),
        (HASH + "C1", HASH + "C1"),
        (ONTOLOGY, ONTOLOGY),
    ],
)
def test_an_iri_of_a_further_base_is_answered_at_its_host(
    farm: FlaskClient, iri: str, about: str
) -> None:
    """303 to a document that describes it, as data and as a page."""
    response = ask(farm, iri)
    assert (response.status_code, response.mimetype) == (200, "text/turtle")
    subjects = {str(s) for s, _, _, _ in parse(response.data, TURTLE, base=BASE).quads()}
    assert f"<{about}>" in subjects
    assert ask(farm, iri, PAGE).status_code == 200


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("farm.example", "/else"),
        ("other.example", "/x"),
        ("localhost", "/def/Cow"),
        ("farm.example.evil.example", "/def/Cow"),
        ("evil.example", "/def/Cow"),
        ("farm.example:8080", "/def/Cow"),
        ("farm.example", "/def/Cow/x"),
        ("FARM.example\u00e9", "/def/Cow"),
    ],
)
def test_nothing_else_is_answered(farm: FlaskClient, host: str, path: str) -> None:
    """What no base covers, and a host that no base names, lead nowhere."""
    response = farm.get(path, headers=DATA, environ_overrides={"HTTP_HOST": host})
    assert response.status_code == 404
    assert host not in response.text


@pytest.mark.parametrize("host", ["farm.example", "FARM.EXAMPLE", "farm.example:80"])
def test_a_host_is_looked_up_as_http_compares_it(farm: FlaskClient, host: str) -> None:
    """Case and the port of the scheme do not matter; where it leads is relative."""
    response = farm.get("/def/Cow", headers={"Host": host})
    assert response.status_code == 303
    assert response.location == "/resource?iri=http://farm.example/def/Cow"


def test_pages_stand_at_every_host(farm: FlaskClient) -> None:
    """A path that names nothing of a base is the site's own."""
    for path in ("/dataset", "/static/site.css", "/id/pilot"):
        here, there = (farm.get(path, headers={"Host": h}) for h in ("localhost", "farm.example"))
        assert (here.status_code, here.data) == (there.status_code, there.data)


@pytest.mark.parametrize("version", [ONTOLOGY + "/1.0", BASE + "def/2.0"])
def test_the_version_iri_gives_the_ontology(farm: FlaskClient, version: str) -> None:
    """Its document holds the header and all that its graph states, and nothing of its own."""
    led = farm.get("/resource", query_string={"iri": version}, headers=DATA)
    response = farm.get(led.location, headers=DATA) if led.status_code == 303 else led
    rows = list(parse(response.data, TURTLE, base=BASE).quads())
    assert any((p, o) == (TYPE, HEADER) for _, p, o, _ in rows)
    assert {s for s, _, _, _ in rows} >= {Iri(f"{HASH}C{i}") for i in range(3)}
    assert not any("primaryTopic" in str(p) for _, p, _, _ in rows)


def test_a_namespace_holds_its_terms_of_every_graph(farm: FlaskClient) -> None:
    """A term that another graph than the ontology's describes is in the document of both."""
    rows = list(parse(ask(farm, ONTOLOGY).data, TURTLE, base=BASE).quads())
    assert (Iri(HASH + "C9"), TYPE, CLASS, None) in rows
    page = ask(farm, ONTOLOGY, PAGE).text
    assert all(f'id="C{i}"' in page for i in (0, 1, 2, 9))
    assert 'name="iri" value="https://farm.example/ont"' in page


def test_a_fragment_of_the_own_base_leads_to_its_document(farm: FlaskClient) -> None:
    """`people/alice` is not described, but `people/alice#me` is."""
    response = farm.get("/people/alice", headers=DATA)
    assert (response.status_code, response.location) == (303, "/doc/people/alice")
    assert "people/alice#me" in farm.get(response.location, headers=DATA).text
    page = farm.get(response.location, headers=PAGE)
    assert "/doc/people/alice%23me" in page.text


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        (BASE + "id/x", WebAddress(host="", path="/id/x")),
        (BASE, WebAddress(host="", path="/")),
        (BASE + "id/é%20#a", WebAddress(host="", path="/id/%C3%A9%20")),
        (BASE + "id/x?a=b c", WebAddress(host="", path="/id/x?a=b%20c")),
        (BASE + "id//x", None),
        (BASE + "id/../x", None),
        (BASE + "x" * 3000, None),
        (HASH + "C1", WebAddress(host="farm.example", path="/ont")),
        (ONTOLOGY, WebAddress(host="farm.example", path="/ont")),
        (ONTOLOGY + "/1.0", None),
        (ONTOLOGY + "ology", None),
        (OTHER + "2/./3", None),
        ("urn:x", None),
        ("", None),
    ],
)
def test_where_an_iri_resolves(iri: str, address: WebAddress | None) -> None:
    """An address for what stands below a base and can be a path; none for all else."""
    assert Bases(base_iri=BASE, others=BASES).resolve(iri) == address


@pytest.mark.parametrize(
    ("base", "good"),
    [
        ("http://a.example/x#", True),
        ("https://a.example/", True),
        ("https://a.example/obo/RO_", False),
        ("https://a.example", False),
        ("urn:x:", False),
        ("https://u@a.example/x#", False),
        ("https://a.example/x?y/", False),
        ("https://a.example#", False),
        ("https://a.example/x/ y/", False),
        ("https://a.example/#x", False),
        ("", False),
    ],
)
def test_what_can_be_a_base(base: str, good: bool) -> None:
    """An http or https IRI with a path, and a fragment only as its last sign."""
    assert (base_problem(base) == "") is good


def test_fragments_are_found_by_bisection(tmp_path: Path) -> None:
    """All that begin with the document and a number sign, and no other; from a file as well."""
    names = ["a", "a#", "a#1", "a#é", "a/#2", "ab#3", "b#4", *(f"m#{i:04}" for i in range(2000))]
    columns = columns_of(("g", [(Iri(f"urn:{n}"), LABEL, Literal(n)) for n in names]))
    write_fragments(columns, tmp_path)
    for index in (FragmentIndex.of(columns), FragmentIndex.open(tmp_path)):
        assert index.terms("urn:a", 10) == ["urn:a#", "urn:a#1", "urn:a#é"]
        assert index.terms("urn:a/", 10) == ["urn:a/#2"]
        assert index.terms("urn:m", 5000) == [f"urn:m#{i:04}" for i in range(2000)]
        assert [index.names(f"urn:{n}") for n in ("a", "ab", "b", "c", "", "zz")] == [
            *(True, True, True, False, False, False)
        ]
    assert not FragmentIndex().names("urn:a")


def test_a_kept_answer_is_for_its_host() -> None:
    """The host counts where it is one of the bases', so that no page stands for an IRI."""
    cache = ResponseCache(1000, frozenset(), frozenset({"farm.example"}))
    own, other, farm, loud = (
        cache.key(JobRequest("GET", b"/", b"", [(b"host", host)]))
        for host in (b"localhost", b"evil.example", b"farm.example", b"FARM.example:80")
    )
    assert own == other != farm == loud


VERSION = OWL + "versionIRI"
GRAPHS = os.environ.get("MCDGRAPH_GRAPHS")
#: Folder → the files that are read, and the bases of what they describe.
PUBLISHED = {
    "gist": (("ontologies", "validation"), ("https://w3id.org/semanticarts/",)),
    "dcat": (("rdf",), ("http://www.w3.org/ns/",)),
    "cgi-vocabs": (("vocabularies",), ("http://resource.geosciml.org/",)),
    "rico": ((".",), ("https://www.ica.org/standards/RiC/",)),
    "brick": ((".",), ("https://brickschema.org/schema/", "https://w3id.org/rec#")),
}


def read_all(folders: list[Path]) -> Columns:
    """Read what can be read, each file into a graph of its own."""
    forms = {".ttl": TURTLE, ".rdf": RDF_XML, ".jsonld": JSON_LD, ".trig": TRIG}
    builder = ColumnsBuilder()
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        if path.suffix not in forms:
            continue
        graph = builder.terms.intern(Iri(f"{BASE}graph/{path.stem}"))
        with suppress(SyntaxProblems):
            for quad in parse(path.read_bytes(), forms[path.suffix], base=path.as_uri()).quads():
                terms = (
                    BlankNode(f"{graph}-{term.label}") if isinstance(term, BlankNode) else term
                    for term in quad[:3]
                )
                builder.add(*map(builder.terms.intern, terms), graph)
    return builder.freeze()


@pytest.mark.slow
@pytest.mark.skipif(GRAPHS is None, reason="MCDGRAPH_GRAPHS does not name the public graphs")
@pytest.mark.parametrize("name", PUBLISHED)
def test_every_iri_of_a_public_graph_leads_to_its_document(harbour: Harbour, name: str) -> None:
    """All that the graph describes below its bases, slash and hash, ontologies and versions."""
    folders, bases = PUBLISHED[name]
    columns = read_all([Path(str(GRAPHS), name, folder) for folder in folders])
    settings = replace(harbour.settings, bases=bases)
    client = publish(harbour.release, settings, columns).test_client()
    rows = list(columns.quads())
    subjects = {s.value for s, _, _, _ in rows if isinstance(s, Iri)}
    versions = {o.value for _, p, o, _ in rows if isinstance(o, Iri) and p.value == VERSION}
    described = {iri for iri in subjects | versions if iri.startswith(bases)}
    assert len(described) > 50
    documents: dict[str, str] = {}
    for iri in sorted(described):
        document = iri.partition("#")[0]
        if document not in documents:
            response = ask(client, document, {"Accept": "application/n-triples"})
            assert response.status_code == 200, iri
            documents[document] = response.text
        assert f"<{iri}>" in documents[document], iri
