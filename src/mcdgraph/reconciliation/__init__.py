"""Reconciliation: names of somebody's data in, things of the graph with scores out."""

from mcdgraph.reconciliation.context import ReconciliationContext
from mcdgraph.reconciliation.extension import PROPOSED, extend, proposed
from mcdgraph.reconciliation.json_form import AnswerWriter
from mcdgraph.reconciliation.manifest import ManifestWords, ManifestWriter
from mcdgraph.reconciliation.matching import match
from mcdgraph.reconciliation.model import FeatureName
from mcdgraph.reconciliation.reading import read_batch, read_draft_batch, read_extension
from mcdgraph.reconciliation.suggesting import (
    MAX_SKIPPED,
    MAX_SUGGESTED,
    SUGGESTED,
    SuggestedKind,
    item_of,
    suggested,
)
from mcdgraph.reconciliation.versions import DRAFT_TYPE, ApiVersion, asked_version

__all__ = [
    "DRAFT_TYPE",
    "MAX_SKIPPED",
    "MAX_SUGGESTED",
    "PROPOSED",
    "SUGGESTED",
    "AnswerWriter",
    "ApiVersion",
    "FeatureName",
    "ManifestWords",
    "ManifestWriter",
    "ReconciliationContext",
    "SuggestedKind",
    "asked_version",
    "extend",
    "item_of",
    "match",
    "proposed",
    "read_batch",
    "read_draft_batch",
    "read_extension",
    "suggested",
]
