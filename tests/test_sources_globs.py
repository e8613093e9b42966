"""Globs mean files below a graph's folder, and never another."""

from pathlib import Path

import pytest

from mcdgraph.errors import InputError
from mcdgraph.sources import globs as module
from mcdgraph.sources.globs import files_of

FILES = (
    *("a.ttl", "b.json", "data/c.ttl", "data/d.csv", "data/deep/e.rdf", "data/deep/f[1].nt"),
    *("data/.hidden.ttl", "data/.git/g.ttl", "data/node_modules/h.ttl", "data/build/i.ttl"),
    *("data/deep/j.ttl.gz", "data/k.dat"),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a folder of empty files."""
    for name in FILES:
        path = tmp_path / "root" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path / "root"


@pytest.mark.parametrize(
    ("glob", "meant"),
    [
        ("a.ttl", ["a.ttl"]),
        ("*", ["a.ttl"]),
        ("*.json", ["b.json"]),
        ("data", ["data/c.ttl", "data/deep/e.rdf", "data/deep/f[1].nt", "data/deep/j.ttl.gz"]),
        ("data/**", ["data/c.ttl", "data/deep/e.rdf", "data/deep/f[1].nt", "data/deep/j.ttl.gz"]),
        ("data/*", ["data/c.ttl"]),
        ("**/*.ttl", ["a.ttl", "data/c.ttl"]),
        ("data/**/*.ttl", ["data/c.ttl"]),
        ("data/**/*.dat", ["data/k.dat"]),
        ("data/*/?.rdf", ["data/deep/e.rdf"]),
        ("data/deep/[a-e].*", ["data/deep/e.rdf"]),
        ("data/deep/[!e]*", ["data/deep/f[1].nt", "data/deep/j.ttl.gz"]),
        ("data/deep/f[[]1].nt", ["data/deep/f[1].nt"]),
        ("data/build/*", ["data/build/i.ttl"]),
        ("data/.git/*", ["data/.git/g.ttl"]),
        ("nowhere/**", []),
        ("a.ttl/**", []),
    ],
)
def test_a_glob_means_these_files(root: Path, glob: str, meant: list[str]) -> None:
    """Hidden files and what programs make are passed over unless they are named."""
    assert [path.as_posix() for path in files_of(root, [glob])[glob]] == meant


def test_what_is_excluded_is_left_out(root: Path) -> None:
    """A glob of files or the name of a folder."""
    found = files_of(root, ["**"], ["data/deep", "a.*"])["**"]
    assert [path.as_posix() for path in found] == ["data/c.ttl"]


@pytest.mark.parametrize("target", ["outside.ttl", "data/../../outside.ttl"])
def test_a_link_out_of_the_folder_is_refused(root: Path, target: str) -> None:
    """Whatever it is called."""
    (root.parent / "outside.ttl").touch()
    (root / "data" / "link.ttl").symlink_to(root.parent / "outside.ttl")
    with pytest.raises(InputError, match=r"link\.ttl: a link that leads out of the graph's folder"):
        files_of(root, ["data/**"])


def test_links_inside_are_followed_to_files_alone(root: Path) -> None:
    """A link to a folder could lead round in circles."""
    (root / "data/link.ttl").symlink_to(root / "a.ttl")
    (root / "data/round").symlink_to(root / "data")
    found = [path.as_posix() for path in files_of(root, ["data/*"])["data/*"]]
    assert found == ["data/c.ttl", "data/link.ttl"]
    assert len(files_of(root, ["data/**"])["data/**"]) == 5


def test_a_huge_folder_is_not_walked_to_its_end(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is a bound, and what to do about it."""
    monkeypatch.setattr(module, "MAX_FILES", 3)
    with pytest.raises(InputError, match=r"more than 3 files; name fewer folders in \[sources\]"):
        files_of(root, ["**"])
