"""A graph's files on disk, read into a corpus."""

from gzip import compress
from pathlib import Path, PurePosixPath

import numpy as np
import pytest

from mcdgraph.columns import Iri
from mcdgraph.errors import InputError, MissingInputError, SyntaxProblems
from mcdgraph.settings import SourceSettings
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
        ("data/inferred.ttl", "data/inferred"),
        ("data/shapes/x.ttl", "data/shapes/x"),
        ("rdf/dcat.rdf", "rdf/dcat.rdf"),
        ("data/a b#c%.nt", "a%20b%23c%25.nt"),
        ("data.ttl", "data"),
    ],
)
def test_a_file_names_its_graph(path, name) -> None:
    """The graph of a file is its path without the data folder and Turtle's suffix."""
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
    assert len(corpus.in_role("data")) == 2


def test_every_broken_file_is_reported(root) -> None:
    """Two broken files give two problems, and the third file its rows."""
    for name in ("ontology/a.ttl", "shapes/b.ttl"):
        (root / name).write_text("<urn:a> <urn:b> .", encoding="utf8")
    corpus = read_corpus(root)
    assert [p.position.path for p in corpus.problems] == ["ontology/a.ttl", "shapes/b.ttl"]
    assert len(corpus.columns) == 2
    with pytest.raises(SyntaxProblems):
        corpus.require_readable()


def test_nothing_to_read_is_an_error(tmp_path) -> None:
    """A folder without a file is never a pass over nothing."""
    (tmp_path / "data").mkdir()
    with pytest.raises(MissingInputError, match="no file of RDF in it; looked for ontology/"):
        read_corpus(tmp_path)


@pytest.mark.parametrize("role", ["ontology", "shapes", "data"])
def test_any_role_may_have_no_file(root, role) -> None:
    """An ontology alone, data alone, a graph without shapes are graphs."""
    for file in (root / role).rglob("*.ttl"):
        file.unlink()
    corpus = read_corpus(root)
    assert len(corpus.files) == 2
    assert len(corpus.in_role(role)) == 0


def test_a_forgotten_prefix_of_the_registry_hides_nothing_else(tmp_path: Path) -> None:
    """The file is broken, and its statements are read with the prefix that was meant."""
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "a.ttl").write_text("ex:a ex:p ex:b .\n")
    corpus = read_corpus(tmp_path, roles=("ontology",), prefixes={"ex": "https://example.org/"})
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


#: One statement, as each form of RDF has it, and the line it stands on.
FORMS = {
    "a.ttl": ("\n<urn:s> <urn:p> <urn:o> .\n", 2),
    "a.turtle": ("\n<urn:s> <urn:p> <urn:o> .\n", 2),
    "a.n3": ("\n<urn:s> <urn:p> <urn:o> .\n", 2),
    "a.shacl": ("\n\n<urn:s> <urn:p> <urn:o> .\n", 3),
    "a.owl": ("\n<urn:s> <urn:p> <urn:o> .\n", 2),
    "a.trig": ("\n<urn:g> {\n<urn:s> <urn:p> <urn:o> }\n", 3),
    "a.nt": ("\n<urn:s> <urn:p> <urn:o> .\n", 2),
    "a.nq": ("\n<urn:s> <urn:p> <urn:o> <urn:g> .\n", 2),
    "a.rdf": (
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">\n'
        '<r:Description\n r:about="urn:s"><u:q>1</u:q>\n'
        '<u:p><r:Description r:about="urn:o"/></u:p></r:Description></r:RDF>',
        4,
    ),
    "a.jsonld": ('[\n{"urn:p": [{"@id": "urn:o"}],\n"@id": "urn:s"}]\n', 3),
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped"])
def test_every_form_is_read_with_its_lines(tmp_path, name, packed) -> None:
    """Told by content, packed or not; a row has the place of its statement."""
    text, line = FORMS[name]
    (tmp_path / "data").mkdir()
    data = text.encode()
    (tmp_path / "data" / (name + ".gz" * packed)).write_bytes(compress(data) if packed else data)
    corpus = read_corpus(tmp_path).require_readable()
    find = corpus.columns.terms.find_iri
    (row,) = np.flatnonzero(corpus.columns.predicate == find("urn:p")).tolist()
    assert corpus.columns.object[row] == find("urn:o")
    position = corpus.position(row)
    assert position is not None
    assert position.line == line
    assert position.path == f"data/{name}" + ".gz" * packed


@pytest.mark.parametrize("name", ["a.trig", "a.nq"])
def test_graphs_that_a_file_names_keep_their_names(tmp_path, name) -> None:
    """They are of the file's kind; what names none is in the file's own graph."""
    (tmp_path / "data").mkdir()
    text = {"a.trig": "<urn:g> { <urn:s> <urn:p> 1 } <urn:s> <urn:p> 2 . _:b { <urn:s> <urn:p> 3 }"}
    lines = "<urn:s> <urn:p> <urn:o> <urn:g> .\n<urn:s> <urn:p> <urn:o> .\n"
    lines += "<urn:s> <urn:p> <urn:o> _:b .\n"
    (tmp_path / "data" / name).write_text(text.get(name, lines))
    corpus = read_corpus(tmp_path, base="urn:b/").require_readable()
    graphs = [str(graph) for _, _, _, graph in corpus.columns.quads()]
    own = f"<urn:b/graph/{name}>"
    assert graphs == ["<urn:g>", own, own]
    assert corpus.graph_kinds == {"urn:g": "data", own[1:-1]: "data"}


def test_no_file_names_a_graph_of_the_release(tmp_path) -> None:
    """What a release concludes is told from what files say."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.nq").write_text("<urn:s> <urn:p> <urn:o> <urn:b/graph/inferred> .\n")
    corpus = read_corpus(tmp_path, base="urn:b/")
    assert [str(quad[3]) for quad in corpus.columns.quads()] == ["<urn:b/graph/a.nq>"]


def test_blank_nodes_of_documents_are_numbered_in_order(tmp_path) -> None:
    """The same input gives the same labels, and those of two files are apart."""
    (tmp_path / "data").mkdir()
    for name in ("a", "b"):
        (tmp_path / f"data/{name}.jsonld").write_text('{"urn:p": {"urn:q": 1}}')
    labels = [str(quad[0]) for quad in read_corpus(tmp_path).columns.quads()]
    assert labels == [str(quad[0]) for quad in read_corpus(tmp_path).columns.quads()]
    assert len(set(labels)) == 4


def test_a_broken_file_can_be_left_out(root) -> None:
    """With its fault; nothing of it is read."""
    (root / "data/d.ttl").write_text("<urn:a> <urn:b> <urn:c> . <urn:d> .")
    (root / "data/e.rdf").write_text("<html><p>no RDF</p></html>")
    corpus = read_corpus(root, sources=SourceSettings(broken="skip"))
    assert corpus.problems == ()
    assert [problem.position.path for problem in corpus.left_out] == ["data/d.ttl", "data/e.rdf"]
    assert len(corpus.columns) == 6


def test_a_file_may_be_for_several_things(root) -> None:
    """It is read once, and its graph is of the first kind."""
    sources = SourceSettings(shapes=("ontology/a.ttl",))
    corpus = read_corpus(root, sources=sources, base="urn:b/")
    assert len(corpus.files) == 2
    assert len(corpus.in_role("shapes")) == len(corpus.in_role("ontology")) == 2
    assert corpus.graph_kinds["urn:b/graph/ontology/a"] == "ontology"
