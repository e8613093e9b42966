"""The options of commands that take any RDF files."""

from typing import Final

import click

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
