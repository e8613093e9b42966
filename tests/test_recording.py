"""Mappings of fact sheets are read, written as data, and counted to the last row."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from rdflib import OWL, RDF, Graph, Literal, Namespace, URIRef

from mcdgraph.formats import N_TRIPLES
from mcdgraph.positions import SourceText
from mcdgraph.serialization import serialize
from mcdgraph.settings import load_settings
from mcdgraph.turtle.reader import parse
from tools.recording.__main__ import main
from tools.recording.coverage import coverage, coverage_by_kind, report
from tools.recording.graphs import graphs_of, turtle
from tools.recording.mapping import MappingError, Sheet, read_sheet, read_sheets, statements

ROOT = Path(__file__).parent.parent
MCD = Namespace("https://w3id.org/mcdgraph/ontology#")
ID = Namespace("https://w3id.org/mcdgraph/id/")
MAPPING = """quality = "a"
[[source]]
document = "page"
version = "stored"
url = "https://example.org/page"
title = "Une page"
language = "fr"
kind = "official-page"
complete = false
basis = "inferred"
[mapping]
things = '''
xx/mission | CooperationMission | Mission in X | Mission en X
xx/figure | StaffingFigure | Staff of the mission in X | Effectif de la mission en X
'''
rows = '''
F1 xx/mission headedBy xx/post/head @since 2011 ; missionKind mission-kind:mcd
F2 = xx/figure figureOf xx/mission ; measure measure:posts-listed ; value 6
F3 ! No term for it.
'''
[at]
F1 = "¶1"
F2 = "¶2"
F3 = "¶3"
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[[str, str], Sheet]:
    """Give a reader of the sample mapping in which one text stands for another."""

    def read(old: str = "", new: str = "") -> Sheet:
        assert old in MAPPING
        path = tmp_path / "xx-page.toml"
        path.write_text(MAPPING.replace(old, new, 1), encoding="utf8")
        return read_sheet(path)

    return read


def graph_of(sheet: Sheet) -> Graph:
    """Read the data files of one sheet as one graph."""
    settings, joined = load_settings(ROOT, environment={}), Graph()
    for graph in graphs_of([sheet]):
        source = SourceText(path=PurePosixPath(f"{graph.path}.ttl"), text=turtle(graph, settings))
        joined.parse(data=serialize(parse(source), N_TRIPLES, {}), format="nt")
    return joined


def annotation(graph: Graph, subject: URIRef, predicate: URIRef) -> dict[URIRef, object]:
    """Give what the one annotation of a statement says."""
    (axiom,) = (
        axiom
        for axiom in graph.subjects(OWL.annotatedSource, subject)
        if (axiom, OWL.annotatedProperty, predicate) in graph
    )
    return dict(graph.predicate_objects(axiom))  # type: ignore[arg-type]


def test_a_row_is_the_evidence_of_what_it_says(sheet: Callable[[], Sheet]) -> None:
    """A statement is recorded, with its row and since when it holds."""
    graph = graph_of(sheet())
    said = annotation(graph, ID["xx/mission"], MCD.headedBy)
    assert said[MCD.assertionStatus] == Literal("recorded")
    assert said[MCD.evidence] == ID["source/page/stored/f1"]
    assert str(said[MCD.validFrom]) == "2011"
    assert (ID["source/page/stored/f1"], MCD.locator, Literal("¶1")) in graph


def test_a_statement_may_have_an_end(sheet: Callable[[str, str], Sheet]) -> None:
    """What a document says of an earlier time has its end on the annotation."""
    graph = graph_of(sheet("@since 2011", "@since 2009 @until 2011"))
    said = annotation(graph, ID["xx/mission"], MCD.headedBy)
    assert (str(said[MCD.validFrom]), str(said[MCD.validTo])) == ("2009", "2011")


def test_two_documents_may_say_the_same_rows(sheet: Callable[[str, str], Sheet]) -> None:
    """A document beside another, in another language, gives each row a second evidence."""
    second = MAPPING[MAPPING.index("[[source]]") : MAPPING.index("[mapping]")]
    graph = graph_of(
        sheet(
            'basis = "inferred"\n',
            'basis = "inferred"\nbeside = "seite"\n' + second.replace('"page"', '"seite"'),
        )
    )
    axioms = set(graph.subjects(OWL.annotatedTarget, ID["xx/post/head"]))
    assert {str(row) for axiom in axioms for row in graph.objects(axiom, MCD.evidence)} == {
        str(ID["source/page/stored/f1"]),
        str(ID["source/seite/stored/f1"]),
    }


def test_a_sum_is_computed(sheet: Callable[[], Sheet]) -> None:
    """A row with an equals sign is an addition of the record's author."""
    said = annotation(graph_of(sheet()), ID["xx/figure"], MCD.value)
    assert said[MCD.assertionStatus] == Literal("computed")
    assert said[OWL.annotatedTarget].n3().endswith("decimal>")  # type: ignore[attr-defined]


def test_a_part_of_a_row_may_be_a_sum() -> None:
    """What stands behind an equals sign is computed, and the rest of the row recorded."""
    said = statements("a b c ; = d e 5 ; = f 6", "here")
    assert [(s.subject, s.object, s.status) for s in said] == [
        ("a", "c", "recorded"),
        ("d", "5", "computed"),
        ("d", "6", "computed"),
    ]


def test_a_row_left_out_is_still_a_passage(sheet: Callable[[], Sheet]) -> None:
    """What is not asserted stands in the graph as a passage that bears nothing out."""
    graph = graph_of(sheet())
    passages = set(graph.subjects(RDF.type, MCD.SourcePassage))
    assert len(passages) == 3
    assert ID["source/page/stored/f3"] not in set(graph.objects(None, MCD.evidence))


def test_a_row_of_another_document_is_no_passage(sheet: Callable[[str, str], Sheet]) -> None:
    """What is left out because another document says it is not put down to this one."""
    graph = graph_of(sheet('F3 = "¶3"', 'F3 = "other source (press)"'))
    assert len(set(graph.subjects(RDF.type, MCD.SourcePassage))) == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('document = "page"', 'prefix = "sec. 1"\ndocument = "page"', "xx-page F1: no source for"),
        ("F3 ! No", "F4 ! No", "xx-page F4: no locator under [at]"),
        ('F3 = "¶3"', 'F3 = "¶3"\nF5 = "¶5"', "xx-page: F5 has neither statements nor a reason"),
        ("headedBy xx/post/head @since 2011", "headedBy", "is not a subject, a predicate and"),
        ("F1 xx", "1 xx", "does not begin with the number of a row"),
        (" | Effectif de la mission en X", "", "has not four parts"),
        ('quality = "a"', "quality = ", "xx-page: not TOML"),
        ('quality = "a"', "", "xx-page: the key 'quality' is missing"),
        ('language = "fr"', 'tongue = "fr"', "unexpected keyword argument 'tongue'"),
    ],
)
def test_a_faulty_mapping_is_refused(
    sheet: Callable[[str, str], Sheet], old: str, new: str, message: str
) -> None:
    """The error names the sheet, and the row or the line."""
    with pytest.raises(MappingError, match=r"xx-page|has not") as raised:
        sheet(old, new)
    assert message in str(raised.value)


def test_a_thing_that_no_row_mentions_is_refused(sheet: Callable[[str, str], Sheet]) -> None:
    """Every thing has a row as the evidence of its class."""
    lonely = sheet("xx/figure |", "xx/lonely | Task | Lonely | Seul\nxx/figure |")
    with pytest.raises(MappingError, match="xx/lonely is described but no row mentions it"):
        graphs_of([lonely])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "F3 ! No term for it.",
            "F3 xx/mission headedBy xx/post/head",
            "has another status or time",
        ),
        ("F3 ! No term for it.", "F3 = xx/figure figureOf xx/mission", ""),
        ("F3 ! No term for it.", "F3 xx/figure figureOf xx/mission", "has another status or time"),
    ],
)
def test_rows_that_say_the_same_agree_on_when_and_how(
    sheet: Callable[[str, str], Sheet], old: str, new: str, message: str
) -> None:
    """One statement has one annotation; that of the other row would be lost."""
    read = sheet(old, new)
    if message:
        with pytest.raises(MappingError, match=f"xx-page F3: .*{message} than in F[12]"):
            graphs_of([read])
    else:
        said = annotation(graph_of(read), ID["xx/figure"], MCD.figureOf)
        assert said[MCD.assertionStatus] == Literal("computed")


def test_a_thing_is_described_in_one_way(sheet: Callable[[str, str], Sheet]) -> None:
    """Two sheets that name one thing otherwise are an error, and no silent choice."""
    one, other = sheet("", ""), sheet("Mission in X", "The mission")
    with pytest.raises(MappingError, match="xx/mission is described otherwise elsewhere"):
        graphs_of([one, other])


def test_a_source_without_a_row_is_refused(sheet: Callable[[str, str], Sheet]) -> None:
    """Nothing would bear out what its document is called."""
    second = MAPPING[MAPPING.index("[[source]]") : MAPPING.index("[mapping]")]
    lonely = sheet("[mapping]", second.replace('"page"', '"other"') + "[mapping]")
    with pytest.raises(MappingError, match="no asserted row rests on source/other/stored"):
        graphs_of([lonely])


def test_a_subject_holds_until_another_one() -> None:
    """After a semicolon, two words are a predicate and an object of the same subject."""
    said = [(s.subject, s.predicate, s.object) for s in statements("a b c ; d e ; f g h", "here")]
    assert said == [("a", "b", "c"), ("a", "d", "e"), ("f", "g", "h")]


def test_the_shipped_files_are_what_the_mappings_give() -> None:
    """No recorded file is changed by hand: the mappings are the second entry of their facts."""
    settings = load_settings(ROOT, environment={})
    graphs = graphs_of(read_sheets())
    assert len(graphs) > 20
    for graph in graphs:
        file = ROOT / "data" / f"{graph.path}.ttl"
        assert file.read_text(encoding="utf8") == turtle(graph, settings), file


def test_all_rows_are_counted() -> None:
    """792 rows in 72 sheets: each is asserted, or left out with a reason; none waits."""
    counts = coverage(read_sheets())
    assert len(counts) == 72
    assert sum(count.rows for count in counts) == 792
    assert sum(count.asserted for count in counts) > 550
    assert all(count.asserted + count.listed == count.rows for count in counts)
    assert report(counts).splitlines()[-1].split()[:2] == ["all", "792"]


def test_all_rows_are_of_a_kind(tmp_path: Path) -> None:
    """By kinds, too, 792 rows are counted, as many asserted as by sheets; one without is named."""
    sheets = read_sheets()
    counts, kinds = coverage(sheets), coverage_by_kind(sheets)
    assert len(kinds) == 15
    assert sum(count.rows for count in kinds) == 792
    assert sum(count.asserted for count in kinds) == sum(count.asserted for count in counts)
    assert all(count.waiting == 0 for count in kinds)
    table = tmp_path / "kinds.tsv"
    table.write_text("sheet\tkind\trows\n", encoding="utf8")
    with pytest.raises(MappingError, match=r"al-attache-de-defense F1: no kind in kinds\.tsv"):
        coverage_by_kind(sheets, table)


def test_the_command_says_what_it_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    """Nonsense is answered by the usage, and exits with 2."""
    assert main(["nonsense"]) == 2
    assert "python -m tools.recording COMMAND" in capsys.readouterr().err
    assert main(["coverage"]) == 0
    assert "792" in capsys.readouterr().out
