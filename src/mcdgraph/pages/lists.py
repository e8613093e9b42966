"""Lists cut into pages."""

from collections.abc import Callable, Iterable
from itertools import islice
from math import ceil
from typing import TypeVar

from mcdgraph.pages.bounds import LISTED, PAGE_SIZE
from mcdgraph.pages.values import ListPage

Item = TypeVar("Item")
Entry = TypeVar("Entry")


def list_page(
    items: Iterable[Item],
    page: int,
    show: Callable[[Item], Entry],
    *,
    size: int = PAGE_SIZE,
    bound: int = LISTED,
) -> ListPage[Entry]:
    """Return one page of a list, of which no more than ``bound`` items are read.

    Only the items of the page are shown by ``show``. A page that the list does not have holds
    nothing.
    """
    found = list(islice(items, bound + 1))
    kept = found[:bound]
    return ListPage(
        entries=tuple(show(item) for item in kept[(page - 1) * size : page * size]),
        page=page,
        pages=page_count(len(kept), size),
        total=len(kept),
        more_than_total=len(found) > bound,
    )


def flat(page: ListPage[list[Entry]]) -> ListPage[Entry]:
    """Return a page whose items show any number of entries each."""
    return ListPage(
        entries=tuple(entry for entries in page.entries for entry in entries),
        page=page.page,
        pages=page.pages,
        total=page.total,
        more_than_total=page.more_than_total,
    )


def page_count(total: int, size: int) -> int:
    """Return how many pages some items take, one where there are none."""
    return max(1, ceil(total / size))
