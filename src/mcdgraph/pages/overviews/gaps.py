"""What is not known, by what is asked: the things whose value no document says."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mcdgraph.pages.bounds import GRAPHS
from mcdgraph.pages.overviews.rows import bounded, iri_in
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource
from mcdgraph.store import Solution

#: Things of which one value is not known that a page shows.
GAPS: Final = 200


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A thing whose value is not known, and the documents that speak of it."""

    item: Resource
    versions: tuple[Resource, ...]


@dataclass(frozen=True, kw_only=True)
class GapGroup:
    """What is asked, and the first things of which it is not known; ``total`` counts all."""

    asked: Resource
    gaps: tuple[Gap, ...]
    total: int


def gap_groups(reader: Reader, rows: Iterable[Solution], language: str) -> tuple[GapGroup, ...]:
    """Read rows of ?group, what is asked, and ?item; optional is ?version, one a row."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for row in bounded(rows):
        group, item, version = (iri_in(row, name) for name in ("group", "item", "version"))
        if group and item:
            versions = found.setdefault(group, {}).setdefault(item, {})
            if version and len(versions) < GRAPHS:
                versions[version] = None
    return tuple(
        GapGroup(
            asked=reader.resource(group, language),
            gaps=tuple(
                Gap(
                    item=reader.resource(item, language),
                    versions=tuple(reader.resource(version, language) for version in versions),
                )
                for item, versions in list(items.items())[:GAPS]
            ),
            total=len(items),
        )
        for group, items in found.items()
    )
