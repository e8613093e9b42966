"""The rows of a table that have coordinates, as dots on a plane with a scale.

Sources: W3C Basic Geo Vocabulary (2003), degrees north and east; GeoSPARQL 1.1 (OGC 22-047r1),
clause 8.5.1, ``wktLiteral``, whose points are longitude and latitude in CRS84 unless it says
otherwise.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10, sqrt
from typing import Final

from mcdgraph.namespaces import STANDARD
from mcdgraph.pages.answers import Cell, Table
from mcdgraph.pages.outlines import Outlines
from mcdgraph.pages.points import DEGREE, GeoPoint, squeeze
from mcdgraph.pages.values import Resource, Text

#: Dots that are drawn; the table has every row.
DOTS: Final = 200
#: Size of a drawing in its own units, and of what surrounds the dots.
WIDTH: Final = 640.0
_HEIGHTS: Final = (220.0, 480.0)
_MARGIN: Final = 48.0
#: Kilometres that a drawing spans at least.
_LEAST: Final = 1.0
#: Radius of the least dot.
_RADIUS: Final = 6.0

_LATITUDE: Final = re.compile(r"(?:\w*_)?lat(?:itude)?\Z", re.ASCII | re.IGNORECASE)
_LONGITUDE: Final = re.compile(r"(?:\w*_)?(?:lon|long|lng|longitude)\Z", re.ASCII | re.IGNORECASE)
_WKT: Final = STANDARD["geosparql"] + "wktLiteral"
_POINT: Final = re.compile(
    r"\s*(?:<http://www\.opengis\.net/def/crs/OGC/1\.3/CRS84>\s*)?"
    r"POINT\s*\(\s*(\S{1,24})\s+(\S{1,24})\s*\)\s*\Z",
    re.IGNORECASE,
)
#: Width of a letter of a name, and the height of its line: as large as on a telephone.
_LETTER: Final = 12.0
_LINE: Final = 27.0
_LONGEST_NAME: Final = 24


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A row of a table, by its name, where it is, and how much is there."""

    name: str
    point: GeoPoint
    resource: Resource | None = None
    amount: int = 0


@dataclass(frozen=True, kw_only=True)
class MapFrame:
    """What part of the plane is drawn: degrees are placed on it as on a small part of the globe.

    Lengths are right at the middle latitude (equirectangular projection).
    """

    west: float
    north: float
    units: float
    """Units of the drawing that a kilometre takes."""
    squeeze: float
    """How much shorter a degree of longitude is than one of latitude."""
    height: float

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a point stands, in units from the left and from the top."""
        x = (longitude - self.west) * DEGREE * self.squeeze * self.units
        y = (self.north - latitude) * DEGREE * self.units
        return round(x, 1), round(y, 1)

    @property
    def kilometres(self) -> float:
        """What the drawing spans from left to right."""
        return WIDTH / self.units

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Degrees at the left, the bottom, the right and the top."""
        right = self.west + self.kilometres / DEGREE / self.squeeze
        return self.west, self.north - self.height / self.units / DEGREE, right, self.north


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A place that is drawn; ``written`` tells whether there is room for its name.

    ``before`` is True where the name stands to the left.
    """

    name: str
    point: GeoPoint
    x: float
    y: float
    written: bool
    before: bool
    radius: float
    resource: Resource | None


@dataclass(frozen=True, kw_only=True)
class PointMap:
    """A drawing: its frame, its dots, and a bar of ``scale`` kilometres, ``bar`` units long.

    ``land`` has the outlines of countries as data of an SVG path.
    """

    frame: MapFrame
    dots: tuple[Dot, ...]
    scale: str
    bar: float
    cut: bool
    land: str


def is_coordinate(variable: str) -> bool:
    """Tell whether a variable is called like degrees."""
    return bool(_LATITUDE.match(variable) or _LONGITUDE.match(variable))


def placed_rows(table: Table) -> list[Placed]:
    """Return the rows with coordinates: two columns of degrees, or one of points in WKT."""
    points = list(_points(table))
    names = _names(table)
    return [
        Placed(name=name, point=point)
        for name, point in zip(names, points, strict=True)
        if point is not None
    ]


def point_map(table: Table, outlines: Outlines) -> PointMap | None:
    """Draw the rows of a table that have coordinates; None where none have."""
    found = placed_rows(table)
    return drawing(found, outlines) if found else None


def drawing(found: Sequence[Placed], outlines: Outlines, also: Sequence[GeoPoint] = ()) -> PointMap:
    """Draw some places, of which there is one at least, with room for other points."""
    shown = found[:DOTS]
    frame = frame_of([*(placed.point for placed in shown), *also])
    kilometres = _round(frame.kilometres / 4)
    return PointMap(
        frame=frame,
        dots=tuple(_dots(frame, shown)),
        scale=f"{kilometres:g}",
        bar=round(kilometres * frame.units, 1),
        cut=len(found) > len(shown),
        land=outlines.path(frame.bounds, frame.place),
    )


def frame_of(points: Sequence[GeoPoint]) -> MapFrame:
    """Return the frame that holds all of some points, of which there is one at least."""
    latitudes, longitudes = zip(*(point.degrees for point in points), strict=True)
    south, north = min(latitudes), max(latitudes)
    west, east = min(longitudes), max(longitudes)
    squeezed = squeeze((north + south) / 2)
    wide = max(_LEAST, (east - west) * DEGREE * squeezed)
    high = max(_LEAST, (north - south) * DEGREE)
    most = _HEIGHTS[1] - 2 * _MARGIN
    units = min((WIDTH - 2 * _MARGIN) / wide, most / high)
    height = min(_HEIGHTS[1], max(_HEIGHTS[0], high * units + 2 * _MARGIN))
    return MapFrame(
        west=(east + west) / 2 - WIDTH / 2 / (units * DEGREE * squeezed),
        north=(north + south) / 2 + height / 2 / (units * DEGREE),
        units=units,
        squeeze=squeezed,
        height=round(height, 1),
    )


def _points(table: Table) -> Iterator[GeoPoint | None]:
    latitude = _column(table, _LATITUDE)
    longitude = _column(table, _LONGITUDE)
    for row in table.rows:
        if latitude is not None and longitude is not None:
            yield GeoPoint.on_globe(_written(row[latitude]), _written(row[longitude]))
        else:
            yield next((point for cell in row if (point := _wkt(cell))), None)


def _column(table: Table, name: re.Pattern[str]) -> int | None:
    return next((n for n, found in enumerate(table.variables) if name.match(found)), None)


def _written(cell: Cell) -> list[str]:
    return [cell.text] if isinstance(cell, Text) else []


def _wkt(cell: Cell) -> GeoPoint | None:
    if not isinstance(cell, Text) or cell.datatype is None or cell.datatype.iri != _WKT:
        return None
    found = _POINT.match(cell.text)
    return GeoPoint.on_globe([found[2]], [found[1]]) if found else None


def _names(table: Table) -> list[str]:
    """Return what each row is called: its first thing, or else its first text."""
    return [next(_called(row), "") for row in table.rows]


def _called(row: tuple[Cell, ...]) -> Iterator[str]:
    yield from (cell.label.text for cell in row if isinstance(cell, Resource))
    yield from (cell.text for cell in row if isinstance(cell, Text) and cell.datatype is None)


def _dots(frame: MapFrame, found: Sequence[Placed]) -> Iterator[Dot]:
    """Place the dots; a name is written where it covers no other, and no dot."""
    places = [frame.place(*p.point.degrees) for p in found]
    sizes = _radii(found)
    taken = [
        _Box(left=x - r, right=x + r, middle=y) for (x, y), r in zip(places, sizes, strict=True)
    ]
    for placed, (x, y), radius in zip(found, places, sizes, strict=True):
        long = _LETTER * min(len(placed.name), _LONGEST_NAME)
        away = radius + 6
        before = x + away + long > WIDTH
        left = x - away - long if before else x + away
        box = _Box(left=left, right=left + long, middle=y)
        written = bool(placed.name) and left >= 0 and not any(map(box.touches, taken))
        if written:
            taken.append(box)
        name = _shortened(placed.name)
        yield Dot(
            name=name,
            point=placed.point,
            x=x,
            y=y,
            written=written,
            before=before,
            radius=radius,
            resource=placed.resource,
        )


def _radii(found: Sequence[Placed]) -> list[float]:
    """Return how large each dot is: its area above the least grows with what is there."""
    most = max(max(placed.amount for placed in found), 1)
    return [round(_RADIUS + 8 * sqrt(max(0, placed.amount) / most), 1) for placed in found]


@dataclass(frozen=True, kw_only=True)
class _Box:
    """What a dot or a name covers, a line high."""

    left: float
    right: float
    middle: float

    def touches(self, other: "_Box") -> bool:
        near = abs(self.middle - other.middle) < _LINE
        return near and self.left < other.right and other.left < self.right


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _round(length: float) -> float:
    """Return the greatest of 1, 2, 5, 10, … that is not above a length."""
    power: float = 10.0 ** floor(log10(length))
    return max(step * power for step in (1, 2, 5) if step * power <= length)
