"""Documents in a graph: which named graphs hold what one version of a document says."""

from mcdgraph.snapshots.snapshots import Snapshot, Snapshots, find_snapshots

__all__ = ["Snapshot", "Snapshots", "find_snapshots"]
