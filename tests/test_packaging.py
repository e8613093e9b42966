"""What is installed is pinned, and what is shipped is in the wheel."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))
NAME = re.compile(r"[A-Za-z0-9._-]+")


def names(requirements: list[str]) -> set[str]:
    """Give the normalised names of requirements (PEP 503)."""
    found = (NAME.match(requirement) for requirement in requirements)
    return {re.sub(r"[-_.]+", "-", match[0]).lower() for match in found if match}


def locked(file: str) -> dict[str, int]:
    """Give each pinned package of a lock file with its number of hashes."""
    text = (ROOT / file).read_text(encoding="utf8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", "\n" + text)
    pinned = {}
    for block in blocks:
        if match := re.match(r"([A-Za-z0-9._-]+)==\S+", block):
            pinned[match[1].lower()] = block.count("--hash=sha256:")
    return pinned


def test_every_dependency_is_pinned_with_hashes() -> None:
    """The lock files hold what pyproject.toml asks for; nothing is without a hash."""
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = names(PROJECT["project"]["dependencies"])
    assert len(wanted) > 5
    serving, testing = locked("requirements.lock"), locked("requirements-test.lock")
    assert wanted | names(extras["install"]) <= set(serving)
    assert wanted | names(extras["test"]) <= set(testing)
    assert all(serving.values())
    assert all(testing.values())


def test_the_two_locks_agree() -> None:
    """What serves is tested: the same versions."""
    pins = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
    serving, testing = (
        set(pins.findall((ROOT / file).read_text(encoding="utf8")))
        for file in ("requirements.lock", "requirements-test.lock")
    )
    assert len(serving) > 15
    assert serving <= testing


def test_the_wheel_ships_the_graph() -> None:
    """Every source of the shipped graph has its place in the wheel."""
    shipped = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert shipped == {
        name: f"mcdgraph/shipped/{name}"
        for name in ("mcdgraph.toml", "ontology", "shapes", "data", "queries")
    }
    assert all((ROOT / name).exists() for name in shipped)
