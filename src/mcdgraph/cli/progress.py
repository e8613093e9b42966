"""Progress on standard error: a line for each step, with the time it took."""

import time
from dataclasses import dataclass, field

import click


@dataclass(kw_only=True)
class Steps:
    """Writes each step as it begins and, once it is over, how long it took."""

    quiet: bool = False
    _began: float = field(default=0.0, init=False)
    _open: bool = field(default=False, init=False)

    def __call__(self, step: str) -> None:
        """Say that a step begins, and end the one before."""
        self.end()
        if not self.quiet:
            click.echo(f"{step} …", err=True, nl=False)
            self._began, self._open = time.perf_counter(), True

    def end(self) -> None:
        """End the last step."""
        if self._open:
            click.echo(f" {time.perf_counter() - self._began:.1f} s", err=True)
            self._open = False

    def __enter__(self) -> "Steps":
        """Begin a trip."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the line of a step that was cut short, too."""
        self.end()
