"""Documents stand beside each other: they agree, repeat, contradict, are whole or cut."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from mcdgraph.checking import Checked, check
from mcdgraph.cli import main
from mcdgraph.columns import Iri
from mcdgraph.settings import Settings, load_settings
from mcdgraph.snapshots import Snapshots, find_snapshots
from mcdgraph.sources import read_sources

EX = "https://example.org/ontology#"
SETTINGS = """
base_iri = "https://example.org/"
[prefixes]
ex = "https://example.org/ontology#"
[evidence]
source = ["ex:evidence"]
exempt = ["ex:exempt"]
[snapshots]
classes = ["ex:Version"]
profile = ["ex:claims"]
[check]
profile = "own"
off = ["label-missing", "definition-missing", "undeclared-term", "untyped-subject",
  "dangling-iri", "prefix-off-registry", "term-unused", "idle-shape", "defined-elsewhere",
  "cardinality-datatype", "unresolved-iri"]
"""
HEAD = """@prefix check: <urn:mcdgraph:check:> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/ontology#> .
@prefix id: <https://example.org/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
#: What both documents speak of, and the two documents; the first is read to its end.
SHARED = """
id:school a ex:School .
id:never a ex:School .
id:page-a a ex:Version ; ex:claims ex:whole .
id:page-b a ex:Version .
"""
DOCUMENT = """
<https://example.org/graph/{name}> prov:wasDerivedFrom id:page-{name} .
"""
#: One place at most in one document, asked of each way to ask it.
ONE_PLACE = {
    "core": "sh:property [ sh:path ex:at ; sh:maxCount 1 ]",
    "sparql": """sh:sparql [ sh:select \"\"\"
        SELECT $this ?value {{ $this <https://example.org/ontology#at> ?value, ?other
          FILTER (?value < ?other || STR(?value) < STR(?other)) }}\"\"\" ]""",
    "fallback": """sh:property [ sh:path ex:at ; sh:maxCount 1 ] ;
        sh:expression [ sh:path ex:never ]""",
}
SCHOOL = """
ex:SchoolShape a sh:NodeShape ; {scope} sh:targetClass ex:School ; {constraint} .
"""
EACH = "check:scope check:eachSnapshot ;"


def written(root: Path, files: dict[str, str]) -> Settings:
    """Write a graph; return its settings."""
    (root / "mcdgraph.toml").write_text(SETTINGS, encoding="utf8")
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + text, encoding="utf8")
    return load_settings(root)


def documents(root: Path, a: str, b: str, shapes: str = "", ontology: str = "") -> Settings:
    """Write a graph of two documents with what they share."""
    files = {
        "data/things.ttl": SHARED,
        "data/a.ttl": DOCUMENT.format(name="a") + a,
        "data/b.ttl": DOCUMENT.format(name="b") + b,
    }
    if shapes:
        files["shapes/shapes.ttl"] = shapes
    if ontology:
        files["ontology/ontology.ttl"] = ontology
    return written(root, files)


def said(checked: Checked, rule: str) -> list[tuple[str, str | None]]:
    """List the files and snapshots of what a rule found."""
    return [
        (f.position.path if f.position else "", f.snapshot)
        for f in checked.report.findings
        if f.rule.startswith(rule)
    ]


def found(settings: Settings) -> Snapshots:
    """Find the snapshots of a graph."""
    return find_snapshots(read_sources(settings).columns, settings.snapshots)


def test_a_snapshot_is_every_graph_that_was_read_in_a_version(tmp_path: Path) -> None:
    """Other graphs are shared, such as one that is derived from what is no version."""
    settings = documents(tmp_path, "id:x ex:at id:y .", "id:x ex:at id:y .")
    note = "<https://example.org/graph/note> prov:wasDerivedFrom id:page-a ."
    other = "<https://example.org/graph/other> prov:wasDerivedFrom id:elsewhere ."
    written(tmp_path, {"data/note.ttl": note, "data/other.ttl": other})
    snapshots = found(settings)
    assert [(one.version.rpartition("/")[2], len(one.graphs)) for one in snapshots.members] == [
        ("page-a", 2),
        ("page-b", 1),
    ]
    assert snapshots.members[0].profiles == {"https://example.org/ontology#whole"}
    assert not snapshots.members[1].profiles
    assert [len(snapshots.own(0)), len(snapshots.own(1)), len(snapshots.shared)] == [3, 2, 6]
    assert len(snapshots.whole(1)) == 8


def test_without_classes_nothing_is_a_snapshot(tmp_path: Path) -> None:
    """The settings say what a version is; nothing is guessed."""
    settings = documents(tmp_path, "id:x ex:at id:y .", "id:x ex:at id:z .")
    none = replace(settings, snapshots=replace(settings.snapshots, classes=()))
    assert not found(none).members
    assert (found(none).owner == -1).all()


def test_a_graph_of_two_versions_is_of_the_first(tmp_path: Path) -> None:
    """The other version has no graph, and so is no snapshot; what follows has a proof."""
    both = """
<https://example.org/graph/a> prov:wasDerivedFrom id:page-b .
ex:at a owl:SymmetricProperty .
"""
    settings = documents(tmp_path, "id:x ex:at id:y .", "")
    (tmp_path / "data/b.ttl").unlink()
    written(tmp_path, {"data/a.ttl": DOCUMENT.format(name="a") + both + "id:x ex:at id:y ."})
    assert [one.version for one in found(settings).members] == ["https://example.org/id/page-a"]
    told = ["id:y", "ex:at", "id:x"]
    result = CliRunner().invoke(main, ["-C", str(tmp_path), "explain", "-q", *told])
    assert result.exit_code == 0, result.output
    assert "by prp-symp" in result.stdout


def test_a_version_is_described_by_itself_and_by_what_is_shared(tmp_path: Path) -> None:
    """What another document says of its time and its profiles is left to that document."""
    dated = (
        'id:page-a ex:claims ex:cut ; ex:first "{year}"^^<http://www.w3.org/2001/XMLSchema#gYear> .'
    )
    settings = documents(tmp_path, dated.format(year=2011), dated.format(year=1900))
    settings = replace(settings, snapshots=replace(settings.snapshots, earliest=(EX + "first",)))
    assert [one.time.earliest for one in found(settings).members] == [dt.date(2011, 1, 1), None]
    written(tmp_path, {"data/a.ttl": DOCUMENT.format(name="a")})
    assert found(settings).members[0].profiles == {EX + "whole"}


@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
@pytest.mark.parametrize("constraint", ONE_PLACE)
def test_documents_that_differ_are_right_each_by_itself(
    constraint: str, engine: str, tmp_path: Path
) -> None:
    """Over all data there are two places; in each snapshot there is one."""
    a, b = "id:school ex:at id:kayo .", "id:school ex:at id:koulikoro ."
    for scope, wrong in (("", 1), (EACH, 0), ("check:scope check:all ;", 1)):
        shapes = SCHOOL.format(scope=scope, constraint=ONE_PLACE[constraint].format())
        settings = documents(tmp_path, a, b, shapes)
        settings = replace(settings, check=replace(settings.check, engine=engine))
        results = [
            one for one in check(settings).validation.results if "Expression" not in one.component
        ]
        assert len([one for one in results if one.snapshot is None]) == wrong, scope


@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
@pytest.mark.parametrize("constraint", ONE_PLACE)
def test_a_result_names_its_snapshot_and_its_place(
    constraint: str, engine: str, tmp_path: Path
) -> None:
    """A document that contradicts itself is named, and the line is of its own file."""
    shapes = SCHOOL.format(scope=EACH, constraint=ONE_PLACE[constraint].format())
    a, b = "id:school ex:at id:kayo .", "id:school ex:at id:kayo , id:koulikoro ."
    settings = documents(tmp_path, a, b, shapes)
    settings = replace(settings, check=replace(settings.check, engine=engine))
    checked = check(settings)
    rule = "shacl/SPARQL" if constraint == "sparql" else "shacl/MaxCount"
    assert said(checked, rule) == [("data/b.ttl", "https://example.org/id/page-b")]
    report = checked.validation.to_columns()
    named = [o for _, p, o, _ in report.quads() if p == Iri("urn:mcdgraph:check:snapshot")]
    assert Iri("https://example.org/id/page-b") in named


@pytest.mark.parametrize("engine", ["columns", "pyshacl"])
def test_a_profile_is_asked_of_who_claims_it(engine: str, tmp_path: Path) -> None:
    """A school without a head is a fault in the page that is whole, and none in the cut one."""
    shapes = SCHOOL.format(
        scope="check:profile ex:whole ;",
        constraint="sh:property [ sh:path ex:headedBy ; sh:minCount 1 ]",
    )
    settings = documents(tmp_path, "id:school ex:at id:x .", "id:school ex:at id:x .", shapes)
    settings = replace(settings, check=replace(settings.check, engine=engine))
    found = check(settings).validation.results
    assert [(str(one.focus), one.snapshot) for one in found] == [
        ("<https://example.org/id/school>", "https://example.org/id/page-a")
    ]


def test_what_no_document_mentions_is_judged_in_none(tmp_path: Path) -> None:
    """`id:never` has no head in any snapshot, and no snapshot speaks of it."""
    shapes = SCHOOL.format(
        scope=EACH, constraint="sh:property [ sh:path ex:headedBy ; sh:minCount 1 ]"
    )
    settings = documents(tmp_path, "id:school ex:headedBy id:x .", "id:y ex:at id:x .", shapes)
    assert not check(settings).validation.results


def test_a_graph_without_snapshots_is_one_document(tmp_path: Path) -> None:
    """What is for each snapshot is for all of it, and a profile is claimed by nobody."""
    each = SCHOOL.format(scope=EACH, constraint=ONE_PLACE["core"])
    claimed = SCHOOL.replace("SchoolShape", "WholeShape").format(
        scope="check:profile ex:whole ;",
        constraint="sh:property [ sh:path ex:headedBy ; sh:minCount 1 ]",
    )
    settings = documents(
        tmp_path, "id:school ex:at id:x .", "id:school ex:at id:y .", each + claimed
    )
    settings = replace(settings, snapshots=replace(settings.snapshots, classes=()))
    assert [one.snapshot for one in check(settings).validation.results] == [None]


@pytest.mark.parametrize(
    ("shape", "problem"),
    [
        (SCHOOL.format(scope="check:scope check:each ;", constraint=""), "is none of"),
        (
            "ex:S a sh:NodeShape ; check:scope check:eachSnapshot ; sh:class ex:School .",
            "without a target",
        ),
    ],
)
def test_a_scope_without_effect_is_a_problem(shape: str, problem: str, tmp_path: Path) -> None:
    """A flag that is misspelt or stands where nothing reads it is told, with its place."""
    checked = check(documents(tmp_path, "id:a ex:b id:c .", "id:a ex:b id:c .", shape))
    told = [f for f in checked.report.findings if f.rule == "shape-not-evaluated"]
    assert len(told) == 1
    assert problem in told[0].message
    assert told[0].position
    assert told[0].position.path == "shapes/shapes.ttl"


AXIOM = """
[] a owl:Axiom ; owl:annotatedSource id:school ; owl:annotatedProperty ex:at ;
    owl:annotatedTarget id:kayo ; ex:evidence id:line{line} .
"""
EXEMPT = """
ex:School a owl:Class ; <http://www.w3.org/2000/01/rdf-schema#isDefinedBy> ex:terms .
ex:exempt ex:exempt true . ex:claims ex:exempt true . ex:School ex:exempt true .
ex:Version ex:exempt true . prov:wasDerivedFrom ex:exempt true .
"""
FACT = "id:school ex:at id:kayo ."


@pytest.mark.parametrize(
    ("a", "b", "faults"),
    [
        (FACT + AXIOM.format(line=1), FACT + AXIOM.format(line=2), {}),
        (FACT + AXIOM.format(line=1), FACT, {"evidence-missing": "data/b.ttl"}),
        (
            FACT + AXIOM.format(line=1),
            AXIOM.format(line=2),
            {"evidence-without-fact": "data/b.ttl"},
        ),
        (
            FACT + AXIOM.format(line=1),
            FACT + AXIOM.format(line=2) + AXIOM.format(line=3),
            {"evidence-doubled": "data/b.ttl"},
        ),
    ],
    ids=["each its own", "repeated without evidence", "evidence of another's", "twice in one"],
)
def test_a_fact_and_its_evidence_are_paired_in_each_graph(
    a: str, b: str, faults: dict[str, str], tmp_path: Path
) -> None:
    """What one document says is borne out by that document, once."""
    checked = check(documents(tmp_path, a, b, ontology=EXEMPT))
    for rule in ("evidence-missing", "evidence-without-fact", "evidence-doubled"):
        expected = [(faults[rule], None)] if rule in faults else []
        assert said(checked, rule) == expected


def test_two_documents_may_say_what_a_thing_is(tmp_path: Path) -> None:
    """A class said by each is no split; one said twice of one document, or twice in all, is."""
    kind = "id:college a ex:College ."
    assert not said(check(documents(tmp_path, kind, kind)), "subject-split")
    written(tmp_path, {"data/more.ttl": DOCUMENT.format(name="a").replace("h/a", "h/more") + kind})
    assert said(check(load_settings(tmp_path)), "subject-split") == [("data/more.ttl", None)]


def test_the_report_on_a_terminal_names_the_snapshot(tmp_path: Path) -> None:
    """`check` says which document is at fault."""
    shapes = SCHOOL.format(scope=EACH, constraint=ONE_PLACE["core"])
    documents(tmp_path, "id:school ex:at id:x , id:y .", "id:school ex:at id:x .", shapes)
    result = CliRunner().invoke(main, ["-C", str(tmp_path), "check"])
    assert "  snapshot: id:page-a\n" in result.stdout
    assert result.stdout.count("snapshot:") == 1


def test_a_proof_has_the_evidence_of_its_own_document(tmp_path: Path) -> None:
    """What another document says of an axiom by its name bears out nothing here."""
    named = """
id:axiom a owl:Axiom ; owl:annotatedSource id:school ; owl:annotatedProperty ex:at ;
    owl:annotatedTarget id:kayo ; ex:evidence id:line1 .
"""
    documents(tmp_path, FACT + named, FACT + "id:axiom ex:evidence id:line2 .")
    run = ["-C", str(tmp_path), "explain", "-q", "-f", "json", "id:school", "ex:at", "id:kayo"]
    for version, sentences in (("a", ["https://example.org/id/line1"]), ("b", [])):
        told = CliRunner().invoke(
            main, [*run, "--snapshot", f"<https://example.org/id/page-{version}>"]
        )
        assert told.exit_code == 0, told.output
        evidence = json.loads(told.stdout)["steps"][0]["evidence"]
        assert [one["sentence"] for one in evidence] == sentences
