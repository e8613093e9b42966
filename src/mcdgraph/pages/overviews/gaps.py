"""What is not known, by what is asked: the things whose value no document says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from mcdgraph.pages.bounds import GRAPHS
from mcdgraph.pages.labels import Label
from mcdgraph.pages.overviews.rows import bounded, iri_in
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource
from mcdgraph.search import local_name
from mcdgraph.store import Solution

#: Things of which something is not known that are told.
GAPS: Final = 2_000


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What is asked, a thing of which it is not known, and the documents that speak of it."""

    asked: Resource
    item: Resource
    versions: tuple[Resource, ...]


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """The first gaps, in the order of the rows; ``cut`` where there are more."""

    entries: tuple[Gap, ...]
    cut: bool


def gaps(
    reader: Reader,
    rows: Iterable[Solution],
    language: str,
    word: Callable[[str], str] = lambda _name: "",
) -> Gaps:
    """Read rows of ?group, what is asked, and ?item; optional is ?version, one a row.

    What is asked is called by ``word``, given the last part of its IRI, where that has a text.
    """
    found: dict[tuple[str, str], dict[str, None]] = {}
    cut = False
    for row in bounded(rows):
        group, item, version = (iri_in(row, name) for name in ("group", "item", "version"))
        if group is None or item is None:
            continue
        if (group, item) not in found and len(found) == GAPS:
            cut = True
            continue
        versions = found.setdefault((group, item), {})
        if version and len(versions) < GRAPHS:
            versions[version] = None
    entries = [
        Gap(
            asked=_called(reader.resource(group, language), word, language),
            item=reader.resource(item, language),
            versions=tuple(reader.resource(version, language) for version in versions),
        )
        for (group, item), versions in found.items()
    ]
    return Gaps(entries=tuple(entries), cut=cut)


def _called(asked: Resource, word: Callable[[str], str], language: str) -> Resource:
    text = word(local_name(asked.iri))
    return replace(asked, label=Label(text=text, language=language)) if text else asked
