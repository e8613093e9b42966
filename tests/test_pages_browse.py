"""Where a thing stands, what hangs on it, and what a graph as a whole is."""

import re
from dataclasses import replace
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from conftest import Harbour
from flask.testing import FlaskClient
from hostile import BASE, LABEL, TYPE, Triples, columns_of, publish, term, thing

from mcdgraph.columns import BlankNode, Iri, Literal
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.namespaces import OWL, RDFS, SH, SKOS, STANDARD
from mcdgraph.pages.concepts import scheme_trees, schemes
from mcdgraph.pages.hierarchy import Branch
from mcdgraph.pages.labels import Labels
from mcdgraph.pages.portrait import description, portrait, title
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.relatives import Related, relatives
from mcdgraph.pages.term_index import in_tree, with_wider
from mcdgraph.pages.trail import trail
from mcdgraph.settings import Settings
from mcdgraph.store import Store

HTML = {"Accept": "text/html"}
SUB, BROADER, IN_SCHEME = Iri(RDFS + "subClassOf"), Iri(SKOS + "broader"), Iri(SKOS + "inScheme")
CLASS, CONCEPT, SCHEME = Iri(OWL + "Class"), Iri(SKOS + "Concept"), Iri(SKOS + "ConceptScheme")


def english(text: str) -> Literal:
    """Write a text in English."""
    return Literal(text, RDF_LANG_STRING, "en")


VOCABULARY: Triples = [
    (Iri("https://example.org/ships"), TYPE, Iri(OWL + "Ontology")),
    (Iri("https://example.org/ships"), Iri(STANDARD["dcterms"] + "title"), english("Ships")),
    (Iri("https://example.org/ships"), Iri(STANDARD["dcterms"] + "description"), english("About.")),
    *((term(name), TYPE, CLASS) for name in ("Vessel", "Ship", "Barge", "Odd", "Even")),
    (term("Ship"), SUB, term("Vessel")),
    (term("Barge"), SUB, term("Ship")),
    (term("Odd"), SUB, term("Even")),
    (term("Even"), SUB, term("Odd")),
    (term("master"), TYPE, Iri(OWL + "ObjectProperty")),
    (term("master"), Iri(RDFS + "domain"), term("Ship")),
    (term("carries"), TYPE, Iri(OWL + "ObjectProperty")),
    (term("carries"), Iri(RDFS + "range"), term("Ship")),
    (Iri(BASE + "shapes#Ship"), Iri(SH + "targetClass"), term("Ship")),
    (Iri(BASE + "shapes#Ship"), Iri(SH + "property"), BlankNode("p")),
    (BlankNode("p"), Iri(SH + "path"), term("master")),
    (thing("s1"), TYPE, term("Barge")),
    (thing("s1"), TYPE, term("Vessel")),
]
SCHEMES: Triples = [
    (thing("weather"), TYPE, SCHEME),
    *((thing(name), TYPE, CONCEPT) for name in ("wet", "rain", "drizzle", "loop", "knot")),
    *((thing(name), IN_SCHEME, thing("weather")) for name in ("wet", "rain", "drizzle")),
    (thing("rain"), BROADER, thing("wet")),
    (thing("rain"), Iri(SKOS + "narrower"), thing("drizzle")),
    (thing("wet"), Iri(SKOS + "topConceptOf"), thing("weather")),
    (thing("loop"), BROADER, thing("knot")),
    (thing("knot"), BROADER, thing("loop")),
]
#: What follows, as far as pages look at it.
INFERRED: Triples = [
    (term("Barge"), SUB, term("Vessel")),
    (thing("drizzle"), BROADER, thing("rain")),
]


@pytest.fixture(scope="module")
def reader(harbour: Harbour) -> Reader:
    """Read a vocabulary and a thesaurus."""
    graphs = (("ontology/ships", VOCABULARY), ("weather", SCHEMES), ("inferred", INFERRED))
    store = Store.load(columns_of(*graphs))
    labels = Labels(store, harbour.settings.prefixes, ("en", "fr"))
    return Reader(store=store, labels=labels, settings=harbour.settings)


def names(related: Related) -> list[str]:
    """Name terms by the ends of their IRIs."""
    return [found.iri.replace("#", "/").rpartition("/")[2] for found in related.terms]


def test_a_class_has_subclasses_properties_and_shapes(reader: Reader) -> None:
    """What is below it, what leads from it and to it, and what constrains it."""
    found = relatives(reader, term("Ship").value, "en")
    assert found is not None
    assert found.kind == "class"
    assert [names(part) for part in (found.narrower, found.domain_of, found.range_of)] == [
        ["Barge"],
        ["master"],
        ["carries"],
    ]
    assert names(found.shapes) == ["Ship"]


def test_a_property_is_asked_for_and_constrained(reader: Reader) -> None:
    """A path of an unnamed shape is that of the shape around it."""
    found = relatives(reader, term("master").value, "en")
    assert found is not None
    assert (found.kind, names(found.shapes)) == ("property", ["Ship"])
    assert "?subject" in found.query


def test_a_concept_has_what_is_narrower_in_either_direction(reader: Reader) -> None:
    """Said of the one or of the other."""
    wet, rain = (relatives(reader, thing(name).value, "en") for name in ("wet", "rain"))
    assert wet is not None
    assert rain is not None
    assert (names(wet.narrower), names(rain.narrower)) == (["rain"], ["drizzle"])


def test_a_thing_is_no_term(reader: Reader) -> None:
    """Nothing hangs on it."""
    assert relatives(reader, thing("s1").value, "en") is None


@pytest.mark.parametrize(
    ("iri", "kind", "expected"),
    [
        (term("Barge").value, "class", ["Vessel", "Ship"]),
        (term("Vessel").value, "class", []),
        (term("Odd").value, "class", ["Even"]),
        (thing("drizzle").value, "concept", ["weather", "wet", "rain"]),
        (thing("loop").value, "concept", ["knot"]),
        (thing("nobody").value, "", []),
    ],
)
def test_a_trail_leads_to_a_thing(reader: Reader, iri: str, kind: str, expected: list[str]) -> None:
    """From the widest; circles end, and what follows by another term is no step."""
    found = trail(reader, iri, "en")
    steps = [step.iri.replace("#", "/").rpartition("/")[2] for step in found.steps]
    assert (found.kind, steps) == (kind, expected)


def shape(branches: tuple[Branch, ...]) -> object:
    """Return a tree as nested pairs."""
    return [(b.resource.iri.rpartition("/")[2], shape(b.children)) for b in branches]


def test_a_scheme_is_a_tree(reader: Reader) -> None:
    """Concepts below those that they are narrower than, of one scheme."""
    trees, cut = scheme_trees(reader, thing("weather").value, "en")
    assert shape(trees) == [("wet", [("rain", [("drizzle", [])])])]
    assert not cut


def test_large_schemes_are_named_without_their_trees(reader: Reader) -> None:
    """Where there are more concepts than the page shows."""
    (few,), (many,) = (schemes(reader, "en", most_concepts=most) for most in (3, 2))
    assert (few.concepts, len(few.trees), len(many.trees)) == (3, 1, 0)


def test_a_graph_without_a_title_is_called_by_its_ontology(reader: Reader) -> None:
    """And is about what the ontology says that it is about."""
    settings = Settings(base_iri=BASE, bases=("https://example.org/ships#",))
    bare = Reader(store=reader.store, labels=reader.labels, settings=settings)
    found = portrait(bare, {})
    assert found.header == "https://example.org/ships"
    assert (found.ontology, found.shapes, found.evidence) == (True, False, False)
    assert title(bare, found.header, "en").text == "Ships"
    about = description(bare, found.header, "en")
    assert about is not None
    assert about.text == "About."


@pytest.mark.parametrize(
    ("base", "expected"), [(BASE, thing("weather").value), ("http://localhost/", "ships")]
)
def test_a_header_below_no_base_is_that_of_others(reader: Reader, base: str, expected: str) -> None:
    """It names the graph only where the graph has no base of its own."""
    bare = Reader(store=reader.store, labels=reader.labels, settings=Settings(base_iri=base))
    assert portrait(bare, {}).header.endswith(expected)


@pytest.mark.parametrize(
    ("base", "expected"),
    [("https://example.org/a/b/", "example.org/a/b"), ("http://localhost/", "somewhere")],
)
def test_a_graph_without_a_header_is_called_by_its_place(
    reader: Reader, base: str, expected: str
) -> None:
    """By its base, or by its folder where that names no place."""
    settings = Settings(base_iri=base, root=Path("/tmp/somewhere"))
    bare = Reader(store=reader.store, labels=reader.labels, settings=settings)
    assert title(bare, "", "en").text == expected


@pytest.mark.parametrize(
    ("terms", "parents", "expected"),
    [
        ("abc", {"b": "a", "c": "b"}, [("a", 0), ("b", 1), ("c", 2)]),
        ("cab", {"a": "bc"}, [("c", 0), ("b", 0), ("a", 1)]),
        ("ab", {"a": "b", "b": "a"}, [("a", 0), ("b", 1)]),
        ("ab", {"a": "a"}, [("b", 0), ("a", 0)]),
        ("ab", {"a": "z"}, [("a", 0), ("b", 0)]),
    ],
)
def test_terms_stand_in_a_tree_once(
    terms: str, parents: dict[str, str], expected: list[tuple[str, int]]
) -> None:
    """Below the first of what they are part of; a circle begins somewhere."""
    assert [*in_tree(terms, parents)] == expected


def test_wider_terms_are_added() -> None:
    """With all that they are part of in turn, circles too."""
    assert with_wider("a", {"a": ("b",), "b": ("c",), "c": ("a",)}) == ["a", "b", "c"]


@pytest.fixture(scope="module")
def plain_client(harbour: Harbour, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Serve a graph without questions, title, shapes or evidence."""
    settings = Settings(
        base_iri=BASE,
        bases=("https://example.org/ships#",),
        root=harbour.settings.root,
        languages=("en", "de"),
    )
    folder = tmp_path_factory.mktemp("plain") / "release"
    copytree(harbour.release.path, folder, ignore=ignore_patterns("queries"))
    release = replace(harbour.release, path=folder)
    columns = columns_of(("ontology/ships", VOCABULARY), ("weather", SCHEMES))
    return publish(release, settings, columns).test_client()


@pytest.mark.parametrize("path", ["/", "/doc/id/s1", "/ontology", "/ontology?term=Ship"])
def test_a_graph_of_others_has_no_word_of_another(plain_client: FlaskClient, path: str) -> None:
    """No evidence is spoken of where there is none, nor anything of the graph that is shipped."""
    html = plain_client.get(path, headers=HTML).get_data(as_text=True)
    words = set(re.findall(r"\w+", re.sub(r"<[^>]*>", " ", html).lower()))
    assert {"ships", "downloads"} <= words
    assert not words & {"sentence", "source", "sources", "evidence", "mcd", "mission", "missions"}
    assert ">Questions</a>" not in html
    assert ">Shapes</a>" not in html
    assert "w3id.org/mcdgraph" not in html


def test_german_pages_are_german(plain_client: FlaskClient) -> None:
    """A third language of the pages is chosen like the others."""
    text = plain_client.get("/?lang=de", headers=HTML).get_data(as_text=True)
    assert '<html lang="de">' in text
    assert "Herunterladen" in text
    assert LABEL.value not in text
