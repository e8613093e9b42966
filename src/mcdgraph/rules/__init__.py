"""Rules of hygiene beyond SHACL: each is a file with its sentence, switched by configuration."""

from mcdgraph.rules.declarations import with_declared
from mcdgraph.rules.profiles import OWN, PROFILES, PUBLISHED, Profile
from mcdgraph.rules.registry import built_in, choose, documentation, run
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Validated, Workspace

__all__ = [
    "OWN",
    "PROFILES",
    "PUBLISHED",
    "CheckRule",
    "Profile",
    "Validated",
    "Workspace",
    "built_in",
    "choose",
    "documentation",
    "run",
    "with_declared",
]
