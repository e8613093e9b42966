"""Conflicts: what two documents say otherwise of one thing at one time, neither being judged."""

from mcdgraph.conflicts.claims import ConflictClaim
from mcdgraph.conflicts.finding import Conflict, ConflictSearch, find_conflicts
from mcdgraph.conflicts.graph import conflict_columns

__all__ = ["Conflict", "ConflictClaim", "ConflictSearch", "conflict_columns", "find_conflicts"]
