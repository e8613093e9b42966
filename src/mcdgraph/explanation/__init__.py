"""Why a statement holds: its proof as a reader sees it, with files, lines and evidence."""

from mcdgraph.explanation.contradictions import contradiction_findings
from mcdgraph.explanation.explaining import Explainer
from mcdgraph.explanation.model import Evidence, Explanation, ExplanationStep, Stated
from mcdgraph.explanation.statement import parse_name, parse_statement

__all__ = [
    "Evidence",
    "Explainer",
    "Explanation",
    "ExplanationStep",
    "Stated",
    "contradiction_findings",
    "parse_name",
    "parse_statement",
]
