"""The typed configuration: defaults, then ``mcdgraph.toml``, then the environment, then flags."""

from mcdgraph.settings.conflicts import ConflictSettings
from mcdgraph.settings.conversion import split_words
from mcdgraph.settings.evidence import EvidenceSettings
from mcdgraph.settings.forge import ForgeSettings
from mcdgraph.settings.loading import load_settings, settings_of, settings_without_graph
from mcdgraph.settings.locating import checkout_cache, find_root, is_root, shipped_root
from mcdgraph.settings.model import (
    FILE_NAME,
    ROLES,
    Agent,
    CatalogueSettings,
    CheckSettings,
    Contact,
    ImportSettings,
    QuerySettings,
    ReasoningSettings,
    ReleaseSettings,
    Role,
    ServerSettings,
    Settings,
    SourceSettings,
)
from mcdgraph.settings.snapshots import SnapshotSettings

__all__ = [
    "FILE_NAME",
    "ROLES",
    "Agent",
    "CatalogueSettings",
    "CheckSettings",
    "ConflictSettings",
    "Contact",
    "EvidenceSettings",
    "ForgeSettings",
    "ImportSettings",
    "QuerySettings",
    "ReasoningSettings",
    "ReleaseSettings",
    "Role",
    "ServerSettings",
    "Settings",
    "SnapshotSettings",
    "SourceSettings",
    "checkout_cache",
    "find_root",
    "is_root",
    "load_settings",
    "settings_of",
    "settings_without_graph",
    "shipped_root",
    "split_words",
]
