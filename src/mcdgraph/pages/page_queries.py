"""The queries of a graph's own that fill its pages, where it has them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mcdgraph.errors import InputError

#: Overview → the queries without which there is none, its own first.
OVERVIEWS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "subjects": ("subjects", "documents"),
        "map": ("map",),
        "documents": ("documents",),
        "compare": ("statements", "documents"),
        "conflicts": ("conflicts",),
        "timeline": ("timeline",),
        "figures": ("series",),
        "network": ("network",),
        "unknown": ("unknown",),
    }
)
#: Queries of overviews, by the name of their file; the chart of a document is part of a page.
NAMES: Final = (*dict.fromkeys(name for names in OVERVIEWS.values() for name in names), "charts")

_WORD: Final = re.compile(r"#(?P<name>[a-z]+) (?P<language>[A-Za-z-]+):[ \t]+(?P<text>.*\S)")


@dataclass(frozen=True, kw_only=True)
class PageQuery:
    """A query that fills a page, and words of its own for it: name and language tag → a text."""

    text: str
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> "PageQuery":
        """Read a query, and the entries ``#NAME LANGUAGE:`` of the comments before it."""
        words: dict[tuple[str, str], str] = {}
        for line in text.splitlines():
            if line and not line.startswith("#"):
                break
            if found := _WORD.match(line):
                words[found["name"], found["language"]] = found["text"]
        return cls(text=text, words=MappingProxyType(words))


@dataclass(frozen=True, kw_only=True)
class PageQueries:
    """The queries of the first page, and by name those of overviews.

    ``hierarchy`` answers with ?parent ?child ?relation ?status ?kind ?detail, ``figures``
    with ?item ?stated ?enumerated ?gap ?year ?of; all but the first two may be unbound.
    ``places`` answers as `mcdgraph.pages.places.places` says, an overview as its module says.
    """

    hierarchy: str | None = None
    figures: str | None = None
    places: str | None = None
    overviews: Mapping[str, PageQuery] = field(default_factory=dict)


def read_page_queries(folder: Path) -> PageQueries:
    """Read the queries of a folder; any may be missing."""
    overviews = {name: text for name in NAMES if (text := _text(folder / f"{name}.rq"))}
    return PageQueries(
        hierarchy=_text(folder / "hierarchy.rq"),
        figures=_text(folder / "figures.rq"),
        places=_text(folder / "places.rq"),
        overviews={name: PageQuery.read(text) for name, text in overviews.items()},
    )


def _text(path: Path) -> str | None:
    if not path.is_file():
        return None
    try:
        return path.read_text(encoding="utf8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
