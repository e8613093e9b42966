"""What a folder of RDF is taken for: by what its files hold, not by their names alone."""

from pathlib import Path, PurePosixPath

import pytest
from repositories import BROKEN, REPOSITORIES, make_repository

from mcdgraph.discovery import discover, new_settings_text, settings_text, summary
from mcdgraph.discovery.globbing import globs_for
from mcdgraph.discovery.naming import namespace_of
from mcdgraph.errors import MissingInputError
from mcdgraph.settings import Settings, load_settings
from mcdgraph.sources import find_sources


def settings_for(root: Path) -> Settings:
    """Write down what a folder is taken for beside it, and load that."""
    file = root.parent / "guessed.toml"
    file.write_text(settings_text(discover(root)), encoding="utf8")
    return load_settings(root, file=file)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give an empty folder in another."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    return folder


ROLES = {
    "classic": {
        "data/swan.ttl": {"data"},
        "ontology/boats.ttl": {"ontology"},
        "shapes/boats.ttl": {"shapes"},
    },
    "flat": {"boats.shacl": {"shapes"}, "boats.ttl": {"ontology"}, "swan.ttl": {"data"}},
    "xml": {"src/boats.owl": {"ontology"}},
    "scheme": {"vocabularies/rig.ttl": {"vocabulary"}},
    "forms": {
        "examples/swan.ttl": {"data"},
        "rdf/boats.ttl": {"ontology"},
        "rdf/other.ttl": {"ontology"},
        "rdf/third.ttl": {"ontology"},
    },
    "one file": {"all.ttl": {"ontology", "shapes"}},
    "data": {"tables/swan.ttl": {"data"}},
}


@pytest.mark.parametrize("name", REPOSITORIES)
def test_files_are_for_what_they_hold(root: Path, name: str) -> None:
    """The settings that are written down mean these files, each for these things."""
    settings = settings_for(make_repository(root, name))
    found = find_sources(root, settings.sources)
    assert {str(source.path): set(source.roles) for source in found} == ROLES[name]


@pytest.mark.parametrize(
    ("name", "base", "bases", "languages"),
    [
        ("classic", "https://vocab.example/ns/", (), ("en", "fr")),
        ("xml", "https://vocab.example/ns/", (), ("en",)),
        ("scheme", "https://terms.example/", (), ("de",)),
        ("data", "https://vocab.example/id/", (), ("en",)),
    ],
)
def test_names_and_languages_are_those_of_what_is_described(
    root: Path, name: str, base: str, bases: tuple[str, ...], languages: tuple[str, ...]
) -> None:
    """The common start of the namespaces of terms and headers; the tags of labels."""
    settings = settings_for(make_repository(root, name))
    assert (settings.base_iri, settings.bases) == (base, bases)
    assert settings.languages == languages


def test_headers_say_what_the_whole_is(root: Path) -> None:
    """Title, description, licence, maker, version, prefixes; what nobody says is a comment."""
    settings = settings_for(make_repository(root, "classic"))
    assert settings.title == {"en": "Boats", "fr": "Bateaux"}
    assert settings.description == {"en": "Words for boats."}
    assert settings.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert settings.creator.name == "The boat club"
    assert settings.version == "2.1"
    assert settings.own_prefixes == {"ex": "https://vocab.example/ns/boats#"}
    text = settings_text(discover(root))
    assert "# publisher: no header says who." in text


def test_prefixes_of_rdf_xml_are_taken(root: Path) -> None:
    """They are its namespaces."""
    settings = settings_for(make_repository(root, "xml"))
    assert settings.own_prefixes == {"bts": "https://vocab.example/ns/boats#"}


def test_a_copy_of_a_common_vocabulary_is_not_the_graphs(root: Path) -> None:
    """Its terms neither give the base nor the title."""
    make_repository(root, "scheme")
    skos = "http://www.w3.org/2004/02/skos/core"
    copy = f"@prefix s: <{skos}#> . <{skos}> a <http://www.w3.org/2002/07/owl#Ontology> ;"
    copy += ' <http://purl.org/dc/terms/title> "SKOS"@en . s:Concept a s:x .'
    (root / "skos.ttl").write_text(copy, encoding="utf8")
    settings = settings_for(root)
    assert settings.base_iri == "https://terms.example/"
    assert settings.title == {"de": "Rigs"}


def test_broken_files_and_doubles_are_told(root: Path) -> None:
    """A broken one is left out until it is mended; of several forms one is taken."""
    guess = discover(make_repository(root, "forms"))
    text = settings_text(guess)
    assert 'broken = "skip"' in text
    assert "#   rdf/other.ttl:9:27: found '.'; expected an object" in text
    assert (
        "#   rdf/third.ttl: neither its content nor its suffix" in text or "rdf/third.ttl" in text
    )
    assert "says the same in another form: 1." in text
    told = summary(guess)
    assert "left out, broken:\n    rdf/other.ttl:9:27: " in told
    assert "1 more in another form of a file that is taken" in told


def test_of_two_forms_the_one_that_can_be_read_is_taken(root: Path) -> None:
    """And the fault of the other is told."""
    make_repository(root, "xml")
    (root / "src/boats.ttl").write_text(BROKEN, encoding="utf8")
    guess = discover(root)
    assert [str(facts.path) for facts in guess.survey.taken] == ["src/boats.owl"]
    assert "src/boats.ttl: broken at line 9, column 27: " in summary(guess)


def test_a_folder_without_rdf_is_an_error(root: Path) -> None:
    """It names what looked like it."""
    (root / "README.md").write_text("# no RDF")
    (root / "page.rdf").write_text("<!DOCTYPE html><html></html>")
    with pytest.raises(MissingInputError, match=r"no file of RDF in it\n  page\.rdf: this is HTML"):
        discover(root)


def test_hostile_texts_are_written_as_texts(root: Path) -> None:
    """Quotes, line ends, signs of TOML and control characters stay what they are."""
    title = 'a "b"\\\\ ] = # \\u0001 \\u007F'
    ontology = REPOSITORIES["classic"]["ontology/boats.ttl"].replace('"Boats"@en', f'"{title}"@en')
    ontology = ontology.replace('"Boats"', "").replace(title, title.replace('"', '\\"'))
    (root / 'we"ird [1]*.ttl').write_text(ontology, encoding="utf8")
    settings = settings_for(root)
    assert settings.title["en"] == 'a "b"\\ ] = # \x01 \x7f'
    assert [str(s.path) for s in find_sources(root, settings.sources)] == ['we"ird [1]*.ttl']


def test_a_new_graph_has_settings_to_begin_with(root: Path) -> None:
    """They can be loaded as they are."""
    file = root / "mcdgraph.toml"
    file.write_text(new_settings_text(), encoding="utf8")
    assert load_settings(root).base_iri == "https://example.org/"


@pytest.mark.parametrize(
    ("wanted", "others", "globs"),
    [
        (["a/b.ttl", "a/c/d.rdf"], ["e.ttl"], ["a/**"]),
        (["a/b.ttl", "a/c/d.ttl"], ["a/x.rdf"], ["a/**/*.ttl"]),
        (["a.ttl", "b.ttl", "c/d.ttl"], ["c/e.nt"], ["**/*.ttl"]),
        (["a.ttl", "b/c.ttl", "b/d.ttl"], ["x.ttl"], ["a.ttl", "b/**"]),
        (["a/x.json"], [], ["a/x.json"]),
        (["a/x[1]*?.ttl", "a/y.ttl"], ["a/z.ttl"], ["a/x[[]1][*][?].ttl", "a/y.ttl"]),
        ([], ["x.ttl"], []),
    ],
)
def test_globs_mean_these_files_alone(
    wanted: list[str], others: list[str], globs: list[str]
) -> None:
    """As few as are plain."""
    assert globs_for(map(PurePosixPath, wanted), map(PurePosixPath, others)) == globs


@pytest.mark.parametrize(
    ("iri", "space"),
    [
        ("https://e.org/a#b/c", "https://e.org/a#"),
        ("https://e.org/a/b", "https://e.org/a/"),
        ("urn:x:y", ""),
    ],
)
def test_a_namespace_ends_at_a_sign(iri: str, space: str) -> None:
    """The hash before the slash."""
    assert namespace_of(iri) == space


def test_headers_of_one_ontology_are_read_as_one(root: Path) -> None:
    """The file with the most terms need not be the one that says the title."""
    start = "@prefix : <https://boats.example/ont#> .\n"
    start += "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    header = "<https://boats.example/ont> a owl:Ontology"
    named = f'{header} ; <http://purl.org/dc/terms/title> "Boats"@en .\n:Boat a owl:Class .\n'
    many = f'{header} ; owl:versionInfo "2.1" .\n:Hull a owl:Class .\n:Keel a owl:Class .\n'
    (root / "a-labels.ttl").write_text(start + named, encoding="utf8")
    (root / "terms.ttl").write_text(start + many, encoding="utf8")
    settings = settings_for(root)
    assert settings.title == {"en": "Boats"}
    assert settings.version == "2.1"


def test_a_host_that_cannot_be_is_no_base(root: Path) -> None:
    """An IRI of RDF whose host no address of the web can have (RFC 5891) is no reason to stop."""
    terms = "".join(f"<http://ex\u2100mple.org/{name}> a owl:Class .\n" for name in "ABC")
    (root / "a.ttl").write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix odd: <http://ex\u2100mple.org/> .\n"
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "odd: a owl:Ontology ; dcterms:license odd:by .\n" + terms,
        encoding="utf8",
    )
    guess = discover(root)
    assert guess.naming.base == ""
    assert guess.about.licence == ""
    assert guess.prefixes == {}
    assert [facts.terms for facts in guess.survey.taken] == [3]


def test_a_header_may_have_many_dates_and_markup(root: Path) -> None:
    """The earliest is that of issue, the latest that of change; tags are no part of a text."""
    (root / "a.ttl").write_text(
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "<https://a.example/o> a owl:Ontology ; dcterms:title 'T' ;\n"
        "  dcterms:issued '2012-05-01', '2010-01-01', 'soon' ;\n"
        "  dcterms:modified '2012-04-24', '2020-11-30T10:00:00Z', '2013-01-01' ;\n"
        "  dcterms:description '<p>What <b>it</b> is.</p>'^^rdf:HTML .\n"
        "<https://a.example/o#A> a owl:Class .\n",
        encoding="utf8",
    )
    settings = settings_for(root)
    assert (settings.issued, settings.modified) == ("2010-01-01", "2020-11-30")
    assert settings.description == {"en": "What it is."}


@pytest.mark.parametrize(
    ("spaces", "base", "bases"),
    [
        (
            ["http://purl.org/a/x#A", "http://purl.org/a/x#B", "http://purl.org/b/C"],
            "http://purl.org/a/",
            ("http://purl.org/b/",),
        ),
        (["http://purl.org/a/x#A", "http://purl.org/a/y#B"], "http://purl.org/a/", ()),
        (["http://own.example/a/A", "http://own.example/b/B"], "http://own.example/", ()),
    ],
)
def test_the_root_of_a_shared_host_is_no_base(
    root: Path, spaces: list[str], base: str, bases: tuple[str, ...]
) -> None:
    """What is named there belongs to many; the root of a host of one's own is one."""
    text = "".join(f"<{iri}> a <http://www.w3.org/2002/07/owl#Class> .\n" for iri in spaces)
    (root / "a.ttl").write_text(text, encoding="utf8")
    naming = discover(root).naming
    assert (naming.base, naming.bases) == (base, bases)
