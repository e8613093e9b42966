"""Imports are found at hand: in a table, a catalog, a folder; never elsewhere."""

from pathlib import Path

import pytest

from mcdgraph.columns import Iri, Literal
from mcdgraph.errors import InputError, MissingInputError
from mcdgraph.settings import ImportSettings
from mcdgraph.sources import Corpus, read_corpus

HEAD = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
CATALOG = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<catalog prefer="public" xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
  <uri id="User Entered Import Resolution" name="urn:base" uri="copies/base%20one.ttl"/>
  <group id="Folder Repository" prefer="public" xml:base="copies/">
    <uri name="urn:second" uri="second.ttl"/>
    <uri name="urn:out" uri="../../out.ttl"/>
    <uri name="urn:web" uri="https://example.org/web.ttl"/>
  </group>
  <rewriteURI uriStartString="https://example.org/" rewritePrefix="copies/"/>
</catalog>
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Write an ontology that imports one that imports another, with copies of both."""
    folder = tmp_path / "root"
    write(folder / "ontology/a.ttl", "<urn:a> a owl:Ontology ; owl:imports <urn:base> .")
    write(folder / "copies/base one.ttl", "<urn:base> a owl:Ontology ; owl:imports <urn:second> .")
    write(folder / "copies/second.ttl", "<urn:x> a owl:Ontology ; owl:versionIRI <urn:second> .")
    return folder


def write(path: Path, text: str) -> None:
    """Write a file of Turtle."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + text, encoding="utf8")


def paths(corpus: Corpus) -> list[str]:
    """List the files of a corpus that were imported."""
    return [str(source.path) for source in corpus.sources if source.imported]


BOTH = ["copies/base one.ttl", "copies/second.ttl"]
TABLE = {"urn:base": "copies/base one.ttl", "urn:second": "copies/second.ttl"}


@pytest.mark.parametrize(
    "imports",
    [ImportSettings(files=TABLE), ImportSettings(folders=("copies",))],
    ids=["table", "folder"],
)
def test_imports_of_imports_are_read(root: Path, imports: ImportSettings) -> None:
    """Each once, as files that others publish, for what their importer is for."""
    corpus = read_corpus(root, imports=imports, base="urn:b/")
    assert paths(corpus) == BOTH
    assert corpus.missing == ()
    assert len(corpus.in_role("ontology")) == len(corpus.columns) == 6
    assert corpus.graph_kinds["urn:b/graph/copies/second"] == "external"


def test_a_catalog_of_protege_is_followed(root: Path) -> None:
    """Entries, groups with a base, rewritten prefixes; nothing out of the folder or on the web."""
    (root / "catalog-v001.xml").write_text(CATALOG, encoding="utf8")
    write(root.parent / "out.ttl", "<urn:out> a owl:Ontology .")
    more = "<urn:b> owl:imports <urn:out>, <urn:web>, <https://example.org/far.ttl> ."
    write(root / "ontology/b.ttl", more)
    write(root / "copies/far.ttl", "<https://example.org/far.ttl> a owl:Ontology .")
    corpus = read_corpus(root)
    assert sorted(paths(corpus)) == ["copies/base one.ttl", "copies/far.ttl", "copies/second.ttl"]
    assert corpus.missing == ("urn:out", "urn:web")


def test_a_catalog_that_is_broken_is_named(root: Path) -> None:
    """With its place."""
    (root / "catalog-v001.xml").write_text(CATALOG[:-4], encoding="utf8")
    with pytest.raises(InputError, match=r"catalog-v001\.xml:\d+:\d+: "):
        read_corpus(root)


def test_what_is_missing_is_listed_once(root: Path) -> None:
    """By IRI, whoever imports it."""
    write(root / "data/b.ttl", "<urn:b> owl:imports <urn:base>, <urn:a> .")
    corpus = read_corpus(root)
    assert corpus.missing == ("urn:base",)
    assert paths(corpus) == []


def test_files_that_import_each_other_end(root: Path) -> None:
    """Modules of one ontology may."""
    write(root / "ontology/b.ttl", "<urn:b#> a owl:Ontology ; owl:imports <urn:a> .")
    write(root / "ontology/c.ttl", "<urn:c> owl:imports <urn:b>, <urn:c> .")
    assert read_corpus(root).missing == ("urn:base", "urn:c")


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        (ImportSettings(files={"urn:base": "gone.ttl"}), "imports.files: urn:base: no such file"),
        (ImportSettings(folders=("gone",)), "imports.folders: .*gone: no such folder"),
        (ImportSettings(contexts={"urn:c": "gone.json"}), "imports.contexts: urn:c: no such file"),
        (ImportSettings(contexts={"urn:c": "out"}), "imports.contexts: urn:c: no such file"),
    ],
)
def test_a_setting_that_leads_nowhere_is_an_error(
    root: Path, imports: ImportSettings, expected: str
) -> None:
    """It names what is not there, or leads out of the graph's folder."""
    (root / "out").symlink_to("/dev/null")
    with pytest.raises(MissingInputError, match=expected):
        read_corpus(root, imports=imports)


LINKED = (
    '{"@context": ["https://c.example/", {"@base": "http://x.example/"}], "@id": "a", "name": "A"}'
)


def test_a_context_is_read_from_its_file(root: Path) -> None:
    """As the settings map it; the statements are those of the document with it."""
    (root / "ontology/linked.jsonld").write_text(LINKED, encoding="utf8")
    (root / "context.json").write_text('{"@context": {"name": "urn:name"}}', encoding="utf8")
    mapped = ImportSettings(contexts={"https://c.example/": "context.json"})
    corpus = read_corpus(root, imports=mapped)
    assert not corpus.problems
    said = [quad[:3] for quad in corpus.columns.quads()]
    assert (Iri("http://x.example/a"), Iri("urn:name"), Literal("A")) in said


def test_a_context_that_is_not_mapped_is_one_fault_at_its_place(root: Path) -> None:
    """It says how to map it, and the other files are read."""
    (root / "ontology/linked.jsonld").write_text(LINKED, encoding="utf8")
    corpus = read_corpus(root)
    (problem,) = corpus.problems
    place = problem.position
    assert (str(place.path), place.line, place.column) == ("ontology/linked.jsonld", 1, 15)
    assert "map https://c.example/ to a file, in [imports.contexts]" in problem.message
    assert len(corpus.columns)
