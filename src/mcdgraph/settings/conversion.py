"""From what a file, the environment or a flag says to the type that a setting has."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin

from mcdgraph.errors import SettingsError

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


def convert(value: Any, kind: Any, place: str) -> Any:
    """Turn ``value`` into ``kind``; ``place`` names the setting in the error."""
    if get_origin(kind) is Literal:
        return _choice(value, get_args(kind), place)
    if get_origin(kind) is tuple:
        return _texts(value, place)
    if get_origin(kind) is Mapping:
        return _mapping(value, place)
    return _SCALARS[kind](value, place)


def split_words(text: str) -> tuple[str, ...]:
    """Split a text at its commas, without the white space around them."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _wrong(value: Any, expected: str, place: str) -> SettingsError:
    return SettingsError(f"{place}: expected {expected}, not {value!r}")


def _text(value: Any, place: str) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if not isinstance(value, str):
        raise _wrong(value, "a text", place)
    return value


def _path(value: Any, place: str) -> Path:
    if isinstance(value, Path):
        return value
    if not isinstance(value, str) or not value:
        raise _wrong(value, "a path", place)
    return Path(value).expanduser()


def _number(parse: Callable[[str], int | float], name: str) -> Callable[[Any, str], int | float]:
    def read(value: Any, place: str) -> int | float:
        if isinstance(value, bool) or (parse is int and isinstance(value, float)):
            raise _wrong(value, name, place)
        try:
            return parse(value)
        except (TypeError, ValueError):
            raise _wrong(value, name, place) from None

    return read


def _boolean(value: Any, place: str) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise _wrong(value, "true or false", place)


def _choice(value: Any, choices: tuple[str, ...], place: str) -> str:
    if value not in choices:
        raise _wrong(value, " or ".join(f'"{choice}"' for choice in choices), place)
    return str(value)


def _texts(value: Any, place: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return split_words(value)
    if not isinstance(value, list | tuple):
        raise _wrong(value, "a list of texts", place)
    return tuple(_text(item, place) for item in value)


def _mapping(value: Any, place: str) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        raise _wrong(value, "a table of texts", place)
    return {key: _text(item, f"{place}.{key}") for key, item in sorted(value.items())}


_SCALARS: Mapping[Any, Callable[[Any, str], Any]] = MappingProxyType(
    {
        str: _text,
        Path: _path,
        int: _number(int, "a whole number"),
        float: _number(float, "a number"),
        bool: _boolean,
    }
)
