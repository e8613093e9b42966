"""The options of commands that take any RDF files."""

from pathlib import Path
from typing import Final

import click

from mcdgraph.documents.json import Contexts
from mcdgraph.errors import UsageError

UNION: Final = "union"

default_graph = click.option(
    "--default-graph",
    type=click.Choice([UNION, "default"]),
    default=UNION,
    show_default=True,
    help="For FILES: what the default graph holds, everything or what is in no named graph.",
)
base_iri = click.option(
    "--base-iri",
    default="",
    metavar="IRI",
    help="For FILES: what relative IRIs of files and queries are relative to.",
)
context = click.option(
    "--context",
    "contexts",
    multiple=True,
    envvar="MCDGRAPH_CONTEXT",
    metavar="IRI=FILE",
    help="For FILES: the file that stands for a context that JSON-LD names; may be repeated. "
    "Contexts are never fetched.",
)


def read_contexts(pairs: tuple[str, ...]) -> Contexts:
    """Read what ``--context`` was given; raise `UsageError` where it names no IRI or no file."""
    files = {}
    for pair in pairs:
        iri, _, name = pair.rpartition("=")
        if not iri or not Path(name).is_file():
            raise UsageError(f"--context {pair}: expected IRI=FILE, and a file that is there")
        files[iri] = Path(name)
    return Contexts(files=files)
