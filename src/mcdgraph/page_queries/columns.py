"""What each query of a page answers with."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, kw_only=True)
class QueryColumns:
    """The variables that a page reads: those without which a row says nothing, and the others.

    ``given`` are bound before the query is asked, which must select them for it.
    """

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    given: tuple[str, ...] = ()


def _columns(needed: str, optional: str = "", given: str = "") -> QueryColumns:
    return QueryColumns(
        needed=tuple(needed.split()),
        optional=tuple(optional.split()),
        given=tuple(given.split()),
    )


_TREE: Final = "parent relation status kind detail"

#: Columns by the name of the query's file, without suffix.
COLUMNS: Final[Mapping[str, QueryColumns]] = MappingProxyType(
    {
        "hierarchy": _columns("child", _TREE),
        "figures": _columns("item stated enumerated", "gap of year"),
        "places": _columns(
            "place latitude longitude",
            "count from fromLatitude fromLongitude stated computed bearing azimuth",
        ),
        "documents": _columns(
            "version",
            "document kind quality complete earliest latest basis printed statements",
        ),
        "subjects": _columns("subject version", "name"),
        "charts": _columns("child", _TREE, given="version"),
        "statements": _columns("subject property value", "status evidence", given="version"),
        "conflicts": _columns(
            "item about overlap claim subject value version",
            "property measure evidence status earliest latest basis",
        ),
        "map": _columns("area", "code name count other from relation"),
        "timeline": _columns("event from", "to of kind version evidence"),
        "series": _columns("figure of value", "measure unit from to qualifier version evidence"),
        "network": _columns(
            "item status", "network from to claimant domain place version evidence"
        ),
        "unknown": _columns("group item", "version"),
    }
)
