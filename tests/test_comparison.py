"""What changed from one state of a graph to another is told thing by thing."""

import json
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mcdgraph.cli import main
from mcdgraph.columns import Iri
from mcdgraph.comparison import (
    Comparison,
    GraphState,
    Side,
    ThingState,
    compare,
    comparison_json,
    comparison_text,
    release_side,
    sources_side,
)
from mcdgraph.comparison.nodes import MAX_PAIRS
from mcdgraph.errors import ReleaseError
from mcdgraph.release import open_release
from mcdgraph.release.build import build
from mcdgraph.settings import EvidenceSettings, Settings, SourceSettings, load_settings

BASE = "https://example.org/"
PREFIXES = {
    "": BASE,
    "graph": f"{BASE}graph/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
HEAD = "".join(
    f"@prefix {name}: <{iri}> .\n"
    for name, iri in {**PREFIXES, "dcterms": "http://purl.org/dc/terms/"}.items()
)
EVIDENCE = EvidenceSettings(status=(BASE + "status",))


def side(root: Path, text: str, *, inferred: bool = False) -> Side:
    """Write a graph of one file; read it as a side."""
    (root / "data").mkdir(parents=True)
    (root / "data/a.ttl").write_text(HEAD + text, encoding="utf8")
    settings = Settings(root=root, base_iri=BASE, sources=SourceSettings(ontology=("data/**",)))
    return sources_side(settings, GraphState(name=root.name), inferred=inferred)


def compared(tmp_path: Path, before: str, after: str, *, most: int = 100) -> Comparison:
    """Compare two graphs of one file each."""
    sides = side(tmp_path / "old", before), side(tmp_path / "new", after)
    return compare(*sides, EVIDENCE, most=most)


AXIOM = "[] a owl:Axiom ; owl:annotatedSource :a ; owl:annotatedProperty :p ; owl:annotatedTarget "
THIRD = ' ] ; :r [ :s "1"^^xsd:integer ] ]'
CASES = {
    "added": (":a :p 1 .", ":a :p 1, 2 .", [":a", '  + :p "2"^^xsd:integer']),
    "gone": (":a :p :b, :c .", ":a :p :c .", [":a", "  - :p :b"]),
    "changed": (":a :p :b .", ":a :p :c .", [":a", "  ~ :p :b → :c"]),
    "by language": (
        ':a :p "x"@en, "y"@fr .',
        ':a :p "z"@en, "w"@fr .',
        [":a", '  ~ :p "x"@en → "z"@en', '  ~ :p "y"@fr → "w"@fr'],
    ),
    "several": (
        ":a :p :b, :c .",
        ":a :p :d, :e .",
        [":a", "  + :p :d", "  + :p :e", "  - :p :b", "  - :p :c"],
    ),
    "new": (":b :p 1 .", ":b :p 1 . :a a :T .", [":a  (new)", "  + a :T"]),
    "gone whole": (":b :p 1 . :a a :T .", ":b :p 1 .", [":a  (gone)", "  - a :T"]),
    "evidence comes along": (
        ":a :q 1 .",
        f':a :q 1 ; :p :b . {AXIOM} :b ; :status "stated" ; dcterms:source :s1 .',
        [":a", "  + :p :b  (stated :s1)"],
    ),
    "evidence alone": (
        f":a :p :b . {AXIOM} :b ; dcterms:source :s1 .",
        f":a :p :b . {AXIOM} :b ; dcterms:source :s2 .",
        [":a", "  = :p :b  (- :s1, + :s2)"],
    ),
    "more evidence": (
        f":a :p :b . {AXIOM} :b ; dcterms:source :s1 .",
        f":a :p :b . {AXIOM} :b ; dcterms:source :s1, :s2 .",
        [":a", "  = :p :b  (+ :s2)"],
    ),
    "another annotation": (
        f":a :p :b . {AXIOM} :b ; :number 1 .",
        f":a :p :b . {AXIOM} :b ; :number 2 .",
        [":a", "  = :p :b  (annotated otherwise)"],
    ),
    "a node inside": (
        ":a :p [ :q 1 ; :r [ :s 2 ] ] .",
        ":a :p [ :q 1 ; :r [ :s 3 ] ] .",
        [
            ":a",
            '  ~ :p [ :q "1"^^xsd:integer ; :r [ :s "2"^^xsd:integer ] ]'
            ' → [ :q "1"^^xsd:integer ; :r [ :s "3"^^xsd:integer ] ]',
        ],
    ),
    "a list": (":a :p (:b :c) .", ":a :p (:b :d) .", [":a", "  ~ :p ( :b :c ) → ( :b :d )"]),
    "a node that nothing refers to": (
        ":b :p 1 .",
        ":b :p 1 . [] :q :c .",
        ["[]  (new)", "  + :q :c"],
    ),
    "nodes in a circle": (
        ":b :p 1 .",
        ":b :p 1 . _:x :q _:y . _:y :q _:x .",
        ["[]  (new)", f"  + :q {'[ :q ' * 6}[ … ]{' ]' * 6}"],
    ),
    "a node beside a circle": (
        ":b :p 1 .",
        ":b :p 1 . _:x :q _:y . _:y :q _:x ; :r [ :s 1 ] .",
        [
            "[]  (new)",
            f"  + :q {'[ :q ' * 6}[ … ]{THIRD * 3}",
        ],
    ),
    "what looks like a datatype": (
        ":b :p 1 .",
        """:b :p 1, "x^^<http://www.w3.org/2001/XMLSchema#int> y", "<https://example.org/z>" .""",
        [
            ":b",
            '  + :p "<https://example.org/z>"',
            '  + :p "x^^<http://www.w3.org/2001/XMLSchema#int> y"',
        ],
    ),
    "deprecated": (
        ":a a owl:Class .",
        ":a a owl:Class ; owl:deprecated true ; dcterms:isReplacedBy :b .",
        [
            ":a",
            "  + <http://purl.org/dc/terms/isReplacedBy> :b",
            '  + owl:deprecated "true"^^xsd:boolean',
            "deprecated: :a, replaced by :b",
        ],
    ),
}


@pytest.mark.parametrize(("before", "after", "expected"), CASES.values(), ids=CASES)
def test_changes_are_told(tmp_path: Path, before: str, after: str, expected: list[str]) -> None:
    """A line each, below their thing, in a stable order."""
    found = compared(tmp_path, before, after)
    first, second, *lines, last = comparison_text(found, PREFIXES)
    assert (first, second) == ("--- old\n", "+++ new\n")
    plain = (line.rstrip("\n").replace("  (graph:a)", "") for line in lines)
    told = [line.replace("(graph:a, ", "(") for line in plain]
    counts = [line for line in told if line.startswith("graph:a")]
    assert [line for line in told if line and line not in counts] == expected
    assert counts
    assert last == f"{found.added} added, {found.gone} gone, in {len(found.things)} things\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (":a :p 1 .", ":a :p 1, 1 ."),
        (":a :p _:x, _:y . _:x :q 1 .", ":a :p _:y, _:x . _:y :q 1 ."),
        (":a :p (1 [ :q 2 ]) .", "<https://example.org/a> :p ( 1 [ :q 2 ] ) ."),
        (':a :p "x"@EN .', ':a :p "x"@en .'),
        ("[] a owl:AllDifferent .", "[] a owl:AllDifferent ."),
    ],
)
def test_what_says_the_same_does_not_differ(tmp_path: Path, before: str, after: str) -> None:
    """Order, repetition, labels of nodes and prefixes are no difference."""
    found = compared(tmp_path, before, after)
    assert (found.added, found.gone, found.things) == (0, 0, ())
    assert [*comparison_text(found, PREFIXES)] == []


def test_what_follows_is_compared_where_asked(tmp_path: Path) -> None:
    """A subclass more makes a thing of the wider class."""
    before = ":A a owl:Class . :a a :A ."
    sides = [
        side(tmp_path / name, before + more, inferred=True)
        for name, more in (("old", ""), ("new", " :A rdfs:subClassOf :B ."))
    ]
    whole = compare(*sides, EVIDENCE, inferred=True)
    assert "  + a :B  (graph:inferred)\n" in [*comparison_text(whole, PREFIXES)]
    assert [graph.iri for graph in compare(*sides, EVIDENCE).graphs] == [f"{BASE}graph/a"]


def test_more_than_the_bound_is_counted(tmp_path: Path) -> None:
    """And said to be."""
    found = compared(tmp_path, ":z :p 1 .", ":z :p 1 . :a :p 1, 2, 3 . :b :p 1, 2 .", most=3)
    assert (found.added, found.left_out, len(found.things)) == (5, 2, 1)
    assert "2 of these statements are only counted\n" in [*comparison_text(found, PREFIXES)]


def test_long_values_are_cut(tmp_path: Path) -> None:
    """A list of very many, and a node with very many statements."""
    many = " ".join(f":m{n}" for n in range(3 * MAX_PAIRS))
    after = f":a :p ({many}) ; :q [ :r {many.replace(' ', ', ')} ] ."
    found = compared(tmp_path, ":a :o 1 .", after, most=2_000)
    text = "".join(comparison_text(found, PREFIXES))
    assert text.count("…") == 2
    assert len(text) < 60 * MAX_PAIRS


def test_a_long_list_is_looked_through_once(tmp_path: Path) -> None:
    """Each of its cells is in the one before: none is asked for all above it."""
    many = " ".join(f":m{n}" for n in range(4_000))
    found = compared(tmp_path, ":a :o 1 .", f":a :o 1 ; :p ({many}) .", most=50_000)
    (thing,) = found.things
    assert (thing.node, found.added, len(thing.changes)) == (Iri(f"{BASE}a"), 8_001, 1)


def test_nodes_that_many_refer_to_are_not_told_without_end(tmp_path: Path) -> None:
    """Of five layers, in which each node refers to all of the next, few paths are told."""
    layers = [[f"_:n{layer}x{n}" for n in range(20)] for layer in range(6)]
    links = " ".join(
        f"{one} :q {', '.join(below)} ." for above, below in pairwise(layers) for one in above
    )
    found = compared(tmp_path, ":a :o 1 .", f":a :o 1 ; :p {layers[0][0]} . {links}", most=9_000)
    text = "".join(comparison_text(found, PREFIXES))
    written = json.dumps(comparison_json(found))
    assert found.added > 2_000
    assert text.count(":q") < 4 * found.added
    assert written.count('"property"') < 4 * found.added
    assert "…" in text
    assert '"cut": true' in written


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\n",
        "<https://example.org/a> <https://example.org/p>\n",
        "<https://example.org/a> <https://example.org/p> <https://example.org/b> .\n",
        '<https://example.org/a> <https://example.org/p> "a b" .\n',
        "<https://example.org/a> <https://example.org/p> 1 <https://example.org/g> .\n",
        "<https://example.org/a> <https://example.org/p> _:x <https://example.org/g>\n",
        '<https://example.org/a> p "_:x" <https://example.org/g> .\n',
    ],
)
def test_a_line_that_is_no_statement_is_damage(tmp_path: Path, line: str) -> None:
    """It is told, and never taken for another."""
    good = side(tmp_path / "old", ":a :p 1, 2 .")
    with pytest.raises(ReleaseError, match="damaged dump"):
        compare(replace(good, lines=lambda: iter([line])), good, EVIDENCE)


def test_a_dump_that_is_no_text_is_damaged(graph: Settings) -> None:
    """So is one that was taken away; the command says so in a line."""
    (folder,) = (graph.release.folder / "releases").glob("[!.]*")
    dump = folder / "dumps/dataset.nq"
    dump.write_bytes(b"\xff\xfe" + dump.read_bytes())
    result = run(graph)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "damaged dump" in result.stderr
    before = release_side(open_release(folder))
    dump.unlink()
    with pytest.raises(ReleaseError, match="cannot be read: No such file"):
        compare(before, before, EVIDENCE)


def test_a_dump_that_is_not_sorted_is_damaged(tmp_path: Path) -> None:
    """It is not compared as if it were."""
    good = side(tmp_path / "old", ":a :p 1, 2 .")
    bad = replace(good, lines=lambda: iter([*good.lines()][::-1]))
    with pytest.raises(ReleaseError, match="old: damaged dump: its lines are not sorted"):
        compare(bad, good, EVIDENCE)


def test_json_has_every_part(tmp_path: Path) -> None:
    """Terms as SPARQL's results have them, nodes by their statements."""
    found = compared(
        tmp_path,
        ':a :o 1 ; :p "x"@en .',
        f':a :o 1 ; :p "y"@en ; :q [ :r (1) ] . {AXIOM} "y"@en ; dcterms:source :s .',
    )
    told = json.loads(json.dumps(comparison_json(found)))
    assert (told["added"], told["gone"], told["leftOut"]) == (10, 1, 0)
    (thing,) = told["things"]
    assert (thing["iri"], thing["state"]) == (f"{BASE}a", "changed")
    first, second = thing["changes"]
    assert first["before"] == {"type": "literal", "value": "x", "xml:lang": "en"}
    assert first["evidenceAfter"] == [
        {"status": None, "source": {"type": "uri", "value": f"{BASE}s"}}
    ]
    (pair,) = second["after"]["statements"]
    assert pair["value"]["items"][0]["datatype"].endswith("#integer")


SETTINGS = f'base_iri = "{BASE}"\nversion = "1"\n[prefixes]\nex = "{BASE}"\n'


@pytest.fixture
def graph(tmp_path: Path) -> Settings:
    """Keep a graph in git, with two commits and a release of the first."""
    root = tmp_path / "graph"
    (root / "data").mkdir(parents=True)
    (root / "mcdgraph.toml").write_text(SETTINGS, encoding="utf8")
    git(root, "init", "-q")
    commit(root, ":a :p [ :q 1 ] ; a :T .")
    settings = load_settings(root, environment={})
    build(settings)
    commit(root, ":a :p [ :q 2 ] ; a :T .")
    return settings


def git(root: Path, *words: str) -> None:
    """Run git in a folder, as somebody."""
    somebody = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *somebody, *words], cwd=root, check=True, capture_output=True)


def commit(root: Path, text: str) -> None:
    """Write the file of data, and commit it."""
    (root / "data/a.ttl").write_text(HEAD + text, encoding="utf8")
    git(root, "add", "data", "mcdgraph.toml")
    git(root, "commit", "-qm", "change")


def run(settings: Settings, *words: str) -> Result:
    """Call ``mcdgraph diff``."""
    return CliRunner().invoke(main, ["-C", str(settings.root), "diff", "-q", *words])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 1),
        (("current", "sources"), 1),
        (("HEAD~1", "HEAD"), 1),
        (("current", "HEAD~1"), 0),
        (("HEAD",), 0),
        (("HEAD", "HEAD"), 0),
        (("RELEASE", "HEAD"), 1),
        (("FOLDER", "current"), 0),
        (("current", "HEAD~1", "--inferred"), 0),
        (("current", "nothing"), 2),
        (("current", "--upload-pack=x"), 2),
        (("current", "HEAD", "sources"), 2),
    ],
)
def test_sides_by_their_names(graph: Settings, words: tuple[str, ...], code: int) -> None:
    """Releases, revisions and sources; exit codes are those of diff."""
    (release,) = (graph.release.folder / "releases").glob("[!.]*")
    names = {"RELEASE": release.name[:10], "FOLDER": str(release)}
    result = run(graph, *(names.get(word, word) for word in words))
    assert result.exit_code == code, result.output
    assert bool(result.stdout) == (code == 1)
    if code == 1:
        assert '~ ex:p [ ex:q "1"^^xsd:integer ] → [ ex:q "2"^^xsd:integer ]' in result.stdout


def test_a_name_that_is_none_is_told_with_those_that_are(graph: Settings) -> None:
    """The releases that are kept, and the words."""
    (release,) = (graph.release.folder / "releases").glob("[!.]*")
    told = run(graph, "nothing").stderr
    assert "nothing: no release and no revision of git; there are current, sources" in told
    assert release.name[:12] in told


def test_counts_alone_and_json(graph: Settings, tmp_path: Path) -> None:
    """To a file, too."""
    file = tmp_path / "out.json"
    assert run(graph, "--stat", "-f", "json", "-o", str(file)).exit_code == 1
    told = json.loads(file.read_text(encoding="utf8"))
    assert (told["things"], told["added"], told["gone"]) == ([], 2, 2)
    assert told["before"]["version"] == "1"
    text = run(graph, "--stat").stdout
    assert "2 added, 2 gone, in 1 things" in text
    assert "ex:q" not in text


def test_what_commands_a_terminal_is_not_written_to_it(graph: Settings) -> None:
    """A literal may hold escapes, and marks that turn the order of what follows."""
    commit(graph.root, ':a :p "\\u001b[2Jred\\u202egnol" .')
    told = run(graph).stdout
    assert '"\ufffd[2Jred\ufffdgnol"' in told
    assert "\x1b" not in told


def test_a_revision_has_settings_of_its_own(graph: Settings) -> None:
    """Another base then is another name of every graph."""
    toml = graph.root / "mcdgraph.toml"
    toml.write_text(SETTINGS.replace(BASE, "https://other.example/", 1), encoding="utf8")
    git(graph.root, "commit", "-qam", "move")
    told = run(graph, "HEAD~1", "HEAD", "--stat").stdout
    assert "<https://other.example/graph/a>" in told or "graph:a" in told
    assert "3 added, 3 gone" in told


def test_new_things_are_known(graph: Settings) -> None:
    """A release is compared by its own dump."""
    (folder,) = (graph.release.folder / "releases").glob("[!.]*")
    before = release_side(open_release(folder))
    commit(graph.root, ":a :p [ :q 1 ] ; a :T . :b a :T .")
    found = compare(before, sources_side(graph, GraphState(name="x"), inferred=False), EVIDENCE)
    assert found.by_iri[f"{BASE}b"].state is ThingState.NEW
    assert [thing.node for thing in found.things] == [Iri(f"{BASE}b")]
