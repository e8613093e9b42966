"""The hooks, the action and the snippets call what exists, as it is called."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from mcdgraph.cli import main

ROOT = Path(__file__).parent.parent
TINY = Path(__file__).parent / "corpus" / "checked"


def action() -> dict[str, Any]:
    """Read the composite action."""
    document = yaml.safe_load((ROOT / "action.yml").read_text())
    assert isinstance(document, dict)
    return document


def steps(action: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the steps that run mcdgraph; those before only install it."""
    found = [s for s in action["runs"]["steps"] if "mcdgraph -C" in s.get("run", "")]
    assert len(found) == 3
    return found


def run_step(step: dict[str, Any], inputs: dict[str, str], folder: Path) -> tuple[int, str]:
    """Run a step as GitHub's runner does: inputs by the environment, bash that stops at errors."""
    values = {
        name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda m: inputs[m[1]], text)
        for name, text in step["env"].items()
    }
    assert not any("${{" in value for value in values.values())
    environment = {
        **os.environ,
        **values,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(folder / "output"),
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.fixture
def inputs() -> dict[str, str]:
    """Give the action's inputs their defaults."""
    return {name: str(entry["default"]) for name, entry in action()["inputs"].items()}


def test_the_action_passes_a_good_graph(tmp_path: Path, inputs: dict[str, str]) -> None:
    """It checks the form, the graph, and builds; the outputs name what it made."""
    folder = Path(shutil.copytree(TINY, tmp_path / "graph"))
    for step in steps(action()):
        code, output = run_step(step, inputs, folder)
        assert code == 0, output
    assert (folder / inputs["sarif"]).is_file()
    release = (folder / "output").read_text().strip().removeprefix("release=")
    assert (Path(release) / "manifest.json").is_file()


def test_the_action_annotates_a_bad_graph(tmp_path: Path, inputs: dict[str, str]) -> None:
    """The step that checks fails, and says where; the SARIF report is there all the same."""
    folder = Path(shutil.copytree(TINY, tmp_path / "graph"))
    path = folder / "data" / "posts.ttl"
    path.write_text(path.read_text().replace("ex:rank ex:major", "ex:rank ex:mayor"))
    _, check, _ = steps(action())
    code, output = run_step(check, inputs, folder)
    assert code == 1
    assert "::error title=undeclared-term,file=data/posts.ttl,line=" in output
    assert "mayor" in (folder / inputs["sarif"]).read_text()


def commands(text: str) -> list[list[str]]:
    """Find the calls of mcdgraph in a file."""
    found = re.findall(r"mcdgraph (?:-C \S+ )?((?:fmt|check|build)[^\n\"`]*)", text)
    return [line.split() for line in found]


@pytest.mark.parametrize(
    "name", [".pre-commit-hooks.yaml", "docs/ci/gitlab.yml", "docs/checking.md", "action.yml"]
)
def test_every_call_that_is_shown_is_understood(name: str) -> None:
    """No option is shown that the command does not know."""
    calls = commands((ROOT / name).read_text())
    assert calls
    for command, *words in calls:
        known = CliRunner().invoke(main, [command, "--help"]).output
        for option in (word for word in words if word.startswith("-")):
            assert option in known, f"{command} {option}"


def test_the_hooks_are_complete() -> None:
    """Each hook has what pre-commit requires."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in hooks] == ["mcdgraph-check", "mcdgraph-fmt"]
    assert all(hook["language"] == "python" and hook["name"] for hook in hooks)


@pytest.mark.parametrize("name", ["docs/ci/github.yml", "docs/ci/gitlab.yml"])
def test_the_snippets_are_yaml(name: str) -> None:
    """They can be copied as they are."""
    assert isinstance(yaml.safe_load((ROOT / name).read_text()), dict)
