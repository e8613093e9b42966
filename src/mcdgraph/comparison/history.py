"""What changed from each kept release to the next, read once when a release is taken up."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from mcdgraph.comparison.compare import compare
from mcdgraph.comparison.model import Comparison, GraphState, ThingChanges
from mcdgraph.comparison.sides import release_side
from mcdgraph.errors import ReleaseError
from mcdgraph.release import Release
from mcdgraph.settings import EvidenceSettings

#: Releases that are compared, bytes of the dump of one, and statements that are told of a pair.
MOST_RELEASES: Final = 10
MOST_BYTES: Final = 64 * 2**20
MOST_STATEMENTS: Final = 20_000


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """What changed of a thing from one release to the next."""

    before: GraphState
    after: GraphState
    changes: ThingChanges


@dataclass(frozen=True, kw_only=True)
class ReleaseHistory:
    """The comparisons of neighbours among kept releases, and of each with the one served.

    ``steps`` are those of neighbours, the latest first. ``dates`` says by digest when a release
    was made: the date of its sources, or where there is none that of its folder (RFC 3339).
    """

    steps: tuple[Comparison, ...] = ()
    to_served: tuple[Comparison, ...] = ()
    dates: Mapping[str, str] = field(default_factory=dict)

    def between(self, before: str, after: str) -> Comparison | None:
        """Find the comparison of two releases by the beginnings of their digests."""
        found = (
            one
            for one in (*self.steps, *self.to_served)
            if one.before.digest.startswith(before) and one.after.digest.startswith(after)
        )
        return next(found, None)

    def of(self, iri: str) -> tuple[HistoryEntry, ...]:
        """List the steps in which what is said of a thing changed, the latest first."""
        return tuple(
            HistoryEntry(before=step.before, after=step.after, changes=changes)
            for step in self.steps
            if (changes := step.by_iri.get(iri))
        )

    @property
    def is_whole(self) -> bool:
        """Whether every change is told, so that what has none did not change."""
        return bool(self.steps) and not any(step.left_out for step in self.steps)

    @property
    def mark(self) -> str:
        """A mark of the releases that are kept, compared or not; empty where there is but one."""
        kept = " ".join(f"{digest} {date}" for digest, date in sorted(self.dates.items()))
        return sha256(kept.encode("ascii")).hexdigest()[:8] if len(self.dates) > 1 else ""

    @property
    def updated(self) -> str:
        """The latest of the dates; that of no release is empty."""
        return max(self.dates.values(), default="")


def history_of(releases: Sequence[Release], evidence: EvidenceSettings) -> ReleaseHistory:
    """Compare kept releases, the one that is served first, then the latest.

    A release whose dump is larger than `MOST_BYTES` is passed over; neighbours end at the first
    whose dump is damaged, so that no step leaves one out.
    """
    dates = {one.digest: _date(one) for one in releases}
    kept = [one for one in releases[:MOST_RELEASES] if _is_comparable(one)]
    if not kept or kept[0] is not releases[0]:
        return ReleaseHistory(dates=dates)
    steps = (_compared(old, new, evidence) for old, new in zip(kept[1:], kept, strict=False))
    to_served = (_compared(old, kept[0], evidence) for old in kept[2:])
    return ReleaseHistory(
        steps=tuple(_until_none(steps)),
        to_served=tuple(found for found in to_served if found),
        dates=dates,
    )


def _date(release: Release) -> str:
    if release.manifest.modified:
        return f"{release.manifest.modified}T00:00:00Z"
    try:
        made = int(release.path.stat().st_mtime)
    except OSError:
        made = 0
    return dt.datetime.fromtimestamp(made, dt.UTC).isoformat().replace("+00:00", "Z")


def _is_comparable(release: Release) -> bool:
    dump = release.dump("dataset.nq")
    return dump is not None and dump.size <= MOST_BYTES


def _compared(before: Release, after: Release, evidence: EvidenceSettings) -> Comparison | None:
    """Compare two releases; None where the dump of one is damaged."""
    try:
        sides = release_side(before), release_side(after)
        return compare(*sides, evidence, most=MOST_STATEMENTS)
    except ReleaseError:
        return None


def _until_none(found: Iterator[Comparison | None]) -> Iterator[Comparison]:
    for comparison in found:
        if comparison is None:
            return
        yield comparison
