"""A report as JSON, for programs that know mcdgraph."""

import json
from typing import Any

from mcdgraph.findings import Finding, Report
from mcdgraph.positions import Position
from mcdgraph.reporting.presentation import Presentation


def render(report: Report, presentation: Presentation) -> str:
    """Write ``{"conforms", "statements", "files", "findings": [...]}``; absent keys say nothing."""
    document = {
        "mcdgraph": presentation.version,
        "conforms": report.conforms,
        "statements": report.statements,
        "files": report.files,
        "findings": [finding_object(finding, presentation) for finding in report.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def finding_object(finding: Finding, presentation: Presentation) -> dict[str, Any]:
    """Give one finding as a JSON object without empty members."""
    members = {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "position": _position(finding.position),
        "address": presentation.source_address(finding.position) or None,
        "focus": finding.focus,
        "path": finding.path,
        "value": finding.value,
        "shape": finding.shape,
        "shapePosition": _position(finding.shape_position),
        "snapshot": finding.snapshot,
        "hint": finding.hint,
        "mentions": finding.mentions,
        "further": [_position(place) for place in finding.further] or None,
        "fingerprint": finding.fingerprint,
    }
    return {name: value for name, value in members.items() if value is not None}


def _position(place: Position | None) -> dict[str, str | int] | None:
    if place is None:
        return None
    members: dict[str, str | int | None] = {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {name: value for name, value in members.items() if value is not None}
