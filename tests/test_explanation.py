"""Explanations as a reader gets them, and contradictions as findings."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mcdgraph.cli import main
from mcdgraph.columns import BlankNode, Iri, Literal
from mcdgraph.errors import TermError
from mcdgraph.explanation import (
    Explainer,
    Explanation,
    contradiction_findings,
    parse_statement,
)
from mcdgraph.explanation.data import to_columns, write_json
from mcdgraph.explanation.text import write_text
from mcdgraph.explanation.words import RULES
from mcdgraph.namespaces import RDF, STANDARD, XSD
from mcdgraph.reasoning import close
from mcdgraph.settings import load_settings
from mcdgraph.sources import Corpus, read_corpus

EX = "http://example.org/"
PREFIXES = {"ex": EX, **STANDARD, "mcd": "https://w3id.org/mcdgraph/ontology#"}
SETTINGS = """\
base_iri = "http://example.org/"
version = "1"
issued = 2026-01-01
modified = 2026-01-01
licence = "https://creativecommons.org/licenses/by/4.0/"
languages = ["en"]

[title]
en = "Posts"

[prefixes]
ex = "http://example.org/"

[evidence]
source = ["https://w3id.org/mcdgraph/ontology#evidence"]
status = ["https://w3id.org/mcdgraph/ontology#assertionStatus"]
start = ["https://w3id.org/mcdgraph/ontology#startOffset"]
end = ["https://w3id.org/mcdgraph/ontology#endOffset"]
"""
ONTOLOGY = """\
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

ex:Post a owl:Class ;
    owl:disjointWith ex:Place .
ex:assignedTo rdfs:domain ex:Post .
ex:servesAt owl:propertyChainAxiom ( ex:assignedTo ex:locatedAt ) .
"""
DATA = """\
@prefix ex: <http://example.org/> .
@prefix mcd: <https://w3id.org/mcdgraph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .

ex:chief ex:assignedTo ex:unit .
ex:unit ex:locatedAt ex:town .
[] a owl:Axiom ;
    owl:annotatedSource ex:chief ;
    owl:annotatedProperty ex:assignedTo ;
    owl:annotatedTarget ex:unit ;
    mcd:evidence ex:s1 ;
    mcd:assertionStatus "stated" .
ex:s1 mcd:startOffset 10 ;
    mcd:endOffset 20 .
"""
TREE = """\
ex:chief ex:servesAt ex:town
│  by prp-spo2: A chain of properties implies another.
├─ ex:servesAt owl:propertyChainAxiom ( ex:assignedTo ex:locatedAt )
│     at ontology/o.ttl:8:36
├─ ex:chief ex:assignedTo ex:unit
│     at data/d.ttl:5:24
│     stated in ex:s1 [10,20)
└─ ex:unit ex:locatedAt ex:town
      at data/d.ttl:6:22
"""


def write(root: Path, more: str = "") -> Corpus:
    """Write the small graph, with more data, and read it."""
    for folder, name, text in (("ontology", "o.ttl", ONTOLOGY), ("data", "d.ttl", DATA + more)):
        (root / folder).mkdir(exist_ok=True)
        (root / folder / name).write_text(text, encoding="utf8")
    (root / "mcdgraph.toml").write_text(SETTINGS, encoding="utf8")
    return read_corpus(root, roles=("ontology", "data")).require_readable()


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Read the small graph."""
    return write(tmp_path)


@pytest.fixture
def explanation(corpus: Corpus, tmp_path: Path) -> Explanation:
    """Explain where the chief serves."""
    profile = load_settings(tmp_path).evidence
    placing = corpus.position
    explainer = Explainer(close(corpus.columns), lambda row: placing(row, "object"), profile)
    found = explainer.explain(parse_statement(("ex:chief", "ex:servesAt", "ex:town"), PREFIXES))
    assert found is not None
    return found


def run(root: Path, *words: str) -> Result:
    """Call mcdgraph explain in a graph's folder."""
    return CliRunner().invoke(main, ["-C", str(root), "explain", "-q", *words])


def test_the_tree_names_rule_file_line_and_sentence(explanation: Explanation) -> None:
    """The text is a tree from the conclusion down to what is written, with its evidence."""
    assert write_text(explanation, PREFIXES) == TREE


def test_json_numbers_the_steps(explanation: Explanation) -> None:
    """Premises are numbers of steps; places and evidence are fields."""
    told = json.loads(write_json(explanation))
    assert [step.get("rule") for step in told["steps"]] == ["prp-spo2", None, None, None]
    assert told["steps"][0]["premises"] == [1, 2, 3]
    assert told["steps"][1]["items"] == [f"<{EX}assignedTo>", f"<{EX}locatedAt>"]
    assert told["steps"][2]["asserted"][0]["line"] == 5
    assert told["steps"][2]["evidence"] == [
        {"status": "stated", "sentence": EX + "s1", "cited": None, "start": 10, "end": 20}
    ]


def test_provenance_derives_the_conclusion_from_its_premises(explanation: Explanation) -> None:
    """Each statement is an entity; the conclusion is derived from three, by an activity."""
    rows = [(str(s), str(p), str(o)) for s, p, o, _ in to_columns(explanation).quads()]
    derived = f"<{STANDARD['prov']}wasDerivedFrom>"
    assert sum(p == f"<{RDF}type>" and o.endswith("prov#Entity>") for _, p, o in rows) == 4
    assert {o for s, p, o in rows if p == derived and s == "_:statement0"} == {
        "_:statement1",
        "_:statement2",
        "_:statement3",
    }
    assert (
        "_:statement2",
        f"<{STANDARD['prov']}wasQuotedFrom>",
        f"<{EX}s1>",
    ) in rows


def test_every_rule_is_told_in_both_languages() -> None:
    """No rule of a conclusion or a contradiction is without a sentence, nor one without its end."""
    assert len(RULES) > 55
    assert all(words.fr.endswith(".") and words.en.endswith(".") for words in RULES.values())


def test_the_command_explains(tmp_path: Path) -> None:
    """Prefixed names or a line of N-Triples; exit code 0, the tree on standard output."""
    write(tmp_path)
    for words in (
        ("ex:chief", "ex:servesAt", "ex:town"),
        (f"<{EX}chief> <{EX}servesAt> <{EX}town> .",),
    ):
        result = run(tmp_path, *words)
        assert result.exit_code == 0, result.output
        assert result.output == TREE
    assert "prov:wasDerivedFrom" in run(tmp_path, "-f", "turtle", *words).output
    assert json.loads(run(tmp_path, "-f", "json", *words).output)["conclusion"] == 0


def test_what_is_no_offset_is_not_told(tmp_path: Path) -> None:
    """A number without bound, or in other digits, names no place; the sentence is told."""
    write(tmp_path)
    for text in ("9" * 5_000, "١٠"):
        data = DATA.replace("startOffset 10", f'startOffset "{text}"')
        (tmp_path / "data" / "d.ttl").write_text(data, encoding="utf8")
        result = run(tmp_path, "ex:chief", "ex:servesAt", "ex:town")
        assert result.exit_code == 0
        assert "stated in ex:s1\n" in result.stdout


def test_what_does_not_follow_is_exit_code_1(tmp_path: Path) -> None:
    """The command says so on standard error."""
    write(tmp_path)
    result = run(tmp_path, "ex:town", "ex:servesAt", "ex:chief")
    assert result.exit_code == 1
    assert "Neither written in the sources nor concluded" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("ex:a", "ex:b"), "2 terms given: expected a subject, a predicate and an object"),
        (("exx:a", "ex:b", "ex:c"), "exx:a: an unknown prefix; did you mean ex:a?"),
        (("chief", "ex:b", "ex:c"), "chief: expected prefix:name or <iri>"),
        (('"a"', "ex:b", "ex:c"), '"a": a literal cannot be a subject'),
        (("ex:a", "ex:b", '"c"@'), '"c"@: expected "text", "text"@tag or "text"^^datatype'),
        (("<a b> <c> <d> .",), "not N-Triples"),
        (("caf\udce9",), "caf\udce9: holds a surrogate, which is no character"),
        (("ex:a", "ex:b", '"\udce9"'), '"\udce9": holds a surrogate, which is no character'),
    ],
)
def test_a_statement_that_cannot_be_read_is_told(words: tuple[str, ...], message: str) -> None:
    """The message names the term and what was expected."""
    with pytest.raises(TermError) as told:
        parse_statement(words, PREFIXES)
    assert message in str(told.value)


def test_terms_are_read_in_every_form() -> None:
    """Names, IRIs, blank nodes, numbers and literals with tag or datatype."""

    def read(text: str) -> object:
        return parse_statement(("ex:s", "a", text), PREFIXES)[2]

    assert parse_statement(("ex:s", "a", "ex:o"), PREFIXES)[1] == Iri(RDF + "type")
    assert read("<http://x/y>") == Iri("http://x/y")
    assert read("http://x/y") == Iri("http://x/y")
    assert read("_:b") == BlankNode("b")
    assert read("14") == Literal("14", XSD + "integer")
    assert read("1.5") == Literal("1.5", XSD + "decimal")
    assert read("true") == Literal("true", XSD + "boolean")
    assert read('"un \\"mot\\""@fr') == Literal('un "mot"', RDF + "langString", "fr")
    assert read('"2006"^^xsd:gYear') == Literal("2006", XSD + "gYear")


def test_a_contradiction_is_a_finding_with_its_places(tmp_path: Path) -> None:
    """The finding stands in the data, and names every written statement behind it."""
    corpus = write(tmp_path, "ex:chief a ex:Place .\n")
    closure = close(corpus.columns)
    findings = list(
        contradiction_findings(closure, lambda row: corpus.position(row, "object"), PREFIXES)
    )
    assert len(findings) == 1
    assert findings[0].rule == "owl/cax-dw"
    assert str(findings[0].position) == "data/d.ttl:15:12"
    assert findings[0].focus == f"<{EX}chief>"
    assert findings[0].message == (
        "These two classes exclude each other: ex:Post owl:disjointWith ex:Place and "
        "ex:chief a ex:Post and ex:chief a ex:Place"
    )
    assert findings[0].hint == (
        "it follows from ex:Post owl:disjointWith ex:Place (ontology/o.ttl:6:22); "
        "ex:assignedTo rdfs:domain ex:Post (ontology/o.ttl:7:27); "
        "ex:chief ex:assignedTo ex:unit (data/d.ttl:5:24); "
        "ex:chief a ex:Place (data/d.ttl:15:12)"
    )
