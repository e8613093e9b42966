"""The two profiles: how grave each rule is in them, what is told once, and what refuses a build."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mcdgraph.cli import main
from mcdgraph.findings import Finding, Severity
from mcdgraph.positions import Position, SourceText
from mcdgraph.rules import OWN, PROFILES, PUBLISHED, Profile, built_in, choose, with_declared
from mcdgraph.rules.mentions import SHOWN, told_once

CORPUS = Path(__file__).parent / "corpus" / "checked"
OTHERS = """\
@prefix far: <https://far.example/v#> .
@prefix ex: <https://example.org/ontology#> .
@prefix id: <https://example.org/id/> .

id:p a ex:Post ; ex:rnak far:one , far:two , far:three , far:four , far:five .
"""


def run(folder: Path, *words: str) -> Result:
    """Call mcdgraph in a folder."""
    return CliRunner().invoke(main, ["-C", str(folder), *words])


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """Copy a graph that is as it should be, for the profile of others' graphs."""
    folder = Path(shutil.copytree(CORPUS, tmp_path / "graph"))
    settings = folder / "mcdgraph.toml"
    settings.write_text(settings.read_text().replace('profile = "own"', 'profile = "published"'))
    return folder


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_profile_names_rules_that_there_are(profile: Profile) -> None:
    """No row of the table is left behind when a rule goes."""
    assert profile.treatments.keys() <= {rule.name for rule in built_in()}


def test_graphs_of_others_have_a_row_for_every_rule() -> None:
    """Whoever adds a rule decides what it is to others."""
    assert PUBLISHED.treatments.keys() == {rule.name for rule in built_in()}


def test_hygiene_is_no_violation_in_graphs_of_others() -> None:
    """It warns or remarks."""
    rules = choose(built_in(PUBLISHED), ())
    assert len(rules) >= 15
    assert {rule.text.severity for rule in rules} == {Severity.WARNING, Severity.INFO}


def finding(rule: str, severity: Severity = Severity.VIOLATION, line: int = 1) -> Finding:
    """Make a finding."""
    position = Position(path="a.ttl", line=line, column=1)
    return Finding(rule=rule, severity=severity, message="m", position=position, focus=f"<{line}>")


@pytest.mark.parametrize(
    ("rule", "severity", "own", "published"),
    [
        ("syntax", Severity.VIOLATION, True, True),
        ("owl/cls-com", Severity.VIOLATION, True, True),
        ("question", Severity.VIOLATION, True, True),
        ("shacl/MinCount", Severity.VIOLATION, True, False),
        ("shacl/MinCount", Severity.WARNING, False, False),
        ("label-missing", Severity.VIOLATION, True, False),
    ],
)
def test_a_profile_says_what_refuses_a_build(
    rule: str, severity: Severity, own: bool, published: bool
) -> None:
    """Others' graphs are refused for what cannot be read, a contradiction, and a wrong answer."""
    assert OWN.blocks(finding(rule, severity)) is own
    assert PUBLISHED.blocks(finding(rule, severity)) is published


def findings(number: int) -> Iterator[Finding]:
    """Say the same of a number of lines."""
    return (finding("r", line=line) for line in range(1, number + 1))


@pytest.mark.parametrize("number", [1, 2, SHOWN + 1, 1000])
def test_what_says_the_same_is_told_once(number: int) -> None:
    """With how often, where first, and the next few places."""
    (told,) = told_once(findings(number))
    assert told.mentions == number
    assert told.position == Position(path="a.ttl", line=1, column=1)
    assert [place.line for place in told.further] == list(range(2, min(number, SHOWN + 1) + 1))
    assert (told.focus == "<1>") is (number == 1)


def test_what_is_told_once_is_known_by_what_it_says() -> None:
    """A further mention is no new finding to a baseline."""
    (one,), (many,) = told_once(findings(1)), told_once(findings(7))
    assert one.fingerprint == many.fingerprint != finding("r").fingerprint


def test_all_forms_tell_of_the_further_places(graph: Path) -> None:
    """Text, JSON and SARIF say how often and where."""
    lines = "".join(f"id:p{n} a ex:Post ; ex:rnak ex:major .\n" for n in range(6))
    (graph / "data" / "others.ttl").write_text(OTHERS.partition("id:p")[0] + lines)
    text = run(graph, "check", "-q").stdout
    assert (
        "6 mentions: also data/others.ttl:6:19, data/others.ttl:7:19, data/others.ttl:8:19" in text
    )
    assert "and 2 more" in text
    reports = (
        json.loads(run(graph, "check", "-q", "--format", f).stdout) for f in ("json", "sarif")
    )
    plain, sarif = reports
    (told,) = (f for f in plain["findings"] if f["rule"] == "undeclared-term")
    assert (told["mentions"], [place["line"] for place in told["further"]]) == (6, [6, 7, 8])
    results = sarif["runs"][0]["results"]
    (result,) = (one for one in results if one["ruleId"] == "undeclared-term")
    assert result["occurrenceCount"] == 6
    assert [one["id"] for one in result["relatedLocations"]] == [1, 2, 3]


def test_shapes_of_others_refuse_no_build(graph: Path) -> None:
    """Their violations are told by check, which fails, and stand in the release's report."""
    (graph / "data" / "others.ttl").write_text(OTHERS)
    checked = run(graph, "check", "-q")
    assert checked.exit_code == 1
    assert "violation [shacl/MinCount]" in checked.stdout
    built = run(graph, "build", "-q")
    assert built.exit_code == 0, built.output
    assert "The graph is published as it is: 1 violation" in built.stderr
    settings = graph / "mcdgraph.toml"
    settings.write_text(settings.read_text().replace('"published"', '"own"'))
    assert run(graph, "build", "-q").exit_code == 1


def test_what_cannot_be_read_refuses_any_build(graph: Path) -> None:
    """A broken file is no matter of taste."""
    (graph / "data" / "others.ttl").write_text("<a> <b>")
    assert run(graph, "build", "-q").exit_code == 2


def test_findings_are_written_with_the_prefixes_of_the_files(graph: Path) -> None:
    """Others' prefixes need no settings."""
    (graph / "data" / "others.ttl").write_text(OTHERS.replace("ex:Post", "far:Post , ex:Pots"))
    assert "ex:Pots is used but not declared." in run(graph, "check", "-q").stdout


def test_the_most_usual_meaning_of_a_prefix_counts() -> None:
    """What the registry says goes before, and a namespace has one prefix."""
    heads = (
        "@prefix a: <urn:a:> .\n@prefix b: <urn:b:> .\n@prefix : <urn:c:> .",
        "PREFIX b: <urn:other:>",
        "PREFIX b: <urn:other:>\nPREFIX r: <urn:else:>\nPREFIX again: <urn:r:>",
    )
    files = [SourceText(path=Path("a.ttl"), text=text) for text in heads]  # type: ignore[arg-type]
    known = with_declared({"r": "urn:r:"}, files)
    assert known == {"a": "urn:a:", "b": "urn:other:", "r": "urn:r:"}


def test_rules_are_listed_as_both_profiles_have_them(graph: Path) -> None:
    """With the text of each where they differ."""
    listed = run(graph, "rules", "label-missing", "statement-repeated").stdout
    assert "label-missing (own: violation, published: warning)\n    own: Everything" in listed
    assert "\n    published: Every term of the graph has a label." in listed
    assert "statement-repeated (own: warning, published: info)\n    A statement is" in listed
    (rule,) = json.loads(run(graph, "rules", "subject-split", "--json").stdout)
    assert rule["active"] is False
    assert {name: one["severity"] for name, one in rule["profiles"].items()} == {
        "own": "warning",
        "published": None,
    }
