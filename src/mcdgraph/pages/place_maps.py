"""A map of the places of a graph: stated distances and directions against computed ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, radians, sin
from typing import Final

from mcdgraph.pages.outlines import Outlines
from mcdgraph.pages.places import GraphPlace, PlaceDistance
from mcdgraph.pages.point_maps import MapFrame, Placed, PointMap, drawing, frame_of
from mcdgraph.pages.points import DEGREE, GeoPoint, squeeze

#: A plane is right for distances of so many kilometres.
_NEAR: Final = 1_500.0
#: A stated distance is drawn up to so many times the real one, as an arc of so much to each side;
#: a stated direction is one of eight winds, and its arc goes halfway to the next.
_TIMES: Final = 3.0
_ARC: Final = pi / 14
_WIND: Final = pi / 8
#: How much wider the countries must be than the map for a second map to say more, and its mark.
_WIDER: Final = 3.0
_MARK: Final = 16.0


@dataclass(frozen=True, kw_only=True)
class DistanceRay:
    """The line from one place to another, and an arc at the stated distance, as SVG paths.

    The arc stands in the stated direction, with a line to it; else in the real one.
    """

    origin: str
    place: str
    distance: PlaceDistance
    line: str
    arc: str


@dataclass(frozen=True, kw_only=True)
class Locator:
    """Where in its countries a map is: a mark as left, top, width, height.

    ``own`` has the outlines of the countries in which the places are, ``land`` those of all.
    """

    height: float
    land: str
    own: str
    mark: tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class PlaceMap:
    """A map of places; ``here`` is the IRI of the one that a page is about, or empty."""

    drawn: PointMap
    rays: tuple[DistanceRay, ...]
    locator: Locator | None
    here: str


def place_map(found: Sequence[GraphPlace], outlines: Outlines, here: str = "") -> PlaceMap | None:
    """Draw places; None where there are none."""
    if not found:
        return None
    placed = [
        Placed(
            name=entry.place.label.text,
            point=entry.point,
            resource=entry.place,
            amount=entry.count or 0,
        )
        for entry in found
    ]
    distances = [(entry, distance) for entry in found for distance in entry.distances]
    near = [pair for pair in distances if 0 < hypot(*_away(*pair)) <= _NEAR]
    ends = [point for pair in near for point in _ends(*pair)]
    drawn = drawing(placed, outlines, ends)
    return PlaceMap(
        drawn=drawn,
        rays=tuple(_ray(drawn.frame, *pair) for pair in near),
        locator=_locator(drawn.frame, outlines, [entry.point for entry in found]),
        here=here,
    )


def _away(entry: GraphPlace, distance: PlaceDistance) -> tuple[float, float]:
    """Return how many kilometres east and north a place is of where it is measured from."""
    (north, east), (from_north, from_east) = entry.point.degrees, distance.point.degrees
    squeezed = cos(radians((north + from_north) / 2))
    return (east - from_east) * DEGREE * squeezed, (north - from_north) * DEGREE


@dataclass(frozen=True, kw_only=True)
class _Sector:
    """Where a place is by its source: kilometres from a point, between two azimuths in radians."""

    start: GeoPoint
    kilometres: float
    middle: float
    half: float

    @property
    def points(self) -> tuple[GeoPoint, GeoPoint, GeoPoint]:
        """The ends and the middle of its arc, clockwise."""
        turns = (self.middle + turn for turn in (-self.half, 0, self.half))
        first, middle, last = (self._at(turn) for turn in turns)
        return first, middle, last

    def _at(self, azimuth: float) -> GeoPoint:
        north, east = self.start.degrees
        up, across = self.kilometres * cos(azimuth), self.kilometres * sin(azimuth)
        return GeoPoint(
            latitude=f"{north + up / DEGREE:.4f}",
            longitude=f"{east + across / DEGREE / squeeze(north):.4f}",
        )


def _sector(entry: GraphPlace, distance: PlaceDistance) -> _Sector | None:
    """Return where a source puts a place; None where it does not say, or it is not drawn."""
    across, up = _away(entry, distance)
    kilometres = float(distance.stated or 0)
    if not 0 < kilometres <= _TIMES * hypot(across, up):
        return None
    stated = distance.bearing
    middle = radians(float(stated)) if stated else atan2(across, up)
    half = _WIND if stated else _ARC
    return _Sector(start=distance.point, kilometres=kilometres, middle=middle, half=half)


def _ends(entry: GraphPlace, distance: PlaceDistance) -> Iterator[GeoPoint]:
    """Yield what a map must have room for: the place measured from, and the arc."""
    yield distance.point
    if sector := _sector(entry, distance):
        yield from sector.points


def _ray(frame: MapFrame, entry: GraphPlace, distance: PlaceDistance) -> DistanceRay:
    x, y = frame.place(*distance.point.degrees)
    to_x, to_y = frame.place(*entry.point.degrees)
    sector = _sector(entry, distance)
    return DistanceRay(
        origin=distance.origin.label.text,
        place=entry.place.label.text,
        distance=distance,
        line=f"M{x} {y}L{to_x} {to_y}",
        arc=_arc(frame, sector, lined=bool(distance.bearing)) if sector else "",
    )


def _arc(frame: MapFrame, sector: _Sector, *, lined: bool) -> str:
    (a, b), (c, d), (e, f) = (frame.place(*point.degrees) for point in sector.points)
    x, y = frame.place(*sector.start.degrees)
    radius = sector.kilometres * frame.units
    line = f"M{x} {y}L{c} {d}" if lined else ""
    return f"M{a} {b}A{radius:.1f} {radius:.1f} 0 0 1 {e} {f}{line}"


def _locator(frame: MapFrame, outlines: Outlines, points: Sequence[GeoPoint]) -> Locator | None:
    """Draw the countries in which places are, where these stand close together."""
    own = outlines.around([point.degrees[::-1] for point in points])
    if not own.countries:
        return None
    bounds = own.bounds()
    corners = [
        GeoPoint(latitude=f"{north}", longitude=f"{east}")
        for east, north in (bounds[:2], bounds[2:])
    ]
    whole = frame_of(corners)
    if whole.kilometres < _WIDER * frame.kilometres:
        return None
    west, south, east, north = frame.bounds
    (left, top), (right, bottom) = whole.place(north, west), whole.place(south, east)
    wide, high = max(_MARK, right - left), max(_MARK, bottom - top)
    middle = ((left + right) / 2, (top + bottom) / 2)
    return Locator(
        height=whole.height,
        land=outlines.path(whole.bounds, whole.place),
        own=own.path(whole.bounds, whole.place),
        mark=(
            round(middle[0] - wide / 2, 1),
            round(middle[1] - high / 2, 1),
            round(wide, 1),
            round(high, 1),
        ),
    )
