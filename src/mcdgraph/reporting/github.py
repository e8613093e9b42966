"""A report as the workflow commands by which GitHub's runner annotates a change.

Source: GitHub Actions, "Workflow commands for GitHub Actions", error, warning and notice.
"""

from mcdgraph.findings import Finding, Report, Severity
from mcdgraph.reporting.presentation import Presentation, counted
from mcdgraph.reporting.sarif import message

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, presentation: Presentation) -> str:  # noqa: ARG001 - one signature
    """Write one command a finding, then a summary line that is no command."""
    lines = [_command(finding) for finding in report.findings]
    return "\n".join([*lines, counted(report)]) + "\n"


def _command(finding: Finding) -> str:
    properties = {"title": finding.rule}
    place = finding.position
    if place:
        properties |= {"file": place.path, "line": str(place.line), "col": str(place.column)}
        if place.end_line and place.end_column:
            properties |= {"endLine": str(place.end_line)}
            if place.end_line == place.line:
                properties |= {"endColumn": str(place.end_column)}
    joined = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {joined}::{_data(message(finding))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
