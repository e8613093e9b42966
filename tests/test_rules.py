"""Every rule finds what breaks it, where it stands, and nothing in what keeps it.

`tests/rules/NAME.good` and `NAME.bad` hold small graphs: `--- PATH` begins a file, and
`# ←` ends each line at which the rule must report a finding.
"""

from pathlib import Path

import numpy as np
import pytest

from mcdgraph.columns import Iri, Literal
from mcdgraph.errors import InputError, SettingsError
from mcdgraph.rules import PUBLISHED, CheckRule, Validated, Workspace, built_in, choose
from mcdgraph.rules.sparql_rule import read_rule
from mcdgraph.settings import EvidenceSettings, SnapshotSettings
from mcdgraph.sources import Corpus, read_corpus
from mcdgraph.validation import ShapeNames, validate

EXAMPLES = Path(__file__).parent / "rules"
RULES = built_in()
#: What a profile for graphs of others reads in its own way has examples of its own.
READINGS = tuple(rule for rule in built_in(PUBLISHED) if (PUBLISHED.treatments[rule.name]).reading)
KINDS = ("good", "bad")
EXAMPLES_OF = [(rule, EXAMPLES) for rule in RULES]
EXAMPLES_OF += [(rule, EXAMPLES / "published") for rule in READINGS]
IDS = [f"{folder.name}-{rule.name}" for rule, folder in EXAMPLES_OF]
PREFIXES = {
    "ex": "https://example.org/ontology#",
    "id": "https://example.org/id/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

MCD = "https://w3id.org/mcdgraph/ontology#"
EVIDENCE = EvidenceSettings(source=(MCD + "evidence",), exempt=(MCD + "evidenceExempt",))
SNAPSHOTS = SnapshotSettings(classes=(MCD + "DocumentVersion",))


def workspace(root: Path, example: str) -> tuple[Workspace, set[tuple[str, int]]]:
    """Write an example's files below a folder; give them as read, and the lines to report."""
    marked: set[tuple[str, int]] = set()
    for part in example.removeprefix("--- ").split("\n--- "):
        name, _, text = part.partition("\n")
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf8")
        lines = enumerate(text.splitlines(), 1)
        marked |= {(name, number) for number, line in lines if line.endswith("# ←")}
    corpus = read_corpus(root, base="https://example.org/")
    assert not corpus.problems, corpus.problems
    assert len(corpus.columns)
    shapes = np.flatnonzero([path.startswith("shapes/") for path in paths_of(corpus)])
    columns = corpus.columns.take(shapes)
    validated = Validated(
        report=validate(corpus.columns, columns),
        data_rows=np.arange(len(corpus.columns)),
        shape_rows=shapes,
        names=ShapeNames(columns),
    )
    return (
        Workspace(
            corpus=corpus,
            validated=validated,
            base="https://example.org/",
            languages=("en", "fr"),
            prefixes=PREFIXES,
            published=frozenset({"https://example.org/id/old"}),
            evidence=EVIDENCE,
            snapshot_settings=SNAPSHOTS,
        ),
        marked,
    )


def paths_of(corpus: Corpus) -> list[str]:
    """Name the file of each row."""
    return [str(corpus.files[source].path) for source in corpus.columns.source.tolist()]


def test_there_are_rules() -> None:
    """The rules are found in the package, each under a name of its own."""
    assert len(RULES) >= 15
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_every_example_has_its_rule() -> None:
    """No example is left behind, and none is missing."""
    names = {folder / f"{rule.name}.{kind}" for rule, folder in EXAMPLES_OF for kind in KINDS}
    assert {path for path in EXAMPLES.rglob("*") if path.is_file()} == names


@pytest.mark.parametrize(("rule", "folder"), EXAMPLES_OF, ids=IDS)
def test_a_rule_reports_what_breaks_it_where_it_stands(
    rule: CheckRule, folder: Path, tmp_path: Path
) -> None:
    """The bad example gives a finding on each marked line, and on no other."""
    space, marked = workspace(tmp_path, (folder / f"{rule.name}.bad").read_text())
    findings = list(rule.look(rule, space))
    assert findings
    places = {(f.position.path, f.position.line) for f in findings if f.position}
    assert places == marked
    assert all(finding.rule == rule.name for finding in findings)
    assert not any("?" in f.message.replace("Did you mean", "") for f in findings)


@pytest.mark.parametrize(("rule", "folder"), EXAMPLES_OF, ids=IDS)
def test_a_rule_is_silent_where_it_is_kept(rule: CheckRule, folder: Path, tmp_path: Path) -> None:
    """The good example gives none."""
    space, _ = workspace(tmp_path, (folder / f"{rule.name}.good").read_text())
    assert list(rule.look(rule, space)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_documented(rule: CheckRule) -> None:
    """It says what holds in one sentence, and what that means in more."""
    assert rule.text.sentence.endswith(".")
    assert len(rule.text.documentation) > len(rule.text.sentence)


@pytest.mark.parametrize("rules", [RULES, READINGS], ids=["own", "published"])
def test_many_labels_are_as_many_findings(rules: tuple[CheckRule, ...], tmp_path: Path) -> None:
    """Each label but one is reported once, not once for each other."""
    labels = ", ".join(f'"label {number:03}"' for number in range(300))
    head = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    text = f"--- data/a.ttl\n{head}<https://example.org/id/a> rdfs:label {labels} .\n"
    space, _ = workspace(tmp_path, text)
    rule = next(rule for rule in rules if rule.name == "label-duplicate")
    findings = list(rule.look(rule, space))
    assert len({finding.value for finding in findings}) == len(findings) == 299


def test_a_row_is_found_by_its_statement(tmp_path: Path) -> None:
    """The first of equal ones, else the first about the subject, else none."""
    said = "<urn:a> <urn:q> 2 ; <urn:p> 1 , 3 . <urn:b> <urn:p> 1 . <urn:a> <urn:p> 1 ."
    space, _ = workspace(tmp_path, f"--- data/a.ttl\n{said}")
    a, b, p, q = (Iri(f"urn:{name}") for name in "abpq")
    one = Literal("1", "http://www.w3.org/2001/XMLSchema#integer")
    found = [space.row(*of) for of in ((a, p, one), (b, p, one), (a, q, one), (a, None, None))]
    assert found == [1, 3, 0, 0]
    assert space.row(q, None, None) is None


def test_a_misspelt_term_is_told_its_name(tmp_path: Path) -> None:
    """The hint names the declared term that is nearest."""
    rule = next(rule for rule in RULES if rule.name == "undeclared-term")
    space, _ = workspace(tmp_path, (EXAMPLES / "undeclared-term.bad").read_text())
    assert "Did you mean ex:rank?" in {finding.hint for finding in rule.look(rule, space)}


def test_a_rule_is_switched_off_by_name() -> None:
    """Settings leave a rule out; a wrong name is an error that offers the right one."""
    kept = choose(RULES, ["term-unused"])
    left = {rule.name for rule in RULES if rule.active} - {rule.name for rule in kept}
    assert left == {"term-unused"}
    with pytest.raises(SettingsError, match="no rule 'term-unusd'; did you mean 'term-unused'"):
        choose(RULES, ["term-unusd"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {}", "lacks documentation, message, sentence, severity"),
        (
            "# severity: bad\n# sentence: a\n# documentation: b\n# message: c\n",
            "severity 'bad' is none of violation, warning, info",
        ),
    ],
)
def test_a_rule_without_its_header_is_refused(text: str, message: str) -> None:
    """The error names the file and what is wrong."""
    with pytest.raises(InputError, match=f"mine.rq: .*{message}"):
        read_rule(Path("mine.rq"), text)
