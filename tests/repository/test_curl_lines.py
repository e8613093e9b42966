"""The lines for curl in the documentation are run as they are written."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Server, serving

from mcdgraph.progress import silent
from mcdgraph.release.build import build
from mcdgraph.settings import load_settings

ROOT = Path(__file__).parent.parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
#: Where the documentation has the server.
ADDRESS = "http://127.0.0.1:8000"


def commands(page: Path) -> Iterator[str]:
    """Yield what stands after the prompt, with the lines that its quotes go on to."""
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf8"), re.DOTALL):
        for command in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            if command.startswith("curl ") and ADDRESS in command:
                yield whole(command)


def whole(text: str) -> str:
    """Return the lines of a command up to the one that ends its quotes; the rest is output."""
    lines: list[str] = []
    for line in text.splitlines():
        lines.append(line)
        try:
            shlex.split("\n".join(lines))
        except ValueError:
            continue
        break
    return "\n".join(lines)


COMMANDS = [command for page in PAGES for command in commands(page)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the shipped graph, which is built before: a server is waited for a short while only."""
    folder = tmp_path_factory.mktemp("curl")
    releases = str(folder / "releases")
    build(load_settings(ROOT, flags={"release.folder": releases}), silent)
    variables = {"MCDGRAPH_RELEASE_FOLDER": releases}
    with serving("--no-build", folder=folder, settings=variables, graph=ROOT) as running:
        yield running


def test_there_are_commands() -> None:
    """The documentation has some, in several pages."""
    assert len(COMMANDS) > 12


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_line_of_the_documentation_works(server: Server, command: str, tmp_path: Path) -> None:
    """It is answered with 200, and with something."""
    words = shlex.split(command.replace(ADDRESS, f"http://127.0.0.1:{server.port}"))
    ran = subprocess.run(
        [*words, "--fail", "--silent", "--show-error", "--max-time", "60"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=90,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    assert ran.stdout or list(tmp_path.iterdir())
