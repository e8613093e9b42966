"""``mcdgraph search`` finds things of the current release by words."""

import json
from collections.abc import Iterator, Mapping

import click

from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.releases import require_current
from mcdgraph.namespaces import shorten
from mcdgraph.search import (
    EntryKind,
    SearchHit,
    SearchIndex,
    SearchRequest,
    SearchResults,
    Snippet,
    Suggestion,
    results_form,
)
from mcdgraph.settings import Settings
from mcdgraph.terminal import plain


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Form of the answer; json is that of /search.json.",
)
@click.option(
    "-k",
    "--kind",
    type=click.Choice([kind.value for kind in EntryKind]),
    help="Find only things of a kind.",
)
@click.option("-l", "--language", help="Language to prefer; the graph's first unless given.")
@click.option(
    "-n",
    "--size",
    type=click.IntRange(1, 300),
    default=20,
    help="Hits of a page.",
    show_default=True,
)
@click.option("-p", "--page", type=click.IntRange(1), default=1, help="Page of the hits.")
@pass_invocation
def command(
    invocation: Invocation,
    words: tuple[str, ...],
    form: str,
    kind: str | None,
    language: str | None,
    size: int,
    page: int,
) -> None:
    """Find things of the current release by WORDS: names, definitions, notes, codes, questions.

    Case, accents and endings do not matter, the beginning of a word will do, and typing errors
    are forgiven. An IRI or a prefixed name finds its thing.
    """
    settings = invocation.settings()
    index = SearchIndex(path=require_current(settings).search, prefixes=settings.prefixes)
    request = SearchRequest(
        text=" ".join(words),
        language=language or settings.languages[0],
        kind=EntryKind(kind) if kind else None,
        page=page,
        size=size,
    )
    results = index.search(request)
    if form == "json":
        suggestions = index.suggest(request.text, request.language)
        found = results_form(
            results,
            suggestions,
            lambda hit: _address(hit, settings),
            lambda iri: shorten(f"<{iri}>", settings.prefixes),
        )
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in _told(results, settings.prefixes):
        click.echo(plain(line))
    for line in _remarks(results):
        click.echo(f"mcdgraph: search: {plain(line)}", err=True)


def _address(hit: SearchHit | Suggestion, settings: Settings) -> str:
    """Return the address below the base of a question, and else the IRI."""
    return f"{settings.base_iri}queries/{hit.iri}" if hit.kind is EntryKind.QUESTION else hit.iri


def _told(results: SearchResults, prefixes: Mapping[str, str]) -> Iterator[str]:
    for hit in results.hits:
        name = shorten(f"<{hit.iri}>", prefixes) if hit.kind is not EntryKind.QUESTION else hit.iri
        note = " (deprecated)" if hit.deprecated else ""
        yield f"{_line(hit.name)}{note}  [{hit.kind}] {name}"
        reason = hit.reason if hit.reason and hit.reason.text != hit.name.text else hit.summary
        if reason:
            yield f"    {_line(reason)}"


def _line(snippet: Snippet) -> str:
    text = " ".join(snippet.text.split())
    return f"{'… ' if snippet.before else ''}{text}{' …' if snippet.after else ''}"


def _remarks(results: SearchResults) -> Iterator[str]:
    """Yield what is to be known of the results beside them."""
    if results.left_out:
        yield f"only the first words were looked for; {results.left_out} were left out"
    if results.corrected:
        yield f"looked for: {results.corrected}"
    if results.meant:
        yield f"did you mean: {results.meant}?"
    if not results.total:
        yield "nothing was found"
    elif not results.whole:
        yield "nothing has all the words; this has some of them"
    if results.page_is_past:
        yield f"there are {results.pages} pages"
    elif results.total > len(results.hits):
        more = " or more" if results.capped else ""
        yield f"page {results.request.page} of {results.pages}, of {results.total}{more} hits"
