"""Pages, read from the harbour: a tiny graph with every kind of statement."""

from dataclasses import replace

import pytest
from conftest import Harbour

from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.namespaces import OWL, RDF, RDFS, SKOS
from mcdgraph.page_queries import read_page_queries
from mcdgraph.pages.bounds import PAGE_SIZE, VALUES
from mcdgraph.pages.contents import conveyed
from mcdgraph.pages.description import describe
from mcdgraph.pages.entity import entity_page, values_page
from mcdgraph.pages.hierarchy import Branch, hierarchy
from mcdgraph.pages.home import home_page
from mcdgraph.pages.labels import Label, Labels
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.reference import reference_page
from mcdgraph.pages.values import EntityPage, Group, Listed, Nested, Resource, Text
from mcdgraph.store import Store

BASE = "https://example.org/harbour/"
PILOT, MASTER, MAYOR = BASE + "id/pilot", BASE + "id/master", BASE + "id/mayor"
UNDER = BASE + "ontology#under"


def group(groups: tuple[Group, ...], iri: str) -> Group:
    """Find the statements of one property."""
    return next(found for found in groups if found.property.iri == iri)


def values(found: Group) -> list[str]:
    """Give the IRIs of a group's values."""
    return [s.value.iri for s in found.statements if isinstance(s.value, Resource)]


@pytest.fixture
def pilot(harbour: Harbour) -> EntityPage:
    """The page of the pilot in English."""
    return entity_page(harbour.reader, PILOT, "en")


def test_what_follows_stands_apart_from_what_is_said(pilot: EntityPage) -> None:
    """The pilot is said to be under the master, and concluded to be under the mayor."""
    assert values(group(pilot.asserted, UNDER)) == [MASTER]
    assert values(group(pilot.inferred, UNDER)) == [MAYOR]


def test_a_statement_carries_its_sentence_and_its_place(pilot: EntityPage) -> None:
    """Evidence tells status, sentence, document and offsets."""
    (statement,) = group(pilot.asserted, UNDER).statements
    (evidence,) = statement.evidence
    assert (evidence.status, evidence.name, evidence.start, evidence.end) == (
        "stated",
        "S1",
        10,
        42,
    )
    assert evidence.sentence
    assert evidence.sentence.iri == BASE + "id/source/s1"
    assert evidence.document
    assert evidence.document.label.text == "Charter of the harbour"
    assert [graph.iri for graph in statement.graphs] == [BASE + "graph/charter"]


def test_a_status_without_a_sentence_is_told(harbour: Harbour) -> None:
    """Our own reading has no sentence, and says that it is one."""
    page = entity_page(harbour.reader, MASTER, "en")
    (statement,) = group(page.asserted, UNDER).statements
    (evidence,) = statement.evidence
    assert (evidence.status, evidence.sentence) == ("editorial-inference", None)


def test_a_sentence_lists_what_it_says(harbour: Harbour) -> None:
    """Both statements that rest on the sentence are listed with their status."""
    page = entity_page(harbour.reader, BASE + "id/source/s1", "en")
    found = {(f.subject.iri, f.property.iri, f.status) for f in page.conveys.entries}
    assert found == {(PILOT, UNDER, "stated"), (PILOT, RDF + "type", "implied-by-layout")}


def test_a_graph_lists_what_it_is_about(harbour: Harbour) -> None:
    """Every thing with an IRI that the graph describes, by name."""
    page = entity_page(harbour.reader, BASE + "graph/editorial/reading", "en")
    assert [found.label.text for found in page.describes.entries] == ["Harbour master", "Mayor"]
    assert entity_page(harbour.reader, PILOT, "en").describes.entries == ()


def test_what_points_to_a_thing_leaves_out_annotations_and_echoes(harbour: Harbour) -> None:
    """Incoming statements are told once each; axioms, and what only turns another round, are not.

    That the mayor is above the master is concluded from the master's being under the mayor,
    which the page says already.
    """
    page = entity_page(harbour.reader, MASTER, "en")
    (pointing,) = page.incoming
    assert pointing.property.iri == UNDER
    assert values(pointing) == [PILOT]
    assert not pointing.statements[0].inferred
    (evidence,) = pointing.statements[0].evidence
    assert (evidence.status, evidence.name) == ("stated", "S1")
    assert [found.property.iri for found in page.inferred] == []


def test_texts_come_in_the_readers_language_first(harbour: Harbour) -> None:
    """The label in the page's language is its title, those in others stand below, once."""
    page = entity_page(harbour.reader, PILOT, "fr")
    assert page.label == Label(text="Pilote", language="fr")
    texts = [s.value for s in group(page.asserted, RDFS + "label").statements]
    assert [t.language for t in texts if isinstance(t, Text)] == ["en"]
    assert page.alternatives == (Label(text="<b>Lotse</b> & Co", language="de"),)
    assert SKOS + "altLabel" not in [found.property.iri for found in page.asserted]


def test_types_and_graphs_are_told(pilot: EntityPage) -> None:
    """The head of a page says what the thing is, the foot which graphs describe it."""
    assert [type_.label.text for type_ in pilot.types] == ["post"]
    assert [graph.iri for graph in pilot.graphs] == [
        BASE + "graph/charter",
        BASE + "graph/inferred",
    ]


def test_a_literal_keeps_its_datatype(pilot: EntityPage) -> None:
    """A year is told as a year."""
    (statement,) = group(pilot.asserted, BASE + "ontology#since").statements
    assert isinstance(statement.value, Text)
    assert statement.value.text == "1987"
    assert statement.value.datatype
    assert statement.value.datatype.label.text == "xsd:gYear"


def test_a_description_holds_statements_evidence_and_labels(harbour: Harbour) -> None:
    """The data of a document: the thing, its axioms, what points to it, labels, the document."""
    columns = describe(harbour.reader, PILOT, BASE + "doc/id/pilot")
    triples = {(str(s), str(p), str(o)) for s, p, o, _ in columns.quads()}
    annotated = [t for t in triples if t[1] == f"<{OWL}annotatedSource>"]
    assert len(annotated) == 2
    assert {t[2] for t in annotated} == {f"<{PILOT}>"}
    assert (f"<{PILOT}>", f"<{UNDER}>", f"<{MAYOR}>") in triples
    assert (f"<{MASTER}>", f"<{RDFS}label>", '"Harbour master"@en') in triples
    topic = "<http://xmlns.com/foaf/0.1/primaryTopic>"
    assert (f"<{BASE}doc/id/pilot>", topic, f"<{PILOT}>") in triples
    graphs = {g for *_, g in columns.quads()}
    assert None in graphs
    assert Iri(BASE + "graph/inferred") in graphs


def test_home_shows_the_tree_and_the_figures(harbour: Harbour) -> None:
    """The tree runs from the mayor to the pilot; the figure gives the gap it computed."""
    queries = read_page_queries(harbour.release.queries)
    page = home_page(harbour.reader, queries, "", "fr")
    assert page.title.text == "Le port"
    (mayor,) = page.trees
    assert (mayor.resource.iri, len(mayor)) == (MAYOR, 3)
    assert mayor.children[0].status == "editorial-inference"
    assert mayor.children[0].children[0].resource.label.text == "Pilote"
    (figure,) = page.figures
    assert (figure.stated, figure.enumerated, figure.gap) == (8, 6, 2)
    assert ("poste", 6) in [(c.resource.label.text, c.count) for c in page.classes]


def test_a_graph_without_page_queries_has_a_home_page(harbour: Harbour) -> None:
    """Neither query is needed."""
    page = home_page(harbour.reader, read_page_queries(harbour.release.path / "none"), "", "en")
    assert (page.trees, page.figures) == ((), ())
    counted = [(one.name, one.count) for one in page.terms]
    assert counted == [("classes", 2), ("properties", 3), ("shapes", 1)]


def test_terms_that_are_copied_are_not_counted(harbour: Harbour) -> None:
    """The home page speaks of the graph's own."""
    elsewhere = replace(harbour.reader.settings, base_iri="https://example.net/")
    reader = replace(harbour.reader, settings=elsewhere)
    page = home_page(reader, read_page_queries(harbour.release.path / "none"), "", "en")
    assert page.terms == ()


def test_the_reference_lists_terms_once_by_kind(harbour: Harbour) -> None:
    """Classes and properties of the vocabulary, each under its first kind."""
    page = reference_page(harbour.reader, BASE + "ontology", "en")
    found = {section.name: [e.name for e in section.entries] for section in page.sections}
    assert found == {
        "classes": ["Post", "Sentence"],
        "object_properties": ["above", "under"],
        "annotation_properties": ["since"],
    }
    assert page.label.text == "Ontology of the harbour"


def rows(*edges: tuple[str | None, str]) -> list[dict[str, Iri]]:
    """Give rows of ?parent ?child."""
    return [
        {"child": Iri(f"urn:{child}")} | ({"parent": Iri(f"urn:{parent}")} if parent else {})
        for parent, child in edges
    ]


def shape(branches: tuple[Branch, ...]) -> object:
    """Give a tree as nested pairs."""
    return [(b.resource.iri.removeprefix("urn:"), shape(b.children)) for b in branches]


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ([], []),
        ([("a", "b")], [("a", [("b", [])])]),
        ([("a", "c"), ("a", "b")], [("a", [("c", []), ("b", [])])]),
        ([("a", "b"), ("a", "b")], [("a", [("b", [])])]),
        ([(None, "a")], [("a", [])]),
        ([(None, "a"), ("a", "b")], [("a", [("b", [])])]),
        ([("a", "b"), ("c", "b")], [("a", [("b", [])]), ("c", [("b", [])])]),
        ([("a", "b"), ("b", "c"), ("c", "b")], [("a", [("b", [("c", [])])])]),
    ],
)
def test_trees(harbour: Harbour, edges: list[tuple[str | None, str]], expected: object) -> None:
    """Rows become trees: in their order, told once, cut where they would run in a circle."""
    trees, cut = hierarchy(harbour.reader, rows(*edges), "en")
    assert (shape(trees), cut) == (expected, False)


def made_reader(harbour: Harbour, *triples: tuple[object, object, object]) -> Reader:
    """Read a graph made of a few triples."""
    builder = ColumnsBuilder()
    intern = builder.terms.intern
    graph = intern(Iri("urn:g"))
    for s, p, o in triples:
        builder.add(intern(s), intern(p), intern(o), graph)  # type: ignore[arg-type]
    store = Store.load(builder.freeze())
    labels = Labels(store, harbour.settings.prefixes, ("en", "fr"))
    return Reader(store=store, labels=labels, settings=harbour.settings)


def test_collections_and_blank_nodes_open_in_place(harbour: Harbour) -> None:
    """A list is told by its members, a blank node by its statements, a circle ends."""
    a, first, rest = Iri("urn:a"), Iri(RDF + "first"), Iri(RDF + "rest")
    reader = made_reader(
        harbour,
        (a, Iri("urn:list"), BlankNode("l1")),
        (BlankNode("l1"), first, Literal("one")),
        (BlankNode("l1"), rest, BlankNode("l2")),
        (BlankNode("l2"), first, Literal("two")),
        (BlankNode("l2"), rest, BlankNode("l1")),
        (a, Iri("urn:part"), BlankNode("n")),
        (BlankNode("n"), Iri("urn:part"), BlankNode("n")),
        (a, Iri("urn:none"), Iri(RDF + "nil")),
    )
    page = entity_page(reader, "urn:a", "en")
    (listed,) = group(page.asserted, "urn:list").statements
    assert listed.value == Listed(items=(Text(text="one"), Text(text="two")))
    (nested,) = group(page.asserted, "urn:part").statements
    assert isinstance(nested.value, Nested)
    assert nested.value.groups
    (empty,) = group(page.asserted, "urn:none").statements
    assert empty.value == Listed(items=())


def test_what_points_to_a_thing_comes_in_pages(harbour: Harbour) -> None:
    """The page shows the first of many; each is on exactly one page of their list."""
    count = PAGE_SIZE * 2 + 1
    reader = made_reader(
        harbour, *((Iri(f"urn:s{i}"), Iri("urn:p"), Iri("urn:o")) for i in range(count))
    )
    (first,) = entity_page(reader, "urn:o", "en").incoming
    assert (len(first.statements), first.total, first.cut) == (VALUES, count, True)
    pages = [
        found.statements
        for number in (1, 2, 3)
        if (found := values_page(reader, "urn:o", "urn:p", "en", number, inverse=True))
    ]
    assert [len(page.entries) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 1]
    assert len({statement.value for page in pages for statement in page.entries}) == count
    assert (pages[0].total, pages[0].pages, pages[0].more_than_total) == (count, 3, False)
    assert values_page(reader, "urn:o", "urn:p", "en", 1, inverse=False) is None


def test_what_only_an_axiom_says_points_to_nothing(harbour: Harbour) -> None:
    """A further annotation of a statement is left out; a nameless part speaks for its owner."""
    axiom, see, target = BlankNode("a"), Iri(RDFS + "seeAlso"), Iri("urn:o")
    reader = made_reader(
        harbour,
        (axiom, Iri(RDF + "type"), Iri(OWL + "Axiom")),
        (axiom, see, target),
        (Iri("urn:owner"), Iri("urn:has"), BlankNode("part")),
        (BlankNode("part"), Iri("urn:p"), target),
    )
    (pointing,) = entity_page(reader, "urn:o", "en").incoming
    assert (pointing.property.iri, values(pointing), pointing.cut) == (
        "urn:p",
        ["urn:owner"],
        False,
    )


def test_what_a_source_says_comes_in_pages(harbour: Harbour) -> None:
    """Every statement that rests on a source is on exactly one page."""
    count, source = PAGE_SIZE + 3, Iri("urn:source")
    rests_on, evidence = Iri(harbour.settings.evidence.source[0]), []
    for i in range(count):
        axiom = BlankNode(f"a{i}")
        evidence += [
            (axiom, Iri(RDF + "type"), Iri(OWL + "Axiom")),
            (axiom, rests_on, source),
            (axiom, Iri(OWL + "annotatedSource"), Iri(f"urn:s{i}")),
            (axiom, Iri(OWL + "annotatedProperty"), Iri("urn:p")),
            (axiom, Iri(OWL + "annotatedTarget"), Literal("x")),
        ]
    reader = made_reader(harbour, *evidence)
    pages = [conveyed(reader, "urn:source", "en", page) for page in (1, 2)]
    assert [len(page.entries) for page in pages] == [PAGE_SIZE, 3]
    assert len({fact.subject.iri for page in pages for fact in page.entries}) == count
    assert pages[0].total == count
    assert entity_page(reader, "urn:source", "en").conveys == pages[0]


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ([("en", "a"), ("fr", "b")], "fr", "b"),
        ([("en", "a"), ("fr", "b")], "en", "a"),
        ([("en", "a"), ("fr", "b")], "de", "a"),
        ([("de", "a"), ("fr", "b")], "en", "b"),
        ([("de", "a"), (None, "b")], "en", "b"),
        ([("fr-CA", "a"), ("en", "b")], "fr", "a"),
        ([("de", "a")], "en", "a"),
    ],
)
def test_labels_fall_back(
    harbour: Harbour, texts: list[tuple[str | None, str]], language: str, expected: str
) -> None:
    """The reader's language, then the graph's in order, then none, then any."""
    literals = [
        Literal(text, RDF_LANG_STRING, tag) if tag else Literal(text) for tag, text in texts
    ]
    chosen = harbour.reader.labels.choose(literals, language)
    assert chosen
    assert chosen.text == expected


def test_graphs_that_the_program_makes_have_names(harbour: Harbour) -> None:
    """The catalogue calls them by name, in both languages."""
    labels = harbour.reader.labels
    assert labels.label(BASE + "graph/inferred", "en").text == "Inferred statements"
    assert labels.label(BASE + "graph/validation", "fr").text == "Rapport de validation"


def test_what_has_no_label_has_a_short_name(harbour: Harbour) -> None:
    """Built-in terms have labels of their own; others a prefixed name, or the IRI."""
    labels = harbour.reader.labels
    assert labels.label(RDF + "type", "fr").text == "type"
    assert labels.label(OWL + "inverseOf", "fr").text == "inverse de"
    assert labels.label(BASE + "id/nobody", "en").text == "id:nobody"
    assert labels.label("urn:x", "en").text == "urn:x"


def test_columns_are_what_a_description_is(harbour: Harbour) -> None:
    """An unknown thing has a description of the document alone."""
    columns = describe(harbour.reader, BASE + "id/nobody", BASE + "doc/id/nobody")
    assert isinstance(columns, Columns)
    assert {str(s) for s, *_ in columns.quads()} == {f"<{BASE}doc/id/nobody>"}
