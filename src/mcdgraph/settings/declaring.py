"""How a setting is declared: a field with its default and the sentence that explains it."""

from dataclasses import field
from typing import Any


def setting(default: Any, help: str) -> Any:  # noqa: A002 - argparse's and click's word
    """Give a dataclass field its default and the sentence that explains it."""
    return field(default=default, metadata={"help": help})


def table(help: str) -> Any:  # noqa: A002
    """Give a dataclass field an empty mapping and the sentence that explains it."""
    return field(default_factory=dict, metadata={"help": help})
