"""How many rows of the fact sheets are asserted, left out with a reason, or not yet mapped."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.recording.mapping import SHEETS, MappingError, Row, Sheet


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How many rows of a sheet, or of a kind, are asserted, listed with a reason, or not read."""

    name: str
    quality: str
    rows: int
    asserted: int
    listed: int

    @property
    def waiting(self) -> int:
        """Rows without a mapping."""
        return self.rows - self.asserted - self.listed


def coverage(sheets: list[Sheet], index: Path = SHEETS / "index.tsv") -> list[Coverage]:
    """Count the rows of every sheet of the index; a mapping of more rows than that is an error."""
    mapped = {sheet.name: sheet.rows for sheet in sheets}
    counts = []
    with index.open(encoding="utf8") as lines:
        for entry in csv.DictReader(lines, delimiter="\t"):
            rows = mapped.get(entry["sheet"], ())
            total = int(entry["facts"]) + int(entry["objectives"])
            if rows and len(rows) != total:
                raise MappingError(f"{entry['sheet']}: {len(rows)} rows mapped of {total}")
            counts.append(counted(entry["sheet"], rows, total, entry["quality"]))
    return counts


def counted(name: str, rows: Iterable[Row], total: int, quality: str = "") -> Coverage:
    """Count the rows of a sheet or of a kind, of so many."""
    known = list(rows)
    return Coverage(
        name=name,
        quality=quality,
        rows=total,
        asserted=sum(bool(row.statements) for row in known),
        listed=sum(bool(row.reason) for row in known),
    )


def coverage_by_kind(sheets: list[Sheet], table: Path = SHEETS / "kinds.tsv") -> list[Coverage]:
    """Count the rows of every kind of fact, the largest first; a row without a kind is an error."""
    mapped = {(sheet.name, row.number): row for sheet in sheets for row in sheet.rows}
    kinds: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with table.open(encoding="utf8") as lines:
        for entry in csv.DictReader(lines, delimiter="\t"):
            kinds[entry["kind"]] += [(entry["sheet"], number) for number in entry["rows"].split()]
    listed = {key for keys in kinds.values() for key in keys}
    if left := sorted(set(mapped) - listed):
        raise MappingError(f"{' '.join(left[0])}: no kind in {table.name}")
    counts = [
        counted(kind, (mapped[key] for key in keys if key in mapped), len(keys))
        for kind, keys in kinds.items()
    ]
    return sorted(counts, key=lambda count: (-count.rows, count.name))


def report(counts: list[Coverage], heading: str = "sheet") -> str:
    """Write the counts as a table, with the sum."""
    lines = [
        f"{heading:45} {'quality':>7} {'rows':>5} {'asserted':>8} {'listed':>6} {'waiting':>7}"
    ]
    lines += [
        f"{c.name:45} {c.quality:>7} {c.rows:5} {c.asserted:8} {c.listed:6} {c.waiting:7}"
        for c in counts
    ]
    sums = [sum(getattr(c, name) for c in counts) for name in ("rows", "asserted", "listed")]
    waiting = sum(c.waiting for c in counts)
    lines.append(f"{'all':45} {'':>7} {sums[0]:5} {sums[1]:8} {sums[2]:6} {waiting:7}")
    return "\n".join(lines)
