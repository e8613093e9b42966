"""``mcdgraph explain`` says why a statement holds."""

import sys

import click

from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.progress import Steps
from mcdgraph.explanation import Explanation, parse_name, parse_statement
from mcdgraph.explanation.data import to_columns, write_json
from mcdgraph.explanation.explainers import explain_sources, source_passages
from mcdgraph.explanation.model import ReadPassage
from mcdgraph.explanation.text import write_text
from mcdgraph.formats import TURTLE
from mcdgraph.reasoning import close_graph
from mcdgraph.serialization import write
from mcdgraph.settings import Settings
from mcdgraph.sources import read_sources
from mcdgraph.terminal import plain

FORMS = ("text", "json", "turtle")


@click.command("explain")
@click.argument("words", nargs=-1, required=True, metavar="SUBJECT PREDICATE OBJECT")
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMS), default="text", help="Form of the proof."
)
@click.option(
    "--snapshot",
    metavar="VERSION",
    help="The version of a document to explain it from, as an IRI or a prefixed name; of several, "
    "the first that it holds in is taken.",
)
@click.option("-q", "--quiet", is_flag=True, help="Do not tell the steps.")
@pass_invocation
@click.pass_context
def command(
    ctx: click.Context,
    invocation: Invocation,
    words: tuple[str, ...],
    form: str,
    snapshot: str | None,
    quiet: bool,
) -> None:
    """Explain why a statement holds: the rules, down to what is written in which file.

    Terms are prefixed names, IRIs in angle brackets, or literals; one argument may hold a line
    of N-Triples. The proof is drawn from the sources as they stand: from what all documents
    share or, where that is not enough, from one document and what all share.

    Exit code 0: explained; 1: the statement is neither written nor concluded.

    \b
    mcdgraph explain ex:apprentice ex:underAuthorityOf ex:pilot
    """
    settings = invocation.settings()
    triple = parse_statement(words, settings.prefixes)
    version = None if snapshot is None else parse_name(snapshot, settings.prefixes)
    with Steps(quiet=quiet) as steps:
        steps("Reading the sources")
        corpus = read_sources(settings, ("ontology", "vocabulary", "data")).require_readable()
        steps("Reasoning over ontology and data")
        closure = close_graph(corpus.columns, settings, "columns")
    explainer = explain_sources(corpus, closure, settings)
    explanation = explainer.explain(triple, version)
    if explanation is None and version is not None:
        click.echo("Neither written in that document nor concluded from it.", err=True)
        ctx.exit(1)
    if explanation is None:
        click.echo("Neither written in the sources nor concluded from them.", err=True)
        ctx.exit(1)
    passages = source_passages(corpus, settings)
    sys.stdout.write(_written(explanation, form, settings, passages.passage))


def _written(explanation: Explanation, form: str, settings: Settings, passages: ReadPassage) -> str:
    if form == "json":
        return write_json(explanation, passages)
    if form == "turtle":
        return "".join(write(to_columns(explanation), TURTLE, settings.prefixes))
    return plain(write_text(explanation, settings.prefixes, passages))
