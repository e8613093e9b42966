"""Where a thing is, as WGS 84 latitude and longitude.

Source: W3C Basic Geo Vocabulary (2003): degrees north and degrees east, as decimal numbers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Final, Self

#: Kilometres of a degree of latitude.
DEGREE: Final = 111.2
#: Least part of its length at the equator that a degree of longitude is taken for.
_LEAST: Final = 0.01
_DEGREES: Final = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?\Z")


@dataclass(frozen=True, kw_only=True)
class GeoPoint:
    """Degrees north and east, as they are written."""

    latitude: str
    longitude: str

    @classmethod
    def read(cls, latitude: Sequence[str], longitude: Sequence[str]) -> Self | None:
        """Return a point of the values that a graph has; None where not one of each is degrees."""
        if len(latitude) != 1 or len(longitude) != 1:
            return None
        if not (_DEGREES.match(latitude[0]) and _DEGREES.match(longitude[0])):
            return None
        return cls(latitude=latitude[0], longitude=longitude[0])

    @classmethod
    def on_globe(cls, latitude: Sequence[str], longitude: Sequence[str]) -> Self | None:
        """Return a point of the values that a graph has; None too where it is no place."""
        point = cls.read(latitude, longitude)
        return point if point is not None and point.is_on_globe else None

    @property
    def degrees(self) -> tuple[float, float]:
        """Latitude and longitude as numbers."""
        return float(self.latitude), float(self.longitude)

    @property
    def is_on_globe(self) -> bool:
        """True where the degrees are those of a place."""
        north, east = self.degrees
        return abs(north) <= 90 and abs(east) <= 180

    def words(self, compass: Sequence[str], mark: str) -> str:
        """Return the point as people write it: ``12.65° N, 8.0° W``.

        ``compass`` has the letters of north, south, east and west, ``mark`` is that of decimals.
        """
        north, south, east, west = compass
        parts = [
            f"{text.lstrip('+-').replace('.', mark)}° {minus if text.startswith('-') else plus}"
            for text, plus, minus in (
                (self.latitude, north, south),
                (self.longitude, east, west),
            )
        ]
        return f"{parts[0]}, {parts[1]}"


def squeeze(latitude: float) -> float:
    """Return how much shorter a degree of longitude is there than one of latitude; never 0."""
    return max(_LEAST, cos(radians(latitude)))
