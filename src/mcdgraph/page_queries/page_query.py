"""The queries of a graph's own that fill its pages, where it has them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final, Self

from mcdgraph.columns import Term
from mcdgraph.errors import InputError, PageQueryError, QueryError, TermError
from mcdgraph.store import Solution, Store

#: The folder of queries of pages, below that of all queries.
FOLDER: Final = "pages"
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

#: Of a query that stands in no file.
_NOWHERE: Final = PurePosixPath()
_WORD: Final = re.compile(r"#(?P<name>[A-Za-z]+) (?P<language>[A-Za-z-]+):[ \t]+(?P<text>.*\S)")


@dataclass(frozen=True, kw_only=True)
class PageQuery:
    """A query that fills a page, and words of its own for it: name and language tag → a text.

    ``path`` is where it stands, from the graph's root.
    """

    text: str
    path: PurePosixPath = _NOWHERE
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of its file, without suffix, which says what it fills."""
        return self.path.stem

    @property
    def unheaded(self) -> str:
        """The query without the comments before it, as short as links need it."""
        lines = self.text.splitlines()
        begin = next((n for n, line in enumerate(lines) if line and line[0] != "#"), 0)
        return "\n".join(lines[begin:]).strip()

    @classmethod
    def read(cls, text: str, path: PurePosixPath = _NOWHERE) -> Self:
        """Read a query, and the entries ``#NAME LANGUAGE:`` of the comments before it."""
        words: dict[tuple[str, str], str] = {}
        for line in text.splitlines():
            if line and not line.startswith("#"):
                break
            if found := _WORD.match(line):
                words[found["name"], found["language"]] = found["text"]
        return cls(text=text, path=path, words=MappingProxyType(words))


@dataclass(frozen=True, kw_only=True)
class PageQueries:
    """The queries of pages, by name; what each answers with is said in `COLUMNS`."""

    queries: Mapping[str, PageQuery] = field(default_factory=dict)

    def __contains__(self, name: object) -> bool:
        """Return whether there is a query of that name."""
        return name in self.queries

    def words(self, name: str) -> Mapping[tuple[str, str], str]:
        """Return the words that a query has for its page."""
        return self.queries[name].words if name in self.queries else {}

    def rows(
        self, store: Store, name: str, given: Mapping[str, Term] | None = None
    ) -> list[Solution]:
        """Ask a query, with values ``given`` for variables; none where there is no such query.

        Raises `PageQueryError` where it cannot be answered.
        """
        query = self.queries.get(name)
        if query is None:
            return []
        try:
            return store.select(query.text, dict(given or {}))
        except (QueryError, TermError) as error:
            raise PageQueryError(str(query.path), error) from error


def read_page_queries(queries: Path, *, root: Path | None = None) -> PageQueries:
    """Read the queries of pages of a graph, given the folder of all its queries.

    Any may be missing. Paths are told from ``root``, or else from the folder above. Raises
    InputError where a file cannot be read.
    """
    files = sorted((queries / FOLDER).glob("*.rq"))
    found = {path.stem: _query(path, root or queries.parent) for path in files}
    return PageQueries(queries=MappingProxyType(found))


def _query(path: Path, root: Path) -> PageQuery:
    try:
        text = path.read_text(encoding="utf8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    return PageQuery.read(text, PurePosixPath(path.relative_to(root).as_posix()))
