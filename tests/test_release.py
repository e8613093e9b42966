"""A release is whole, exact, the same for the same input, and never replaced by a worse one."""

import fcntl
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
import rdflib.compare
from conftest import Harbour

from mcdgraph.catalogue import Scope
from mcdgraph.columns import Literal
from mcdgraph.errors import (
    EnvironmentProblem,
    FindingsError,
    InputError,
    ReleaseError,
    SyntaxProblems,
)
from mcdgraph.namespaces import MADE_GRAPHS
from mcdgraph.release import Manifest, Release, current_release, find_fresh, open_release
from mcdgraph.release.build import build
from mcdgraph.release.inputs import read_inputs
from mcdgraph.release.reading import published_iris
from mcdgraph.settings import Settings, load_settings
from mcdgraph.store import Store

RELEASED = Path(__file__).parent / "corpus" / "released"
#: Statements of each graph of the corpus, counted by hand.
BY_HAND = {
    "editorial/remarks": 5,
    "inferred": 2,
    "ml/posts": 12,
    "ontology/ex": 22,
    "shapes/ex": 8,
    "validation": 2,
}
UNION = 41


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Build the corpus once; nothing may write into it."""
    root = Path(shutil.copytree(RELEASED, tmp_path_factory.mktemp("release") / "graph"))
    return build(load_settings(root))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Copy the corpus to where it may be changed."""
    return load_settings(Path(shutil.copytree(RELEASED, tmp_path / "graph")))


def posts(settings: Settings) -> Path:
    """Give the data file that tests spoil."""
    return settings.root / "data" / "ml" / "posts.ttl"


def append(path: Path, text: str) -> None:
    """Add lines to a file."""
    path.write_text(path.read_text(encoding="utf8") + text, encoding="utf8")


def test_language_tags_have_one_form_in_a_release(settings: Settings) -> None:
    """Dumps, look-ups and queries all have tags in lower case; the source stays as written."""
    append(posts(settings), 'id:clerk rdfs:label "the Clerk"@en-GB .\n')
    release = build(settings)
    text = (release.dumps / "graph.nt.gz").read_bytes()
    assert b'"the Clerk"@en-gb' in gzip.decompress(text)
    store = Store.open(release.store)
    tags = {quad.object.language for quad in store.quads() if isinstance(quad.object, Literal)}
    assert "en-gb" in tags
    assert "en-GB" not in tags
    assert "@en-GB" in posts(settings).read_text(encoding="utf8")


def test_the_manifest_counts_what_was_counted_by_hand(release: Release) -> None:
    """Every named graph has its number of statements; the default graph leaves out the rest."""
    base = "https://example.org/g/graph/"
    counts = {g.iri.removeprefix(base): g.statements for g in release.manifest.graphs}
    assert counts.pop("catalogue") > 100
    assert counts == BY_HAND
    assert release.manifest.statements == UNION
    default = {g.kind for g in release.manifest.graphs if g.default}
    assert default == {"ontology", "data", "editorial", "inferred"}


def test_every_dump_parses_to_its_count(release: Release) -> None:
    """Each format, read by rdflib, holds the same statements; TriG and N-Quads every graph."""
    dumps = release.manifest.dumps
    assert {d.name for d in dumps if d.scope is Scope.GRAPH} == {
        "graph.ttl",
        "graph.jsonld",
        "graph.nt",
        "graph.rdf",
    }
    assert {d.name for d in dumps if d.scope is Scope.DATASET} == {"dataset.trig", "dataset.nq"}
    for dump in dumps:
        graph = rdflib.Dataset(default_union=True) if dump.form.quads else rdflib.Graph()
        graph.parse(release.dumps / dump.name, format=dump.form.media_type)
        found = len(list(graph.quads())) if isinstance(graph, rdflib.Dataset) else len(graph)
        assert found == dump.statements, dump.name
    union = next(d for d in dumps if d.name == "graph.ttl")
    assert union.statements == UNION
    dataset = next(d for d in dumps if d.name == "dataset.nq")
    assert dataset.statements == sum(BY_HAND.values())


@pytest.mark.parametrize(
    ("name", "syntax"), [("graph.ttl", "turtle"), ("graph.nt", "ntriples"), ("graph.rdf", "rdfxml")]
)
def test_another_parser_counts_the_same(release: Release, name: str, syntax: str) -> None:
    """Raptor, which shares no code with us, reads the same number of triples."""
    rapper = shutil.which("rapper")
    if rapper is None:
        assert not os.environ.get("CI"), "CI has rapper (raptor2-utils)"
        pytest.skip("rapper is not installed (Debian package raptor2-utils)")
    done = subprocess.run(
        [rapper, "-q", "-i", syntax, "-o", "ntriples", str(release.dumps / name)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == UNION


def test_the_forms_of_the_union_graph_are_one_graph(release: Release) -> None:
    """Turtle, JSON-LD, RDF/XML and N-Triples are isomorphic."""
    graphs = [
        rdflib.Graph().parse(release.dumps / d.name, format=d.form.media_type)
        for d in release.manifest.dumps
        if d.scope is Scope.GRAPH
    ]
    assert len(graphs) == 4
    for graph in graphs[1:]:
        assert rdflib.compare.isomorphic(graphs[0], graph)


def test_turtle_uses_the_prefixes(release: Release) -> None:
    """The Turtle dump is for people."""
    text = (release.dumps / "graph.ttl").read_text(encoding="utf8")
    assert "@prefix ex: <https://example.org/g/ontology#> ." in text
    assert "id:clerk a ex:Post" in text


def test_sizes_and_checksums_are_those_of_the_files(release: Release) -> None:
    """``SHA256SUMS`` and the manifest agree with the bytes; gzip holds the plain file."""
    lines = (release.dumps / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert len(sums) == 2 * len(release.manifest.dumps) == len(list(release.dumps.iterdir())) - 1
    for dump in release.manifest.dumps:
        plain = (release.dumps / dump.name).read_bytes()
        zipped = (release.dumps / f"{dump.name}.gz").read_bytes()
        assert (dump.size, dump.gzip_size) == (len(plain), len(zipped))
        assert sums[dump.name] == dump.sha256 == hashlib.sha256(plain).hexdigest()
        assert sums[f"{dump.name}.gz"] == dump.gzip_sha256 == hashlib.sha256(zipped).hexdigest()
        assert gzip.decompress(zipped) == plain


def test_dumps_keep_exact_lexical_forms(settings: Settings) -> None:
    """A literal is written as its source says it, whatever the query engine makes of it."""
    path = posts(settings)
    path.write_text(path.read_text().replace("ex:since 2001", "ex:since 02001"))
    release = build(settings)
    for name in ("graph.nt", "dataset.nq"):
        assert '"02001"^^<http://www.w3.org/2001/XMLSchema#integer>' in (
            release.dumps / name
        ).read_text(encoding="utf8")


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two builds, in two places, with two orders of hashing, agree in every byte."""
    trees = []
    for seed in ("1", "2"):
        root = Path(shutil.copytree(RELEASED, tmp_path / seed / "graph"))
        subprocess.run(
            [sys.executable, "-m", "mcdgraph", "-C", str(root), "build", "-q"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
        folder = (root / ".mcdgraph" / "current").resolve()
        files = sorted(p for p in folder.rglob("*") if p.is_file())
        trees.append({str(p.relative_to(folder.parent)): p.read_bytes() for p in files})
    assert len(trees[0]) > 20
    assert trees[0].keys() == trees[1].keys()
    assert [n for n in trees[0] if trees[0][n] != trees[1][n]] == []


def test_nothing_is_built_twice(settings: Settings) -> None:
    """A release of the same input is found, not built."""
    assert find_fresh(settings) is None
    first = build(settings)
    steps: list[str] = []
    again = build(settings, steps.append)
    assert again == first == current_release(settings) == find_fresh(settings)
    assert steps == []


def test_a_graph_with_findings_leaves_the_release_before(settings: Settings) -> None:
    """Neither a violation nor a syntax error replaces a good release."""
    first = build(settings)
    good = posts(settings).read_text(encoding="utf8")
    append(posts(settings), "id:chief ex:since 2002 .\n")
    told = []
    with pytest.raises(FindingsError, match="1 violation found"):
        build(settings, found=told.append)
    assert [finding.rule for finding in told[0].report.findings] == ["shacl/MaxCount"]
    posts(settings).write_text(good + "id:chief ex:since .\n", encoding="utf8")
    with pytest.raises(SyntaxProblems, match=r"data/ml/posts\.ttl:"):
        build(settings)
    assert current_release(settings) == first
    assert [p.name for p in (settings.release.folder / "releases").iterdir()] == [first.digest]


def test_a_source_that_changes_during_the_build_is_noticed(settings: Settings) -> None:
    """What was read may not be what was digested, so nothing is published."""

    def meddle(step: str) -> None:
        if step == "Writing the store":
            append(posts(settings), "id:clerk ex:since 2003 .\n")

    with pytest.raises(InputError, match="changed during the build"):
        build(settings, meddle)
    assert current_release(settings) is None
    assert build(settings).manifest.statements == UNION + 1


def test_two_builds_at_once_are_refused(settings: Settings) -> None:
    """The second is told of the first."""
    build(settings)
    append(posts(settings), "id:clerk ex:since 2003 .\n")
    with (settings.release.folder / ".lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        with pytest.raises(EnvironmentProblem, match="another build is running"):
            build(settings)
    build(settings)


def test_old_releases_are_pruned(settings: Settings) -> None:
    """As many are kept as the settings say, the latest ones; going back counts as latest."""
    settings = replace(settings, release=replace(settings.release, keep=2))
    original = posts(settings).read_text(encoding="utf8")
    first = build(settings)
    append(posts(settings), "id:clerk ex:since 2003 .\n")
    build(settings)
    posts(settings).write_text(original, encoding="utf8")
    assert build(settings) == first
    append(posts(settings), "id:clerk ex:since 2004 .\n")
    third = build(settings)
    kept = {p.name for p in (settings.release.folder / "releases").iterdir()}
    assert kept == {first.digest, third.digest}


def test_a_damaged_release_is_built_anew(settings: Settings) -> None:
    """A release that lost a file is not taken for whole."""
    first = build(settings)
    (first.dumps / "graph.ttl").unlink()
    with pytest.raises(ReleaseError, match=r"no graph\.ttl in dumps"):
        current_release(settings)
    second = build(settings)
    assert second.digest == first.digest
    assert (second.dumps / "graph.ttl").is_file()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "damaged manifest"),
        ("[]", "damaged manifest"),
        ('{"layout": 0}', "layout 0"),
        ('{"layout": 2}', "layout 2"),
        ('{"layout": 3}', "layout 3"),
        ('{"layout": 4}', "layout 4"),
        ('{"layout": 5}', "damaged manifest"),
    ],
)
def test_a_damaged_manifest_is_named(tmp_path: Path, text: str, expected: str) -> None:
    """Opening what is no release says which folder and why."""
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ReleaseError, match=expected):
        open_release(tmp_path)
    with pytest.raises(ReleaseError, match="not a release"):
        open_release(tmp_path / "nowhere")


def test_the_manifest_survives_its_file(release: Release) -> None:
    """Writing and reading are inverse, and an unknown member is refused."""
    text = release.manifest.to_json()
    assert Manifest.from_json(text) == release.manifest
    with pytest.raises(ReleaseError, match="surplus"):
        Manifest.from_json(json.dumps({**json.loads(text), "surplus": 1}))


def test_the_digest_follows_what_shapes_the_release(settings: Settings) -> None:
    """Content, paths and descriptive settings count; a port does not."""
    digest = read_inputs(settings).digest
    assert read_inputs(settings).digest == digest
    port = replace(settings, server=replace(settings.server, port=1))
    assert read_inputs(port).digest == digest
    assert read_inputs(replace(settings, version="2")).digest != digest
    moved = posts(settings).with_name("renamed.ttl")
    posts(settings).rename(moved)
    renamed = read_inputs(settings).digest
    assert renamed != digest
    append(moved, "\n")
    assert read_inputs(settings).digest not in (digest, renamed)


def test_saved_queries_are_kept(release: Release) -> None:
    """A release holds the questions as they stood."""
    name = Path("questions", "posts.rq")
    assert (release.queries / name).read_bytes() == (RELEASED / "queries" / name).read_bytes()


def test_a_folder_that_cannot_be_made_is_told_with_a_way_out(
    settings: Settings, tmp_path: Path
) -> None:
    """Who may not write there can name another folder."""
    (tmp_path / "taken").write_text("")
    elsewhere = replace(
        settings, release=replace(settings.release, folder=tmp_path / "taken" / "x")
    )
    with pytest.raises(EnvironmentProblem, match=r"taken/x: cannot be written: .*RELEASE_FOLDER"):
        build(elsewhere)


def test_published_iris_are_those_that_sources_describe(harbour: Harbour) -> None:
    """Below the base and further bases; what is only concluded or found describes nothing."""
    made = {f"<{harbour.settings.base_iri}graph/{kind}>" for kind in MADE_GRAPHS}
    lines = (harbour.release.dumps / "dataset.nq").read_text(encoding="utf8").splitlines()
    said = {line.split(" ")[0][1:-1] for line in lines if line.split(" ")[-2] not in made}
    own = published_iris(harbour.release, ())
    both = published_iris(harbour.release, ("https://example.com/",))
    assert own == {iri for iri in said if iri.startswith(harbour.settings.base_iri)} != set()
    assert both - own == {iri for iri in said if iri.startswith("https://example.com/")}
    concluded = {line.split(" ")[0][1:-1] for line in lines} - said
    assert not concluded & both


@pytest.mark.parametrize("kind", [*MADE_GRAPHS, "inferred/a/b"])
def test_what_was_found_is_not_published(harbour: Harbour, tmp_path: Path, kind: str) -> None:
    """It may be gone with the next release, and that is no fault."""
    base = harbour.settings.base_iri
    (tmp_path / "dumps").mkdir()
    line = f"<{base}found> <{base}p> <{base}o> <{base}graph/{kind}> .\n"
    (tmp_path / "dumps/dataset.nq").write_text(line, encoding="utf8")
    assert not published_iris(replace(harbour.release, path=tmp_path), ())
