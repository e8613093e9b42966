"""A map of areas, such as countries: how much there is of each, and what leads from one to another.

Areas are drawn by the outlines that come with the package; one that has none there, or no code,
is in the table alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import hypot
from typing import Final

from mcdgraph.columns import Literal
from mcdgraph.pages.order import alphabetical
from mcdgraph.pages.outlines import Outlines
from mcdgraph.pages.overviews.rows import bounded, count_in, iri_in, text_in
from mcdgraph.pages.overviews.subjects import named
from mcdgraph.pages.point_maps import MapFrame, frame_of
from mcdgraph.pages.points import GeoPoint
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource
from mcdgraph.store import Solution

#: Areas, and links of one area.
AREAS: Final = 300
LINKS: Final = 20
#: How far a line bends aside, as part of its length.
_BEND: Final = 0.18


@dataclass(frozen=True, kw_only=True)
class AreaLink:
    """What leads to an area from another one: the other one, and how."""

    source: Resource
    relation: Resource | None


@dataclass(frozen=True, kw_only=True)
class Area:
    """An area, its code (ISO 3166-1 alpha-3), how much there is of it, and what leads there.

    ``count`` and ``other`` are None where they are not told.
    """

    resource: Resource
    code: str
    count: int | None
    other: int | None
    links: tuple[AreaLink, ...]


@dataclass(frozen=True, kw_only=True)
class DrawnArea:
    """An area on a map: its outline as data of an SVG path, and where its name stands."""

    area: Area
    outline: str
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class AreaMap:
    """A map of areas; ``land`` has all outlines, ``arcs`` the links, as data of SVG paths."""

    frame: MapFrame
    land: str
    areas: tuple[DrawnArea, ...]
    arcs: tuple[str, ...]


@dataclass(kw_only=True)
class _Rows:
    code: str
    first: Solution
    names: set[Literal] = field(default_factory=set)
    links: dict[tuple[str, str | None], None] = field(default_factory=dict)


def areas(reader: Reader, rows: Iterable[Solution], language: str) -> tuple[Area, ...]:
    """Read rows of ?area ?code, in the order of their names.

    Optional are ?count and ?other, ?name in any language where the graph has no label, and one a
    row ?from, another area, with ?relation.
    """
    found: dict[str, _Rows] = {}
    for row in bounded(rows):
        area, origin, name = iri_in(row, "area"), iri_in(row, "from"), row.get("name")
        if area is None or (area not in found and len(found) == AREAS):
            continue
        kept = found.setdefault(area, _Rows(code=text_in(row, "code"), first=row))
        if isinstance(name, Literal):
            kept.names.add(name)
        if origin and len(kept.links) < LINKS:
            kept.links[origin, iri_in(row, "relation")] = None
    resources = {
        iri: named(reader, iri, sorted(kept.names, key=str), language)
        for iri, kept in found.items()
    }
    told = [
        Area(
            resource=resources[iri],
            code=kept.code,
            count=count_in(kept.first, "count"),
            other=count_in(kept.first, "other"),
            links=tuple(
                AreaLink(
                    source=resources.get(origin) or reader.resource(origin, language),
                    relation=reader.resource(relation, language) if relation else None,
                )
                for origin, relation in kept.links
            ),
        )
        for iri, kept in found.items()
    ]
    return tuple(sorted(told, key=lambda a: (alphabetical(a.resource.label.text), a.resource.iri)))


def area_map(found: Iterable[Area], outlines: Outlines) -> AreaMap | None:
    """Draw the areas that have an outline; None where none has."""
    shown = [area for area in found if area.code in outlines.countries]
    if not shown:
        return None
    own = {area.code: _only(outlines, area.code) for area in shown}
    corners = [
        GeoPoint(latitude=f"{north:.4f}", longitude=f"{east:.4f}")
        for country in own.values()
        for west, south, east_, north_ in (country.bounds(),)
        for east, north in ((west, south), (east_, north_))
    ]
    frame = frame_of(corners)
    drawn = [_drawn(area, own[area.code], frame) for area in shown]
    places = {found.area.resource.iri: (found.x, found.y) for found in drawn}
    return AreaMap(
        frame=frame,
        land=outlines.path(frame.bounds, frame.place),
        areas=tuple(drawn),
        arcs=tuple(
            _arc(places[link.source.iri], places[area.resource.iri])
            for area in shown
            for link in area.links
            if link.source.iri in places and link.source.iri != area.resource.iri
        ),
    )


def _only(outlines: Outlines, code: str) -> Outlines:
    return replace(outlines, countries={code: outlines.countries[code]})


def _drawn(area: Area, country: Outlines, frame: MapFrame) -> DrawnArea:
    """Put the mark of an area in the middle of what its mainland spans."""
    west, south, east, north = country.bounds()
    x, y = frame.place((south + north) / 2, (west + east) / 2)
    outline = country.path(frame.bounds, frame.place)
    return DrawnArea(area=area, outline=outline, x=x, y=y)


def _arc(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x, y), (to_x, to_y) = start, end
    across, down = to_x - x, to_y - y
    middle_x, middle_y = x + across / 2 + down * _BEND, y + down / 2 - across * _BEND
    if not hypot(across, down):
        return ""
    return f"M{x} {y}Q{middle_x:.1f} {middle_y:.1f} {to_x} {to_y}"
