"""A graph's files on disk, read into a corpus."""

from pathlib import Path, PurePosixPath

import pytest

from mcdgraph.columns import Iri
from mcdgraph.errors import InputError, MissingInputError, SyntaxProblems
from mcdgraph.sources import graph_iri, read_corpus


@pytest.fixture
def root(tmp_path):
    """A graph of three small files."""
    for path in ("ontology/a.ttl", "shapes/b.ttl", "data/ml/c.ttl"):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<urn:{file.stem}> <urn:p> [ <urn:q> 1 ] .\n", encoding="utf8")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("ontology/mcd.ttl", "ontology/mcd"),
        ("shapes/mcd.ttl", "shapes/mcd"),
        ("data/ml/mcd-2011.ttl", "ml/mcd-2011"),
        ("data/editorial/x.ttl", "editorial/x"),
    ],
)
def test_a_file_names_its_graph(path, name) -> None:
    """The graph of a file is its path without the data folder and the suffix."""
    assert graph_iri(PurePosixPath(path), "urn:b/") == f"urn:b/graph/{name}"


def test_every_row_has_its_file_and_graph(root) -> None:
    """Rows carry the graph and the number of their file; blank nodes of files are apart."""
    corpus = read_corpus(root, base="urn:b/")
    assert len(corpus.columns) == 6
    assert [str(file.path) for file in corpus.files] == [
        "ontology/a.ttl",
        "shapes/b.ttl",
        "data/ml/c.ttl",
    ]
    assert len({quad[2] for quad in corpus.columns.quads()}) == 4
    assert len(corpus.in_folder("data")) == 2


def test_every_broken_file_is_reported(root) -> None:
    """Two broken files give two problems, and the third file its rows."""
    for name in ("ontology/a.ttl", "shapes/b.ttl"):
        (root / name).write_text("<urn:a> <urn:b> .", encoding="utf8")
    corpus = read_corpus(root)
    assert [p.position.path for p in corpus.problems] == ["ontology/a.ttl", "shapes/b.ttl"]
    assert len(corpus.columns) == 2
    with pytest.raises(SyntaxProblems):
        corpus.require_readable()


@pytest.mark.parametrize("emptied", [True, False], ids=["empty folder", "no folder"])
def test_nothing_to_read_is_an_error(root, emptied) -> None:
    """An empty or missing folder is never a pass over nothing."""
    (root / "shapes/b.ttl").unlink()
    if not emptied:
        (root / "shapes").rmdir()
    with pytest.raises(MissingInputError, match="shapes"):
        read_corpus(root)


def test_a_forgotten_prefix_of_the_registry_hides_nothing_else(tmp_path: Path) -> None:
    """The file is broken, and its statements are read with the prefix that was meant."""
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "a.ttl").write_text("ex:a ex:p ex:b .\n")
    corpus = read_corpus(tmp_path, folders=("ontology",), prefixes={"ex": "https://example.org/"})
    (problem,) = corpus.problems
    assert "ex:" in problem.message
    ((subject, _, _, _),) = corpus.columns.quads()
    assert subject == Iri("https://example.org/a")


def test_a_byte_that_is_not_utf8_hides_nothing_else(root) -> None:
    """It is told with its place; what the file says is read, so that nothing seems missing."""
    path = root / "data/ml/c.ttl"
    whole = len(read_corpus(root).columns)
    path.write_bytes(path.read_bytes() + b'<urn:c> <urn:name> "caf\xe9" .\n')
    corpus = read_corpus(root)
    (problem,) = corpus.problems
    assert str(problem.position) == "data/ml/c.ttl:2:24"
    assert "0xe9" in problem.message
    assert len(corpus.columns) == whole + 1


def test_a_link_that_leads_nowhere_is_an_error(root) -> None:
    """What is named like a file of the graph is read, or told."""
    (root / "data/d.ttl").symlink_to(root / "gone.ttl")
    with pytest.raises(InputError, match=r"d\.ttl: a link that leads to no file"):
        read_corpus(root)


def test_hidden_files_are_not_the_graphs(root) -> None:
    """An editor's lock, which is such a link, is passed over."""
    (root / "data/.#c.ttl").symlink_to("someone@somewhere.1234")
    assert len(read_corpus(root).files) == 3
