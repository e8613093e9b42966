"""``mcdgraph query`` asks the current release a SPARQL question."""

import sys
from difflib import get_close_matches
from pathlib import Path

import click

from mcdgraph.bridges.sparql_nesting import refuse_nesting
from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.datafiles import (
    UNION,
    base_iri,
    context,
    default_graph,
    find_data,
    read_contexts,
    skip_broken,
    tell_skipped,
)
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
from mcdgraph.release import Release
from mcdgraph.sparql import AnswerKind, QueryRequest, QueryService
from mcdgraph.store import Dialect, Store, load_files, unknown_terms

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
@default_graph
@base_iri
@context
@skip_broken
@pass_invocation
def command(
    invocation: Invocation,
    query: str,
    files: tuple[Path, ...],
    form: str | None,
    default_graph: str,
    base_iri: str,
    contexts: tuple[str, ...],
    skip_broken: bool,
) -> None:
    """Ask the current release a SPARQL query, without a bound on time or size.

    QUERY is the text of a query, a file that holds one, the name of a saved query, or - for
    standard input. The prefixes of the graph need not be declared.

    A class or property of the query that occurs nowhere in the graph is told on standard error.

    With FILES, ask any RDF files instead: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD,
    gzipped or not; a folder stands for those in it.
    """
    if files:
        text, prefixes = read_query(query), STANDARD
        found = find_data(files, read_contexts(contexts), skip=skip_broken)
        store = load_files(
            found,
            base=base_iri,
            union=default_graph == UNION,
            skipped=tell_skipped if skip_broken else None,
        )
        service = QueryService(store, Dialect(base=base_iri, prefixes=prefixes))
    else:
        settings = invocation.settings()
        release = require_current(settings)
        text, prefixes = read_query(query, release), settings.prefixes
        dialect = Dialect(base=settings.base_iri, prefixes=prefixes)
        service = QueryService(Store.open(release.store), dialect)
    refuse_nesting(text)
    results, graph = wanted(form)
    answer = service.answer(QueryRequest(text=text, results=results, graph=graph))
    if form in (None, TABLE) and answer.kind is not AnswerKind.GRAPH:
        click.echo(render_table(b"".join(answer), prefixes), nl=False)
    else:
        sys.stdout.buffer.write(answer.body)
        sys.stdout.buffer.flush()
    for term in unknown_terms(service.store, text, service.dialect):
        place = f"line {term.line}, column {term.column}"
        click.echo(f"mcdgraph: query: {place}: {term.told(prefixes)}", err=True)


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
        near = get_close_matches(query, saved, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise UsageError(f"{query}: no such file, and no saved query of that name{hint}")
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
