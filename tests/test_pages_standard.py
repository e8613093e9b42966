"""Labels of common vocabularies, in the project's own words."""

import pytest

from mcdgraph.namespaces import STANDARD
from mcdgraph.pages.standard import FILE, STANDARD_LABELS

LINES = [
    line.split("\t")
    for line in FILE.read_text(encoding="utf8").splitlines()
    if not line.startswith("#")
]
#: How many terms have a label; all of the vocabulary's own, but for schema.org.
TERMS = {"rdf": 22, "rdfs": 15, "owl": 79, "skos": 32, "dcterms": 96, "prov": 170, "foaf": 75,
         "org": 45, "dcat": 36, "schema": 343}  # fmt: skip


def test_each_line_is_a_term_and_two_labels() -> None:
    """No term is there twice, and none without a label."""
    assert len(LINES) > 800
    assert [line for line in LINES if len(line) != 3 or not all(map(str.strip, line))] == []
    assert len({line[0] for line in LINES}) == len(LINES)


@pytest.mark.parametrize(("prefix", "least"), TERMS.items())
def test_common_vocabularies_have_labels(prefix: str, least: int) -> None:
    """In both languages, for both namespaces of schema.org."""
    found = [iri for iri in STANDARD_LABELS if iri.startswith(STANDARD[prefix])]
    assert len(found) >= least
    spoken = {tuple(label.language for label in STANDARD_LABELS[iri]) for iri in found}
    assert spoken == {("en", "fr")}
    if prefix == "schema":
        others = [iri for iri in STANDARD_LABELS if iri.startswith("http://schema.org/")]
        assert len(others) == len(found)


def test_no_prefix_is_misspelt() -> None:
    """Each name has a prefix of the registry, or is an IRI."""
    assert {line[0].partition(":")[0] for line in LINES} <= {*STANDARD, "http", "https"}
