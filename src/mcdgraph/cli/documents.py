"""``mcdgraph documents`` says which source documents are at hand, and whether offsets fit."""

from collections.abc import Iterator

import click

from mcdgraph.cli.app import Invocation, pass_invocation
from mcdgraph.explanation.text import TermNames
from mcdgraph.passages import ColumnStatements, published_digests, read_copies
from mcdgraph.passages.audit import DocumentAudit, audit
from mcdgraph.settings import Settings
from mcdgraph.sources import read_sources


@click.command("documents")
@click.option(
    "--documents",
    type=click.Path(file_okay=False, resolve_path=True),
    metavar="FOLDER",
    help="Folder of the copies, in place of the setting `documents`.",
)
@pass_invocation
@click.pass_context
def command(ctx: click.Context, invocation: Invocation, documents: str | None) -> None:
    """Say which source documents are at hand, and whether all offsets fit.

    A document is one whose SHA-256 the graph publishes; a copy is any file of the folder with
    that SHA-256, whatever its name. Offsets of passages are compared with each copy.

    Exit code 0: all offsets fit the copies at hand, however few; 1: an offset does not, or a
    file cannot be read.
    """
    settings = invocation.settings(documents=documents)
    corpus = read_sources(settings, ("ontology", "vocabulary", "data")).require_readable()
    statements = ColumnStatements(corpus.columns)
    copies = read_copies(settings.documents, published_digests(statements, settings.evidence))
    found = audit(statements, settings.evidence, copies)
    for line in _lines(found, settings):
        click.echo(line)
    for path, reason in copies.passed_over.items():
        click.echo(f"{path}: not read: {reason}", err=True)
    good = not copies.passed_over and not any(one.misfits for one in found)
    ctx.exit(0 if good else 1)


def _lines(found: list[DocumentAudit], settings: Settings) -> Iterator[str]:
    names = TermNames(prefixes=settings.prefixes)
    for one in found:
        yield from _about(one, names)
    if not found:
        yield "no document with its SHA-256 is described"
        return
    at_hand = sum(one.file is not None for one in found)
    yield f"{at_hand} of {len(found)} documents at hand in {settings.documents}"


def _about(one: DocumentAudit, names: TermNames) -> Iterator[str]:
    name = one.iri if one.iri.startswith("_:") else names.iri(one.iri)
    if one.file is None:
        yield f"missing  {name}  SHA-256 {one.digest}"
        return
    yield f"at hand  {name}  {one.file}"
    if not one.misfits:
        yield f"         {one.passages} passages, all offsets fit"
    for passage in one.misfits:
        start, end = ("?" if at is None else at for at in (passage.start, passage.end))
        yield (
            f"         {names.iri(passage.iri)} [{start},{end}) does not fit: "
            f"the copy has {one.length} code points"
        )
