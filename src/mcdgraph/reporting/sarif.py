"""A report as SARIF 2.1.0, which code hosts show beside the lines of a change.

Source: Static Analysis Results Interchange Format 2.1.0, OASIS Standard, 27 March 2020.
"""

import json
from typing import Any, Final
from urllib.parse import quote

from mcdgraph.findings import Finding, Report, RuleText, Severity
from mcdgraph.positions import Position
from mcdgraph.reporting.presentation import Presentation

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
#: Clause 3.27.10: how a severity is called.
LEVELS: Final = {
    Severity.VIOLATION: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
Object = dict[str, Any]


def render(report: Report, presentation: Presentation) -> str:
    """Write one run; columns count code points (clause 3.14.17), paths are relative to the root."""
    names = sorted({finding.rule for finding in report.findings})
    run: Object = {
        "tool": {"driver": _driver(names, presentation)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            "ROOT": {"description": {"text": "The folder of the graph's settings."}}
        },
        "results": [
            _result(finding, names.index(finding.rule), presentation) for finding in report.findings
        ],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _driver(names: list[str], presentation: Presentation) -> Object:
    driver: Object = {
        "name": "mcdgraph",
        "rules": [_rule(name, presentation.rules.get(name)) for name in names],
    }
    if presentation.version:
        driver["semanticVersion"] = presentation.version
    return driver


def _rule(name: str, documented: RuleText | None) -> Object:
    """Describe a rule (clause 3.49)."""
    rule: Object = {"id": name}
    if documented is not None:
        rule["shortDescription"] = {"text": documented.sentence}
        rule["fullDescription"] = {"text": documented.documentation}
        rule["help"] = {"text": documented.documentation}
        rule["defaultConfiguration"] = {"level": LEVELS[documented.severity]}
    return rule


def _result(finding: Finding, number: int, presentation: Presentation) -> Object:
    result: Object = {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": LEVELS[finding.severity],
        "message": {"text": message(finding)},
        "partialFingerprints": {"mcdgraph/v1": finding.fingerprint},
    }
    if finding.position is not None:
        result["locations"] = [{"physicalLocation": _place(finding.position)}]
    if address := presentation.source_address(finding.position):
        # A bag of properties (clause 3.8): SARIF has no member for a line at a forge.
        result["properties"] = {"source": address}
    related = _related(finding)
    if related:
        result["relatedLocations"] = related
    if finding.mentions is not None:
        result["occurrenceCount"] = finding.mentions
    return result


def _related(finding: Finding) -> list[Object]:
    """Name the shape, and further places of what is told once (clause 3.27.22)."""
    named = [("The shape.", finding.shape_position)] if finding.shape_position else []
    named += [("Here, too.", place) for place in finding.further]
    return [
        {"physicalLocation": _place(place), "id": number, "message": {"text": text}}
        for number, (text, place) in enumerate(named, 1)
    ]


def message(finding: Finding) -> str:
    """Join what was found and how to mend it."""
    return f"{finding.message} Hint: {finding.hint}" if finding.hint else finding.message


def _place(place: Position) -> Object:
    region = {"startLine": place.line, "startColumn": place.column}
    if place.end_line is not None and place.end_column is not None:
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    return {
        "artifactLocation": {"uri": quote(place.path), "uriBaseId": "ROOT"},
        "region": region,
    }
