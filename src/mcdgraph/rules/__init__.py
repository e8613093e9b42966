"""Rules of hygiene beyond SHACL: each is a file with its sentence, switched by configuration."""

from mcdgraph.rules.registry import built_in, choose, documentation, run
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Validated, Workspace

__all__ = ["CheckRule", "Validated", "Workspace", "built_in", "choose", "documentation", "run"]
