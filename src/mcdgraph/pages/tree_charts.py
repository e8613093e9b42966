"""A tree as boxes and lines, set out for a wide screen and for a narrow one.

No library for Python sets out trees with boxes of different heights without a renderer of its
own. Each subtree has a band for itself, as high as it needs, so that nothing overlaps (Walker
1990 packs tighter, which boxes in columns do not need).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mcdgraph.pages.chart_boxes import ChartBox, ChartLayout, chart_box
from mcdgraph.pages.hierarchy import Branch

#: Boxes of all charts of a page together, and their levels; the list has the others.
BOXES: Final = 150
COLUMNS: Final = 6
#: Lengths in units of a drawing, which are those of the page: box, gap between levels, screen.
BOX: Final = 176.0
_GAP: Final = 26.0
_SCREEN: Final = 320.0
_INDENT: Final = 16.0
_BETWEEN: Final = 10.0
#: Room beside the words of a box for the sign that folds what hangs on it.
_SIGN: Final = 28.0


@dataclass(frozen=True, kw_only=True)
class TreeChart:
    """One tree, set out twice; ``statuses`` are those of its lines, in order of appearance."""

    root: Branch
    wide: ChartLayout
    narrow: ChartLayout
    statuses: tuple[str, ...]


def tree_charts(
    trees: Sequence[Branch], most: int = BOXES, folded: Collection[int] | None = None
) -> tuple[TreeChart, ...]:
    """Draw the trees that branch, as many levels of them as ``most`` boxes hold.

    Boxes on which others hang can be folded where ``folded`` is given: it has the numbers of those
    that are, counted through all trees from 0, parents before children.
    """
    branching = [tree for tree in trees if tree.children]
    levels = _levels(branching, most)
    charts, number = [], 0
    for tree in branching:
        drawn = _Drawn.of(tree, levels, number, folded)
        number += len(tree)
        most -= drawn.size
        if most < 0:
            break
        charts.append(_chart(drawn))
    return tuple(charts)


@dataclass(frozen=True, kw_only=True)
class _Drawn:
    """As much of a branch as is drawn: its box in a column, and the height of its band."""

    branch: Branch
    children: tuple["_Drawn", ...]
    more: int
    box: ChartBox
    below: float
    """Height of the bands of the children together."""
    foldable: bool

    @classmethod
    def of(
        cls, branch: Branch, levels: int, number: int, folded: Collection[int] | None
    ) -> "_Drawn":
        is_folded = folded is not None and number in folded
        below = branch.children if levels > 1 else ()
        children, following = [], number + 1
        for child in () if is_folded else below:
            children.append(cls.of(child, levels - 1, following, folded))
            following += len(child)
        more = 0 if children else len(branch) - 1
        box = replace(chart_box(branch, more, 0.0, BOX), number=number, folded=is_folded)
        return cls(
            branch=branch,
            children=tuple(children),
            more=more,
            box=box,
            below=sum(child.band for child in children) + _BETWEEN * max(0, len(children) - 1),
            foldable=folded is not None and bool(below),
        )

    @property
    def band(self) -> float:
        return max(self.box.height, self.below)

    @property
    def size(self) -> int:
        return 1 + sum(child.size for child in self.children)

    def walk(self) -> Iterator["_Drawn"]:
        yield self
        for child in self.children:
            yield from child.walk()


def _levels(trees: Sequence[Branch], most: int) -> int:
    """Return how many levels fit, two at least."""
    here, count = list(trees), 0
    for level in range(COLUMNS):
        count += len(here)
        if count > most:
            return max(2, level)
        here = [child for branch in here for child in branch.children]
    return COLUMNS


def _chart(drawn: _Drawn) -> TreeChart:
    statuses = [found.branch.status for found in drawn.walk() if found.branch.relation]
    return TreeChart(
        root=drawn.branch,
        wide=_across(drawn),
        narrow=_indented(drawn),
        statuses=tuple(dict.fromkeys(filter(None, statuses))),
    )


def _across(drawn: _Drawn) -> ChartLayout:
    """Set a tree out from left to right, each level in a column."""
    boxes = list(_band(drawn, 0.0, 0.0, None))
    return ChartLayout(
        width=max(box.x + box.width for box in boxes) + 1 + _sign(boxes),
        height=max(box.y + box.height for box in boxes) + 1,
        boxes=tuple(boxes),
    )


def _sign(boxes: Sequence[ChartBox]) -> float:
    """Return the room to the right of the last column for the signs that stand there."""
    right = max(box.x for box in boxes)
    return _SIGN / 2 if any(box.toggle and box.x == right for box in boxes) else 0.0


def _band(drawn: _Drawn, x: float, top: float, parent: ChartBox | None) -> Iterator[ChartBox]:
    """Set a subtree out in a band that begins at ``top``; a parent stands at its middle."""
    box = replace(drawn.box, x=x, y=round(top + (drawn.band - drawn.box.height) / 2, 1))
    if drawn.foldable:
        box = replace(box, toggle=(box.width, box.height / 2))
    yield replace(box, edge=_elbow(parent, box)) if parent else box
    top += (drawn.band - drawn.below) / 2
    for child in drawn.children:
        yield from _band(child, x + BOX + _GAP, top, box)
        top += child.band + _BETWEEN


def _elbow(parent: ChartBox, box: ChartBox) -> str:
    start = parent.x + parent.width
    before, after = parent.y + parent.height / 2, box.y + box.height / 2
    return f"M{start:g} {before:.1f}H{start + _GAP / 2:g}V{after:.1f}H{box.x:g}"


def _indented(drawn: _Drawn) -> ChartLayout:
    """Set a tree out from top to bottom, each level further in."""
    boxes: list[ChartBox] = []

    def place(found: _Drawn, level: int, parent: ChartBox | None) -> None:
        x = _INDENT * level
        room = _SIGN if found.foldable else 0.0
        box = chart_box(found.branch, found.more, x, _SCREEN - x, room)
        last = boxes[-1] if boxes else None
        box = replace(
            box,
            y=last.y + last.height + _BETWEEN if last else 0.0,
            number=found.box.number,
            folded=found.box.folded,
            toggle=(box.width - _SIGN / 2 - 1, box.height / 2) if found.foldable else None,
        )
        if parent:
            start, middle = parent.x + _INDENT / 2, box.y + box.height / 2
            below = parent.y + parent.height
            box = replace(box, edge=f"M{start:g} {below:.1f}V{middle:.1f}H{box.x:g}")
        boxes.append(box)
        for child in found.children:
            place(child, level + 1, box)

    place(drawn, 0, None)
    return ChartLayout(
        width=_SCREEN + 1, height=boxes[-1].y + boxes[-1].height + 1, boxes=tuple(boxes)
    )
