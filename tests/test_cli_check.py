"""`mcdgraph check` and `mcdgraph rules` as a maintainer calls them."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result

from mcdgraph.cli import main
from mcdgraph.cli.build import command_for
from mcdgraph.cli.watch import watch_and_tell, watched_paths, with_waiting
from mcdgraph.findings import Finding, Report, Severity
from mcdgraph.settings import Settings, load_settings

TINY = Path(__file__).parent / "corpus" / "checked"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """Copy the tiny graph, which passes its checks."""
    return Path(shutil.copytree(TINY, tmp_path / "graph"))


def run(root: Path, *words: str, **environment: str) -> Result:
    """Call mcdgraph in a graph's folder."""
    variables = {"GITHUB_ACTIONS": "", "CI": "", **environment}
    return CliRunner().invoke(main, ["-C", str(root), *words], env=variables)


def spoil(root: Path) -> None:
    """Give the post a second rank, in place of nothing."""
    path = root / "data" / "posts.ttl"
    text = path.read_text()
    assert "ex:rank ex:major" in text
    path.write_text(text.replace("ex:rank ex:major", "ex:rank ex:major , ex:captain"))


def test_a_good_graph_passes(graph: Path) -> None:
    """Exit code 0, and a verdict."""
    result = run(graph, "check", "-q")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("conforms: no finding in ")


def test_a_finding_stands_where_the_fault_is(graph: Path) -> None:
    """Exit code 1, and the place of the object."""
    spoil(graph)
    result = run(graph, "check", "-q", "--format", "json")
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)["findings"]
    assert finding["shapePosition"]["path"] == "shapes/posts.ttl"
    assert finding["rule"] == "shacl/MaxCount"
    assert finding["shape"] == "<https://example.org/ontology#PostShape>"
    line = (graph / "data/posts.ttl").read_text().splitlines()[finding["position"]["line"] - 1]
    assert "ex:rank" in line or line.strip().startswith("ex:a")


SHAPE_FAULTS = """
ex:Wrong a sh:NodeShape ; sh:targetClass ex:Post ;
    sh:property [ sh:path ex:rank ; sh:minCount "1" ] .
ex:Asks a sh:NodeShape ; sh:targetClass ex:Post ; sh:nodeKind sh:Literal ; sh:closd true .
ex:Reifies sh:path ex:rank ; sh:reifierShape ex:Asks .
ex:Imports a owl:Ontology ; owl:imports <https://example.com/base> .
ex:Adds a sh:NodeShape ; sh:targetClass ex:Post ; sh:rule [ a sh:TripleRule ;
    sh:subject sh:this ; sh:predicate ex:tag ; sh:object ex:tagged ] .
"""
FAULTY = {
    "shape-ill-formed": '"1"',
    "shacl-term-unknown": "sh:closd",
    "shape-not-evaluated": "sh:reifierShape",
    "import-not-read": "<https://example.com/base>",
    "shape-rules": "sh:rule",
}


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "turtle"])
def test_faults_of_shapes_have_their_places_in_every_form(graph: Path, form: str) -> None:
    """Each is told with file, line and column, and the other shapes are evaluated."""
    prefixes = "".join(
        f"@prefix {name}: <{iri}> . "
        for name, iri in {
            "ex": "https://example.org/ontology#",
            "owl": "http://www.w3.org/2002/07/owl#",
            "sh": "http://www.w3.org/ns/shacl#",
        }.items()
    )
    text = prefixes + SHAPE_FAULTS
    (graph / "shapes/others.ttl").write_text(text)
    result = run(graph, "check", "-q", "--format", form)
    assert result.exit_code == 1, result.output
    for rule, words in FAULTY.items():
        before = text[: text.index(words)]
        line, column = before.count("\n") + 1, len(before) - before.rindex("\n")
        written = {
            "github": f"title={rule},file=shapes/others.ttl,line={line},col={column}",
            "sarif": f'"startLine": {line},\n                  "startColumn": {column}',
            "json": f'"line": {line},\n        "column": {column}',
        }.get(form, f"shapes/others.ttl:{line}:{column}: ")
        assert written in result.stdout
        assert rule in result.stdout
    assert "NodeKind" in result.stdout


def test_github_is_recognised(graph: Path) -> None:
    """Under its runner the report is annotations."""
    spoil(graph)
    result = run(graph, "check", "-q", GITHUB_ACTIONS="true")
    assert result.stdout.startswith("::error title=shacl/MaxCount,file=data/posts.ttl,line=")


def test_every_broken_file_is_named_and_the_others_are_checked(graph: Path) -> None:
    """Exit code 2; syntax findings stand beside those of the files that parse."""
    spoil(graph)
    (graph / "data/broken.ttl").write_text("<a> <b> .\n")
    (graph / "data/torn.ttl").write_text('<a> <b> "torn .\n')
    result = run(graph, "check", "-q", "--format", "json")
    assert result.exit_code == 2
    findings = json.loads(result.stdout)["findings"]
    syntax = {f["position"]["path"] for f in findings if f["rule"] == "syntax"}
    assert syntax == {"data/broken.ttl", "data/torn.ttl"}
    assert "shacl/MaxCount" in {finding["rule"] for finding in findings}


def test_broken_grammar_is_told_first(graph: Path) -> None:
    """What may follow from it comes after, whatever the files are called."""
    spoil(graph)
    (graph / "shapes" / "z.ttl").write_text("<urn:a> <urn:b> .")
    result = run(graph, "check", "-q", "--format", "json")
    rules = [finding["rule"] for finding in json.loads(result.stdout)["findings"]]
    assert rules[0] == "syntax"
    assert "shacl/MaxCount" in rules[1:]


@pytest.mark.parametrize(
    ("threshold", "code"), [("violation", 0), ("warning", 1), ("info", 1), ("never", 0)]
)
def test_the_threshold_decides_the_exit_code(graph: Path, threshold: str, code: int) -> None:
    """A warning fails only where it is asked to."""
    with (graph / "data/posts.ttl").open("a") as file:
        file.write("\n<https://example.org/id/a> ex:rank ex:major .\n")
    result = run(graph, "check", "-q", "--fail-on", threshold)
    assert "warning [statement-repeated]" in result.stdout
    assert result.exit_code == code


def test_a_baseline_lets_an_old_graph_adopt_checking(graph: Path) -> None:
    """What is accepted passes; the file is found without being named again."""
    spoil(graph)
    accepted = run(graph, "check", "-q", "--write-baseline")
    assert accepted.exit_code == 0, accepted.output
    after = run(graph, "check", "-q")
    assert after.exit_code == 0
    assert "1 findings accepted by the baseline" in after.stderr


def test_the_report_goes_to_a_file(graph: Path) -> None:
    """Nothing is left on standard output."""
    result = run(graph, "check", "-q", "--format", "sarif", "-o", str(graph / "out.sarif"))
    assert result.stdout == ""
    assert json.loads((graph / "out.sarif").read_text())["version"] == "2.1.0"


def test_a_second_form_goes_to_its_file(graph: Path) -> None:
    """One check annotates and leaves a report for the code host."""
    spoil(graph)
    also = f"sarif={graph / 'out.sarif'}"
    result = run(graph, "check", "-q", "--format", "github", "--also", also)
    assert result.stdout.startswith("::error ")
    assert json.loads((graph / "out.sarif").read_text())["runs"][0]["results"]


def test_the_validation_report_is_turtle(graph: Path) -> None:
    """SHACL's own report is read back, and names the focus node."""
    spoil(graph)
    result = run(graph, "check", "-q", "--format", "turtle")
    assert result.exit_code == 1
    report = rdflib.Graph().parse(data=result.stdout, format="turtle")
    (focus,) = report.objects(None, rdflib.SH.focusNode)
    assert str(focus) == "https://example.org/id/a"
    assert (None, rdflib.SH.conforms, rdflib.Literal(False)) in report


@pytest.mark.parametrize("value", ["sarif", "sarif=", "word=x.doc"])
def test_a_second_form_must_be_named_with_its_file(graph: Path, value: str) -> None:
    """Exit code 2, and what was expected."""
    result = run(graph, "check", "--also", value)
    assert result.exit_code == 2
    assert "--also takes FORM=FILE with a form of auto, text, json" in result.stderr


def test_a_rule_is_switched_off_in_the_settings(graph: Path) -> None:
    """The rule is listed as switched off, and finds nothing."""
    with (graph / "data/posts.ttl").open("a") as file:
        file.write("\n<https://example.org/id/a> ex:rank ex:major .\n")
    settings = graph / "mcdgraph.toml"
    off = '[check]\noff = ["statement-repeated"]\n'
    settings.write_text(settings.read_text().replace("[check]\n", off))
    assert "statement-repeated" not in run(graph, "check", "-q").stdout
    listed = run(graph, "rules", "statement-repeated").stdout
    assert listed.startswith("statement-repeated (own: warning, published: info; switched off)")


def test_rules_are_listed_for_programs(graph: Path) -> None:
    """Every rule has its sentence."""
    listed = json.loads(run(graph, "rules", "--json").stdout)
    assert len(listed) >= 15
    assert all(entry["sentence"] and entry["documentation"] for entry in listed)


def test_an_unknown_rule_is_an_error(graph: Path) -> None:
    """Exit code 2, and the name."""
    result = run(graph, "rules", "no-such-rule")
    assert result.exit_code == 2
    assert "no rule 'no-such-rule'" in result.stderr


def test_watching_tells_only_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    """The first report is whole; after a save come new findings and mended ones."""

    def reported(*messages: str) -> Report:
        findings = tuple(
            Finding(rule="r", severity=Severity.VIOLATION, message=m) for m in messages
        )
        return Report(findings=findings, statements=1, files=1)

    reports: Iterator[Report] = iter([reported("a", "b"), reported("b", "c"), reported("b", "c")])
    watch_and_tell(
        lambda: (next(reports), lambda r: "".join(f"new {f.message}\n" for f in r.findings)),
        [None, None],
    )
    assert capsys.readouterr().out.splitlines() == [
        "new a",
        "new b",
        "mended: a [r]",
        "new c",
        "2 findings in all",
        "no change: 2 findings",
    ]


def test_watching_calls_nothing_mended_while_a_file_is_broken() -> None:
    """Rules that wait for the whole graph have found nothing because they did not look."""
    waiting = Finding(rule="term-unused", severity=Severity.INFO, message="a")
    broken = Finding(rule="syntax", severity=Severity.VIOLATION, message="b")
    before = Report(findings=(waiting,), statements=1, files=1)
    now = with_waiting(before, replace(before, findings=(broken,)))
    assert now.findings == (broken, waiting)
    assert with_waiting(now, replace(before, findings=())).findings == ()


def test_the_validation_report_of_a_broken_graph_is_refused(graph: Path) -> None:
    """It would say that the graph conforms; the other forms are written all the same."""
    (graph / "data" / "z.ttl").write_text("<urn:a> <urn:b> .")
    also = f"sarif={graph / 'out.sarif'}"
    result = run(graph, "check", "-q", "--format", "turtle", "--also", also)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "data/z.ttl:1:" in result.stderr
    assert (graph / "out.sarif").is_file()


def test_a_question_that_is_not_utf8_is_named(graph: Path) -> None:
    """The file and the byte, and no word of a codec."""
    folder = graph / "queries" / "questions"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "q.rq").write_bytes(b"# caf\xe9")
    result = run(graph, "check", "-q")
    assert result.exit_code == 2
    assert "q.rq: not UTF-8 at byte 5" in result.stderr


def test_a_baseline_that_is_named_must_be_there(graph: Path) -> None:
    """A misspelt name would hide nothing, and would not be noticed."""
    result = run(graph, "check", "-q", "--baseline", str(graph / "basline.json"))
    assert result.exit_code == 2
    assert "basline.json: no such baseline" in result.stderr


def test_settings_and_baseline_are_watched(graph: Path) -> None:
    """An edit of either is a save that matters."""
    spoil(graph)
    run(graph, "check", "-q", "--write-baseline")
    settings = load_settings(graph, environment={}, flags={})
    watched = {path.name for path in watched_paths(settings)}
    assert watched == {"ontology", "shapes", "data", "mcdgraph.toml", "mcdgraph-baseline.json"}


@pytest.mark.parametrize(
    ("root", "expected"),
    [(".", "mcdgraph"), ("a graph", "mcdgraph -C 'a graph'"), ("/there", "mcdgraph -C /there")],
)
def test_a_hint_names_the_command_for_the_graph_at_hand(
    root: str, expected: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With the folder, unless the command is called in it."""
    monkeypatch.chdir(tmp_path)
    assert command_for(Settings(root=Path(root))) == expected
