"""Runs the command line as ``python -m mcdgraph``."""

from mcdgraph.cli import main

if __name__ == "__main__":
    main(prog_name="mcdgraph")
