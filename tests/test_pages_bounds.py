"""Pages are bounded, whatever the graph holds: in what they weigh, and in what is read for them."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from conftest import Harbour
from flask.testing import FlaskClient
from hostile import BASE, EATS, LONG, MANY, columns_of, hostile, publish, thing

from mcdgraph.columns import Columns, Iri, Literal, Term
from mcdgraph.explanation.model import Explanation, ExplanationStep
from mcdgraph.pages.bounds import BRANCHES, LEVELS, PROOF_LEVELS, STEPS, Allowance
from mcdgraph.pages.entity import entity_page
from mcdgraph.pages.explanation import ProofNode, explanation_tree
from mcdgraph.pages.hierarchy import Branch, hierarchy
from mcdgraph.pages.labels import Labels
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.reference import reference_page
from mcdgraph.store import Quad, Store

#: Bytes that no page of the hostile graph reaches.
WEIGHT = 200_000
HTML = {"Accept": "text/html"}

THINGS = (
    "many",
    "grass",
    "properties",
    "types",
    "labels",
    "long",
    "long-label",
    "long-iri",
    "long-tag",
    "deep",
    "list",
    "lists",
    "wide",
    "tree",
    "annotated",
    "sentence",
)
PATHS = (
    *(f"/doc/id/{name}" for name in THINGS),
    "/doc/graph/charter",
    "/ontology",
    "/ontology?q=C99",
    "/ontology?page=7",
    "/ontology?term=C1",
    "/shapes",
    "/dataset",
    "/",
    f"/doc/id/many?property={BASE}ontology%23eats&page=100",
    f"/doc/id/grass?inverse={BASE}ontology%23eats&page=3",
    "/doc/id/sentence?list=conveys&page=100",
    "/doc/graph/charter?list=describes&page=1",
)


class CountingStore(Store):
    """A store that counts the quads that are taken out of it."""

    taken = 0

    def quads(
        self,
        subject: Term | None = None,
        predicate: Term | None = None,
        object: Term | None = None,  # noqa: A002 - the field's own word
        graph: Term | None = None,
    ) -> Iterator[Quad]:
        """Count each quad as it is taken."""
        for quad in super().quads(subject, predicate, object, graph):
            self.taken += 1
            yield quad


@pytest.fixture(scope="module")
def columns() -> Columns:
    """Make the hostile graph."""
    return hostile()


@pytest.fixture(scope="module")
def counting(columns: Columns) -> CountingStore:
    """Open the hostile graph so that look-ups are counted."""
    return CountingStore.load(columns)


@pytest.fixture(scope="module")
def clients(
    harbour: Harbour, columns: Columns, counting: CountingStore
) -> tuple[FlaskClient, FlaskClient]:
    """Serve the hostile graph, loaded twice."""
    apps = [
        publish(harbour.release, harbour.settings, columns, store)
        for store in (counting, Store.load(columns))
    ]
    return apps[0].test_client(), apps[1].test_client()


@pytest.fixture
def hostile_client(clients: tuple[FlaskClient, FlaskClient]) -> FlaskClient:
    """Ask for its pages."""
    return clients[0]


def reader_of(store: Store, harbour: Harbour) -> Reader:
    """Read a store, with no label known yet."""
    labels = Labels(store, harbour.settings.prefixes, harbour.settings.languages)
    return Reader(store=store, labels=labels, settings=harbour.settings)


@pytest.mark.parametrize("kind", ["text/html", "text/markdown"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_weighs_little(hostile_client: FlaskClient, path: str, kind: str) -> None:
    """Ten thousand values, texts of 5 MiB, endless trees: no page passes the bound."""
    response = hostile_client.get(path, headers={"Accept": kind}, follow_redirects=True)
    assert response.status_code == 200
    assert len(response.data) < WEIGHT
    assert sum(len(value) for _, value in response.headers) < 10_000


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_the_same_each_time(clients: tuple[FlaskClient, FlaskClient], path: str) -> None:
    """Another server that loads the same release makes the same bytes, with the same tag."""
    first, second = (client.get(path, headers=HTML) for client in clients)
    assert first.data == second.data
    assert first.headers == second.headers
    assert first.get_etag() != (None, None)


@pytest.mark.parametrize("name", THINGS)
def test_few_statements_are_read_for_a_page(
    counting: CountingStore, harbour: Harbour, name: str
) -> None:
    """A page takes far fewer quads out of the store than the thing has."""
    reader = reader_of(counting, harbour)
    counting.taken = 0
    entity_page(reader, thing(name).value, "en")
    assert 0 < counting.taken < MANY * 6 / 10


def test_what_is_cut_leads_to_the_rest(hostile_client: FlaskClient) -> None:
    """The page says how many values there are, and links their list, whose pages link on."""
    page = hostile_client.get("/doc/id/many", headers=HTML).text
    found = re.search(r'<a class="all" href="([^"]*)"[^>]*>all 10\u202f000<', page)
    assert found
    listed = hostile_client.get(unescape(found[1]), headers=HTML)
    assert listed.status_code == 200
    following = re.search(r'<a rel="next" href="([^"]*)"', listed.text)
    assert following
    second = hostile_client.get(unescape(following[1]), headers=HTML).text
    assert 'rel="prev"' in second
    assert "more than 5\u202f000" in second
    assert 'href="#forms"' in second


@pytest.mark.parametrize("path", ["/doc/id/grass", "/ontology", "/dataset", "/ontology?term=C1"])
def test_every_link_of_a_page_leads_on(hostile_client: FlaskClient, path: str) -> None:
    """The lists of values, pages and forms that a page links are there."""
    page = hostile_client.get(path, headers=HTML).text
    links = {unescape(link) for link in re.findall(r'class="all" href="([^"]*)"', page)}
    assert links or "term=" in path
    links |= {unescape(link) for link in re.findall(r'rel="(?:next|prev)" href="([^"]*)"', page)}
    for link in links:
        listed = hostile_client.get(link, headers=HTML)
        assert listed.status_code == 200
        assert listed.text.count("<li") > 25


def test_a_long_text_says_how_long_it_is(hostile_client: FlaskClient) -> None:
    """Its beginning is shown, its length told, and the data have all of it."""
    page = hostile_client.get("/doc/id/long", headers=HTML).text
    assert "The text has 5\u202f242\u202f880 characters" in page
    assert "The data of this page have all of it." in page
    assert len(hostile_client.get("/doc/id/long.nt").data) > LONG


def test_an_iri_that_no_server_takes_is_no_link(hostile_client: FlaskClient) -> None:
    """A data: IRI of 100,000 characters is shown by its beginning."""
    page = hostile_client.get("/doc/id/long-iri", headers=HTML).text
    assert "data:text/plain,xxx" in page
    assert 'href="/resource?iri=data' not in page


def test_evidence_is_found_where_a_thing_has_very_many(hostile_client: FlaskClient) -> None:
    """Each statement that is shown has its sentence, though ten thousand others are annotated."""
    page = hostile_client.get("/doc/id/annotated", headers=HTML).text
    assert page.count('class="evidence') == 25


def test_the_allowance_of_a_page_runs_out() -> None:
    """Literals are cut by what is left, never below what a label has."""
    allowance = Allowance(values=1, characters=2_500)
    assert allowance.cut("a" * 3_000) == ("a" * 2_000, 3_000)
    assert allowance.cut("b" * 3_000) == ("b" * 500, 3_000)
    assert allowance.cut("c" * 3_000) == ("c" * 300, 3_000)
    assert allowance.cut("short") == ("short", None)
    assert [allowance.take(), allowance.take()] == [True, False]


def test_a_number_with_many_digits_is_no_offset(harbour: Harbour) -> None:
    """A literal of 5,000 digits, which Python does not read as a number, is left alone."""
    sentence = thing("s")
    columns = columns_of(
        (
            "charter",
            [
                (
                    Iri("urn:axiom"),
                    Iri("http://www.w3.org/2002/07/owl#annotatedSource"),
                    thing("x"),
                ),
                (Iri("urn:axiom"), Iri("http://www.w3.org/2002/07/owl#annotatedProperty"), EATS),
                (
                    Iri("urn:axiom"),
                    Iri("http://www.w3.org/2002/07/owl#annotatedTarget"),
                    thing("y"),
                ),
                (Iri("urn:axiom"), Iri("https://w3id.org/mcdgraph/ontology#evidence"), sentence),
                (
                    sentence,
                    Iri("https://w3id.org/mcdgraph/ontology#startOffset"),
                    Literal("9" * 5_000),
                ),
                (thing("x"), EATS, thing("y")),
            ],
        )
    )
    page = entity_page(reader_of(Store.load(columns), harbour), thing("x").value, "en")
    (statement,) = page.asserted[0].statements
    assert statement.evidence[0].start is None


def depth(branch: Branch) -> int:
    """Count the levels of a tree."""
    return 1 + max((depth(child) for child in branch.children), default=0)


def test_a_tree_is_cut_in_depth_and_number(harbour: Harbour) -> None:
    """A chain of 5,000 things ends at a level that says so; so do diamonds, and many roots."""
    chain = [{"parent": Iri(f"urn:{i}"), "child": Iri(f"urn:{i + 1}")} for i in range(5_000)]
    (trunk,), cut = hierarchy(harbour.reader, chain, "en")
    assert (depth(trunk), cut) == (LEVELS, False)
    diamonds = [
        {"parent": Iri(f"urn:{i}{a}"), "child": Iri(f"urn:{i + 1}{b}")}
        for i in range(60)
        for a in "lr"
        for b in "lr"
    ]
    trees, cut = hierarchy(harbour.reader, diamonds, "en")
    assert sum(len(tree) for tree in trees) == BRANCHES
    roots = [{"child": Iri(f"urn:{i}")} for i in range(BRANCHES + 1)]
    trees, cut = hierarchy(harbour.reader, roots, "en")
    assert (len(trees), cut) == (BRANCHES, True)


def proof(steps: int, *, wide: bool) -> Explanation:
    """Make a proof of a chain of steps, or of one step with many premises."""

    def step(number: int) -> ExplanationStep:
        below = (
            range(1, steps) if wide and number == 0 else range(number + 1, min(number + 2, steps))
        )
        premises = tuple(below) if not wide or number == 0 else ()
        return ExplanationStep(
            number=number,
            triple=(Iri(f"urn:{number}"), Iri("urn:p"), Iri("urn:o")),
            rule="prp-trp",
            premises=premises,
            stated=(),
            evidence=(),
        )

    return Explanation(steps=tuple(step(number) for number in range(steps)))


def nodes(node: ProofNode) -> Iterator[ProofNode]:
    """Walk a proof's tree."""
    yield node
    for premise in node.premises:
        yield from nodes(premise)


@pytest.mark.parametrize(("wide", "shown"), [(False, PROOF_LEVELS + 1), (True, STEPS)])
def test_a_proof_is_cut_in_depth_and_number(harbour: Harbour, wide: bool, shown: int) -> None:
    """A proof of 3,000 steps is shown as far as people read, and says that there is more."""
    tree = explanation_tree(harbour.reader, proof(3_000, wide=wide), "en")
    found = list(nodes(tree))
    assert len(found) == shown
    assert any(node.cut for node in found)


def test_a_short_proof_is_whole(harbour: Harbour) -> None:
    """Nothing is cut where nothing has to be."""
    tree = explanation_tree(harbour.reader, proof(10, wide=False), "en")
    assert [node.cut for node in nodes(tree)] == [False] * 10


def test_a_vocabulary_of_many_terms_says_so(counting: CountingStore, harbour: Harbour) -> None:
    """The first 10,000 classes are listed, by pages, and the filter finds among them."""
    reader = reader_of(counting, harbour)
    page = reference_page(reader, BASE + "ontology", "en")
    assert (page.terms, page.cut, page.pages) == (MANY, True, 67)
    wanted = page.sections[0].entries[0].name
    found = reference_page(
        reader, BASE + "ontology", "en", words=f"{wanted[:2].lower()} {wanted[2:]}"
    )
    names = [entry.name for section in found.sections for entry in section.entries]
    assert wanted in names
    assert len(names) < page.terms
