"""What the functions of the API take, told in words where it is something else."""

from collections.abc import Iterable

from mcdgraph.errors import UsageError

#: Characters of what was given that are repeated.
_REPEATED = 80


def require(function: str, value: object, *kinds: type) -> None:
    """Raise `UsageError` where a value is of none of some kinds, which it names."""
    if isinstance(value, kinds):
        return
    names = " or ".join(kind.__name__ for kind in kinds)
    raise UsageError(f"{function} takes {names}, not {_shown(value)}")


def require_texts(function: str, name: str, values: Iterable[object]) -> None:
    """Raise `UsageError` where one of some values is no text."""
    for value in values:
        if not isinstance(value, str):
            raise UsageError(f"{function} takes {name} as texts, not {_shown(value)}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _REPEATED else f"{text[:_REPEATED]}…"
