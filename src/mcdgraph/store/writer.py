"""Where an answer is written."""

from typing import Protocol


class Writer(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> int:
        """Take all of ``data``."""

    def flush(self) -> None:
        """Let go of what is held back."""
