"""The places of a graph: how much is at each, and how far each is said to be from another."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from mcdgraph.columns import Iri, Literal
from mcdgraph.pages.point_maps import DOTS
from mcdgraph.pages.points import GeoPoint
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource
from mcdgraph.store import Solution

#: Distances told of one place.
DISTANCES: Final = 6
_WHOLE_TURN: Final = 360.0
_COUNT: Final = re.compile(r"[0-9]{1,9}\Z", re.ASCII)
_AZIMUTH: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,9})?\Z", re.ASCII)
_KILOMETRES: Final = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,9})?\Z", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class PlaceDistance:
    """How far a place is from another, and in which direction; what is not known is empty.

    Kilometres, and degrees from north towards east below 360, as they are written: ``stated`` and
    ``bearing`` by a source, ``computed`` and ``azimuth`` from coordinates.
    """

    origin: Resource
    point: GeoPoint
    stated: str
    computed: str
    bearing: str = ""
    azimuth: str = ""

    @property
    def said(self) -> tuple[str, str]:
        """What a source says: the distance and the direction."""
        return self.stated, self.bearing


@dataclass(frozen=True, kw_only=True)
class GraphPlace:
    """A place: where it is, how much is there (None if not told), how far it is from others."""

    place: Resource
    point: GeoPoint
    count: int | None = None
    distances: tuple[PlaceDistance, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GraphPlaces:
    """The first places of a graph; ``cut`` where there are more."""

    entries: tuple[GraphPlace, ...]
    cut: bool


@dataclass(kw_only=True)
class _Rows:
    point: GeoPoint
    count: int | None
    distances: dict[str, PlaceDistance] = field(default_factory=dict)


def places(
    reader: Reader, solutions: Iterable[Solution], language: str, most: int = DOTS
) -> GraphPlaces:
    """Read rows of ?place ?latitude ?longitude, in their order.

    Optional are ?count, and ?from ?fromLatitude ?fromLongitude with ?stated, ?computed or both,
    and the directions ?bearing and ?azimuth.
    Rows whose degrees are none on the globe are left out, and so are distances and directions
    that are no numbers.
    """
    found: dict[str, _Rows] = {}
    cut = False
    for row in solutions:
        place, point = row.get("place"), _point(row, "latitude", "longitude")
        if not isinstance(place, Iri) or point is None:
            continue
        if place.value not in found and len(found) == most:
            cut = True
            break
        rows = found.setdefault(place.value, _Rows(point=point, count=_count(row)))
        distance = _distance(reader, row, language)
        if distance and len(rows.distances) < DISTANCES:
            rows.distances.setdefault(distance.origin.iri, distance)
    return GraphPlaces(
        entries=tuple(
            GraphPlace(
                place=reader.resource(iri, language),
                point=rows.point,
                count=rows.count,
                distances=tuple(rows.distances.values()),
            )
            for iri, rows in found.items()
        ),
        cut=cut,
    )


def feature_collection(found: GraphPlaces) -> dict[str, object]:
    """Return places as GeoJSON: a FeatureCollection of points (RFC 7946, clauses 3.1.2 and 3.3)."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": entry.place.iri,
                "geometry": {"type": "Point", "coordinates": entry.point.degrees[::-1]},
                "properties": {
                    "label": entry.place.label.text,
                    "count": entry.count,
                    "distances": [
                        {
                            "from": distance.origin.iri,
                            "stated_km": _number(distance.stated),
                            "stated_azimuth": _number(distance.bearing),
                            "computed_km": _number(distance.computed),
                            "computed_azimuth": _number(distance.azimuth),
                        }
                        for distance in entry.distances
                    ],
                },
            }
            for entry in found.entries
        ],
    }


def _number(text: str) -> float | None:
    return float(text) if text else None


def _distance(reader: Reader, row: Solution, language: str) -> PlaceDistance | None:
    origin, point = row.get("from"), _point(row, "fromLatitude", "fromLongitude")
    stated, computed = _kilometres(row, "stated"), _kilometres(row, "computed")
    if not isinstance(origin, Iri) or point is None or not (stated or computed):
        return None
    return PlaceDistance(
        origin=reader.resource(origin.value, language),
        point=point,
        stated=stated,
        computed=computed,
        bearing=_azimuth(row, "bearing"),
        azimuth=_azimuth(row, "azimuth"),
    )


def _point(row: Solution, latitude: str, longitude: str) -> GeoPoint | None:
    return GeoPoint.on_globe([_lexical(row, latitude)], [_lexical(row, longitude)])


def _count(row: Solution) -> int | None:
    text = _lexical(row, "count")
    return int(text) if _COUNT.match(text) else None


def _kilometres(row: Solution, name: str) -> str:
    text = _lexical(row, name)
    return text if _KILOMETRES.match(text) else ""


def _azimuth(row: Solution, name: str) -> str:
    text = _lexical(row, name)
    return text if _AZIMUTH.match(text) and float(text) < _WHOLE_TURN else ""


def _lexical(row: Solution, name: str) -> str:
    term = row.get(name)
    return term.lexical if isinstance(term, Literal) else ""
