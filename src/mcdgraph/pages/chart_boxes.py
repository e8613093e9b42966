"""Boxes of a drawing: a thing, and its texts broken into lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Final
from unicodedata import east_asian_width

from mcdgraph.pages.hierarchy import Branch

#: Lengths in units of a drawing, which are those of the page.
_PADDING: Final = 9.0
#: Height of a line of a name and of a smaller one, width of a letter of each, lines of a name.
_NAME_LINE: Final = 18.0
_SMALL_LINE: Final = 16.0
_LETTER: Final = 8.9
_SMALL_LETTER: Final = 7.2
_LINES: Final = 4


@dataclass(frozen=True, kw_only=True)
class TextLine:
    """A line of text in a box: where its baseline is, and whether it is of the name."""

    text: str
    y: float
    name: bool


@dataclass(frozen=True, kw_only=True)
class ChartBox:
    """A thing of a tree, its lines, and the line that leads to it, as data of an SVG path.

    ``more`` counts the things that hang on it and are not drawn. ``number`` names it within the
    trees of its page; where it can be folded, ``toggle`` is the middle of the sign that does it.
    """

    branch: Branch
    x: float
    y: float
    width: float
    height: float
    lines: tuple[TextLine, ...]
    edge: str
    more: int
    number: int = 0
    folded: bool = False
    toggle: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class ChartLayout:
    """Boxes on a plane of a width and height, parents before children."""

    width: float
    height: float
    boxes: tuple[ChartBox, ...]


def chart_box(branch: Branch, more: int, x: float, width: float, room: float = 0.0) -> ChartBox:
    """Return a box at the top of a drawing, as high as its words need; ``room`` is kept free."""
    lines = tuple(_lines(branch, width - room - 2 * _PADDING))
    return ChartBox(
        branch=branch,
        x=x,
        y=0.0,
        width=width,
        height=lines[-1].y + _PADDING,
        lines=lines,
        edge="",
        more=more,
    )


def _lines(branch: Branch, width: float) -> Iterator[TextLine]:
    """Break the texts of a box into lines: how it hangs there, its name, what it is."""
    about = [found.label.text for found in (branch.kind, *branch.details[:2]) if found]
    relation = branch.relation.label.text if branch.relation else ""
    relation = f"{branch.arrow} {relation}" if branch.arrow else relation
    y = _PADDING - 4
    for text in _wrapped(relation, width / _SMALL_LETTER, 2):
        y += _SMALL_LINE
        yield TextLine(text=text, y=y, name=False)
    for text in _wrapped(branch.resource.label.text, width / _LETTER, _LINES) or [""]:
        y += _NAME_LINE
        yield TextLine(text=text, y=y, name=True)
    for text in _wrapped(" · ".join(about), width / _SMALL_LETTER, 2):
        y += _SMALL_LINE
        yield TextLine(text=text, y=y, name=False)


def _wrapped(text: str, letters: float, most: int) -> list[str]:
    """Break a text into lines; letters of East Asia are as wide as two."""
    wide = any(east_asian_width(letter) in "WF" for letter in text)
    return wrap(text, int(letters / (2 if wide else 1)), max_lines=most, placeholder="…")
