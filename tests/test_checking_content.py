"""What a graph has to hold to be one."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from mcdgraph.cli import main

SHAPES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
<http://example.org/s> a sh:NodeShape ; sh:targetClass skos:Concept ;
  sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ] .
"""
THESAURUS = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
<http://example.org/trees> a skos:ConceptScheme ; skos:prefLabel "Trees"@en .
<http://example.org/oak> a skos:Concept ; skos:inScheme <http://example.org/trees> .
"""
NOTHING = '<http://example.org/a> <http://example.org/b> "c" .\n'


def check(folder: Path, ontology: str) -> tuple[int, str]:
    """Check a graph with one file of terms, one of shapes, and one of data."""
    (folder / "mcdgraph.toml").write_text('base_iri = "http://example.org/"\n')
    for name, text in (("ontology", ontology), ("shapes", SHAPES), ("data", NOTHING)):
        (folder / name).mkdir()
        (folder / name / "a.ttl").write_text(text)
    result = CliRunner().invoke(main, ["-C", str(folder), "check"])
    return result.exit_code, result.output


def test_a_thesaurus_is_a_graph(tmp_path: Path) -> None:
    """Without a class of its own, concepts are checked as classes would be."""
    code, text = check(tmp_path, THESAURUS)
    assert code == 1
    assert "prefLabel" in text
    assert "a.ttl:3" in text


def test_a_graph_without_terms_is_none(tmp_path: Path) -> None:
    """Neither class nor concept: nothing would be checked."""
    code, text = check(tmp_path, NOTHING)
    assert code == 2
    assert "ontology: its files declare no class" in text


@pytest.mark.parametrize("predicate", ["dcat:accessURL", "dcat:downloadURL"])
def test_a_dump_can_be_had_where_its_distribution_says(
    harbour_dataset: str, predicate: str
) -> None:
    """DCAT-AP 3 wants an access URL of each distribution; here it is the file."""
    assert harbour_dataset.count(predicate) == harbour_dataset.count("a dcat:Distribution") > 3


@pytest.fixture
def harbour_dataset(client: object) -> str:
    """The description of the tiny graph, in Turtle."""
    text: str = client.get("/dataset", headers={"Accept": "text/turtle"}).text  # type: ignore[attr-defined]
    return text


def test_an_instance_in_the_namespace_of_a_vocabulary_is_no_term(tmp_path: Path) -> None:
    """What the data describe by a type need not be declared; a misspelt class has to be."""
    ontology = """PREFIX : <http://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
:Tree a owl:Class .
"""
    check(tmp_path, ontology)
    (tmp_path / "data" / "a.ttl").write_text(
        "PREFIX : <http://example.org/>\n:oak a :Tree .\n:elm a :Treee .\n"
    )
    result = CliRunner().invoke(main, ["-C", str(tmp_path), "check"])
    found = [line for line in result.output.splitlines() if "used but not declared" in line]
    assert len(found) == 1
    assert "Treee" in found[0]
