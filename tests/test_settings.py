"""Settings are typed, come from four places in order, and a wrong one is named."""

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from mcdgraph.errors import SettingsError
from mcdgraph.settings import load_settings, settings_of, shipped_root

MINIMAL = 'base_iri = "https://example.org/g/"\n'


def folder(tmp_path: Path, text: str = MINIMAL) -> Path:
    """Write a graph's folder that holds only its settings."""
    (tmp_path / "mcdgraph.toml").write_text(text, encoding="utf8")
    return tmp_path


def test_flags_win_over_environment_over_file_over_defaults(tmp_path: Path) -> None:
    """The four sources have one order."""
    root = folder(tmp_path, MINIMAL + "[server]\nport = 1\nhost = '::1'\n")
    assert load_settings(root).server.port == 1
    environment = {"MCDGRAPH_SERVER_PORT": "2", "MCDGRAPH_QUERY_DEADLINE": "1.5"}
    settings = load_settings(root, environment=environment)
    assert (settings.server.port, settings.query.deadline) == (2, 1.5)
    settings = load_settings(root, environment=environment, flags={"server.port": 3})
    assert (settings.server.port, settings.server.host) == (3, "::1")
    assert settings.release.keep == 3


def test_a_flag_that_is_not_given_changes_nothing(tmp_path: Path) -> None:
    """None stands for an option that was left out."""
    assert load_settings(folder(tmp_path), flags={"server.port": None}).server.port == 8000


def test_paths_are_absolute_and_below_the_root(tmp_path: Path) -> None:
    """Folders are given relative to the file that names them."""
    settings = load_settings(folder(tmp_path, MINIMAL + '[release]\nfolder = "out"\n'))
    assert settings.queries == tmp_path / "queries"
    assert settings.release.folder == tmp_path / "out"


def test_an_empty_file_is_enough(tmp_path: Path) -> None:
    """Nothing need be said: the folders have their names, and the base is this machine's."""
    settings = load_settings(folder(tmp_path, ""))
    assert settings.base_iri == "http://localhost/"
    assert settings.sources.ontology == ("ontology/**",)
    assert settings.sources.broken == "refuse"


def test_the_folder_is_found_upwards(tmp_path: Path) -> None:
    """A command works anywhere inside a graph's folder."""
    below = folder(tmp_path) / "data" / "ml"
    below.mkdir(parents=True)
    assert load_settings(start=below).root == tmp_path


def test_without_a_file_the_shipped_graph_is_meant(tmp_path: Path) -> None:
    """A folder that is no graph's means the graph that comes with the package."""
    root = shipped_root()
    assert root is not None
    assert load_settings(start=tmp_path).root == root


def test_own_prefixes_join_the_standard_ones(tmp_path: Path) -> None:
    """The registry of a graph is one sorted mapping."""
    settings = load_settings(folder(tmp_path, MINIMAL + '[prefixes]\nex = "https://ex.org/"\n'))
    assert settings.prefixes["ex"] == "https://ex.org/"
    assert settings.prefixes["id"] == "https://example.org/g/id/"
    assert "skos" in settings.prefixes
    assert list(settings.prefixes) == sorted(settings.prefixes)


def test_settings_can_be_sent_to_a_worker_process(tmp_path: Path) -> None:
    """Settings survive pickling."""
    settings = load_settings(folder(tmp_path, MINIMAL + '[title]\nfr = "Un graphe"\n'))
    assert pickle.loads(pickle.dumps(settings)) == settings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MINIMAL + '[sources]\ndata = ["../other/**"]', "sources.data: expected a path below"),
        (MINIMAL + '[sources]\nexclude = ["/etc/**"]', "sources.exclude: expected a path below"),
        (MINIMAL + '[sources]\ndata = [""]', "sources.data: expected a path below"),
        (MINIMAL + '[imports.files]\n"urn:x" = "../x"', "imports.files: expected a path below"),
        (MINIMAL + '[imports.contexts]\n"urn:x" = "/x"', "imports.contexts: expected a path below"),
        (MINIMAL + '[sources]\nbroken = "mend"', 'expected "refuse" or "skip"'),
        ("base_iri = 3", "base_iri: expected a text, not 3"),
        ('base_iri = "https://example.org/g"', "ends with a slash"),
        ('base_iri = "urn:x/"', "expected an http or https IRI"),
        ('base_iri = "http://[x/"', "expected an http or https IRI"),
        (MINIMAL + 'bases = ["http://[x/"]', "bases: expected http or https IRIs"),
        (MINIMAL + 'licence = "http://[x"', "licence: expected an absolute IRI"),
        (MINIMAL + 'bases = ["urn:x/"]', "bases: expected http or https IRIs, not 'urn:x/'"),
        (MINIMAL + 'bases = ["http://e.example/a"]', "that end with a slash or '#'"),
        (MINIMAL + "[sever]\nport = 1", "unknown setting 'sever'; did you mean 'server'?"),
        (MINIMAL + "[server]\nprot = 1", "'server.prot'; did you mean 'server.port'?"),
        (MINIMAL + 'titel = "x"', "unknown setting 'titel'; did you mean 'title'?"),
        (MINIMAL + "server = 1", "unknown setting 'server'"),
        (MINIMAL + 'title = "x"', "title: expected a table of texts"),
        (MINIMAL + "[title]\nfr = 1", "title.fr: expected a text, not 1"),
        (MINIMAL + "[server]\nport = 70000", "server.port: expected 0 to 65535"),
        (MINIMAL + "[server]\nport = true", "server.port: expected a whole number"),
        (MINIMAL + "[server]\nport = 1.5", "server.port: expected a whole number"),
        (
            MINIMAL + "[server]\nconnections = 9",
            "server.connections: expected more than query.queue",
        ),
        (MINIMAL + "[query]\nqueue = 2000", "server.connections: expected more than query.queue"),
        (MINIMAL + "[query]\ndeadline = 0", "query.deadline: expected more than 0"),
        (MINIMAL + "[release]\nkeep = 0", "release.keep: expected 1 or more"),
        (MINIMAL + '[check]\nengine = "pyshakl"', 'expected "columns" or "pyshacl"'),
        (MINIMAL + 'issued = "yesterday"', "issued: expected a date"),
        (MINIMAL + 'modified = "20240531"', "modified: expected a date such as 2024-05-31"),
        (MINIMAL + 'modified = "2024-W22-5"', "modified: expected a date such as 2024-05-31"),
        (MINIMAL + 'licence = "CC BY"', "licence: expected an absolute IRI"),
        (MINIMAL + '[prefixes]\nsh = "https://x.org/"', "'sh' already stands for"),
        (MINIMAL + '[prefixes]\nx = "no iri"', "prefixes.x: expected an absolute IRI"),
        (MINIMAL + "languages = []", "name at least one language"),
        ("base_iri = ", "Invalid value (at "),
    ],
)
def test_a_wrong_value_is_named_with_its_file(tmp_path: Path, text: str, expected: str) -> None:
    """Every mistake in the file gets one sentence that names file, key and what was expected."""
    with pytest.raises(SettingsError) as caught:
        load_settings(folder(tmp_path, text))
    assert expected in str(caught.value)
    assert str(tmp_path / "mcdgraph.toml") in str(caught.value)


def test_a_misspelt_variable_is_named(tmp_path: Path) -> None:
    """A variable of one of our sections that no setting reads is a mistake."""
    with pytest.raises(SettingsError, match="did you mean MCDGRAPH_SERVER_PORT"):
        load_settings(folder(tmp_path), environment={"MCDGRAPH_SERVER_PROT": "1"})
    assert load_settings(folder(tmp_path), environment={"MCDGRAPH_W3C": "x", "HOME": "y"})


def test_a_folder_without_a_file_is_refused(tmp_path: Path) -> None:
    """A root that was named must be one."""
    with pytest.raises(SettingsError, match="no mcdgraph"):
        load_settings(tmp_path)


def test_every_setting_has_help() -> None:
    """Each setting explains itself in a sentence."""
    known = list(settings_of())
    assert len(known) > 25
    for key, item, _ in known:
        assert item.metadata["help"].endswith("."), key


def test_nothing_is_read_at_import() -> None:
    """Importing the settings reads neither file nor environment."""
    code = "import mcdgraph.settings"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"MCDGRAPH_SERVER_PORT": "x", "PYTHONPATH": "src"},
        cwd=Path(__file__).parent.parent,
        check=False,
    )
    assert done.returncode == 0
