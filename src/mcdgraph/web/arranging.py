"""What a request asks of a table that readers narrow and sort, and the addresses that ask it."""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from flask import request

from mcdgraph.columns import Literal
from mcdgraph.namespaces import XSD
from mcdgraph.pages.lists import list_page
from mcdgraph.pages.overviews.arranging import (
    PAGE,
    ArrangedTable,
    Row,
    TableLayout,
    TableRequest,
    arrange,
)
from mcdgraph.pages.overviews.rows import ROWS
from mcdgraph.pages.values import ListPage
from mcdgraph.snapshots import Interval, days_of
from mcdgraph.web.faults import PageFault
from mcdgraph.web.parameters import page_number, parameter, parameters, require_page
from mcdgraph.web.site import urls
from mcdgraph.web.targets import sent_path

_DAY: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}\Z", re.ASCII)
_DATATYPES: Final = {4: "gYear", 7: "gYearMonth", 10: "date"}


def arranged(rows: Sequence[Row], layout: TableLayout[Row]) -> ArrangedTable[Row]:
    """Narrow and sort rows as the request asks; 400 for an order or a time that is none."""
    sort = parameter("sort")
    asked = TableRequest(
        words=parameter("q").strip(),
        choices={
            column.name: value
            for column in layout.columns
            if column.values and (value := parameter(column.name))
        },
        time=_between() if layout.time else Interval(),
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
    )
    names = [column.name for column in layout.columns if column.order]
    if asked.sort and asked.sort not in names:
        raise PageFault(HTTPStatus.BAD_REQUEST, "fault_sort", ", ".join(names), asked.sort)
    return arrange(rows, layout, asked)


def paged(table: ArrangedTable[Row], size: int = PAGE) -> ListPage[Row]:
    """Return the page of a table that the request asks for; 404 where there is none."""
    page = list_page(table.rows, page_number(), lambda row: row, size=size, bound=ROWS)
    require_page(page_number(), page.pages)
    return page


def asked_days(name: str) -> Interval | None:
    """Read a year, a month or a day; None where it is not given, 400 for what is none."""
    text = parameter(name).strip()
    if not text:
        return None
    if _DAY.match(text):
        found = days_of(Literal(text, XSD + _DATATYPES[len(text)], None))
        if found.is_whole:
            return found
    raise PageFault(HTTPStatus.BAD_REQUEST, "fault_on")


def _between() -> Interval:
    since, until = asked_days("since"), asked_days("until")
    return Interval(
        earliest=since.earliest if since else None, latest=until.latest if until else None
    )


def changed_url(name: str, value: str = "") -> str:
    """Return the address of the table at hand with another parameter, on its first page."""
    kept = {key: old for key, old in parameters().items() if key not in ("page", name)}
    changed = {**kept, name: value} if value else kept
    return urls().page(sent_path(request.environ), **changed)


def sorted_url(asked: TableRequest, name: str) -> str:
    """Return the address of the table sorted by a column, turned round where it is by this one."""
    turned = asked.sort == name and not asked.descending
    return changed_url("sort", f"-{name}" if turned else name)


def whole_url() -> str:
    """Return the address of the table as it is when nothing is asked of it."""
    kept = {key: value for key, value in parameters().items() if key == "iri"}
    return urls().page(sent_path(request.environ), **kept)
