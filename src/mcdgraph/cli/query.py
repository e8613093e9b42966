"""``mcdgraph query`` asks the current release a SPARQL question."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import click

from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.datafiles import DataOptions, data_options
from mcdgraph.cli.releases import require_current
from mcdgraph.cli.table import render_table
from mcdgraph.errors import InputError, UsageError
from mcdgraph.formats import (
    GRAPH_FORMATS,
    RESULT_FORMATS,
    RESULTS_JSON,
    TURTLE,
    Format,
)
from mcdgraph.namespaces import STANDARD
from mcdgraph.questions import (
    QUESTIONS,
    WrittenNames,
    given_values,
    named_question,
    named_words,
    read_questions,
)
from mcdgraph.release import Release
from mcdgraph.settings import Settings
from mcdgraph.sparql import QueryRequest, QueryService
from mcdgraph.sparql.release_service import release_service
from mcdgraph.store import AnswerKind, Dialect, Store, load_files, unknown_terms
from mcdgraph.terminal import plain

FORMS = {form.name: form for form in (*RESULT_FORMATS, *GRAPH_FORMATS)}
TABLE = "table"


@click.command("query")
@click.argument("query", default="-")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice([TABLE, *FORMS]),
    help="Form of the answer; a table, or Turtle for CONSTRUCT and DESCRIBE, unless given.",
)
@click.option("--saved", metavar="NAME", help="Ask a saved query by its name.")
@click.option(
    "--param",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="Give a parameter of the saved query a value; may be repeated.",
)
@data_options
@pass_invocation
def command(
    invocation: Invocation,
    query: str,
    files: tuple[Path, ...],
    form: str | None,
    saved: str | None,
    given: tuple[str, ...],
    data: DataOptions,
) -> None:
    """Ask the current release a SPARQL query, without a bound on time or size.

    QUERY is the text of a query, a file that holds one, the name of a saved query, or - for
    standard input. The prefixes of the graph need not be declared.

    A class or property of the query that occurs nowhere in the graph is told on standard error.

    With --saved NAME, ask the saved query of that name, with its parameters by --param.

    With FILES, ask any RDF files instead: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD,
    gzipped or not; a folder stands for those in it.
    """
    _check_options(query, files, saved, given)
    if files:
        asked = _of_files(query, files, data)
    else:
        asked = _of_release(invocation.settings(), query, saved, given)
    _write(asked, form)
    for term in unknown_terms(asked.service.store, asked.text, asked.service.dialect):
        place = f"line {term.line}, column {term.column}"
        click.echo(f"mcdgraph: query: {place}: {plain(term.told(asked.prefixes))}", err=True)


@dataclass(frozen=True, kw_only=True)
class AskedQuery:
    """A query, what answers it, and the prefixes that terms are shown with."""

    text: str
    service: QueryService
    prefixes: Mapping[str, str]


def _of_files(query: str, files: tuple[Path, ...], data: DataOptions) -> AskedQuery:
    text = read_query(query)
    store = load_files(data.find(files), base=data.base, union=data.union, skipped=data.skipped)
    service = QueryService(store, Dialect(base=data.base, prefixes=STANDARD))
    return AskedQuery(text=text, service=service, prefixes=STANDARD)


def _of_release(
    settings: Settings, query: str, saved: str | None, given: tuple[str, ...]
) -> AskedQuery:
    release = require_current(settings)
    service = release_service(release, Store.open(release.store), settings, None)
    name = saved or (query if query in question_names(release) else "")
    if name:
        text = saved_text(name, given, release, settings, service.store)
    else:
        text = read_query(query, release)
    return AskedQuery(text=text, service=service, prefixes=settings.prefixes)


def _write(asked: AskedQuery, form: str | None) -> None:
    """Write the answer in a form, a table for people where none is named."""
    results, graph = wanted(form)
    request = QueryRequest(text=asked.text, results=results, graph=graph)
    answer = asked.service.answer(request)
    if form in (None, TABLE) and answer.kind is not AnswerKind.GRAPH:
        click.echo(plain(render_table(answer.body, asked.prefixes)), nl=False)
        return
    sys.stdout.buffer.write(answer.body)
    sys.stdout.buffer.flush()


def _check_options(
    query: str, files: tuple[Path, ...], saved: str | None, given: tuple[str, ...]
) -> None:
    """Refuse options that mean nothing together."""
    if given and not saved:
        raise UsageError("--param is for a saved query; name it by --saved")
    if saved and (files or query != "-"):
        raise UsageError("--saved names what is asked; give no query and no files beside it")


def question_names(release: Release) -> set[str]:
    """Return the names of the saved questions of a release."""
    return {path.stem for path in (release.queries / QUESTIONS).glob("*.rq")}


def saved_text(
    name: str, given: tuple[str, ...], release: Release, settings: Settings, store: Store
) -> str:
    """Return a saved query with values for its parameters, written as ``name=value``."""
    question = named_question(read_questions(release.queries, settings.languages), name)
    names = WrittenNames(base=settings.base_iri, prefixes=settings.prefixes)
    return question.bound(given_values(question, named_words(given, "--param"), names, store))


def _hint(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def wanted(form: str | None) -> tuple[Format | None, Format | None]:
    """Give the forms to ask for: of a result, and of a graph."""
    if form in (None, TABLE):
        return RESULTS_JSON, None if form else TURTLE
    chosen = FORMS[form]
    return (chosen, None) if chosen in RESULT_FORMATS else (None, chosen)


def read_query(query: str, release: Release | None = None) -> str:
    """Find the text of a query; raise where the word names neither a file nor a saved one."""
    if query == "-":
        return _decode(sys.stdin.buffer.read(), "standard input")
    if "{" in query or any(character.isspace() for character in query):
        return query
    saved = {path.stem: path for path in sorted(release.queries.rglob("*.rq"))} if release else {}
    path = Path(query)
    if not path.is_file() and query not in saved:
        raise UsageError(
            f"{query}: no such file, and no saved query of that name{_hint(query, saved)}"
        )
    return read_text(saved.get(query, path))


def read_text(path: Path) -> str:
    """Read a file that must be UTF-8."""
    try:
        return _decode(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf8")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 at byte {error.start}") from error
