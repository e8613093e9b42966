"""Conflicts: two documents say otherwise of one thing at one time, and neither is judged."""

from collections import Counter
from pathlib import Path

import pytest

from mcdgraph.columns import Columns
from mcdgraph.conflicts import ConflictSearch, conflict_columns, find_conflicts, finding
from mcdgraph.conflicts.finding import MOST_CLAIMS, MOST_OF_TOPIC
from mcdgraph.conflicts.vocabulary import NAMESPACE
from mcdgraph.reasoning import close_graph
from mcdgraph.settings import Settings, load_settings
from mcdgraph.sources import read_sources

GRAPH = "https://example.org/graph/conflicts"
SETTINGS = """
base_iri = "https://example.org/"
[prefixes]
ex = "https://example.org/ontology#"
id = "https://example.org/id/"
[evidence]
source = ["ex:evidence"]
status = ["ex:status"]
[snapshots]
classes = ["ex:Version"]
earliest = ["ex:earliest"]
latest = ["ex:latest"]
basis = ["ex:basis"]
valid_from = ["ex:validFrom"]
valid_to = ["ex:validTo"]
[conflicts]
single = ["ex:signedOn"]
figure = ["ex:of"]
measure = ["ex:measure", "ex:currency"]
value = ["ex:value"]
period_from = ["ex:from"]
period_to = ["ex:to"]
qualifier = ["ex:qualifier"]
exact = ["ex:exactly"]
"""
HEAD = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/ontology#> .
@prefix id: <https://example.org/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
#: A version of a document, and the time that it speaks of.
VERSION = """
<https://example.org/graph/{name}> prov:wasDerivedFrom id:version-{name} ; {time} .
id:version-{name} a ex:Version ; dcterms:isVersionOf id:page-{page} .
"""
IN_2011 = 'ex:earliest "2011"^^xsd:gYear ; ex:latest "2011-12-31"^^xsd:date ; ex:basis ex:printed'
IN_2012 = 'ex:earliest "2012"^^xsd:gYear ; ex:latest "2012"^^xsd:gYear'
UNTIL_2012 = 'ex:latest "2012"^^xsd:gYear'
SHARED = "ex:headedBy a owl:FunctionalProperty . id:twin1 owl:sameAs id:twin2 .\n"
FIGURE = "id:f{n} ex:of id:school ; ex:measure ex:pupils ; ex:value {value} {more} ."


def graph(root: Path, *documents: tuple[str, str, str]) -> Settings:
    """Write a graph of documents, each with its page, its time and what it says."""
    (root / "mcdgraph.toml").write_text(SETTINGS, encoding="utf8")
    (root / "data").mkdir()
    (root / "data/things.ttl").write_text(HEAD + SHARED, encoding="utf8")
    for number, (page, time, text) in enumerate(documents):
        name = f"d{number}"
        head = HEAD + VERSION.format(name=name, page=page, time=time)
        (root / f"data/{name}.ttl").write_text(head + text, encoding="utf8")
    return load_settings(root)


def search(settings: Settings) -> tuple[ConflictSearch, Columns]:
    """Find the conflicts of a graph; return them, and as RDF."""
    closure = close_graph(read_sources(settings).columns, settings)
    found = find_conflicts(closure, settings)
    return found, conflict_columns(found, closure, GRAPH)


def said(columns: Columns, name: str) -> list[str]:
    """List what conflicts or claims say by one term."""
    return sorted(str(o) for _, p, o, _ in columns.quads() if str(p) == f"<{NAMESPACE}{name}>")


def figure(n: int, value: str, more: str = "") -> str:
    """Write the number of pupils of the school."""
    return FIGURE.format(n=n, value=value, more=more)


PAIRS = {
    "figures of one time": (figure(1, "15"), figure(2, "16"), "certain"),
    "the same value": (figure(1, "15"), figure(2, "15.0"), None),
    "another measure": (figure(1, "15"), figure(2, "16").replace("pupils", "staff"), None),
    "another currency": (
        figure(1, "15", "; ex:currency 'EUR'"),
        figure(2, "16", "; ex:currency 'XOF'"),
        None,
    ),
    "about so many": (figure(1, "15"), figure(2, "16", "; ex:qualifier ex:about"), None),
    "exactly so many": (figure(1, "15"), figure(2, "16", "; ex:qualifier ex:exactly"), "certain"),
    "periods apart": (
        figure(1, "15", "; ex:from '2009'^^xsd:gYear ; ex:to '2009'^^xsd:gYear"),
        figure(2, "16", "; ex:from '2010'^^xsd:gYear ; ex:to '2010'^^xsd:gYear"),
        None,
    ),
    "a functional property": ("id:s ex:headedBy id:x .", "id:s ex:headedBy id:y .", "certain"),
    "a property of several values": ("id:s ex:trains id:x .", "id:s ex:trains id:y .", None),
    "two days": (
        "id:a ex:signedOn '2011-03-01'^^xsd:date .",
        "id:a ex:signedOn '2011-03-02'^^xsd:date .",
        "certain",
    ),
    "a day and its year": (
        "id:a ex:signedOn '2011-03-01'^^xsd:date .",
        "id:a ex:signedOn '2011'^^xsd:gYear .",
        None,
    ),
    "words of two languages": ("id:a ex:signedOn 'x'@fr .", "id:a ex:signedOn 'y'@en .", None),
    "a tag has no case": (
        "id:a ex:signedOn 'x'@en-GB .",
        "id:a ex:signedOn 'y'@en-gb .",
        "certain",
    ),
    "the same words": ("id:a ex:signedOn 'x'@EN .", "id:a ex:signedOn 'x'@en .", None),
    "a text and one in a language": ("id:a ex:signedOn 'x' .", "id:a ex:signedOn 'y'@en .", None),
    "two texts": ("id:a ex:signedOn 'x' .", "id:a ex:signedOn 'y' .", "certain"),
    "a number of any datatype": (figure(1, "1"), figure(2, "1.0e0"), None),
    "numbers of two datatypes": (figure(1, "1.5"), figure(2, "1.6e0"), "certain"),
    "a number and its text": (figure(1, "1"), figure(2, "'1'"), None),
    "a number and a truth": (figure(1, "1"), figure(2, "true"), None),
    "values of an unknown datatype": (
        figure(1, "'1'^^ex:km"),
        figure(2, "'2'^^ex:km"),
        None,
    ),
    "a year and a number": (figure(1, "2017"), figure(2, "'2016'^^xsd:gYear"), None),
    "a year and a day in it": (
        figure(1, "'2017'^^xsd:gYear"),
        figure(2, "'2017-04-01'^^xsd:date"),
        None,
    ),
    "no number": (figure(1, "'sNaN'^^xsd:decimal"), figure(2, "1"), None),
    "a thing and a text": ("id:s ex:headedBy id:x .", "id:s ex:headedBy 'y' .", "certain"),
    "one thing by two names": (
        "id:s ex:headedBy id:x .",
        "id:s ex:headedBy id:y . id:z owl:sameAs id:x, id:y .",
        None,
    ),
    "one subject by two names": (
        "id:twin1 ex:headedBy id:x .",
        "id:twin2 ex:headedBy id:y .",
        "certain",
    ),
    "one currency by two names": (
        figure(1, "15", "; ex:currency id:twin1"),
        figure(2, "16", "; ex:currency id:twin2"),
        "certain",
    ),
    "functional to one document alone": (
        "ex:trains a owl:FunctionalProperty . id:s ex:trains id:x .",
        "id:s ex:trains id:y .",
        None,
    ),
    "a node without a name": ("[] ex:signedOn 1 .", "[] ex:signedOn 2 .", None),
}


@pytest.mark.parametrize("name", PAIRS)
def test_claims_conflict_where_one_value_is_declared(tmp_path: Path, name: str) -> None:
    """Nothing is guessed to have one value: a functional property, a setting, a measure is."""
    one, other, overlap = PAIRS[name]
    found, columns = search(graph(tmp_path, ("a", IN_2011, one), ("b", IN_2011, other)))
    assert [conflict.meeting for conflict in found.conflicts] == ([overlap] if overlap else [])
    assert said(columns, "overlap") == ([f"<{NAMESPACE}{overlap}>"] if overlap else [])


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        (("a", IN_2011), ("b", IN_2012), []),
        (("a", IN_2011), ("b", UNTIL_2012), ["possible"]),
        (("a", UNTIL_2012), ("b", ""), ["possible"]),
        (("a", IN_2011), ("a", IN_2011), []),
    ],
    ids=["times apart", "a beginning unknown", "nothing known", "two versions of one page"],
)
def test_documents_conflict_of_times_that_meet(
    tmp_path: Path, first: tuple[str, str], second: tuple[str, str], overlap: list[str]
) -> None:
    """An unknown time may meet any; a later version of a page contradicts nothing."""
    documents = (*first, figure(1, "15")), (*second, figure(2, "16"))
    found, _ = search(graph(tmp_path, *documents))
    assert [conflict.meeting for conflict in found.conflicts] == overlap


def test_a_statement_has_a_time_of_its_own(tmp_path: Path) -> None:
    """What an axiom says of a statement's time goes before what the document says of its own."""
    axiom = """
id:s ex:headedBy id:{head} .
[] a owl:Axiom ; owl:annotatedSource id:s ; owl:annotatedProperty ex:headedBy ;
  owl:annotatedTarget id:{head} ; ex:validFrom "{year}"^^xsd:gYear ;
  ex:validTo "{year}"^^xsd:gYear ;
  ex:evidence id:p{head} ; ex:status "stated" .
"""
    documents = [
        ("a", IN_2012, axiom.format(head="x", year=2001)),
        ("b", IN_2012, axiom.format(head="y", year=2002)),
        ("c", IN_2011, axiom.format(head="z", year=2001)),
    ]
    found, columns = search(graph(tmp_path, *documents))
    assert len(found.conflicts) == 1
    assert said(columns, "value") == ["<https://example.org/id/x>", "<https://example.org/id/z>"]
    assert said(columns, "evidence") == [
        "<https://example.org/id/px>",
        "<https://example.org/id/pz>",
    ]
    assert said(columns, "status") == ['"stated"', '"stated"']
    assert said(columns, "timedBy") == [f"<{NAMESPACE}statement>"] * 2
    assert said(columns, "dateBasis") == ["<https://example.org/ontology#printed>"]
    assert {text[1:11] for text in said(columns, "earliest")} == {"2001-01-01"}


def test_each_claim_is_written_once_and_named_by_what_it_says(tmp_path: Path) -> None:
    """Three documents, three conflicts, three claims; the order of files changes no name."""
    documents = [(name, IN_2011, figure(n, str(n))) for n, name in enumerate("abc")]
    found, columns = search(graph(tmp_path, *documents))
    assert len(found.conflicts) == 3
    nodes = {str(s) for s, *_ in columns.quads()}
    assert all(node.startswith(f"<{GRAPH}#") for node in nodes)
    assert len(nodes) == 6
    assert said(columns, "foundBy") == [f"<{NAMESPACE}sameMeasure>"] * 3
    assert len(set(said(columns, "document"))) == len(set(said(columns, "snapshot"))) == 3
    again, _ = search(load_settings(tmp_path))
    assert again.conflicts == found.conflicts


def test_conflicts_are_bounded(tmp_path: Path) -> None:
    """A topic of very many claims has the earliest compared, and says how many were not."""
    many = MOST_CLAIMS + 10
    documents = [(f"p{n}", IN_2011, figure(n, str(n))) for n in range(many)]
    found, columns = search(graph(tmp_path, *documents))
    assert len(found.conflicts) == MOST_OF_TOPIC
    assert said(columns, "leftOut") == ['"10"^^<http://www.w3.org/2001/XMLSchema#integer>']
    claims = Counter(str(s) for s, p, _, _ in columns.quads() if str(p).endswith("value>"))
    assert claims
    assert set(claims.values()) == {1}


def test_no_value_is_read_out_of_another_document(tmp_path: Path) -> None:
    """Not the time of an axiom with a name, nor how exactly a figure is meant."""
    axiom = """
id:s ex:headedBy id:{head} .
id:axiom{head} a owl:Axiom ; owl:annotatedSource id:s ; owl:annotatedProperty ex:headedBy ;
  owl:annotatedTarget id:{head} ; ex:evidence id:p{head} .
"""
    other = """
id:axiomx ex:evidence id:other ; ex:validFrom "1900"^^xsd:gYear ; ex:validTo "1900"^^xsd:gYear .
id:f1 ex:qualifier ex:about .
"""
    documents = [
        ("a", IN_2011, axiom.format(head="x") + figure(1, "15")),
        ("b", IN_2011, axiom.format(head="y") + figure(2, "16") + other),
    ]
    found, columns = search(graph(tmp_path, *documents))
    assert len(found.conflicts) == 2
    assert said(columns, "evidence") == [
        "<https://example.org/id/px>",
        "<https://example.org/id/py>",
    ]


def test_an_annotation_may_stand_in_another_graph_of_the_snapshot(tmp_path: Path) -> None:
    """As the rules of evidence have it: a snapshot is all graphs that name its version."""
    head = "<https://example.org/graph/note> prov:wasDerivedFrom id:version-d0 .\n"
    axiom = """
[] a owl:Axiom ; owl:annotatedSource id:s ; owl:annotatedProperty ex:headedBy ;
  owl:annotatedTarget id:x ; ex:evidence id:px .
"""
    documents = [
        ("a", IN_2011, "id:s ex:headedBy id:x ."),
        ("b", IN_2011, "id:s ex:headedBy id:y ."),
    ]
    settings = graph(tmp_path, *documents)
    (tmp_path / "data/note.ttl").write_text(HEAD + head + axiom, encoding="utf8")
    _, columns = search(settings)
    assert said(columns, "evidence") == ["<https://example.org/id/px>"]


def test_a_conflict_is_of_one_topic(tmp_path: Path) -> None:
    """Two things that the same two figures are of make two conflicts, each about one."""
    texts = [figure(n, str(n)).replace("id:school", "id:a, id:b") for n in (1, 2)]
    found, columns = search(graph(tmp_path, ("a", IN_2011, texts[0]), ("b", IN_2011, texts[1])))
    assert len(found.conflicts) == len(set(said(columns, "about"))) == 2
    about = Counter(str(s) for s, p, _, _ in columns.quads() if str(p) == f"<{NAMESPACE}about>")
    assert set(about.values()) == {1}
    assert len(said(columns, "value")) == 2


def test_beyond_all_conflicts_claims_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are counted, as those of a topic that has too many."""
    monkeypatch.setattr(finding, "MOST", 1)
    texts = [f"id:s{n} ex:headedBy id:{{value}} ." for n in range(3)]
    documents = [
        (
            name,
            IN_2011,
            "\n".join(texts).format(value=f"v{name}") + f" id:only{name} ex:headedBy id:x .",
        )
        for name in "ab"
    ]
    found, _ = search(graph(tmp_path, *documents))
    assert (len(found.conflicts), found.left_out) == (1, 4)
