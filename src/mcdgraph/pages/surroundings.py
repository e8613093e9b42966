"""What is said of a thing, drawn: the things around it, those that lead to it on the left."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from mcdgraph.pages.chart_boxes import ChartBox, ChartLayout, chart_box
from mcdgraph.pages.hierarchy import Branch
from mcdgraph.pages.terms import TYPE
from mcdgraph.pages.tree_charts import TreeChart, tree_charts
from mcdgraph.pages.values import EntityPage, Group, Resource, Statement

#: Things on each side, and those of one property.
SIDE: Final = 19
EACH: Final = 6
_BOX: Final = 240.0
_GAP: Final = 72.0
_BETWEEN: Final = 8.0


def surroundings(page: EntityPage) -> TreeChart | None:
    """Draw what the page of a thing has of its neighbours; None where there are too few.

    What a type says is told in the head of the page, and literals have no page to lead to.
    """
    groups = [group for group in page.asserted if group.property.iri != TYPE]
    outgoing = list(islice(_branches((*groups, *page.inferred), "→"), SIDE))
    incoming = list(islice(_branches(page.incoming, "←"), SIDE))
    if len(outgoing) + len(incoming) < 2:
        return None
    thing = Resource(iri=page.iri, label=page.label)
    root = Branch(resource=thing, children=(*outgoing, *incoming))
    (chart,) = tree_charts([root])
    return replace(chart, wide=_around(root, incoming, outgoing))


def _branches(groups: Sequence[Group], arrow: str) -> Iterator[Branch]:
    """Return the things of each property, the first ones of each."""
    for group in groups:
        if group.property.iri == TYPE:
            continue
        for statement in group.statements[:EACH]:
            if isinstance(statement.value, Resource):
                yield Branch(
                    resource=statement.value,
                    relation=group.property,
                    status=_status(statement),
                    arrow=arrow,
                )


def _status(statement: Statement) -> str:
    if statement.inferred:
        return "inferred"
    return statement.evidence[0].status if statement.evidence else ""


def _around(root: Branch, left: Sequence[Branch], right: Sequence[Branch]) -> ChartLayout:
    """Set a thing out between two columns, of which one may be empty."""
    start = _BOX + _GAP if left else 0.0
    columns = [_column(left, 0.0), _column(right, start + _BOX + _GAP)]
    middle = chart_box(root, 0, start, _BOX)
    height = max([middle.height, *(_bottom(column) for column in columns)])
    middle = replace(middle, y=round((height - middle.height) / 2, 1))
    boxes = [middle]
    for column in columns:
        down = (height - _bottom(column)) / 2
        placed = (replace(box, y=round(box.y + down, 1)) for box in column)
        boxes += [replace(box, edge=_curve(middle, box)) for box in placed]
    width = max(box.x for box in boxes) + _BOX + 1
    return ChartLayout(width=width, height=height + 1, boxes=tuple(boxes))


def _column(branches: Sequence[Branch], x: float) -> list[ChartBox]:
    boxes: list[ChartBox] = []
    for branch in branches:
        top = _bottom(boxes) + _BETWEEN if boxes else 0.0
        boxes.append(replace(chart_box(branch, 0, x, _BOX), y=top))
    return boxes


def _bottom(boxes: Sequence[ChartBox]) -> float:
    return boxes[-1].y + boxes[-1].height if boxes else 0.0


def _curve(middle: ChartBox, box: ChartBox) -> str:
    """Return the line from the side of the thing to that of another."""
    before = box.x < middle.x
    start, end = (middle.x, box.x + _BOX) if before else (middle.x + _BOX, box.x)
    half = (start + end) / 2
    y, to_y = middle.y + middle.height / 2, box.y + box.height / 2
    return f"M{start:g} {y:.1f}C{half:g} {y:.1f} {half:g} {to_y:.1f} {end:g} {to_y:.1f}"
