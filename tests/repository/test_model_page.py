"""The page docs/model.md tells the truth: its query answers as it says, its lists are complete."""

import re
from pathlib import Path, PurePosixPath

from pyoxigraph import RdfFormat, Store
from shipped import plain

from mcdgraph.columns import BlankNode
from mcdgraph.positions import SourceText
from mcdgraph.turtle.reader import parse

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "model.md").read_text(encoding="utf8")
SHORT = {
    "dcterms": "http://purl.org/dc/terms/",
    "mcd": "https://w3id.org/mcdgraph/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
}


def load(*folders: str) -> Store:
    """Load the Turtle files of folders."""
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.ttl"))]
    assert files
    store = Store()
    store.load(plain(*files), format=RdfFormat.N_TRIPLES)
    return store


def test_the_example_answers_as_the_page_says() -> None:
    """The one query of the page gives the table that follows it."""
    (query,) = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
    table = PAGE.split(query)[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line[:2] == "| "]
    answer = load("data").query(query)
    names = [variable.value for variable in answer.variables]
    assert len(rows) == 6
    assert rows == [names, *([term.value for term in row] for row in answer)]


def test_the_axiom_shown_is_in_the_data() -> None:
    """The Turtle that explains evidence is word for word what the graph says."""
    (turtle,) = re.findall(r"```turtle\n(.*?)```", PAGE, re.DOTALL)
    data = (ROOT / "data" / "ml" / "ambafrance-2013.ttl").read_text(encoding="utf8")
    prefixes = "\n".join(line for line in data.splitlines() if line.startswith("@prefix"))
    path = PurePosixPath("shown.ttl")
    columns = parse(SourceText(path=path, text=prefixes + "\n" + turtle))
    pattern = " . ".join(
        f"{'?axiom' if isinstance(subject, BlankNode) else subject} {predicate} {object_}"
        for subject, predicate, object_, _ in columns.quads()
    )
    assert len(columns) == 8
    assert bool(load("data").query(f"ASK {{ {pattern} }}"))


def test_the_exempt_list_is_complete() -> None:
    """The page names each predicate and class that is exempt from evidence."""
    paragraph = next(line for line in PAGE.splitlines() if line.startswith("The exempt list"))
    named = {SHORT[p] + name for p, name in re.findall(r"`(\w+):(\w+)`", paragraph)}
    query = f"SELECT ?term {{ ?term <{SHORT['mcd']}evidenceExempt> true }}"
    marked = {row["term"].value for row in load("ontology").query(query)}
    assert named == marked - {SHORT["mcd"] + "evidenceExempt"}
