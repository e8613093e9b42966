"""Documents in a graph: which named graphs hold what one version of a document says, of when."""

from mcdgraph.snapshots.snapshots import Snapshot, Snapshots, find_snapshots, known_on
from mcdgraph.snapshots.times import DAY_DATATYPES, UNKNOWN, DayRelation, Interval, Meeting, days_of

__all__ = [
    "DAY_DATATYPES",
    "UNKNOWN",
    "DayRelation",
    "Interval",
    "Meeting",
    "Snapshot",
    "Snapshots",
    "days_of",
    "find_snapshots",
    "known_on",
]
