"""The hooks, the action and the snippets call what exists, as it is called."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
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


def outputs(folder: Path) -> dict[str, str]:
    """Read what the steps gave."""
    lines = (folder / "temporary" / "output").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def steps(action: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the steps that run mcdgraph; those before only install it."""
    found = [s for s in action["runs"]["steps"] if "mcdgraph -C" in s.get("run", "")]
    assert len(found) == 3
    return found


def run_step(step: dict[str, Any], inputs: dict[str, str], folder: Path) -> tuple[int, str]:
    """Run a step as GitHub's runner does: inputs by the environment, bash that stops at errors.

    The runner's folder for what is temporary is beside the graph's; its environment is this one.
    """
    temporary = folder.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    if not (temporary / "mcdgraph").exists():
        (temporary / "mcdgraph").symlink_to(sys.prefix)
    known = {f"inputs.{name}": value for name, value in inputs.items()}
    known |= {"runner.temp": str(temporary)}
    values = {
        name: re.sub(r"\$\{\{ ([a-z.-]+) \}\}", lambda m: known[m[1]], text)
        for name, text in step["env"].items()
    }
    environment = {
        **os.environ,
        **values,
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(temporary / "output"),
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
    given = outputs(tmp_path)
    assert Path(given["sarif"]).is_file()
    assert folder not in Path(given["sarif"]).parents
    assert (Path(given["release"]) / "manifest.json").is_file()


def test_the_action_annotates_a_bad_graph(tmp_path: Path, inputs: dict[str, str]) -> None:
    """The step that checks fails, and says where; the SARIF report is there all the same."""
    folder = Path(shutil.copytree(TINY, tmp_path / "graph"))
    path = folder / "data" / "posts.ttl"
    path.write_text(path.read_text().replace("ex:rank ex:major", "ex:rank ex:mayor"))
    _, check, _ = steps(action())
    code, output = run_step(check, inputs, folder)
    assert code == 1
    assert "::error title=undeclared-term,file=data/posts.ttl,line=" in output
    assert "mayor" in Path(outputs(tmp_path)["sarif"]).read_text()


#: Modules that Python, pip or mcdgraph would import from where they are started.
SHADOWED = ("pip", "venv", "mcdgraph", "click", "json", "numpy", "sitecustomize", "encodings")


def test_nothing_is_imported_from_what_is_checked_out(
    tmp_path: Path, inputs: dict[str, str]
) -> None:
    """A graph that comes with modules named as those that are needed runs none of them."""
    folder = Path(shutil.copytree(TINY, tmp_path / "graph"))
    mark = tmp_path / "mark"
    for name in SHADOWED:
        (folder / f"{name}.py").write_text(f"open({str(mark)!r}, 'w').close()")
    plain = [sys.executable, "-c", "import click"]
    subprocess.run(plain, cwd=folder, check=False, capture_output=True)
    assert mark.exists(), "the modules would not be run anyway"
    mark.unlink()
    for step in steps(action()):
        code, output = run_step(step, inputs, folder)
        assert code == 0, output
    assert not mark.exists()


def test_inputs_and_outputs_are_no_part_of_a_script() -> None:
    """What a script needs comes by its environment; what starts Python isolates it."""
    scripts = [step["run"] for step in action()["runs"]["steps"] if "run" in step]
    assert len(scripts) == 4
    for script in scripts:
        assert "${{" not in script
        assert script.count("python") == len(re.findall(r"python\"? -I -m", script))
    assert "--require-hashes" in scripts[0]
    assert "--no-deps" in scripts[0]


@pytest.mark.parametrize("name", ["action.yml", "docs/ci/github.yml"])
def test_other_actions_are_pinned_by_commit(name: str) -> None:
    """A tag may be moved; the hash of a commit names what was looked at."""
    used = re.findall(r"uses: (?!OWNER)(\S+)", (ROOT / name).read_text())
    assert used
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in used)


QUESTION = """#title en: Who is elsewhere?
#kind: stated
#expect: 1 row

PREFIX ex: <https://example.org/ontology#>
SELECT ?s {
  SERVICE <URL> { ?s ?p ?o } }
"""
TABLE = """#title en: Who is here?
#kind: stated
#expect: rows
#| ?s
#| UNDEF) } SERVICE SILENT <URL> { ?s ?p ?o } VALUES (?s) { (UNDEF

SELECT ?s { ?s ?p ?o }
"""
SHAPE = """@prefix ex: <https://example.org/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/shapes> a owl:Ontology ; owl:imports <URL> .
ex:Calling a sh:NodeShape ; sh:targetClass ex:Post ; sh:sparql [ sh:select \"\"\"QUERY\"\"\" ] .
"""


@pytest.fixture
def elsewhere() -> Iterator[socket.socket]:
    """Listen on loopback, where nobody should come."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        yield listening


def put(folder: Path, name: str, text: str, elsewhere: socket.socket) -> None:
    """Add a file that names the listening address."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace("URL", f"http://127.0.0.1:{elsewhere.getsockname()[1]}/x"))


def mcdgraph(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command that would wait for ever if it called."""
    return subprocess.run(
        [sys.executable, "-I", "-m", "mcdgraph", "-C", str(folder), command, "-q"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


CALLING = {
    "a question": ("queries/questions/calling.rq", QUESTION, "calling.rq:7:3: violation"),
    "a table": ("queries/questions/table.rq", TABLE, "table.rq:3:1: violation"),
    "a shape": (
        "shapes/calling.ttl",
        SHAPE.replace("QUERY", "SELECT $this { SERVICE <URL> {} }"),
        "",
    ),
    "a shape's graph": (
        "shapes/calling.ttl",
        SHAPE.replace("QUERY", "SELECT $this FROM <URL> { $this a ?t }"),
        "",
    ),
    "a rule": (
        "ontology/rules/a.rq",
        "CONSTRUCT { ?s a ?t } { SERVICE <URL> { ?s a ?t } }",
        "a.rq",
    ),
    "a context": ("data/more.jsonld", '{"@context": "URL", "@id": "a:b", "c": "d"}', ""),
}


@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
@pytest.mark.parametrize(("name", "text", "place"), CALLING.values(), ids=CALLING)
def test_check_and_build_do_not_reach_the_network(
    tmp_path: Path, elsewhere: socket.socket, name: str, text: str, place: str, engine: str
) -> None:
    """Whatever a graph says, nobody is called; a call that is asked for has its place."""
    folder = Path(shutil.copytree(TINY, tmp_path / "graph"))
    settings = folder / "mcdgraph.toml"
    chosen = settings.read_text().replace("[check]\n", f'[check]\nengine = "{engine}"\n')
    assert engine in chosen
    settings.write_text(chosen)
    put(folder, name, text, elsewhere)
    for command in ("check", "build"):
        done = mcdgraph(folder, command)
        assert "Traceback" not in done.stderr
        if place:
            assert done.returncode != 0
            assert place in done.stdout + done.stderr
            assert "SERVICE" in done.stdout + done.stderr
    with pytest.raises(BlockingIOError):
        elsewhere.accept()


#: Runs the command line, and ends the process where it looks up a name or connects.
GUARDED = """
import os, sys
CALLS = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}

def guard(event, arguments):
    if event in CALLS:
        os.write(2, f"{event} {arguments}".encode())
        os._exit(86)

sys.addaudithook(guard)
from mcdgraph.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize("command", ["check", "build"])
def test_nobody_is_looked_up_or_connected_to(tmp_path: Path, command: str) -> None:
    """Neither for the vocabularies of others, nor for contexts, nor for what is imported."""
    folder = Path(shutil.copytree(TINY, tmp_path / "graph"))
    context = folder / "context.json"
    context.write_text('{"@context": {"ex": "https://example.org/ontology#"}}')
    settings = folder / "mcdgraph.toml"
    more = '[imports.contexts]\n"https://other.example/context" = "context.json"\n'
    settings.write_text(f"{settings.read_text()}\n{more}")
    (folder / "data" / "more.jsonld").write_text(
        '{"@context": "https://other.example/context", "@id": "ex:none"}'
    )
    header = "<https://example.org/more> a owl:Ontology ; owl:imports <https://other.example/o> ."
    (folder / "ontology" / "more.ttl").write_text(
        f"@prefix owl: <http://www.w3.org/2002/07/owl#> .\n\n{header}\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", GUARDED, "-C", str(folder), command, "-q"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert "import-not-read" in done.stdout + done.stderr


def commands(text: str) -> list[list[str]]:
    """Find the calls of mcdgraph in a file."""
    found = re.findall(r"mcdgraph (?:-C \S+ )?((?:fmt|check|build)[^\n\"`)\\]*)", text)
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


def test_a_question_that_is_nested_without_end_is_a_finding(
    tmp_path: Path, elsewhere: socket.socket
) -> None:
    """The engine would descend until the process dies of it."""
    folder = Path(shutil.copytree(TINY, tmp_path / "graph"))
    text = QUESTION.replace("SERVICE <URL>", "\n" + "{" * 10_000)
    put(folder, "queries/questions/deep.rq", text, elsewhere)
    done = mcdgraph(folder, "check")
    assert done.returncode == 1
    assert "deep.rq:8:200: violation [question]" in done.stdout
    assert "more than 200 brackets are open" in done.stdout
