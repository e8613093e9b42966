"""``mcdgraph coverage`` tells how much of each source sentence is in the graph."""

import click

from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.query import read_query
from mcdgraph.cli.releases import require_current
from mcdgraph.columns import Literal
from mcdgraph.errors import UsageError
from mcdgraph.release import Release
from mcdgraph.settings import Settings
from mcdgraph.store import Solution, Store

QUERY = "coverage"


@click.command("coverage")
@pass_invocation
@click.pass_context
def command(ctx: click.Context, invocation: Invocation) -> None:
    """Tell, for each sentence of the sources, how many of its facts are in the graph.

    The saved query queries/coverage.rq counts: it gives ?sentence, ?facts (how many the
    sentence carries), ?inGraph and ?missing. Exit code 1 where a fact is missing.
    """
    settings = invocation.settings()
    rows = counted(require_current(settings), settings)
    for row in rows:
        click.echo(line(row))
    facts = sum(int(lexical(row, "facts")) for row in rows)
    found = sum(int(lexical(row, "inGraph")) for row in rows)
    click.echo(f"{found} of {facts} facts of {len(rows)} sentences are in the graph")
    ctx.exit(0 if found == facts else 1)


def counted(release: Release, settings: Settings) -> list[Solution]:
    """Run the saved query; raise UsageError where there is none, or where it finds nothing."""
    if not (release.queries / f"{QUERY}.rq").is_file():
        raise UsageError(f"{settings.queries}: no {QUERY}.rq, which says what to count")
    rows = Store.open(release.store).select(read_query(QUERY, release))
    if not rows:
        raise UsageError(f"{QUERY}.rq finds no sentence in the graph")
    return rows


def line(row: Solution) -> str:
    """Write one sentence's counts."""
    facts, found, missing = (lexical(row, name) for name in ("facts", "inGraph", "missing"))
    note = f"  missing: {missing.strip()}" if missing.strip() else ""
    return f"{lexical(row, 'sentence'):<6} {found:>3} of {facts:>3}{note}"


def lexical(row: Solution, name: str) -> str:
    """Give a value's text; raise UsageError where the query does not give that literal."""
    term = row.get(name)
    if not isinstance(term, Literal):
        raise UsageError(f"{QUERY}.rq gives no literal ?{name}")
    return term.lexical
