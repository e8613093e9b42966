"""Checks a graph: grammar, SHACL shapes, contradictions; every finding has its place."""

from mcdgraph.checking.check import Checked, check, check_corpus, count, require_content
from mcdgraph.checking.findings import SYNTAX, place

__all__ = ["SYNTAX", "Checked", "check", "check_corpus", "count", "place", "require_content"]
