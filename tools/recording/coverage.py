"""How many rows of the fact sheets are asserted, left out with a reason, or not yet mapped."""

import csv
from dataclasses import dataclass
from pathlib import Path

from tools.recording.mapping import SHEETS, MappingError, Sheet


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How many rows of a sheet are asserted, listed with a reason, or not yet read."""

    sheet: str
    quality: str
    rows: int
    asserted: int
    listed: int

    @property
    def waiting(self) -> int:
        """Rows of a sheet that has no mapping yet."""
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
            counts.append(
                Coverage(
                    sheet=entry["sheet"],
                    quality=entry["quality"],
                    rows=total,
                    asserted=sum(bool(row.statements) for row in rows),
                    listed=sum(bool(row.reason) for row in rows),
                )
            )
    return counts


def report(counts: list[Coverage]) -> str:
    """Write the counts as a table, with the sum."""
    lines = [
        f"{'sheet':45} {'quality':>7} {'rows':>5} {'asserted':>8} {'listed':>6} {'waiting':>7}"
    ]
    lines += [
        f"{c.sheet:45} {c.quality:>7} {c.rows:5} {c.asserted:8} {c.listed:6} {c.waiting:7}"
        for c in counts
    ]
    sums = [sum(getattr(c, name) for c in counts) for name in ("rows", "asserted", "listed")]
    waiting = sum(c.waiting for c in counts)
    lines.append(f"{'all':45} {'':>7} {sums[0]:5} {sums[1]:8} {sums[2]:6} {waiting:7}")
    return "\n".join(lines)
