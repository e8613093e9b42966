"""How long work says where it is: one call at the start of each step."""

from typing import Protocol


class Progress(Protocol):
    """Is told each step of a trip as it begins."""

    def __call__(self, step: str) -> None:
        """Say that a step begins, in a few words without a full stop."""


def silent(step: str) -> None:
    """Say nothing."""
