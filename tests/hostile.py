"""A graph that would make pages without end, published in place of the harbour's."""

from flask import Flask

from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.namespaces import OWL, RDF, RDFS, SH
from mcdgraph.release import FragmentIndex, Release
from mcdgraph.settings import Settings
from mcdgraph.sparql.release_service import release_service
from mcdgraph.store import Store
from mcdgraph.web.application import create_app

BASE = "https://example.org/harbour/"
#: How many of anything there are.
MANY = 10_000
#: Bytes of the long texts.
LONG = 5 * 2**20

Triples = list[tuple[Term, Term, Term]]


def thing(name: str) -> Iri:
    """Name a thing."""
    return Iri(f"{BASE}id/{name}")


def term(name: str) -> Iri:
    """Name a term of the ontology."""
    return Iri(f"{BASE}ontology#{name}")


EATS, NOTE = term("eats"), term("note")
LABEL, TYPE = Iri(RDFS + "label"), Iri(RDF + "type")


def publish(
    release: Release, settings: Settings, columns: Columns, store: Store | None = None
) -> Flask:
    """Serve other statements with the manifest of a release."""
    store = store or Store.load(columns)
    service = release_service(release, store, settings, settings.query)
    return create_app(release, store, service, settings, fragments=FragmentIndex.of(columns))


def columns_of(*graphs: tuple[str, Triples]) -> Columns:
    """Put triples into graphs, given by the tail of their names."""
    builder = ColumnsBuilder()
    intern = builder.terms.intern
    for name, triples in graphs:
        graph = intern(Iri(f"{BASE}graph/{name}"))
        for s, p, o in triples:
            builder.add(intern(s), intern(p), intern(o), graph)
    return builder.freeze()


def hostile() -> Columns:
    """Make the graph."""
    return columns_of(
        ("charter", [*_many(), *_long(), *_deep(), *_evidence()]),
        ("ontology/harbour", _vocabulary()),
        ("inferred", [(thing("grass"), term("eatenBy"), thing(f"c{i}")) for i in range(MANY)]),
    )


def _many() -> Triples:
    found: Triples = [(thing("many"), EATS, thing(f"g{i}")) for i in range(MANY)]
    found += [(thing(f"c{i}"), EATS, thing("grass")) for i in range(MANY)]
    found += [(thing("properties"), term(f"p{i}"), Literal("x")) for i in range(3_000)]
    found += [(thing("types"), TYPE, term(f"C{i}")) for i in range(MANY)]
    found += [
        (thing("labels"), LABEL, Literal(f"l{i}", RDF_LANG_STRING, "en")) for i in range(MANY)
    ]
    return found


def _long() -> Triples:
    text = "word " * (LONG // 5)
    return [
        (thing("long"), NOTE, Literal(text)),
        (thing("long-label"), LABEL, Literal(text, RDF_LANG_STRING, "en")),
        (thing("long-label"), EATS, thing("grass")),
        (thing("long-tag"), NOTE, Literal("x", RDF_LANG_STRING, "en" + "-abcdefgh" * 50_000)),
        (thing("long-tag"), LABEL, Literal("x", RDF_LANG_STRING, "en" + "-abcdefgh" * 50_000)),
        (thing("long-iri"), EATS, Iri("data:text/plain," + "x" * 100_000)),
    ]


def _deep() -> Triples:
    first, rest = Iri(RDF + "first"), Iri(RDF + "rest")
    found: Triples = [
        (thing("deep"), EATS, BlankNode("d0")),
        (thing("list"), EATS, BlankNode("l0")),
    ]
    found += [(BlankNode(f"d{i}"), EATS, BlankNode(f"d{i + 1}")) for i in range(5_000)]
    found += [(BlankNode(f"l{i}"), first, thing(f"g{i}")) for i in range(MANY)]
    found += [(BlankNode(f"l{i}"), rest, BlankNode(f"l{i + 1}")) for i in range(MANY - 1)]
    found += [(thing("wide"), EATS, BlankNode(f"w{i}")) for i in range(MANY)]
    found += [(BlankNode(f"w{i}"), NOTE, Literal(f"{i}")) for i in range(MANY)]
    found.append((thing("tree"), EATS, BlankNode("t")))
    above = ["t"]
    for _ in range(6):
        below = [f"{node}x{i}" for node in above for i in range(4)]
        found += [(BlankNode(node[:-2]), EATS, BlankNode(node)) for node in below]
        above = below
    lists: list[tuple[Term, Term, Term]] = [
        (BlankNode(f"n{i}"), first, BlankNode(f"n{i + 1}")) for i in range(2_000)
    ]
    return [*found, (thing("lists"), EATS, BlankNode("n0")), *lists]


def _evidence() -> Triples:
    found: Triples = []
    for i in range(MANY):
        axiom = BlankNode(f"a{i}")
        found += [
            (thing("annotated"), EATS, thing(f"e{i}")),
            (axiom, TYPE, Iri(OWL + "Axiom")),
            (axiom, Iri(OWL + "annotatedSource"), thing("annotated")),
            (axiom, Iri(OWL + "annotatedProperty"), EATS),
            (axiom, Iri(OWL + "annotatedTarget"), thing(f"e{i}")),
            (axiom, Iri("https://w3id.org/mcdgraph/ontology#evidence"), thing("sentence")),
        ]
    return found


def _vocabulary() -> Triples:
    found: Triples = [(term(f"C{i}"), TYPE, Iri(OWL + "Class")) for i in range(MANY)]
    found.append((term("C" + "x" * 100_000), TYPE, Iri(OWL + "Class")))
    has_part = Iri("http://purl.org/dc/terms/hasPart")
    found += [(Iri(f"{BASE}ontology"), has_part, thing(f"part{i}")) for i in range(100)]
    found += [(Iri(f"{BASE}dataset"), has_part, thing(f"part{i}")) for i in range(100)]
    found += [(Iri(f"{BASE}shapes#S{i}"), TYPE, Iri(SH + "NodeShape")) for i in range(MANY)]
    return found
