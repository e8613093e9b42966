"""``mcdgraph explain`` says why a statement holds."""

import sys

import click

from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.cli.progress import Steps
from mcdgraph.explanation import Explainer, Explanation, parse_statement
from mcdgraph.explanation.data import to_columns, write_json
from mcdgraph.explanation.text import write_text
from mcdgraph.formats import TURTLE
from mcdgraph.reasoning import close, read_rules
from mcdgraph.serialization import write
from mcdgraph.settings import Settings
from mcdgraph.sources import read_sources

FORMS = ("text", "json", "turtle")


@click.command("explain")
@click.argument("words", nargs=-1, required=True, metavar="SUBJECT PREDICATE OBJECT")
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMS), default="text", help="Form of the proof."
)
@click.option("-q", "--quiet", is_flag=True, help="Do not tell the steps.")
@pass_invocation
@click.pass_context
def command(
    ctx: click.Context, invocation: Invocation, words: tuple[str, ...], form: str, quiet: bool
) -> None:
    """Explain why a statement holds: the rules, down to what is written in which file.

    Terms are prefixed names, IRIs in angle brackets, or literals; one argument may hold a line
    of N-Triples. The proof is one of the fewest levels, drawn from the sources as they stand.

    Exit code 0: explained; 1: the statement is neither written nor concluded.

    \b
    mcdgraph explain ex:apprentice ex:underAuthorityOf ex:pilot
    """
    settings = invocation.settings()
    triple = parse_statement(words, settings.prefixes)
    with Steps(quiet=quiet) as steps:
        steps("Reading the sources")
        explainer = _explainer(settings, steps)
    explanation = explainer.explain(triple)
    if explanation is None:
        click.echo("Neither written in the sources nor concluded from them.", err=True)
        ctx.exit(1)
    sys.stdout.write(_written(explanation, form, settings))


def _explainer(settings: Settings, steps: Steps) -> Explainer:
    corpus = read_sources(settings, ("ontology", "vocabulary", "data")).require_readable()
    steps("Reasoning over ontology and data")
    closure = close(
        corpus.columns,
        graph=f"{settings.base_iri}graph/inferred",
        rules=read_rules(settings.root, settings.prefixes),
    )
    return Explainer(closure, lambda row: corpus.position(row, "object"), settings.evidence)


def _written(explanation: Explanation, form: str, settings: Settings) -> str:
    if form == "json":
        return write_json(explanation)
    if form == "turtle":
        return "".join(write(to_columns(explanation), TURTLE, settings.prefixes))
    return write_text(explanation, settings.prefixes)
