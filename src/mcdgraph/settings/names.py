"""Names with a prefix, as settings may have them, written out as IRIs."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

_Section = TypeVar("_Section")


def as_iris(section: _Section, prefixes: Mapping[str, str]) -> _Section:
    """Write every name with a known prefix, in the lists of a section, as an IRI."""
    written = {
        key: tuple(_iri(name, prefixes) for name in names) for key, names in lists_of(section)
    }
    changed: Any = section
    found: _Section = replace(changed, **written)
    return found


def lists_of(section: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the lists of texts of a section by their keys."""
    for item in fields(section):
        value = getattr(section, item.name)
        if isinstance(value, tuple):
            yield item.name, value


def _iri(name: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, local = name.partition(":")
    if colon and prefix in prefixes and not local.startswith("//"):
        return prefixes[prefix] + local
    return name
