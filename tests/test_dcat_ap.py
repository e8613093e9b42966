"""The shipped graph's catalogue against the shapes of DCAT-AP 3.0.1, read where they lie."""

import os
from collections import Counter
from pathlib import Path, PurePosixPath

import pytest

from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.findings import Severity
from mcdgraph.release import Release
from mcdgraph.release.build import build
from mcdgraph.settings import load_settings
from mcdgraph.turtle.reader import decode_source, read
from mcdgraph.validation import ShaclReport, validate

GRAPHS = os.environ.get("MCDGRAPH_GRAPHS", "")
SHAPES = Path(GRAPHS) / "dcat-ap"

pytestmark = pytest.mark.skipif(
    not SHAPES.joinpath("shacl").is_dir() or not GRAPHS,
    reason="needs DCAT-AP's shapes: set MCDGRAPH_GRAPHS to a folder that holds dcat-ap",
)

#: DCAT-AP's files, by what they check.
MANDATORY = ("shacl/dcat-ap-SHACL.ttl", "shacl/ranges.ttl")
MANDATORY_BY_CLASS = ("html/shacl/shapes.ttl", "html/shacl/range.ttl")
VOCABULARIES = ("html/shacl/mdr-vocabularies.shape.ttl",)
RECOMMENDED = ("html/shacl/shapes_recommended.ttl",)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Build the shipped graph."""
    root = Path(__file__).parent.parent
    folder = tmp_path_factory.mktemp("dcat-ap")
    return build(load_settings(root, flags={"release.folder": str(folder)}))


def turtle(paths: list[Path]) -> Columns:
    """Read Turtle files into one graph."""
    builder = ColumnsBuilder()
    for number, path in enumerate(paths):
        source = decode_source(path.read_bytes(), PurePosixPath(path.name))
        scope = f"f{number}"
        reading = read(source, builder, base="https://example.org/", number=number, scope=scope)
        assert not reading.problems, path
    return builder.freeze()


def findings(release: Release, names: tuple[str, ...]) -> ShaclReport:
    """Validate the catalogue's Turtle file."""
    catalogue = turtle([release.dumps / "catalogue.ttl"])
    report = validate(catalogue, turtle([SHAPES / name for name in names]))
    assert len(report.idle) < len(names) * 40
    return report


def by_path(report: ShaclReport, level: Severity) -> Counter[str]:
    """Count the results of a severity by the last step of their path."""
    return Counter(
        str(result.path).rstrip(">").replace("#", "/").rpartition("/")[2]
        for result in report.results
        if result.level is level
    )


@pytest.mark.parametrize("names", [MANDATORY, MANDATORY_BY_CLASS])
def test_what_is_mandatory_is_there_and_of_its_kind(
    release: Release, names: tuple[str, ...]
) -> None:
    """No result at all, of whatever severity."""
    assert findings(release, names).results == ()


def test_terms_come_from_the_tables_of_the_union(release: Release) -> None:
    """What is left: one pattern that refuses SPDX's own IRI, and a publisher in no EU table."""
    report = findings(release, VOCABULARIES)
    violations = [result for result in report.results if result.level is Severity.VIOLATION]
    assert {str(result.value) for result in violations} == {
        "<http://spdx.org/rdf/terms#checksumAlgorithm_sha256>"
    }
    assert set(by_path(report, Severity.WARNING)) == {"publisher"}


def test_what_is_recommended_is_there_as_far_as_it_is_known(release: Release) -> None:
    """Nobody says whom to write to, who the authors are, which time is meant, how long it stays."""
    assert dict(by_path(findings(release, RECOMMENDED), Severity.WARNING)) == {
        "availability": 12,
        "contactPoint": 2,
        "type": 1,
        "temporal": 1,
        "bbox": 1,
        "centroid": 1,
    }
