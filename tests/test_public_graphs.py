"""Public graphs that others keep in git, read where they lie, as one command takes them.

``MCDGRAPH_GRAPHS`` names the folder that holds their checkouts, and ``MCDGRAPH_GRAPHS_ALL`` asks
for all of them, which takes minutes.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from mcdgraph.cli import main
from mcdgraph.discovery import discover
from mcdgraph.settings import ROLES

FOLDER = os.environ.get("MCDGRAPH_GRAPHS")
pytestmark = pytest.mark.skipif(
    FOLDER is None, reason="MCDGRAPH_GRAPHS does not name the folder of public graphs"
)


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a checkout is taken for: its base, its number of files of each role, its faults."""

    base: str
    files: tuple[int, int, int, int]
    broken: tuple[str, ...] = ()


#: Files of ontology, vocabulary, data, shapes; the first three are looked at by default.
GRAPHS = {
    "gist": Expected(base="https://w3id.org/semanticarts/", files=(4, 0, 0, 1)),
    "cpsv-ap": Expected(base="http://data.europa.eu/m8g/", files=(1, 0, 1, 2)),
    "dcat": Expected(
        base="http://www.w3.org/ns/", files=(7, 1, 22, 0), broken=("rdf/dcat3-external.ttl",)
    ),
    "brick": Expected(base="https://brickschema.org/schema/", files=(1, 0, 2, 1)),
    "cgi-vocabs": Expected(base="http://resource.geosciml.org/", files=(1, 35, 0, 0)),
    "dcat-ap": Expected(
        base="https://semiceu.github.io/DCAT-AP/releases/",
        files=(0, 0, 15, 9),
        broken=(
            "html/examples/example-bee-population-dataset-series-api.ttl",
            "html/examples/example-bee-population-dataset-series-combined.ttl",
        ),
    ),
    "fibo": Expected(base="https://spec.edmcouncil.org/fibo/ontology/FND/", files=(59, 0, 0, 0)),
    "rico": Expected(base="https://www.ica.org/standards/RiC/", files=(1, 0, 0, 0)),
    "schemaorg": Expected(base="https://schema.org/", files=(1, 0, 0, 0)),
}
CHOSEN = list(GRAPHS) if os.environ.get("MCDGRAPH_GRAPHS_ALL") else list(GRAPHS)[:3]


def checkout(name: str) -> Path:
    """Find a checkout."""
    assert FOLDER is not None
    return Path(FOLDER) / name


@pytest.mark.parametrize("name", CHOSEN)
def test_a_public_graph_is_taken_for_what_it_is(name: str) -> None:
    """Its base, what its files are for, and which of them break."""
    guess, expected = discover(checkout(name)), GRAPHS[name]
    survey = guess.survey
    assert guess.naming.base == expected.base
    assert tuple(len(survey.of_role(role)) for role in ROLES) == expected.files
    told = {str(facts.path) for facts in survey.broken}
    told |= {str(one.path) for one in survey.skipped if "broken at line" in one.reason}
    assert set(expected.broken) == told


@pytest.mark.parametrize("name", CHOSEN)
def test_a_public_graph_is_built_and_shown(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By one command, which writes nothing beside the files; then its home page answers."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    root = checkout(name)
    before = sorted(root.rglob("*"))
    built = CliRunner().invoke(main, ["-C", str(root), "build", "--quiet"])
    assert built.exit_code == 0, built.output
    assert "Release " in built.stdout
    assert sorted(root.rglob("*")) == before
    home = CliRunner().invoke(main, ["-C", str(root), "get", "/", "-H", "Accept: text/html"])
    assert home.exit_code == 0
    assert "<main" in home.stdout
