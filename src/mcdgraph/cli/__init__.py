"""The command line: one command a trip."""

import click

from mcdgraph import __version__


@click.group()
@click.version_option(__version__, prog_name="mcdgraph")
def main() -> None:
    """Check, build and publish a knowledge graph kept in git."""
