"""What the editor completes: terms that the release counts, bounded, the same for all."""

import json

import pytest
from conftest import Harbour
from flask.testing import FlaskClient

from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal
from mcdgraph.namespaces import RDFS, SKOS, STANDARD, XSD
from mcdgraph.pages.completion import DEFINITION, OFFERED, Completion, completion
from mcdgraph.pages.labels import Labels
from mcdgraph.pages.reader import Reader
from mcdgraph.store import Store

BASE = "https://example.org/harbour/"
EX = BASE + "ontology#"
VOID = STANDARD["void"]
MANY = 10_000


def test_the_release_says_what_can_be_asked(client: FlaskClient) -> None:
    """Prefixes, and terms with name, label, definition and uses, the most used first."""
    found = client.get("/complete.json?lang=fr").json
    assert found["prefixes"]["ex"] == EX
    post = next(term for term in found["classes"] if term["name"] == "ex:Post")
    assert (post["iri"], post["label"]) == (EX + "Post", "poste")
    assert post["uses"] > 0
    for kind in ("classes", "properties"):
        uses = [term["uses"] for term in found[kind]]
        assert len(uses) > 3
        assert uses == sorted(uses, reverse=True)
    assert found["more"] is False


def test_every_term_leads_to_an_answer(client: FlaskClient) -> None:
    """What is offered is written as a query may have it, and occurs."""
    found = client.get("/complete.json").json
    queries = [f"ASK {{ ?s a {term['name']} }}" for term in found["classes"]]
    queries += [f"ASK {{ ?s {term['name']} ?o }}" for term in found["properties"]]
    assert len(queries) > 10
    for query in queries:
        answer = client.get("/sparql", query_string={"query": query, "format": "json"})
        assert json.loads(answer.data)["boolean"] is True, query


@pytest.mark.parametrize("words", ["POSTE", "post"])
def test_terms_are_found_by_name_and_label(client: FlaskClient, words: str) -> None:
    """Without case, in any language of a label, and not by what a namespace holds."""
    found = client.get("/complete.json", query_string={"q": words}).json
    assert "ex:Post" in {term["name"] for term in found["classes"]}
    assert all("post" in (term["name"] + term["label"]).lower() for term in found["classes"])
    assert client.get("/complete.json?q=harbour").json["classes"] == []


def test_an_answer_is_kept_like_a_page(client: FlaskClient) -> None:
    """It has the release's tag, and says by which header its language was chosen."""
    first = client.get("/complete.json")
    assert first.mimetype == "application/json"
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Accept-Language" in first.vary
    tag = first.headers["ETag"]
    assert client.get("/complete.json", headers={"If-None-Match": tag}).status_code == 304
    french = client.get("/complete.json?lang=fr")
    assert french.headers["ETag"] != tag
    assert "Accept-Language" not in french.vary


@pytest.mark.parametrize(
    "iri", ["no iri", "urn:nothing", "<", "https://example.org/a b", "x" * 2000]
)
def test_a_class_that_is_none_has_no_properties(client: FlaskClient, iri: str) -> None:
    """Whatever stands there, as someone still types it."""
    response = client.get("/complete.json", query_string={"class": iri})
    assert response.status_code == 200
    assert (response.json["classes"], response.json["properties"]) == ([], [])


def counted(harbour: Harbour, columns: Columns) -> Reader:
    """Give a reader of a graph whose catalogue says what `columns` do."""
    store = Store.load(columns)
    labels = Labels(store, harbour.settings.prefixes, harbour.settings.languages)
    return Reader(store=store, labels=labels, settings=harbour.settings)


class Catalogue:
    """Writes partitions as a release's catalogue has them."""

    def __init__(self) -> None:
        """Begin with none."""
        self.builder = ColumnsBuilder()
        self.parts = 0

    def add(
        self, subject: Iri | BlankNode, predicate: str, value: Iri | BlankNode | Literal
    ) -> None:
        """State something in the graph of the catalogue."""
        intern = self.builder.terms.intern
        terms = (subject, Iri(predicate), value, Iri(BASE + "graph/catalogue"))
        self.builder.add(*(intern(term) for term in terms))

    def part(self, whole: Iri | BlankNode, kind: str, iri: str, count: str, uses: int) -> BlankNode:
        """State a partition; return it."""
        self.parts += 1
        node = BlankNode(f"part{self.parts}")
        self.add(whole, VOID + f"{kind}Partition", node)
        self.add(node, VOID + kind, Iri(iri))
        self.add(node, VOID + count, Literal(str(uses), XSD + "integer"))
        return node


def test_a_class_has_its_properties(harbour: Harbour) -> None:
    """As the catalogue counts them within the class, and no others."""
    catalogue, dataset = Catalogue(), Iri(BASE + "dataset")
    post = catalogue.part(dataset, "class", EX + "Post", "entities", 2)
    catalogue.part(post, "property", EX + "under", "triples", 1)
    catalogue.part(post, "property", EX + "rank", "triples", 5)
    for name in ("under", "rank", "length"):
        catalogue.part(dataset, "property", EX + name, "triples", 9)
    reader = counted(harbour, catalogue.builder.freeze())
    found = completion(reader, "en", of=EX + "Post")
    assert [(term.name, term.uses) for term in found.properties] == [
        ("ex:rank", 5),
        ("ex:under", 1),
    ]
    assert found.classes == ()
    assert len(completion(reader, "en").properties) == 3


@pytest.fixture(scope="module")
def crowded(harbour: Harbour) -> Reader:
    """Count ten thousand classes, and what may be too long of a name or a definition."""
    catalogue, dataset = Catalogue(), Iri(BASE + "dataset")
    for number in range(MANY):
        iri = f"{EX}class-{number}"
        catalogue.part(dataset, "class", iri, "entities", number)
        catalogue.add(Iri(iri), RDFS + "label", Literal(f"Étiquette {number} "))
        if number > MANY - 2 * OFFERED:
            catalogue.part(dataset, "property", f"{iri}-of", "triples", number)
            catalogue.add(Iri(iri), SKOS + "definition", Literal("d" * 5_000))
    catalogue.part(dataset, "class", EX + "x" * 3_000, "entities", 2 * MANY)
    return counted(harbour, catalogue.builder.freeze())


def test_a_crowded_graph_is_bounded(crowded: Reader) -> None:
    """The most used are offered, in so many bytes, and it is said that there are more."""
    found = completion(crowded, "en")
    assert found.more
    assert [term.uses for term in found.classes[:2]] == [MANY - 1, MANY - 2]
    assert len(found.classes) == len(found.properties) == OFFERED
    assert max(len(term.definition) for term in found.classes) == DEFINITION
    assert len(json.dumps(found.to_dict())) < 600_000


def names(found: Completion) -> set[str]:
    """Give the names of classes."""
    return {term.name for term in found.classes}


def test_the_least_used_is_found_by_its_letters(crowded: Reader) -> None:
    """Among all, by its name or its label."""
    assert names(completion(crowded, "en", words="class-17")) >= {"ex:class-17", "ex:class-1700"}
    assert "ex:class-7" in names(completion(crowded, "en", words="Étiquette 7 "))
    assert names(completion(crowded, "en", words="nothing is called so")) == set()
