"""Search: words in any spelling find things, whatever the graph, and no text is an order."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest

from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.errors import ReleaseError
from mcdgraph.formats import TRIG
from mcdgraph.positions import SourceText
from mcdgraph.search import (
    EntryKind,
    SearchIndex,
    SearchRequest,
    SearchResults,
    Snippet,
    TextRole,
    entries_of,
    write_index,
)
from mcdgraph.search.entries import text_properties
from mcdgraph.search.finder import MAX_HITS
from mcdgraph.search.question import MAX_WORDS
from mcdgraph.search.spelling import distance
from mcdgraph.search.words import WordAnalyzer, fold, parts_of_name
from mcdgraph.turtle.reader import read

PREFIXES = {"ex": "https://example.org/"}
GRAPH = """
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

ex:gloss rdfs:subPropertyOf ex:explains .
ex:explains rdfs:subPropertyOf skos:definition .
ex:Crane a owl:Class ; rdfs:label "Crane"@en , "Grue"@fr ;
  skos:definition "A machine that lifts loads onto ships."@en .
ex:OldCrane a owl:Class ; rdfs:label "Crane"@en ; owl:deprecated true .
ex:CraneShape a sh:NodeShape ; rdfs:label "Crane"@en .
ex:liftsLoad a owl:ObjectProperty ; rdfs:label "lifts"@en .
ex:fog a skos:Concept ; skos:prefLabel "Brouillard épais"@fr ; skos:altLabel "Purée de pois"@fr ;
  skos:notation "WX-7" .
ex:pier a ex:Pier ; schema:name "Pier 7" ; ex:gloss "La jetée la plus longue du port."@fr .
ex:ferry a ex:Ship ; ex:motto "Toujours à l'heure, <b>jamais</b> & encore"@fr .
ex:port a ex:Place ; rdfs:label "Hafen"@de , "Port"@fr .
ex:tokyo rdfs:label "東京都"@ja .
ex:nameless ex:near ex:pier .
ex:report rdfs:label "hidden"@en .
ex:graph { ex:secret rdfs:label "Left out"@en . }
"""


def columns_of(text: str) -> Columns:
    """Read TriG."""
    builder = ColumnsBuilder()
    reading = read(SourceText(path=PurePosixPath("t"), text=text), builder, form=TRIG, scope="t")
    assert not reading.problems
    return builder.freeze()


def index_of(text: str, folder: Path) -> SearchIndex:
    """Index a graph."""
    path = folder / "search.sqlite"
    entries = entries_of(columns_of(text), (), without=["https://example.org/graph"])
    write_index(entries, path)
    return SearchIndex(path=path, prefixes=PREFIXES)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """Index the small graph."""
    return index_of(GRAPH, tmp_path_factory.mktemp("search"))


def names(results: SearchResults) -> list[str]:
    """List the local names of hits."""
    return [hit.iri.rpartition("/")[2] for hit in results.hits]


def search(index: SearchIndex, text: str, language: str = "en") -> SearchResults:
    """Search all kinds."""
    return index.search(SearchRequest(text=text, language=language))


def marked(snippet: Snippet | None) -> str:
    """Write a snippet with its matches in brackets."""
    assert snippet is not None
    return "".join(f"[{text}]" if mark else text for text, mark in snippet.parts())


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        *(("ÉCOLE", "ecole"), ("e\u0301cole", "ecole"), ("Œuvre", "oeuvre"), ("Straße", "strasse")),
        *(("ﬁn", "fin"), ("Ørsted", "orsted"), ("ΣΊΣΥΦΟΣ", "σισυφοσ"), ("x" * 500, "x" * 64)),
    ],
)
def test_words_are_folded(text: str, folded: str) -> None:
    """Without case, accents and ligatures, and no longer than a bound."""
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        *(("coopération", "coopérations", "fr"), ("chevaux", "cheval", "fr")),
        *(
            ("policies", "policy", "en"),
            ("déployée", "déployer", "fr"),
            ("deployee", "déployée", "fr"),
        ),
        ("häuser", "haus", "de"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str, language: str) -> None:
    """In the language of the text, with or without its accents."""
    analyzer = WordAnalyzer()
    assert {*analyzer.stems(one, language)} & {*analyzer.stems(other, language)}


def test_other_languages_have_no_stems() -> None:
    """Neither those that Snowball does not know nor none at all."""
    analyzer = WordAnalyzer()
    assert analyzer.stems("words", None) == analyzer.stems("words", "tlh") == ()


@pytest.mark.parametrize(
    ("one", "other", "most", "expected"),
    [
        *(("port", "port", 1, 0), ("port", "prot", 1, 1), ("port", "ports", 1, 1)),
        *(("port", "pot", 1, 1), ("port", "fork", 2, 2), ("port", "fork", 1, None)),
        *(("abcdef", "uvwxyz", 2, None), ("", "ab", 2, 2), ("ca", "abc", 2, None)),
    ],
)
def test_errors_between_words_are_counted(
    one: str, other: str, most: int, expected: int | None
) -> None:
    """Wrong, missing, surplus and exchanged letters."""
    assert distance(one, other, most) == expected


def test_a_name_has_its_words() -> None:
    """Such as those of a class."""
    assert parts_of_name("hasPostIn") == ["has", "Post", "In"]
    assert parts_of_name("VAVBox2") == ["VAV", "Box", "2"]
    assert parts_of_name("post") == []


def test_sub_properties_are_what_the_properties_above_them_are() -> None:
    """However far below; a circle ends."""
    columns = columns_of(
        GRAPH + "ex:explains <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> ex:gloss ."
    )
    roles = {columns.terms.text(number): role for number, role in text_properties(columns).items()}
    assert roles["https://example.org/gloss"] is TextRole.SUMMARY
    assert "https://example.org/motto" not in roles


@pytest.mark.parametrize(
    ("text", "language", "first", "role", "reason"),
    [
        ("crane", "en", "Crane", TextRole.NAME, "[Crane]"),
        ("GRUES", "fr", "Crane", TextRole.NAME, "[Grue]"),
        ("brouilard epais", "fr", "fog", TextRole.NAME, "[Brouillard] [épais]"),
        ("puree", "fr", "fog", TextRole.ALIAS, "[Purée] de pois"),
        ("wx-7", "en", "fog", TextRole.CODE, "[WX]-[7]"),
        ("jetee longue", "fr", "pier", TextRole.SUMMARY, "La [jetée] la plus [longue] du port."),
        (
            "ship load",
            "en",
            "Crane",
            TextRole.SUMMARY,
            "A machine that lifts [loads] onto [ships].",
        ),
        ("encore", "fr", "ferry", TextRole.NOTE, "Toujours à l'heure, <b>jamais</b> & [encore]"),
        ("hafen", "fr", "port", TextRole.NAME, "[Hafen]"),
        ("liftsload", "en", "liftsLoad", TextRole.CODE, "[liftsLoad]"),
        ("東京", "ja", "tokyo", TextRole.NAME, "[東][京]都"),
        ("ex:pier", "en", "pier", TextRole.NAME, "[Pier] 7"),
        ("<https://example.org/fog>", "en", "fog", TextRole.CODE, "[fog]"),
        ("nameless", "en", "nameless", TextRole.CODE, "[nameless]"),
    ],
)
def test_a_thing_is_found_with_the_reason(
    index: SearchIndex, text: str, language: str, first: str, role: TextRole, reason: str
) -> None:
    """By names in any language, codes, definitions, notes of any vocabulary, IRIs."""
    hit = search(index, text, language).hits[0]
    assert hit.iri.rpartition("/")[2] == first
    assert hit.role is role
    assert marked(hit.reason) == reason


def test_shapes_come_behind_and_the_deprecated_last(index: SearchIndex) -> None:
    """Whatever their names."""
    results = search(index, "crane")
    assert names(results) == ["Crane", "CraneShape", "OldCrane"]
    assert [hit.deprecated for hit in results.hits] == [False, False, True]


def test_the_name_is_in_the_language_of_the_reader(index: SearchIndex) -> None:
    """Also where another is what matches."""
    hit = search(index, "crane", "fr").hits[0]
    assert (hit.name.text, marked(hit.reason)) == ("Grue", "[Crane]")


def test_hits_are_grouped_by_kind(index: SearchIndex) -> None:
    """The kind of the best hit first, each with its number."""
    groups = search(index, "crane").groups
    assert [(group.kind, group.total) for group in groups] == [
        (EntryKind.CLASS, 2),
        (EntryKind.SHAPE, 1),
    ]
    request = SearchRequest(text="crane", language="en", kind=EntryKind.SHAPE)
    assert names(index.search(request)) == ["CraneShape"]


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("brouilard", "Brouillard"),
        ("  lnogue  jetée ", "longue  jetée"),
        ("xyzzyq", ""),
        ("crane", ""),
    ],
)
def test_what_may_be_meant_is_looked_for(index: SearchIndex, text: str, corrected: str) -> None:
    """And told, in the usual spelling; a word that occurs is left as it is."""
    assert search(index, text).corrected == corrected


def test_a_more_usual_word_is_named(tmp_path: Path) -> None:
    """One that is like a word of few entries, which is looked for all the same."""
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    lines = [f'<https://example.org/{n}> {label} "harbour {n}" .' for n in range(20)]
    index = index_of("\n".join([*lines, f'<https://example.org/x> {label} "harbor" .']), tmp_path)
    results = search(index, "harbor")
    assert (results.total, results.corrected, results.meant) == (1, "", "harbour")
    assert search(index, "harbour").meant == ""


def test_what_has_some_of_the_words_follows(index: SearchIndex) -> None:
    """Where no thing has all."""
    results = search(index, "crane fog")
    assert results.whole == 0
    assert {"Crane", "fog"} <= {*names(results)}
    assert all(hit.partial for hit in results.hits)


@pytest.mark.parametrize("text", ["bro", "brouillard ép", "brouilard", "puree de p"])
def test_names_are_suggested_as_they_are_typed(index: SearchIndex, text: str) -> None:
    """By their beginning, with errors forgiven."""
    (found,) = index.suggest(text, "fr")
    assert found.iri == "https://example.org/fog"


def test_a_suggestion_tells_another_name(index: SearchIndex) -> None:
    """With what the thing is called."""
    (found,) = index.suggest("purée", "fr")
    assert marked(found.name) == "[Purée] de pois"
    assert found.called is not None
    assert found.called.text == "Brouillard épais"


def test_graphs_can_be_left_out(index: SearchIndex) -> None:
    """Such as the validation report."""
    assert search(index, "left out").hits == ()


HOSTILE = (
    *("", " ", '"', '" OR "', "'; DROP TABLE entry; --", "name:crane", "{name alias} : crane"),
    *("crane NOT crane", "NEAR(crane fog)", "crane*", "*", "^crane", "(((((", "a AND", "\x00crane"),
    *(
        "%",
        "_",
        "\ud800",
        "\U0010ffff",
        "crane\n\rfog",
        "🏗️",
        "-" * 3000,
        "<",
        "<>",
        ":",
        "ex:",
        "::",
    ),
    *("e" + "\u0301" * 5000, "x" * 100_000, "crane " * 10_000, "\u202ecrane", "a:b c", "http://"),
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_is_an_order(index: SearchIndex, text: str) -> None:
    """Whatever is asked for has an answer within bounds."""
    results = search(index, text)
    assert results.total <= MAX_HITS
    assert len(index.suggest(text, "en")) <= 8


def test_words_beyond_the_bound_are_left_out_and_told(index: SearchIndex) -> None:
    """The first count."""
    results = search(index, "crane " + " ".join(f"w{n}" for n in range(50)))
    assert results.left_out == 51 - MAX_WORDS


def test_many_hits_are_capped(tmp_path: Path) -> None:
    """They have a bound, and pages; those that are used the most come first."""
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    text = "".join(f'<https://example.org/{n}> {label} "thing {n}" .\n' for n in range(400))
    index = index_of(
        text + "<https://example.org/a> <https://example.org/p> <https://example.org/77> .",
        tmp_path,
    )
    results = index.search(SearchRequest(text="thing", language="en", page=15))
    assert (results.total, results.capped, results.pages) == (MAX_HITS, True, 15)
    assert len(results.hits) == 20
    assert names(search(index, "thing"))[0] == "77"
    assert index.search(SearchRequest(text="thing", language="en", page=99)).page_is_past


def test_the_same_entries_are_the_same_bytes(tmp_path: Path) -> None:
    """In other processes, with other orders of hashing."""
    script = tmp_path / "write.py"
    script.write_text(
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\nfrom test_search import GRAPH, index_of\n"
        "sys.stdout.buffer.write(index_of(GRAPH, Path(sys.argv[2])).path.read_bytes())\n"
    )
    found: Sequence[bytes] = [
        subprocess.run(
            [sys.executable, str(script), str(Path(__file__).parent), str(tmp_path)],
            env={"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert len(found[0]) > 10_000
    assert found[0] == found[1] == index_of(GRAPH, tmp_path).path.read_bytes()


def test_a_broken_index_is_named(tmp_path: Path) -> None:
    """Missing, no database, or of another version."""
    path = tmp_path / "search.sqlite"
    with pytest.raises(ReleaseError, match="not an index of search"):
        SearchIndex(path=path)
    path.write_bytes(b"no database at all, whatever its name" * 100)
    with pytest.raises(ReleaseError, match="not an index of search"):
        SearchIndex(path=path)
    path.unlink()
    path.touch()
    with pytest.raises(ReleaseError, match="version 0 of the index"):
        SearchIndex(path=path)
