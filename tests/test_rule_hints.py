"""Every hint of a rule, obeyed, mends what the rule found and breaks nothing else."""

from pathlib import Path

import pytest
from test_rules import EXAMPLES, workspace

from mcdgraph.columns import Literal
from mcdgraph.findings import Finding
from mcdgraph.rules import Workspace, built_in
from mcdgraph.rules.canonical_form import canonical_form
from mcdgraph.validation.problems import ProblemKind

RULES = {rule.name: rule for rule in built_in()}
SKOS = "http://www.w3.org/2004/02/skos/core#"
#: What a person does to a bad example who obeys its hints: texts, and what takes their place.
OBEYED: dict[str, list[tuple[str, str]]] = {
    "dangling-iri": [("id:bb , # ←\n        id:b", "id:b")],
    "defined-elsewhere": [
        (" ,\n    <http://xmlns.com/foaf/0.1/>", ""),
        ("<https://example.org/ontology/ranks>", "<https://example.org/ontology>"),
    ],
    "definition-missing": [
        ('"Un poste."', '"Un poste."@fr'),
        ("rdfs:comment", f"<{SKOS}definition>"),
    ],
    "deprecated-without-successor": [
        (
            "owl:deprecated true",
            "owl:deprecated true ; <http://purl.org/dc/terms/isReplacedBy> id:a",
        )
    ],
    "evidence-doubled": [
        ("mcd:evidence id:s01 .", "mcd:evidence id:s01 , id:s02 ."),
        (
            "[] a owl:Axiom ; owl:annotatedSource id:a ; owl:annotatedProperty ex:under ;\n"
            "    owl:annotatedTarget id:b ; # ←\n    mcd:evidence id:s02 .\n",
            "",
        ),
    ],
    "evidence-elsewhere": [
        (" ,\n        id:v2-s1 . # ←", " ."),
        ("mcd:evidence id:v1-s1 . # ←", "mcd:evidence id:register ."),
    ],
    "evidence-missing": [
        (
            "mcd:evidence id:s01 .",
            "mcd:evidence id:s01 .\n"
            "[] a owl:Axiom ; owl:annotatedSource id:a ; owl:annotatedProperty ex:under ;\n"
            "    owl:annotatedTarget id:c ; mcd:evidence id:s01 .\n"
            "[] a owl:Axiom ; owl:annotatedSource id:a ;\n"
            "    owl:annotatedProperty <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ;\n"
            "    owl:annotatedTarget ex:Post ; mcd:evidence id:s01 .\n",
        )
    ],
    "evidence-without-fact": [("owl:annotatedTarget id:c", "owl:annotatedTarget id:b")],
    "idle-shape": [
        ("ex:Pots", "ex:Post"),
        ("sh:targetSubjectsOf ex:under", "sh:targetClass ex:Post"),
        (", rdfs:Class", "; sh:targetNode id:a"),
    ],
    "label-duplicate": [
        (',\n    "b"@en', ' ;\n    <http://www.w3.org/2004/02/skos/core#altLabel> "b"@en')
    ],
    "label-missing": [('"a"@en .', '"a"@en , "a"@fr .'), ('"b" .', '"b"@fr .')],
    "label-numbers-differ": [
        ("Effectif de 2009", "Effectif de 2008"),
        ("De un à 3.", "De 1 à 3."),
        ("1\u202f001 francs", "1\u202f000 francs"),
    ],
    "prefix-conflict": [
        (
            "ml: <https://example.org/id/mali/> . # ←\nml:a ml:b ml:c",
            "mali: <https://example.org/id/mali/> .\nmali:a mali:b mali:c",
        ),
    ],
    "prefix-off-registry": [
        ("@prefix xml:", "@prefix xsd:"),
        ("@prefix rdfs: <https://example.org/id/> . # ←\n", ""),
        ("PREFIX new: <https://new.example/>", ""),
    ],
    "statement-repeated": [(" ;\n    ex:under id:b", "")],
    "subject-split": [(" ;\n    a ex:Post", "")],
    "undeclared-term": [
        ("ex:Pots", "ex:Post"),
        ("ex:rnak", "ex:rank"),
        ("rdfs:lable", "rdfs:label"),
    ],
    "untyped-subject": [("id:aa ex:name", "id:a ex:name")],
    "vanished-iri": [
        (
            "id:new ex:name",
            "id:old <http://www.w3.org/2002/07/owl#deprecated> true ;\n"
            "    <http://purl.org/dc/terms/isReplacedBy> id:new .\nid:new ex:name",
        )
    ],
}
#: Rules whose hints name the very text to write.
WRITTEN = ("cardinality-datatype", "literal-not-canonical")


def found(space: Workspace, name: str) -> list[Finding]:
    """Look for the breaches of one rule."""
    return list(RULES[name].look(RULES[name], space))


def all_found(space: Workspace) -> set[tuple[str, str | None, str | None, str | None]]:
    """Look for the breaches of every rule, told apart without their places."""
    return {
        (finding.rule, finding.focus, finding.path, finding.value)
        for name in RULES
        for finding in found(space, name)
    }


def example(name: str) -> str:
    """Read the bad example of a rule."""
    return (EXAMPLES / f"{name}.bad").read_text(encoding="utf8")


def obeyed(name: str, space: Workspace) -> str:
    """Do to the bad example what its hints say."""
    text = example(name)
    for old, new in OBEYED.get(name, ()):
        assert old in text
        text = text.replace(old, new)
    if name in WRITTEN:
        text = written(text, found(space, name))
    return text


def written(text: str, findings: list[Finding]) -> str:
    """Put what each hint says to write in the place of what was found, from the last on."""
    head, _, body = text.partition("\n")
    lines = body.split("\n")
    for finding in sorted(findings, key=lambda f: f.position or 0, reverse=True):  # type: ignore[arg-type,return-value]
        at = finding.position
        assert at is not None
        if finding.hint is not None:
            line = lines[at.line - 1]
            better = finding.hint.removeprefix("Write ").removesuffix(".")
            lines[at.line - 1] = line[: at.column - 1] + better + line[at.end_column - 1 :]  # type: ignore[operator]
    return "\n".join([head, *lines])


def test_every_rule_with_hints_has_its_row() -> None:
    """No rule that gives a hint for its bad example is left out, but where it is for settings."""
    others = {"file-not-read", "not-in-every-format", "term-unused", "unresolved-iri", *ProblemKind}
    assert set(OBEYED) | set(WRITTEN) == set(RULES) - others


@pytest.mark.parametrize("name", [*OBEYED, *WRITTEN])
def test_a_hint_mends_and_breaks_nothing(name: str, tmp_path: Path) -> None:
    """With its hints obeyed, a rule finds nothing that it had a hint for; no rule finds more."""
    (tmp_path / "bad").mkdir()
    (tmp_path / "mended").mkdir()
    bad, _ = workspace(tmp_path / "bad", example(name))
    hinted = {f.message for f in found(bad, name) if f.hint is not None}
    assert hinted
    mended, _ = workspace(tmp_path / "mended", obeyed(name, bad))
    assert not {f.message for f in found(mended, name)} & hinted
    if name in OBEYED:
        assert not found(mended, name)
    before = {finding[0] for finding in all_found(bad)}
    assert {finding[0] for finding in all_found(mended)} <= before


@pytest.mark.parametrize("name", ["term-unused", "not-in-every-format"])
def test_rules_without_a_hint_have_none(name: str, tmp_path: Path) -> None:
    """The rules left out of the table give no hint at all."""
    space, _ = workspace(tmp_path, example(name))
    assert found(space, name)
    assert not [finding for finding in found(space, name) if finding.hint]


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("lexical", "datatype", "canonical"),
    [
        ("+007", "integer", "7"),
        ("-0", "int", "0"),
        ("-010", "long", "-10"),
        ("1.", "decimal", "1.0"),
        (".5", "decimal", "0.5"),
        ("-00.50", "decimal", "-0.5"),
        ("12", "decimal", "12"),
        (".", "decimal", None),
        ("4.1E-15", "double", "4.1E-15"),
        ("1609.344", "double", "1.609344E3"),
        ("0.1", "float", "1.0E-1"),
        ("0.1", "double", "1.0E-1"),
        ("16777217", "float", "1.6777216E7"),
        ("-0", "double", "-0.0E0"),
        ("1e400", "double", None),
        ("+INF", "double", "INF"),
        ("NaN", "float", "NaN"),
        ("0", "boolean", "false"),
        ("2020-01-01T10:00:00.500-00:00", "dateTime", "2020-01-01T10:00:00.5Z"),
        ("2020-01-01T24:00:00Z", "dateTime", None),
        ("10:00:00.000", "time", "10:00:00"),
        ("2020+00:00", "gYear", "2020Z"),
        ("one", "integer", None),
        ("1 ", "integer", None),
        ("P1Y12M", "duration", None),
        ("ab", "hexBinary", None),
    ],
)
def test_canonical_forms(lexical: str, datatype: str, canonical: str | None) -> None:
    """Each is that of its own datatype (XML Schema 1.1 Part 2, appendix E), and its own form."""
    form = canonical_form(Literal(lexical, XSD + datatype))
    assert form == (None if canonical is None else Literal(canonical, XSD + datatype))
    if form is not None:
        assert canonical_form(form) == form
