"""What changed from one state of a graph to another: releases, sources, revisions of git."""

from mcdgraph.comparison.compare import compare
from mcdgraph.comparison.history import HistoryEntry, ReleaseHistory, history_of
from mcdgraph.comparison.json_form import comparison_json
from mcdgraph.comparison.model import (
    ChangeKind,
    ChangeValue,
    Comparison,
    EvidenceNote,
    GraphState,
    NodeValue,
    StatementChange,
    ThingChanges,
    ThingState,
)
from mcdgraph.comparison.revisions import checked_out, commit_of
from mcdgraph.comparison.sides import Side, release_side, sources_side
from mcdgraph.comparison.text import comparison_text

__all__ = [
    "ChangeKind",
    "ChangeValue",
    "Comparison",
    "EvidenceNote",
    "GraphState",
    "HistoryEntry",
    "NodeValue",
    "ReleaseHistory",
    "Side",
    "StatementChange",
    "ThingChanges",
    "ThingState",
    "checked_out",
    "commit_of",
    "compare",
    "comparison_json",
    "comparison_text",
    "history_of",
    "release_side",
    "sources_side",
]
