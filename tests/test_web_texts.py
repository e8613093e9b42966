"""The words of the pages: every language says all of it, and nothing is said for nothing."""

import re
from pathlib import Path
from string import Formatter

import polib
import pytest

from mcdgraph.comparison import ChangeKind, ThingState
from mcdgraph.errors import InputError, SyntaxFaultKind
from mcdgraph.page_queries import OVERVIEWS
from mcdgraph.pages.term_index import SECTIONS, SHAPE_SECTIONS
from mcdgraph.questions import Origin
from mcdgraph.reconciliation import FeatureName
from mcdgraph.release import Scope
from mcdgraph.search import EntryKind
from mcdgraph.web.addresses import VOCABULARIES
from mcdgraph.web.openapi import ApiSubject, operations_of
from mcdgraph.web.openapi.operations import ApiTag
from mcdgraph.web.parameters import TABLE_COLUMNS
from mcdgraph.web.texts import LOCALE, STATUSES, read_texts

WEB = Path(__file__).parent.parent / "src" / "mcdgraph" / "web"
LANGUAGES = sorted(path.name for path in LOCALE.iterdir())
#: What named graphs are for, as the catalogue tells it.
KINDS = (
    *("ontology", "shapes", "data", "editorial", "external"),
    *("vocabulary", "inferred", "validation", "catalogue"),
)

#: Parameters that the description for programs explains.
_API_PARAMETERS = (
    *("q", "kind", "page", "lang", "iri", "class", "sort", "where", "s", "p", "o", "snapshot"),
    *("default_graphs", "named_graphs"),
)
#: A graph without questions, of which all other operations are.
_SUBJECT = ApiSubject(
    base="",
    word="",
    statement=None,
    questions=(),
    dumps=(),
    vocabularies=tuple(VOCABULARIES),
    values={},
)


def catalogue(language: str) -> polib.POFile:
    """Read the catalogue of a language."""
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "mcdgraph.po"))


def names(language: str) -> list[str]:
    """List the messages of a catalogue in order."""
    return [entry.msgid for entry in catalogue(language)]


#: A text that a module has beside its English.
FRENCH = re.compile(r'"fr": f?"([^"]+)"')


def plurals(entry: polib.POEntry) -> list[str]:
    """List the plural forms of a message."""
    return [*entry.msgstr_plural.values()]


def placeholders(text: str) -> list[str]:
    """List what is filled in a text, by number."""
    found = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    return sorted(name or str(number) for number, name in enumerate(found))


#: What texts have beside messages.
METHODS = {"count", "named", "status", "scope_of", "kind_of", "origin", "found", "says"}


def computed() -> set[str]:
    """List the messages whose names templates and modules compute."""
    found = {f"{group}_{name}" for group in ("says", "status") for name in STATUSES.values()}
    found |= (
        {f"scope_{scope}" for scope in Scope} | {*SECTIONS, *SHAPE_SECTIONS} | {"language_name"}
    )
    found |= {f"origin_{origin}" for origin in Origin} | {f"kind_{kind}" for kind in KINDS}
    found |= {f"found_{kind}" for kind in EntryKind}
    found |= {f"overview_{name}{end}" for name in OVERVIEWS for end in ("", "_more")}
    found |= {f"change_{kind}" for kind in ChangeKind}
    found |= {f"column_{name}" for name in TABLE_COLUMNS}
    found |= {
        f"column_{name}" for name in ["documents", "event", "figures", "name", "thing", "time"]
    }
    found |= {f"syntax_{kind}" for kind in SyntaxFaultKind}
    found |= {f"sparql_{kind}" for kind in ("prefix", "variable", "iri", "literal", "number")}
    found |= {"query_not_sparql", "query_too_large", "query_timeout"}
    found |= {"query_unavailable", "query_refused"}
    found |= {f"month_{number}" for number in range(1, 13)}
    found |= {"date_month", "date_day", "date_first_day"}
    found |= {"overlap_certain", "overlap_possible", "sparql_end"}
    found |= {"number_of_classes", "number_of_properties", "number_of_shapes"}
    found |= {f"thing_{state}" for state in ThingState if state is not ThingState.CHANGED}
    found |= {f"feature_{name}{more}" for name in FeatureName for more in ("", "_more")}
    found |= {f"api_tag_{tag}" for tag in ApiTag}
    found |= {f"api_parameter_{name}" for name in _API_PARAMETERS}
    operations = (WEB / "openapi" / "operations.py").read_text(encoding="utf8")
    found |= set(re.findall(r'words="(api_parameter_\w+)"', operations))
    found |= {operation.words for operation in operations_of(_SUBJECT)}
    agents = [*sorted((WEB.parent / "agents").glob("markdown*.py")), WEB.parent / "agents/tools.py"]
    writers = [*agents, *(WEB / f"{name}.py" for name in ("llms", "markdown", "questions"))]
    texts = "".join(path.read_text(encoding="utf8") for path in writers)
    found |= set(re.findall(r"(?:\bwords|texts\(\))\.(\w+)", texts)) - METHODS
    modules = "".join(path.read_text(encoding="utf8") for path in sorted(WEB.glob("*.py")))
    found |= set(re.findall(r"words\.(setting_\w+)", modules))
    return found | set(re.findall(r'"(fault_\w+)"', modules))


def written() -> set[str]:
    """List the messages that templates name."""
    templates = "".join(p.read_text(encoding="utf8") for p in (WEB / "templates").iterdir())
    counted = set(re.findall(r"\bt\.count\(['\"](\w+)['\"]", templates))
    return counted | (set(re.findall(r"\bt\.(\w+)", templates)) - METHODS)


def test_german_is_among_the_languages() -> None:
    """A third language is there, beside those of the shipped graph."""
    assert LANGUAGES == ["de", "en", "fr"]


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
def test_no_catalogue_lacks_or_adds_a_message(language: str) -> None:
    """Each catalogue has the messages of the English one, in its order, each once."""
    assert names(language) == names("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    """No message is empty, doubtful, or there twice."""
    entries = list(catalogue(language))
    assert len(entries) > 50
    assert [entry.msgid for entry in entries if not entry.translated() or entry.fuzzy] == []
    assert len({entry.msgid for entry in entries}) == len(entries)


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
def test_placeholders_agree(language: str) -> None:
    """What is filled in the English words is filled in all others."""
    english = {entry.msgid: entry for entry in catalogue("en")}
    for entry in catalogue(language):
        forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        other = english[entry.msgid]
        expected = placeholders(other.msgstr_plural[1] if other.msgid_plural else other.msgstr)
        assert [placeholders(form) for form in forms] == [expected] * len(forms), entry.msgid


def test_every_message_is_used_and_every_use_has_its_message() -> None:
    """Templates and modules name what the catalogues have, and all of it."""
    used = written() | computed()
    assert len(used) > 50
    assert used == set(names("en"))


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 0, "0 rows"),
        ("en", 1, "1 row"),
        ("fr", 0, "0 ligne"),
        ("fr", 1200, "1\u202f200 lignes"),
        ("de", 2, "2 Zeilen"),
    ],
)
def test_a_number_takes_the_plural_of_its_language(
    language: str, number: int, expected: str
) -> None:
    """Which form stands with a number is the catalogue's rule."""
    assert read_texts()[language].count("rows", number) == expected


def test_french_apostrophes_are_those_of_printers() -> None:
    """In the catalogue of the pages, and in French that is written elsewhere in the source."""
    texts = [text for entry in catalogue("fr") for text in (entry.msgstr, *plurals(entry))]
    assert len(texts) > len(names("fr")) - 1
    assert [text for text in texts if "'" in text] == []
    modules = [path.read_text(encoding="utf8") for path in sorted(WEB.parent.rglob("*.py"))]
    written = [text for module in modules for text in FRENCH.findall(module)]
    assert len(written) > 1
    assert [text for text in written if "'" in text] == []


def write(folder: Path, language: str, text: str) -> Path:
    """Write a catalogue into a folder, where pages look for it."""
    path = folder / language / "LC_MESSAGES" / "mcdgraph.po"
    path.parent.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    path.write_text(header + text, encoding="utf8")
    return path


def test_a_language_is_a_file(tmp_path: Path) -> None:
    """What a catalogue says is said, the rest in English; a message nobody knows is left out."""
    write(tmp_path, "nl", 'msgid "skip"\nmsgstr "Naar de inhoud"\n\nmsgid "old"\nmsgstr "oud"\n')
    texts = read_texts(tmp_path)
    assert sorted(texts) == ["de", "en", "fr", "nl"]
    assert texts["nl"].skip == "Naar de inhoud"
    assert texts["nl"].contents == texts["en"].contents
    assert not hasattr(texts["nl"], "old")


def test_a_graph_changes_words_of_a_language_there_is(tmp_path: Path) -> None:
    """A message of the graph's own catalogue stands before the package's, alone."""
    write(tmp_path, "fr", 'msgid "skip"\nmsgstr "Au contenu"\n')
    texts = read_texts(tmp_path)
    assert texts["fr"].skip == "Au contenu"
    assert texts["fr"].contents == read_texts()["fr"].contents


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('msgid "page_of"\nmsgstr "Pagina {}"\n', "line 4: the message page_of must have {0} {1}"),
        ('msgid "skip"\nmsgstr "Naar {}"\n', "the message skip must have no placeholder"),
        ('msgid "skip"\nmsgstr "Naar {0.__class__}"\n', "skip must have no placeholder"),
        ('msgid "skip"\nmsgstr "Naar }"\n', "skip must have no placeholder"),
        ('msgid "skip"\nNaar\n', "not a gettext catalogue in UTF-8"),
    ],
)
def test_a_catalogue_that_cannot_be_used_says_where(
    tmp_path: Path, text: str, problem: str
) -> None:
    """The error names the file, and the line and the message where it is one's."""
    path = write(tmp_path, "nl", text)
    with pytest.raises(InputError) as caught:
        read_texts(tmp_path)
    assert str(path) in str(caught.value)
    assert problem in str(caught.value)


def test_placeholders_may_change_their_order(tmp_path: Path) -> None:
    """Numbers in the braces say which value stands where."""
    write(tmp_path, "nl", 'msgid "page_of"\nmsgstr "van {1} pagina {0}"\n')
    assert read_texts(tmp_path)["nl"].page_of.format(1, 9) == "van 9 pagina 1"
