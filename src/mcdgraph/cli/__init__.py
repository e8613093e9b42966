"""The command line: one command a trip, one module a command."""

from mcdgraph.cli.app import main

__all__ = ["main"]
