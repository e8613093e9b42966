"""Looks whether the queries of pages are queries, and answer with what their pages read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Final, Protocol

from mcdgraph.bridges.sparql import SparqlStore
from mcdgraph.bridges.sparql_tokens import position, tokens
from mcdgraph.columns import Term
from mcdgraph.errors import QueryError
from mcdgraph.findings import Finding, Severity
from mcdgraph.page_queries.columns import COLUMNS, QueryColumns
from mcdgraph.page_queries.page_query import PageQueries, PageQuery
from mcdgraph.positions import Position

RULE: Final = "page-query"
#: The query whose rows name what others are asked of.
_DOCUMENTS: Final = "documents"


class PageDataset(Protocol):
    """A dataset that can be asked with values for variables."""

    def select(
        self, text: str, substitutions: Mapping[str, Term] | None = None
    ) -> Sequence[Mapping[str, Term]]:
        """Answer a SELECT query."""
        ...


def query_findings(queries: PageQueries) -> Iterator[Finding]:
    """Tell what is wrong with queries by themselves, whatever the data; nothing is asked."""
    for query in queries.queries.values():
        if query.name not in COLUMNS:
            yield _unread(query)
        yield from _written(query)


def answer_findings(queries: PageQueries, dataset: PageDataset) -> Iterator[Finding]:
    """Ask queries, and tell what their pages could do nothing with.

    Those that are asked of one version of a document are asked of the first that there is.
    """
    version: Term | None = None
    for query in sorted(queries.queries.values(), key=lambda q: q.name != _DOCUMENTS):
        columns = COLUMNS.get(query.name)
        if columns is None or (columns.given and version is None):
            continue
        given = {name: version for name in columns.given if version is not None}
        try:
            rows = dataset.select(query.text, given)
        except QueryError as error:
            yield _unanswered(query, error)
            continue
        yield from _answered(query, columns, rows)
        if query.name == _DOCUMENTS:
            version = next((row["version"] for row in rows if "version" in row), None)


def _unread(query: PageQuery) -> Finding:
    near = get_close_matches(query.name, COLUMNS, n=1)
    known = f"did you mean {near[0]}.rq?" if near else f"known are {', '.join(sorted(COLUMNS))}"
    message = f"no page is filled by a query named {query.name}; {known}"
    return _finding(query, message, Severity.WARNING)


def _written(query: PageQuery) -> Iterator[Finding]:
    """Look whether a text is a query of the right kind, with the columns of its page."""
    try:
        answered = SparqlStore().variables(query.text)
    except QueryError as error:
        yield _unanswered(query, error)
        return
    columns = COLUMNS.get(query.name)
    if columns is None:
        return
    wanted = [*columns.given, *columns.needed]
    for name in wanted:
        if name not in answered:
            yield _lacking(query, name, answered)
    for name in answered:
        near = get_close_matches(name, {*columns.optional} - {*answered}, n=1, cutoff=0.8)
        if near and name not in (*wanted, *columns.optional):
            message = f"the page reads no ?{name}; did you mean ?{near[0]}?"
            yield _at_select(query, message, Severity.WARNING)


def _lacking(query: PageQuery, name: str, answered: Collection[str]) -> Finding:
    near = get_close_matches(name, answered, n=1, cutoff=0.7)
    there = ", ".join(f"?{one}" for one in answered) or "nothing"
    told = f"; did you mean that by ?{near[0]}?" if near else f"; it selects {there}"
    return _at_select(query, f"its page needs ?{name}{told}", Severity.VIOLATION)


def _answered(
    query: PageQuery, columns: QueryColumns, rows: Sequence[Mapping[str, Term]]
) -> Iterator[Finding]:
    """Tell of a column that is needed and never there; what has no row has no page."""
    if not rows and not columns.given:
        yield _finding(query, "it answers with no row, so that there is no page", Severity.INFO)
    for name in columns.needed if rows else ():
        if not any(name in row for row in rows):
            message = f"its page needs ?{name}, which is bound in none of its {len(rows):,} rows"
            yield _at_select(query, message, Severity.VIOLATION)


def _unanswered(query: PageQuery, error: QueryError) -> Finding:
    finding = _finding(query, f"the query cannot be asked: {error}", Severity.VIOLATION)
    if error.line is None or error.column is None:
        return finding
    return replace(finding, position=_position(query, error.line, error.column))


def _at_select(query: PageQuery, message: str, severity: Severity) -> Finding:
    found = next((token.at for token in tokens(query.text) if token.word == "SELECT"), 0)
    place = _position(query, *position(query.text, found))
    return replace(_finding(query, message, severity), position=place)


def _finding(query: PageQuery, message: str, severity: Severity) -> Finding:
    return Finding(rule=RULE, severity=severity, message=message, position=_position(query, 1, 1))


def _position(query: PageQuery, line: int, column: int) -> Position:
    return Position(path=str(query.path), line=line, column=column)
