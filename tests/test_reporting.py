"""Each form of a report says what the findings say, in the shape that its readers expect."""

import json
import re
from dataclasses import replace
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from mcdgraph.findings import Finding, Report, RuleText, Severity
from mcdgraph.namespaces import shorten, shorten_bare
from mcdgraph.positions import Position, SourceText
from mcdgraph.reporting import FORMS, Presentation, automatic

TEXT = "@prefix ex: <https://example.org/> .\n\nex:a ex:rank ex:captain , ex:major .\n"
SOURCE = SourceText(path=PurePosixPath("data/a file.ttl"), text=TEXT)
PREFIXES = {"ex": "https://example.org/"}

TWO_RANKS = Finding(
    rule="shacl/MaxCount",
    severity=Severity.VIOLATION,
    message="A post has one rank: 100 % of posts, two here.",
    position=SOURCE.position(TEXT.index("ex:major"), TEXT.index("ex:major") + 8),
    focus="<https://example.org/a>",
    path="<https://example.org/rank>",
    value="<https://example.org/major>",
    shape="<https://example.org/PostShape>",
    shape_position=Position(path="shapes/posts.ttl", line=7, column=3),
    hint="Remove one of them.",
)
REMARK = Finding(rule="term-unused", severity=Severity.INFO, message="No one uses \x07 this.")
REPORT = Report(findings=(TWO_RANKS, REMARK), statements=2, files=1)
PRESENTATION = Presentation(
    sources={"data/a file.ttl": SOURCE},
    prefixes=PREFIXES,
    version="1.2.3",
    rules={
        "shacl/MaxCount": RuleText(
            name="shacl/MaxCount",
            severity=Severity.VIOLATION,
            sentence="No more values than allowed.",
            documentation="SHACL, clause 4.2.2.",
        )
    },
)
CLEAN = Report(findings=(), statements=2, files=1)


def test_text_shows_the_line_with_a_caret_the_shape_and_a_hint() -> None:
    """A maintainer sees where, what, under which shape, and how to mend it."""
    assert FORMS["text"](REPORT, PRESENTATION).splitlines()[:9] == [
        "data/a file.ttl:3:27: violation [shacl/MaxCount]",
        "  A post has one rank: 100 % of posts, two here.",
        "     3 | ex:a ex:rank ex:captain , ex:major .",
        "       |                           ^^^^^^^^",
        "  subject: ex:a",
        "  path: ex:rank",
        "  value: ex:major",
        "  shape: ex:PostShape (shapes/posts.ttl:7:3)",
        "  hint: Remove one of them.",
    ]


def test_text_ends_with_a_summary() -> None:
    """The last line counts by severity."""
    last = FORMS["text"](REPORT, PRESENTATION).splitlines()[-1]
    assert last == "does not conform: 1 violation, 1 remark in 2 statements of 1 file"


@pytest.mark.parametrize("column", [1, 50, 149, 280])
def test_a_long_line_is_cut_around_its_caret(column: int) -> None:
    """Nothing is wider than 100 columns, and the caret stands under the sign it names."""
    line = "".join(chr(ord("a") + number % 26) for number in range(300))
    source = SourceText(path=PurePosixPath("x.ttl"), text=line)
    finding = Finding(
        rule="x",
        severity=Severity.WARNING,
        message="word " * 60,
        position=source.position(column - 1),
    )
    report = Report(findings=(finding,), statements=1, files=1)
    lines = FORMS["text"](report, Presentation(sources={"x.ttl": source})).splitlines()
    assert max(map(len, lines)) <= 100
    (caret,) = [number for number, text in enumerate(lines) if text.endswith("^")]
    assert lines[caret - 1][lines[caret].index("^")] == line[column - 1]


def test_a_message_that_quotes_a_very_long_value_is_cut() -> None:
    """Its beginning and its end are shown."""
    finding = replace(REMARK, message=f"The note {'x' * 1_000_000} is not stated.")
    text = FORMS["text"](Report(findings=(finding,), statements=1, files=1), PRESENTATION)
    assert "The note xxx" in text
    assert "is not stated." in text
    assert len(text) < 2_000


def test_colour_changes_no_character() -> None:
    """Without its colour codes, coloured text is the plain one."""
    coloured = Presentation(sources=PRESENTATION.sources, prefixes=PREFIXES, colour=True)
    plain = Presentation(sources=PRESENTATION.sources, prefixes=PREFIXES)
    painted = FORMS["text"](REPORT, coloured)
    assert "\x1b[31m" in painted
    assert re.sub(r"\x1b\[\d+m", "", painted) == FORMS["text"](REPORT, plain)


def test_json_carries_every_member() -> None:
    """A program finds the place, the terms and the fingerprint."""
    document = json.loads(FORMS["json"](REPORT, PRESENTATION))
    assert document["conforms"] is False
    first, second = document["findings"]
    assert first["position"] == {
        "path": "data/a file.ttl",
        "line": 3,
        "column": 27,
        "endLine": 3,
        "endColumn": 35,
    }
    assert first["value"] == "<https://example.org/major>"
    assert "position" not in second


def test_sarif_names_rule_level_and_region() -> None:
    """Code hosts get an error with its region, and a relative, escaped path."""
    run = json.loads(FORMS["sarif"](REPORT, PRESENTATION))["runs"][0]
    first, second = run["results"]
    place = first["locations"][0]["physicalLocation"]
    assert (first["level"], second["level"]) == ("error", "note")
    assert place["artifactLocation"] == {"uri": "data/a%20file.ttl", "uriBaseId": "ROOT"}
    assert place["region"] == {"startLine": 3, "startColumn": 27, "endLine": 3, "endColumn": 35}
    rules = run["tool"]["driver"]["rules"]
    assert rules[first["ruleIndex"]]["shortDescription"]["text"] == "No more values than allowed."


def test_junit_fails_for_violations_only() -> None:
    """A remark is a case that passes; characters that XML cannot hold are replaced."""
    root = ET.fromstring(FORMS["junit"](REPORT, PRESENTATION))
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    (failure,) = root.iter("failure")
    assert failure.get("type") == "shacl/MaxCount"
    assert "^^^^^^^^" in (failure.text or "")
    assert any("\ufffd" in (case.get("name") or "") for case in root.iter("testcase"))


def test_junit_of_a_clean_report_is_a_case_that_passes() -> None:
    """A reader that wants at least one case finds it."""
    root = ET.fromstring(FORMS["junit"](CLEAN, PRESENTATION))
    assert (root.get("tests"), root.get("failures")) == ("1", "0")


def test_github_commands_escape_what_the_runner_reads() -> None:
    """Properties and data are escaped as the runner unescapes them."""
    first, second, summary = FORMS["github"](REPORT, PRESENTATION).splitlines()
    assert first == (
        "::error title=shacl/MaxCount,file=data/a file.ttl,line=3,col=27,endLine=3,endColumn=35"
        "::A post has one rank: 100 %25 of posts, two here. Hint: Remove one of them."
    )
    assert second.startswith("::notice title=term-unused::")
    assert summary == "1 violation, 1 remark"


@pytest.mark.parametrize(
    ("environment", "form"),
    [({}, "text"), ({"GITHUB_ACTIONS": "true"}, "github"), ({"GITHUB_ACTIONS": ""}, "text")],
)
def test_the_form_suits_the_place(environment: dict[str, str], form: str) -> None:
    """Under GitHub's runner the automatic form is annotations."""
    assert automatic(environment) == form


def test_a_fingerprint_survives_a_shift_of_lines_and_a_new_label() -> None:
    """Baselines hold across edits elsewhere in the file."""
    moved = Finding(
        rule="r",
        severity=Severity.WARNING,
        message="m",
        focus="_:f1b2",
        position=Position(path="a.ttl", line=1, column=1),
    )
    same = Finding(
        rule="r",
        severity=Severity.WARNING,
        message="m",
        focus="_:f9b9",
        position=Position(path="a.ttl", line=40, column=2),
    )
    other = Finding(rule="r", severity=Severity.WARNING, message="m2", focus="_:f9b9")
    assert moved.fingerprint == same.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("<https://example.org/a>", "ex:a"),
        ("^<https://example.org/a>/<https://example.org/b.c>", "^ex:a/ex:b.c"),
        ("<https://example.org/x/y>", "ex:x/y"),
        ("<https://example.org/a b>", "<https://example.org/a b>"),
        ("<https://example.org/a.>", "<https://example.org/a.>"),
        ("<https://other.example/a>", "<https://other.example/a>"),
        ('"5"^^<https://example.org/km>', '"5"^^ex:km'),
    ],
)
def test_terms_are_shortened_by_prefixes(text: str, short: str) -> None:
    """What a prefix can say is said by it; the rest stays as it is."""
    assert shorten(text, PREFIXES) == short


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("The fact https://example.org/rank 5 has none.", "The fact ex:rank 5 has none."),
        ("It is https://example.org/a.", "It is ex:a."),
        ("See https://other.example/a, or not.", "See https://other.example/a, or not."),
        ("No IRI.", "No IRI."),
    ],
)
def test_iris_in_a_sentence_are_shortened(text: str, short: str) -> None:
    """A message reads with prefixed names; its own punctuation stays."""
    assert shorten_bare(text, PREFIXES) == short


def test_findings_lead_to_the_forge() -> None:
    """Text, JSON and SARIF name the address of the line; without a forge none does."""
    linked = replace(
        PRESENTATION, source_address=lambda at: (at and f"https://f.example/{at.line}") or ""
    )
    assert "  https://f.example/3" in FORMS["text"](REPORT, linked).splitlines()
    first, second = json.loads(FORMS["json"](REPORT, linked))["findings"]
    assert first["address"] == "https://f.example/3"
    assert "address" not in second
    first, second = json.loads(FORMS["sarif"](REPORT, linked))["runs"][0]["results"]
    assert first["properties"] == {"source": "https://f.example/3"}
    assert "properties" not in second
    for name in ("text", "json", "sarif"):
        assert "f.example" not in FORMS[name](REPORT, PRESENTATION)
