"""Trees as drawings: where boxes stand, how texts break, and what is left out."""

import html
import re
from dataclasses import replace
from itertools import combinations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mcdgraph.page_queries import PageQueries, PageQuery
from mcdgraph.pages.chart_boxes import ChartBox, ChartLayout
from mcdgraph.pages.entity import entity_page
from mcdgraph.pages.hierarchy import Branch
from mcdgraph.pages.labels import Label
from mcdgraph.pages.surroundings import SIDE, surroundings
from mcdgraph.pages.tree_charts import BOX, BOXES, COLUMNS, tree_charts
from mcdgraph.pages.values import Group, Resource, Statement, Text
from mcdgraph.web.site import EXTENSION
from tests.conftest import Harbour


def named(text: str) -> Resource:
    """Return a thing by its label."""
    return Resource(iri=f"urn:{len(text)}", label=Label(text=text))


def branch(name: str, *children: Branch, status: str = "stated") -> Branch:
    """Return a thing of a tree that hangs by some relation."""
    return Branch(
        resource=named(name), relation=named("under"), status=status, children=tuple(children)
    )


def grown(levels: int, width: int) -> Branch:
    """Return a tree of so many levels, in which each thing has so many below it."""
    below = [grown(levels - 1, width) for _ in range(width)] if levels > 1 else []
    return branch("thing", *below)


def overlap(a: ChartBox, b: ChartBox) -> bool:
    """Tell whether two boxes share any of the plane."""
    beside = a.x + a.width <= b.x or b.x + b.width <= a.x
    apart = a.y + a.height <= b.y or b.y + b.height <= a.y
    return not (beside or apart)


TREES = {
    "small": branch("root", branch("a", branch("b")), branch("c")),
    "a tall parent": branch("a name of many words " * 20, branch("b")),
    "a tall leaf": branch("root", branch("a", branch("word " * 60)), branch("b"), branch("c")),
    "one long word": branch("root", branch("x" * 300)),
    "no name": branch("", branch(""), branch(" ")),
    "wide letters": branch("root", branch("漢" * 100)),
    "wide": grown(2, 100),
    "deep": grown(6, 2),
}


@pytest.mark.parametrize("name", TREES)
def test_boxes_stand_apart_and_inside(name: str) -> None:
    """No box covers another or leaves the drawing; both layouts have the same things in order."""
    (chart,) = tree_charts([TREES[name]])
    layouts: list[ChartLayout] = [chart.wide, chart.narrow]
    for layout in layouts:
        assert not [pair for pair in combinations(layout.boxes, 2) if overlap(*pair)]
        for box in layout.boxes:
            assert 0 <= box.x <= box.x + box.width <= layout.width
            assert 0 <= box.y <= box.y + box.height <= layout.height
            assert all(0 < line.y < box.height for line in box.lines)
    things = [[box.branch for box in layout.boxes] for layout in layouts]
    assert things[0] == things[1]
    assert chart.narrow.width <= 340


def test_texts_break_between_words() -> None:
    """A long name takes lines of the width of the box, and ends with an ellipsis when cut."""
    (chart,) = tree_charts([branch("root", branch("military coordination detachment " * 5))])
    lines = [line.text for line in chart.wide.boxes[1].lines if line.name]
    assert lines[0] == "military"
    assert lines[-1].endswith("…")
    assert max(len(line) for line in lines) * 8 < BOX


def test_parents_stand_at_the_middle_of_their_children() -> None:
    """Of two leaves alike, one is as far above the middle of the parent as the other below."""
    (chart,) = tree_charts([branch("root", branch("a"), branch("b"))])
    root, a, b = (box.y + box.height / 2 for box in chart.wide.boxes)
    assert root - a == pytest.approx(b - root)
    assert (chart.wide.boxes[0].edge, chart.wide.boxes[1].edge[0]) == ("", "M")


def test_the_statuses_of_lines_are_listed_once() -> None:
    """In order of appearance; the root hangs by nothing that counts."""
    root = Branch(
        resource=named("root"),
        children=(branch("a"), branch("b", status="editorial-inference"), branch("c", status="")),
    )
    (chart,) = tree_charts([root])
    assert chart.statuses == ("stated", "editorial-inference")


def test_what_has_nothing_below_is_not_drawn() -> None:
    """The list has it."""
    assert tree_charts([branch("alone")]) == ()


@pytest.mark.parametrize(
    ("trees", "most"),
    [([grown(3, 20)], 21), ([grown(2, 400)], 0), ([grown(2, 60)] * 5, 122), ([grown(8, 1)], 6)],
)
def test_charts_are_bounded(trees: list[Branch], most: int) -> None:
    """Whole levels are drawn, and whole trees; what is left out is counted on its parent."""
    charts = tree_charts(trees)
    boxes = [box for chart in charts for box in chart.wide.boxes]
    assert len(boxes) == most <= BOXES
    for chart, tree in zip(charts, trees, strict=False):
        assert sum(1 + box.more for box in chart.wide.boxes) == len(tree)
        assert len({box.x for box in chart.wide.boxes}) <= COLUMNS


@pytest.mark.parametrize("name", TREES)
def test_each_box_folds_by_itself(name: str) -> None:
    """What hangs on it is not drawn but counted; all others keep their numbers and signs."""
    tree = TREES[name]
    (whole,) = tree_charts([tree], folded=())
    foldable = [box.number for box in whole.wide.boxes if box.toggle]
    numbers = [box.number for box in whole.wide.boxes]
    assert foldable
    assert len(set(numbers)) == len(numbers)
    for number in foldable:
        (chart,) = tree_charts([tree], folded={number})
        for layout in (chart.wide, chart.narrow):
            found = {box.number: box for box in layout.boxes}
            assert found[number].folded
            assert found[number].more > 0
            below = range(number + 1, number + 1 + found[number].more)
            assert [n for n in numbers if n not in below] == list(found)
            for box in filter(lambda box: box.toggle, layout.boxes):
                assert box.toggle
                assert box.number in foldable
                assert box.x + box.toggle[0] + 12 <= layout.width + 6
                assert box.y + box.toggle[1] <= layout.height


def test_boxes_fold_by_links(client: FlaskClient) -> None:
    """Without a script, at an address of its own; the list has everything all the same."""
    sign = re.compile(r'<a class="fold" href="([^"]+)"[^>]*><title>(\w+)')
    page = client.get("/?lang=en").get_data(as_text=True)
    (address, word), *_ = sign.findall(page)
    assert (address, word) == ("/?lang=en&amp;folded=0#hierarchy", "Fold")
    folded = client.get(html.unescape(address)).get_data(as_text=True)
    assert folded.count('<g class="box') < page.count('<g class="box')
    assert folded.count('class="node') == page.count('class="node')
    assert sign.findall(folded)[0] == ("/?lang=en#hierarchy", "Unfold")
    assert '<meta name="robots" content="noindex">' in folded
    for none in ("99999", "0.99999"):
        assert client.get(f"/?folded={none}").status_code == 200
    for wrong in ("x", "-1", "1.", "1,2", "999999", "0." * 400):
        assert client.get("/", query_string={"folded": wrong}).status_code == 400


def test_the_home_page_draws_its_tree(client: FlaskClient) -> None:
    """Twice, with links in it, and once as a list; nothing is styled inline."""
    page = client.get("/?lang=en").get_data(as_text=True)
    assert page.count('<svg class="tree-chart wide"') == page.count(
        '<svg class="tree-chart narrow"'
    )
    assert page.count('<svg class="tree-chart') == 2
    assert page.count('<ul class="tree">') >= 1
    assert '<path class="edge stated"' in page
    assert " style=" not in page


PILOT = "https://example.org/harbour/id/pilot"


def test_what_is_around_a_thing_has_directions_and_statuses(harbour: Harbour) -> None:
    """What it leads to stands right, what leads to it left; conclusions are told apart."""
    chart = surroundings(entity_page(harbour.reader, PILOT, "en"))
    assert chart
    middle, *others = chart.wide.boxes
    assert middle.branch.resource.iri == PILOT
    assert others
    for box in others:
        assert (box.x > middle.x) == (box.branch.arrow == "→")
        assert box.edge.startswith("M")
    assert {"stated", "inferred"} <= set(chart.statuses)
    assert not [pair for pair in combinations(chart.wide.boxes, 2) if overlap(*pair)]
    assert "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" not in {
        box.branch.relation.iri for box in others if box.branch.relation
    }


def group(property_iri: str, count: int) -> Group:
    """Return so many things that a property leads to."""
    values = [named("x" * (n + 1)) for n in range(count)]
    return Group(
        property=Resource(iri=property_iri, label=Label(text=property_iri)),
        statements=tuple(Statement(value=value, evidence=(), graphs=()) for value in values),
        total=count,
    )


def test_what_is_around_a_thing_is_bounded(harbour: Harbour) -> None:
    """Each side has its things, however many there are, and every property its turn."""
    page = entity_page(harbour.reader, PILOT, "en")
    many = tuple(group(f"urn:{n}", 25) for n in range(100))
    chart = surroundings(replace(page, asserted=many, inferred=many, incoming=many))
    assert chart
    for layout in (chart.wide, chart.narrow):
        assert len(layout.boxes) == 2 * SIDE + 1 <= 40
        assert len({box.branch.relation for box in layout.boxes}) == 5


def test_a_thing_with_literals_only_has_no_drawing(harbour: Harbour) -> None:
    """There is nothing that a line could lead to."""
    page = entity_page(harbour.reader, PILOT, "en")
    text = Group(
        property=named("label"),
        statements=(Statement(value=Text(text="Pilot"), evidence=(), graphs=()),),
        total=1,
    )
    assert surroundings(replace(page, asserted=(text,), inferred=(), incoming=())) is None


def test_the_page_of_a_thing_draws_what_is_around_it(client: FlaskClient) -> None:
    """Folded, with links, and with words for conclusions in both languages."""
    for language, word in (("en", "inferred"), ("fr", "inféré")):
        page = client.get(
            "/doc/id/pilot", headers={"Accept": "text/html", "Accept-Language": language}
        )
        assert page.status_code == 200
        assert 'class="edge inferred"' in page.get_data(as_text=True)
        assert f"</svg> {word}</li>" in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("stated", "enumerated", "expected"),
    [
        (12, 9, '<p class="dots"'),
        (400, 100, 'width="25.0%" height="12"'),
        (9, 12, 'class="said" width="75.0%" height="12"'),
    ],
)
def test_figures_are_drawn_as_dots_or_bars(
    harbour_app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    stated: int,
    enumerated: int,
    expected: str,
) -> None:
    """Dots where they can be counted, bars where there are many or more than stated."""
    row = f"(<{PILOT}> {stated} {enumerated})"
    query = f"SELECT * {{ VALUES (?item ?stated ?enumerated) {{ {row} }} }}"
    context = harbour_app.extensions[EXTENSION]
    changed = replace(context, page_queries=PageQueries(queries={"figures": PageQuery.read(query)}))
    monkeypatch.setitem(harbour_app.extensions, EXTENSION, changed)
    page = harbour_app.test_client().get("/?lang=en").get_data(as_text=True)
    assert f"<dd>{stated}</dd>" in page
    assert expected in page
