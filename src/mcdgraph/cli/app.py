"""The group of commands: finds them when they are called, and turns errors into one message."""

import importlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import click

from mcdgraph import __version__
from mcdgraph.errors import McdgraphError, QueryError
from mcdgraph.settings import Settings, is_root, load_settings, settings_without_graph
from mcdgraph.terminal import plain

#: Each command and the module that defines it as ``command``; imported when it is called, so
#: that ``get`` and ``serve`` do not wait for the libraries of ``check``.
COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "build": "mcdgraph.cli.build",
        "check": "mcdgraph.cli.check",
        "coverage": "mcdgraph.cli.coverage",
        "diff": "mcdgraph.cli.diff",
        "documents": "mcdgraph.cli.documents",
        "dump": "mcdgraph.cli.dump",
        "explain": "mcdgraph.cli.explain",
        "fmt": "mcdgraph.cli.fmt",
        "get": "mcdgraph.cli.get",
        "init": "mcdgraph.cli.init",
        "mcp": "mcdgraph.cli.mcp",
        "query": "mcdgraph.cli.query",
        "rules": "mcdgraph.cli.rules",
        "search": "mcdgraph.cli.search",
        "serve": "mcdgraph.cli.serve",
    }
)

CHECKOUT: Final = "mcdgraph.cli.checkout"

INTERRUPTED = 130


@dataclass(frozen=True, kw_only=True)
class Invocation:
    """What the options before the command's name say."""

    root: Path | None
    file: Path | None = None

    def settings(self, *, look: bool = False, **flags: Any) -> Settings:
        """Read the settings; a flag is named by its key with ``__`` for the dot.

        A folder that was named and has none is looked at, what it is taken for is told, and
        kept for the commands that follow, until one asks to ``look`` again.
        """
        file = self.file
        if file is None and self.root is not None and not is_root(self.root):
            # What looks at files needs libraries that most commands do without.
            file = importlib.import_module(CHECKOUT).settings_file(self.root, anew=look)
        return load_settings(
            self.root,
            file=file,
            environment=os.environ,
            flags={key.replace("__", "."): value for key, value in flags.items()},
        )

    def settings_without_graph(self, **flags: Any) -> Settings:
        """Read the settings for files that belong to no graph; flags as in `settings`."""
        return settings_without_graph(
            environment=os.environ,
            flags={key.replace("__", "."): value for key, value in flags.items()},
        )


pass_invocation = click.make_pass_decorator(Invocation)


class Commands(click.Group):
    """Loads a command when it is asked for, and says what was meant by a misspelt one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name every command."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module of a command."""
        if cmd_name not in COMMANDS:
            return None
        found = importlib.import_module(COMMANDS[cmd_name]).command
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of the arguments, or say which one may have been meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = get_close_matches(args[0], COMMANDS, n=1)
            if not near:
                raise
            raise click.UsageError(f"{error.message} Did you mean {near[0]!r}?", ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of ours becomes its message and its exit code."""
        try:
            return super().invoke(ctx)
        except McdgraphError as error:
            click.echo(f"mcdgraph: {plain(told(error))}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("mcdgraph: interrupted", err=True)
            ctx.exit(INTERRUPTED)


def told(error: McdgraphError) -> str:
    """Give an error's message, with the place in a query where it has one."""
    if isinstance(error, QueryError) and error.line is not None:
        return f"query: line {error.line}, column {error.column}: {error}"
    return str(error)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="mcdgraph")
@click.option(
    "-C",
    "--root",
    type=click.Path(path_type=Path),
    help="The graph's folder; otherwise the nearest one upwards that holds mcdgraph.toml, "
    "otherwise the graph that comes with mcdgraph.",
)
@click.option(
    "--settings",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file of the settings, which is mcdgraph.toml in the graph's folder unless given.",
)
@click.pass_context
def main(ctx: click.Context, root: Path | None, settings: Path | None) -> None:
    """Check, build and publish a knowledge graph that is kept in git.

    Exit codes: 0 good, 1 the graph has findings, 2 wrong usage or unreadable input.
    """
    ctx.obj = Invocation(root=root, file=settings)
