"""A graph is asked its saved questions, and a wrong answer is a finding with its place."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from mcdgraph.checking import Checked, check
from mcdgraph.errors import FindingsError, SyntaxProblems
from mcdgraph.release import current_release
from mcdgraph.release.acceptance import RULE, questioned
from mcdgraph.release.build import build
from mcdgraph.settings import Settings, load_settings

RELEASED = Path(__file__).parent / "corpus" / "released"
HEADER = (
    "#title fr: Combien ?\n#title en: How many?\n#kind: stated\n#expect: rows\n#| ?n\n#| {}\n\n"
)
COUNT = "SELECT (COUNT(DISTINCT ?class) AS ?n) { ?class a <http://www.w3.org/2002/07/owl#Class> }\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Copy the corpus to where it may be changed."""
    return load_settings(Path(shutil.copytree(RELEASED, tmp_path / "graph")))


def save(settings: Settings, text: str) -> Path:
    """Write a saved question into the graph."""
    path = settings.queries / "questions" / "q01-classes.rq"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf8")
    return path


def asked(settings: Settings) -> Checked:
    """Check a graph and ask its questions."""
    return questioned(check(settings), settings)


def classes(settings: Settings) -> int:
    """Count the classes that the corpus declares."""
    (file,) = (settings.root / "ontology").glob("*.ttl")
    return file.read_text(encoding="utf8").count("a owl:Class")


def test_a_right_answer_is_no_finding(settings: Settings) -> None:
    """The graph that answers as expected conforms, and is built."""
    number = classes(settings)
    assert number > 0
    save(settings, HEADER.format(number) + COUNT)
    assert asked(settings).report.conforms
    assert build(settings).digest


def test_a_wrong_answer_is_a_finding_at_the_expectation(settings: Settings) -> None:
    """The finding names the question, what is missing, and the line that expects it."""
    save(settings, HEADER.format(classes(settings) + 1) + COUNT)
    (finding,) = [f for f in asked(settings).report.findings if f.rule == RULE]
    assert str(finding.position) == "queries/questions/q01-classes.rq:4:1"
    assert "“How many?”" in finding.message
    assert "missing: " in finding.message
    assert "unexpected: " in finding.message


def test_a_wrong_answer_keeps_the_release_before(settings: Settings) -> None:
    """A graph that answers otherwise than it should is not released."""
    save(settings, HEADER.format(classes(settings)) + COUNT)
    first = build(settings)
    save(settings, HEADER.format(classes(settings) + 1) + COUNT)
    with pytest.raises(FindingsError, match="1 violation found"):
        build(settings)
    current = current_release(settings)
    assert current is not None
    assert current.digest == first.digest


def test_a_question_without_end_is_a_finding(settings: Settings) -> None:
    """It has the deadline of queries that are served."""
    endless = "".join(f"?s{n} ?p{n} ?o{n} . " for n in range(12))
    save(settings, HEADER.format(1) + f"SELECT (COUNT(*) AS ?n) {{ {endless} }}\n")
    bounded = replace(settings, query=replace(settings.query, deadline=0.5))
    (finding,) = [f for f in asked(bounded).report.findings if f.rule == RULE]
    assert finding.message.endswith("it takes longer than 0.5 seconds (query.deadline)")


def test_a_question_that_is_not_sparql_is_a_finding(settings: Settings) -> None:
    """A broken query is told like a wrong answer, not as a crash."""
    save(settings, HEADER.format(1) + COUNT.replace("SELECT", "SELCT"))
    (finding,) = [f for f in asked(settings).report.findings if f.rule == RULE]
    assert "cannot be asked: found 'SELCT'; did you mean SELECT?" in finding.message
    assert finding.position is not None
    text = (settings.root / finding.position.path).read_text(encoding="utf8")
    line = text.splitlines()[finding.position.line - 1]
    assert line[finding.position.column - 1 :].startswith("SELCT")
    assert finding.hint is None


def test_a_broken_header_is_an_error_with_its_place(settings: Settings) -> None:
    """A question whose header cannot be read is unreadable input."""
    save(settings, HEADER.format(1).replace("#kind", "#sort") + COUNT)
    with pytest.raises(SyntaxProblems, match=r"queries/questions/q01-classes\.rq:3:1: unknown"):
        asked(settings)


def test_a_graph_without_questions_is_asked_nothing(settings: Settings) -> None:
    """Saved questions are an offer, not a duty."""
    shutil.rmtree(settings.queries, ignore_errors=True)
    assert asked(settings).report.conforms
