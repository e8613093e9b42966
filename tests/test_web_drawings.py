"""Answers as drawings: bars where rows have amounts, dots where they have coordinates."""

from itertools import pairwise
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from mcdgraph.namespaces import STANDARD, XSD
from mcdgraph.pages.answers import Cell, Table
from mcdgraph.pages.bar_charts import BARS, bar_chart
from mcdgraph.pages.labels import Label
from mcdgraph.pages.outlines import Outlines
from mcdgraph.pages.point_maps import DOTS, WIDTH, frame_of, point_map
from mcdgraph.pages.points import GeoPoint
from mcdgraph.pages.values import Resource, Text

WKT = STANDARD["geosparql"] + "wktLiteral"


def typed(text: str, datatype: str) -> Text:
    """Give a literal of a datatype."""
    return Text(text=text, datatype=Resource(iri=datatype, label=Label(text=datatype)))


def amount(text: str) -> Text:
    """Give a decimal."""
    return typed(text, XSD + "decimal")


def thing(name: str) -> Resource:
    """Give a thing by its label."""
    return Resource(iri=f"urn:{name}", label=Label(text=name))


OUTLINES = Outlines.read()


def table(*rows: tuple[Cell, ...], names: str = "thing number") -> Table:
    """Give a table."""
    return Table(variables=tuple(names.split()), rows=rows)


def test_bars_are_as_long_as_their_amounts() -> None:
    """The greatest has all the room; the order is that of the rows."""
    chart = bar_chart(table((thing("a"), amount("5")), (thing("b"), amount("20.0"))))
    assert chart
    assert chart.measure == "number"
    assert [(bar.of, bar.amount, bar.length) for bar in chart.bars] == [
        (thing("a"), "5", 25.0),
        (thing("b"), "20.0", 100.0),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(thing("a"), amount("1"))],
        [(thing("a"), amount("1")), (thing("b"), None)],
        [(thing("a"), amount("1")), (thing("b"), amount("-1"))],
        [(thing("a"), amount("0")), (thing("b"), amount("0"))],
        [(thing("a"), amount("1")), (thing("b"), typed("INF", XSD + "double"))],
        [(thing("a"), amount("1")), (thing("b"), typed("1", XSD + "gYear"))],
        [(thing("a"), amount("1")), (thing("b"), amount("one"))],
        [(amount("1"), amount("1")), (amount("2"), amount("2"))],
        [(None, amount("1")), (thing("b"), amount("2"))],
    ],
)
def test_what_is_no_amount_is_not_drawn(rows: list[tuple[Cell, ...]]) -> None:
    """One row, a missing name or number, a negative or endless one: no chart."""
    assert bar_chart(table(*rows)) is None


def test_degrees_are_no_amounts() -> None:
    """A place is not longer than another for lying further north."""
    rows = [(thing("a"), amount("1"), amount("2")), (thing("b"), amount("2"), amount("3"))]
    assert bar_chart(table(*rows, names="thing lat long")) is None
    assert bar_chart(table(*rows, names="thing lat number")) is not None


def test_bars_are_bounded() -> None:
    """Of many rows the first are drawn, and that is said."""
    chart = bar_chart(table(*((thing("a"), amount(str(n))) for n in range(1, 500))))
    assert chart
    assert (len(chart.bars), chart.cut) == (BARS, True)
    assert chart.bars[0].length == round(100 / 499, 2)


@pytest.mark.parametrize("names", ["thing lat long", "thing place_latitude place_lon", "x Lat LNG"])
def test_columns_of_degrees_are_drawn(names: str) -> None:
    """North is up, east is right, and the first thing of the row names it."""
    rows = [
        (thing("south"), amount("12.5"), amount("-8.0")),
        (thing("north"), amount("12.7"), amount("-7.9")),
        (thing("nowhere"), None, amount("-7.9")),
    ]
    drawn = point_map(table(*rows, names=names), OUTLINES)
    assert drawn
    south, north = drawn.dots
    assert (south.name, north.name) == ("south", "north")
    assert south.x < north.x
    assert north.y < south.y
    assert drawn.cut is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("POINT(-8.0 12.65)", ("12.65", "-8.0")),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> point ( 1 2 )", ("2", "1")),
        ("<http://www.opengis.net/def/crs/EPSG/0/27700> POINT(1 2)", None),
        ("POINT(1 91)", None),
        ("POINT(181 1)", None),
        ("POINT Z(1 2 3)", None),
        ("LINESTRING(1 2, 3 4)", None),
        ("POINT(1e5 1)", None),
        ("POINT(" + "1" * 100_000 + ")", None),
    ],
)
def test_points_in_wkt(text: str, expected: tuple[str, str] | None) -> None:
    """Longitude first, and in degrees of the usual system only."""
    drawn = point_map(table((thing("a"), typed(text, WKT))), OUTLINES)
    found = drawn and (drawn.dots[0].point.latitude, drawn.dots[0].point.longitude)
    assert found == expected


@pytest.mark.parametrize(
    "points",
    [
        [("0", "0")],
        [("90", "0"), ("-90", "180")],
        [("0", "-180"), ("0", "180")],
        [("89.99", "0"), ("90", "180")],
        [("12.65", "-8.0"), ("12.66", "-8.0")],
    ],
)
def test_every_dot_is_within_the_frame(points: list[tuple[str, str]]) -> None:
    """One place, the poles, the whole globe: with room around them, and a scale that fits."""
    rows = [(thing("a"), amount(lat), amount(long)) for lat, long in points]
    drawn = point_map(table(*rows, names="a lat long"), OUTLINES)
    assert drawn
    assert len(drawn.dots) == len(points)
    for dot in drawn.dots:
        assert 40 <= dot.x <= WIDTH - 40
        assert 40 <= dot.y <= drawn.frame.height - 40
    assert 20 < drawn.bar <= WIDTH / 4


def test_the_scale_tells_distances() -> None:
    """A degree of latitude is 111 km; one of longitude is shorter away from the equator."""
    frame = frame_of(
        [GeoPoint(latitude="59", longitude="0"), GeoPoint(latitude="61", longitude="2")]
    )
    (x, y), (right, _), (_, below) = (frame.place(60, 0), frame.place(60, 1), frame.place(59, 0))
    assert (below - y) / frame.units == pytest.approx(111.2, rel=0.01)
    assert (right - x) / (below - y) == pytest.approx(0.5, rel=0.01)


def test_names_do_not_cover_each_other() -> None:
    """Of places that are near each other some have their name on a touch only; all are bounded."""
    rows = [(thing(f"place {n}"), amount(f"12.{n:04}"), amount("-8")) for n in range(1_000)]
    drawn = point_map(table(*rows, names="a lat long"), OUTLINES)
    assert drawn
    assert (len(drawn.dots), drawn.cut) == (DOTS, True)
    heights = sorted(dot.y for dot in drawn.dots if dot.written)
    assert 2 < len(heights) < DOTS
    assert all(two - one >= 27 for one, two in pairwise(heights))


DRAWN = (
    'SELECT ?thing ?lat ?long ?n { VALUES (?thing ?lat ?long ?n) { ("x" 1.5 2 3) ("y" 2 2 4) } }'
)


def test_a_page_has_the_drawings(client: FlaskClient) -> None:
    """In both languages, before the table, without any style of their own."""
    page = client.get(f"/query?lang=fr&query={quote(DRAWN)}").text
    assert page.index("Diagramme de n") < page.index("Sur une carte") < page.index("<table>")
    assert '<rect width="75.0%"' in page
    assert "1,5° N, 2° E" in page
    assert "style=" not in page


def test_a_page_without_amounts_has_none(client: FlaskClient) -> None:
    """Nothing is drawn where there is nothing to draw."""
    page = client.get(f"/query?query={quote('SELECT * { ?s ?p ?o } LIMIT 5')}").text
    assert "<table>" in page
    assert 'class="drawn"' not in page
