"""The things of a class: columns by use, facets, order and pages, within bounds."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from conftest import Harbour
from flask.testing import FlaskClient
from hostile import BASE, LABEL, TYPE, columns_of, publish, term, thing

from mcdgraph.columns import Columns, Iri, Literal, Term
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.namespaces import XSD
from mcdgraph.pages.bounds import LISTED
from mcdgraph.pages.labels import Labels
from mcdgraph.pages.members import MembersPage, MembersRequest, members_page
from mcdgraph.pages.members_query import MemberChoice, NameProperty, members_query, written
from mcdgraph.pages.reader import Reader
from mcdgraph.store import Store

SHIP, BARGE = term("Ship"), term("Barge")
MASTER, FLAG, LENGTH, WORD = term("master"), term("flag"), term("length"), term("word")
#: Name, flag, length; the last has neither, and one length is no number.
SHIPS = (("b", "fr", "9"), ("a", "ml", "10"), ("c", "fr", "long"), ("d", "", ""))
HTML = {"Accept": "text/html"}


def ships() -> Iterator[tuple[Iri, Iri, Term]]:
    """Describe four ships, of which two are of one flag."""
    for name, flag, length in SHIPS:
        yield thing(name), TYPE, SHIP
        yield thing(name), LABEL, Literal(f"Ship {name.upper()}", RDF_LANG_STRING, "en")
        yield thing(name), LABEL, Literal(f"Navire {name.upper()}", RDF_LANG_STRING, "fr")
        if flag:
            yield thing(name), FLAG, thing(flag)
            yield thing(name), LENGTH, Literal(length, XSD + "string")
    yield thing("a"), TYPE, BARGE
    yield thing("a"), MASTER, thing("pilot")
    for number in range(9):
        yield thing("a"), WORD, Literal(f"word {number}")
    yield thing("fr"), LABEL, Literal("France")


@pytest.fixture(scope="module")
def reader(harbour: Harbour) -> Reader:
    """Read the ships."""
    store = Store.load(columns_of(("ships", [*ships()])))
    labels = Labels(store, harbour.settings.prefixes, ("en", "fr"))
    return Reader(store=store, labels=labels, settings=harbour.settings)


def page_of(reader: Reader, language: str = "en", **asked: object) -> MembersPage:
    """Return the page of the ships."""
    return members_page(reader, MembersRequest(class_iri=SHIP.value, **asked), language)  # type: ignore[arg-type]


def shown(page: MembersPage) -> list[str]:
    """Name the things of a page."""
    return [row.resource.iri.rpartition("/")[2] for row in page.rows.entries]


def test_columns_are_the_properties_most_used(reader: Reader) -> None:
    """What most things have comes first; what says too much, or only names, is no column."""
    found = [column.iri for column in page_of(reader).columns]
    assert found == [FLAG.value, LENGTH.value, MASTER.value]


@pytest.mark.parametrize(
    ("sort", "descending", "expected"),
    [
        ("", False, ["a", "b", "c", "d"]),
        ("", True, ["d", "c", "b", "a"]),
        (LENGTH.value, False, ["b", "a", "c", "d"]),
        (LENGTH.value, True, ["c", "a", "b", "d"]),
        (FLAG.value, False, ["b", "c", "a", "d"]),
    ],
)
def test_things_are_sorted(
    reader: Reader, sort: str, descending: bool, expected: list[str]
) -> None:
    """By name, numbers by size, things by what they are called; those without a value last."""
    assert shown(page_of(reader, sort=sort, descending=descending)) == expected


def test_facets_are_values_that_things_share(reader: Reader) -> None:
    """With the number of things that have each; what all or only one has narrows nothing."""
    found = {f.property.iri: [(v.resource.iri, v.count) for v in f.values]
             for f in page_of(reader).facets}  # fmt: skip
    assert found == {FLAG.value: [(thing("fr").value, 2), (thing("ml").value, 1)]}


def test_things_are_narrowed(reader: Reader) -> None:
    """By values that all of them must have; a chosen one stays, to be taken away."""
    choice = MemberChoice(property=FLAG.value, value=thing("fr").value)
    page = page_of(reader, choices=(choice,))
    assert (shown(page), page.total) == (["b", "c"], 2)
    assert [[v.chosen for v in facet.values] for facet in page.facets] == [[True]]


def test_a_cell_is_in_one_language_and_bounded(reader: Reader) -> None:
    """Nothing of a thing is told in two languages in one cell."""
    query = page_of(reader, "fr").query
    assert 'LANG(?name) = "fr"' in query
    assert "?word" not in query


def test_the_query_answers_with_the_same_things(reader: Reader) -> None:
    """It can be asked as it stands, and has a row for each thing."""
    prefixes = reader.settings.prefixes.items()
    declared = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in prefixes)
    rows = reader.store.select(declared + page_of(reader).query)
    assert [str(row["label"]) for row in rows] == [f'"Ship {name}"@en' for name in "ABCD"]


def test_two_columns_of_one_name_are_two_variables() -> None:
    """Variables are told apart by a number."""
    name = NameProperty(iri=LABEL.value)
    columns = ("urn:a/label", "urn:b/label", "urn:c/9", "urn:d/%20")
    text = members_query(SHIP.value, (), name, columns, {})
    assert all(f"AS ?{v})" in text for v in ("label", "label_2", "label_3", "v9"))


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (f"{BASE}ontology#Ship", "ex:Ship"),
        (f"{BASE}ontology#a/b", f"<{BASE}ontology#a/b>"),
        (f"{BASE}ontology#a.", f"<{BASE}ontology#a.>"),
        (f"{BASE}other", f"<{BASE}other>"),
    ],
)
def test_an_iri_is_written_so_that_sparql_reads_it(iri: str, expected: str) -> None:
    """By a prefix only where the rest needs no escape."""
    assert written(iri, {"ex": BASE + "ontology#"}) == expected


@pytest.fixture(scope="module")
def many_client(harbour: Harbour) -> FlaskClient:
    """Serve a class of more things than are listed, in a graph of 10,000 classes."""
    return publish(harbour.release, harbour.settings, _many()).test_client()


def _many() -> Columns:
    """Make 20,000 things of one class, each of one of 10,000 classes too."""
    sub_class = Iri("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    owl_class = Iri("http://www.w3.org/2002/07/owl#Class")
    found: list[tuple[Term, Term, Term]] = []
    for i in range(20_000):
        found += [
            (thing(f"s{i}"), TYPE, SHIP),
            (thing(f"s{i}"), TYPE, term(f"C{i % 10_000}")),
            (thing(f"s{i}"), FLAG, thing(f"f{i % 7}")),
            (thing(f"s{i}"), LENGTH, Literal(str(i))),
        ]
    for i in range(1, 10_000):
        found += [
            (term(f"C{i}"), TYPE, owl_class),
            (term(f"C{i}"), sub_class, term(f"C{i // 8}")),
        ]
    return columns_of(("ships", found), ("ontology/ships", [(SHIP, TYPE, owl_class)]))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ontology",
        "/ontology?page=30",
        f"/class?iri={quote(SHIP.value)}",
        f"/class?iri={quote(SHIP.value)}&page=100",
        f"/class?iri={quote(SHIP.value)}&sort={quote(LENGTH.value)}",
        f"/class?iri={quote(SHIP.value)}&where={quote(f'{FLAG.value} {BASE}id/f3')}",
        f"/ontology?term={SHIP.value.partition('#')[2]}",
        "/ontology?term=C1",
    ],
)
def test_pages_of_many_things_are_small(many_client: FlaskClient, path: str) -> None:
    """Whatever a graph holds, a page of it weighs little."""
    response = many_client.get(path, headers=HTML)
    assert response.status_code == 200
    assert len(response.data) < 200_000


def test_more_things_than_are_listed_are_in_no_order(many_client: FlaskClient) -> None:
    """The page says so, and offers no order; narrowed down, they are sorted."""
    path = f"/class?iri={quote(SHIP.value)}"
    text = many_client.get(path, headers=HTML).get_data(as_text=True)
    assert f"Only {LISTED:,} are listed".replace(",", "\u202f") in text
    assert "sort=" not in text
    narrowed = f"{path}&where={quote(f'{FLAG.value} {BASE}id/f3')}"
    assert "sort=" in many_client.get(narrowed, headers=HTML).get_data(as_text=True)
    assert many_client.get(f"{path}&page=101", headers=HTML).status_code == 404
