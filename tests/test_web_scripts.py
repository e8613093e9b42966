"""The scripts of the pages: their own tests, and that what is shipped is what is built."""

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WEB = ROOT / "web"
STATIC = ROOT / "src" / "mcdgraph" / "web" / "static"
TESTS = sorted((WEB / "test").glob("*.test.mjs"))
SCRIPTS = ("editor.js", "editor-chunk.js", "editor-completion.js", "query.js")
BUILT = (*SCRIPTS, "THIRD-PARTY.txt")


def need(*, present: bool, what: str) -> None:
    """Skip where something is missing; a machine that promises it (CI) must have it."""
    if not present:
        assert not os.environ.get("CI"), f"CI needs {what}"
        pytest.skip(f"needs {what}")


def run(*command: str) -> str:
    """Run a program; give what it writes."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("file", TESTS, ids=lambda path: path.name)
def test_the_scripts_do_what_they_say(file: Path) -> None:
    """Layout, position and programs, tested in their own language."""
    need(present=shutil.which("node") is not None, what="node 20 or later")
    counted = run("node", "--test", "--test-reporter=tap", str(file))
    passed = re.search(r"^# pass (\d+)$", counted, re.MULTILINE)
    assert passed
    assert int(passed[1]) > 5


def test_there_are_tests_of_scripts() -> None:
    """The list above is not empty."""
    assert len(TESTS) >= 3


def test_what_is_shipped_is_what_is_built(tmp_path: Path) -> None:
    """The lock file and the sources give the same bytes as the package has."""
    installed = (WEB / "node_modules" / "esbuild").is_dir()
    need(present=installed, what="the packages of web/package-lock.json (npm ci --prefix web)")
    run("node", str(WEB / "build.mjs"), str(tmp_path))
    for name in BUILT:
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes(), name


def test_whatever_is_bundled_comes_with_its_licence() -> None:
    """Each package of the bundle is named with its version and the text of its licence."""
    text = (STATIC / "THIRD-PARTY.txt").read_text(encoding="utf8")
    parts = text.split("-" * 72)[1:]
    assert len(parts) >= 8
    for part in parts:
        assert re.search(r"^\S+ \d+\.\d+\.\d+ \(MIT\)\n", part.strip()), part[:80]
        assert "Permission is hereby granted" in part
        assert "Copyright" in part


@pytest.mark.parametrize(
    ("names", "bound"),
    [
        (("query.js",), 6_000),
        (("editor.js", "editor-chunk.js"), 80_000),
        (("editor-completion.js",), 14_000),
    ],
)
def test_a_script_has_a_weight(names: tuple[str, ...], bound: int) -> None:
    """Gzipped, which is the larger of the two codings, what comes at once stays within a bound."""
    packed = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in names)
    assert 1_000 < packed < bound
