"""The synthetic graph is of the shipped model, and the same whenever it is written."""

import sys
from pathlib import Path

import pytest

from mcdgraph.sources import read_corpus
from mcdgraph.validation import validate

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a project of two missions."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import synthetic
    finally:
        sys.path.remove(str(BENCHMARKS))
    folder = tmp_path_factory.mktemp("synthetic")
    for name in ("one", "again"):
        synthetic.write_project(folder / name, 7_000, seed=1)
    synthetic.write_project(folder / "faulty", 3_000, seed=1, faults=True)
    return folder


def test_the_graph_conforms_to_the_shipped_shapes(project: Path) -> None:
    """Two missions of the model, side by side, break no shape."""
    corpus = read_corpus(project / "one").require_readable()
    assert len({path.name for path in (project / "one" / "data").glob("f*")}) == 2
    assert len(corpus.in_role("data")) > 6_000
    checked = corpus.columns.take(corpus.columns.source >= 0)
    shapes = corpus.in_role("shapes")
    files = [file.path.parts[0] != "shapes" for file in corpus.files]
    data = checked.take([files[source] for source in checked.source])  # type: ignore[arg-type]
    assert validate(data, shapes).results == ()


def test_the_same_options_give_the_same_bytes(project: Path) -> None:
    """Each file of two runs is the same."""
    files = sorted(path for path in (project / "one").rglob("*") if path.is_file())
    assert len(files) > 15
    for path in files:
        other = project / "again" / path.relative_to(project / "one")
        assert other.read_bytes() == path.read_bytes()


def test_no_name_of_the_world_is_left(project: Path) -> None:
    """The data does not speak of the countries that the shipped data speaks of."""
    files = sorted((project / "one" / "data").rglob("*.ttl"))
    assert len(files) == 8
    for path in files:
        words = path.read_text(encoding="utf8").split()
        assert not {"Mali", "France", "Bamako"} & {word.strip('"@.,') for word in words}


def test_mistakes_are_mistakes_for_the_shipped_shapes_too(project: Path) -> None:
    """With mistakes in it, the graph does not conform."""
    corpus = read_corpus(project / "faulty").require_readable()
    assert not validate(corpus.in_role("data"), corpus.in_role("shapes")).conforms
