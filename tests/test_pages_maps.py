"""The places of a graph on a map: what is read, where it stands, and what is left out."""

import json
from math import hypot

import pytest
from flask.testing import FlaskClient

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.namespaces import XSD
from mcdgraph.pages.outlines import Outlines
from mcdgraph.pages.place_maps import PlaceMap, place_map
from mcdgraph.pages.places import DISTANCES, GraphPlaces, places
from mcdgraph.pages.point_maps import DOTS, WIDTH
from tests.conftest import Harbour

OUTLINES = Outlines.read()


def row(place: str, latitude: str, longitude: str, **others: Term) -> dict[str, Term]:
    """Return a row of a query about a place."""
    return {
        "place": Iri(place),
        "latitude": number(latitude),
        "longitude": number(longitude),
        **others,
    }


def number(text: str) -> Literal:
    """Return a decimal."""
    return Literal(text, XSD + "decimal", None)


def measured(stated: str, computed: str = "11.1", start: str = "urn:start") -> dict[str, Term]:
    """Return what a row says of a distance from 12.6 north, 8 west."""
    return {
        "from": Iri(start),
        "fromLatitude": number("12.6"),
        "fromLongitude": number("-8"),
        "stated": number(stated),
        "computed": number(computed),
    }


def found(harbour: Harbour, *rows: dict[str, Term]) -> GraphPlaces:
    """Read rows."""
    return places(harbour.reader, rows, "en")


def mapped(harbour: Harbour, *rows: dict[str, Term]) -> PlaceMap:
    """Draw rows."""
    drawn = place_map(found(harbour, *rows).entries, OUTLINES)
    assert drawn
    return drawn


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("91", "0"),
        ("0", "181"),
        ("1e1", "0"),
        ("NaN", "0"),
        ("", ""),
        ("1", "٣"),
        ("1" * 99999, "1"),
    ],
)
def test_what_is_not_on_the_globe_is_no_place(
    harbour: Harbour, latitude: str, longitude: str
) -> None:
    """The row is left out, and the next one is read."""
    read = found(harbour, row("urn:a", latitude, longitude), row("urn:b", "1", "2"))
    assert [entry.place.iri for entry in read.entries] == ["urn:b"]


@pytest.mark.parametrize("stated", ["-5", "1e3", "INF", "9" * 400, "five", ""])
def test_what_is_no_distance_is_not_told(harbour: Harbour, stated: str) -> None:
    """A computed distance stands without it, and no arc is drawn."""
    rows = row("urn:a", "12.7", "-8", **measured(stated))
    ((distance,),) = (entry.distances for entry in found(harbour, rows).entries)
    assert (distance.stated, distance.computed) == ("", "11.1")
    (ray,) = mapped(harbour, rows).rays
    assert (ray.arc, ray.line[0]) == ("", "M")


def test_rows_of_one_place_are_one_place(harbour: Harbour) -> None:
    """Each distance is told once, and so many at most."""
    rows = [row("urn:a", "12.7", "-8", **measured("15", start=f"urn:{n % 9}")) for n in range(30)]
    (entry,) = found(harbour, *rows).entries
    assert len(entry.distances) == DISTANCES


def test_ten_thousand_places_are_bounded(harbour: Harbour) -> None:
    """The first are told and drawn; that there are more is said."""
    read = found(harbour, *(row(f"urn:{n}", f"{n % 90}", f"{n % 180}") for n in range(10_000)))
    assert (len(read.entries), read.cut) == (DOTS, True)
    drawn = place_map(read.entries, OUTLINES)
    assert drawn
    assert len(drawn.drawn.dots) == DOTS
    assert len(drawn.drawn.land) < 200_000


def test_an_arc_stands_as_far_away_as_is_stated(harbour: Harbour) -> None:
    """Its radius has the scale of the map, whether the place is nearer or farther."""
    for stated in ("5", "15"):
        drawn = mapped(harbour, row("urn:a", "12.7", "-8", **measured(stated)))
        (ray,) = drawn.rays
        radius = float(ray.arc.split("A")[1].split()[0])
        assert radius == pytest.approx(float(stated) * drawn.drawn.frame.units, rel=0.01)
        x, y = map(float, ray.line[1:].split("L")[0].split())
        left, top = map(float, ray.arc[1:].split("A")[0].split())
        assert hypot(left - x, top - y) == pytest.approx(radius, rel=0.01)
        assert 0 <= top <= drawn.drawn.frame.height


@pytest.mark.parametrize(
    ("bearing", "across", "down"), [("0", 0, -1), ("90", 1, 0), ("180", 0, 1), ("225", -0.71, 0.71)]
)
def test_a_stated_direction_is_drawn_from_north_towards_east(
    harbour: Harbour, bearing: str, across: float, down: float
) -> None:
    """A line leads to the middle of the arc; the line to the place itself is another."""
    said = {**measured("10"), "bearing": number(bearing), "azimuth": number("1.5")}
    drawn = mapped(harbour, row("urn:a", "12.7", "-8", **said))
    (ray,) = drawn.rays
    start, end = (tuple(map(float, end.split())) for end in ray.arc.split("M")[2].split("L"))
    assert ray.line.startswith(f"M{start[0]} {start[1]}L")
    length = 10 * drawn.drawn.frame.units
    assert (end[0] - start[0]) / length == pytest.approx(across, abs=0.02)
    assert (end[1] - start[1]) / length == pytest.approx(down, abs=0.02)


@pytest.mark.parametrize("bearing", ["360", "-1", "1e2", "north", "9" * 99, ""])
def test_what_is_no_direction_is_not_drawn(harbour: Harbour, bearing: str) -> None:
    """The stated distance is, in the direction in which the place is."""
    rows = row("urn:a", "12.7", "-8", **measured("10"), bearing=number(bearing))
    (ray,) = mapped(harbour, rows).rays
    assert ray.distance.bearing == ""
    assert ray.arc.count("M") == 1


@pytest.mark.parametrize(
    ("latitude", "stated", "rays"), [("12.6", "5", 0), ("80", "5", 0), ("12.7", "99999", 1)]
)
def test_distances_that_no_plane_shows_are_not_drawn(
    harbour: Harbour, latitude: str, stated: str, rays: int
) -> None:
    """None at all, too far, or stated at many times what it is: the frame stays that of places."""
    drawn = mapped(harbour, row("urn:a", latitude, "-8", **measured(stated)))
    assert len(drawn.rays) == rays
    assert not any(ray.arc for ray in drawn.rays)
    assert drawn.drawn.frame.kilometres < 100


def test_dots_grow_with_what_is_there(harbour: Harbour) -> None:
    """The area above the least, that is; a count that is none counts as nothing."""
    rows = [
        row("urn:a", "1", "1", count=number("4")),
        row("urn:b", "2", "2", count=number("1")),
        row("urn:c", "3", "3", count=number("many")),
    ]
    assert [dot.radius for dot in mapped(harbour, *rows).drawn.dots] == [14.0, 10.0, 6.0]


def test_close_places_have_a_map_of_their_country(harbour: Harbour) -> None:
    """Its mark is where they are; that of the places itself has no borders."""
    near = mapped(harbour, row("urn:a", "12.7", "-8"), row("urn:b", "12.6", "-8.1"))
    assert near.locator
    assert near.locator.land.startswith("M")
    assert near.drawn.land == ""
    left, top, width, height = near.locator.mark
    assert 0 < left < WIDTH / 2 < left + width + WIDTH / 2
    assert near.locator.height / 2 < top < top + height < near.locator.height
    far = mapped(harbour, row("urn:a", "12.7", "-8"), row("urn:b", "48.9", "2.4"))
    assert far.locator is None
    assert far.drawn.land.startswith("M")


@pytest.mark.parametrize(
    ("point", "code"),
    [((-8.0, 12.6), "MLI"), ((2.35, 48.85), "FRA"), ((28.2, -29.5), "LSO"), ((-30.0, 0.0), None)],
)
def test_points_are_in_countries(point: tuple[float, float], code: str | None) -> None:
    """The sea is in none; a country that another surrounds counts for itself by its own ring."""
    assert [*OUTLINES.around([point]).countries] == ([code] if code else [])
    assert len(OUTLINES.countries) == 177


def test_the_home_page_has_a_map_and_its_table(client: FlaskClient) -> None:
    """Places are links in both; the arc is named; nothing is styled inline."""
    page = client.get("/?lang=en").get_data(as_text=True)
    assert page.count('<path class="said"') == 2
    assert '<svg class="points locator" role="img"' in page
    assert "15 km" in page
    assert " style=" not in page


def test_places_are_geojson(client: FlaskClient) -> None:
    """Longitude first, with the count and the distances."""
    response = client.get("/places.geojson")
    assert response.content_type == "application/geo+json"
    whole = json.loads(response.data)
    assert whole["type"] == "FeatureCollection"
    first, second = whole["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [-8.0, 12.7]}
    assert second["properties"]["count"] == 1
    assert second["properties"]["distances"][0]["stated_km"] == 15.0
