"""A report as JUnit XML, which most CI systems show as tests: one suite a file, one case a finding.

There is no standard; the elements are those that Jenkins' and GitLab's readers share.
"""

from itertools import groupby
from xml.etree import ElementTree as ET

from mcdgraph.documents.xml import legal
from mcdgraph.findings import Finding, Report, Severity
from mcdgraph.reporting.presentation import Presentation
from mcdgraph.reporting.text import block


def render(report: Report, presentation: Presentation) -> str:
    """Write a suite for every file with findings; a clean report is one case that passes."""
    root = ET.Element("testsuites", name="mcdgraph check")
    by_file = sorted(report.findings, key=_file)
    for name, group in groupby(by_file, key=_file):
        _suite(root, name, list(group), presentation)
    if not report.findings:
        suite = ET.SubElement(root, "testsuite", name="graph", tests="1", failures="0")
        ET.SubElement(suite, "testcase", classname="graph", name="conforms")
    _sum_up(root)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _suite(
    root: ET.Element, name: str, findings: list[Finding], presentation: Presentation
) -> None:
    failures = sum(finding.severity is Severity.VIOLATION for finding in findings)
    suite = ET.SubElement(
        root, "testsuite", name=name, tests=str(len(findings)), failures=str(failures)
    )
    for finding in findings:
        attributes = {"classname": name, "name": legal(f"{finding.rule}: {finding.message}")}
        if finding.position:
            attributes |= {"file": name, "line": str(finding.position.line)}
        case = ET.SubElement(suite, "testcase", attributes)
        body = legal("\n".join(block(finding, presentation)))
        if finding.severity is Severity.VIOLATION:
            details = {"type": finding.rule, "message": legal(finding.message)}
            ET.SubElement(case, "failure", details).text = body
        else:
            ET.SubElement(case, "system-out").text = body


def _sum_up(root: ET.Element) -> None:
    for attribute in ("tests", "failures"):
        total = sum(int(suite.get(attribute, "0")) for suite in root)
        root.set(attribute, str(total))


def _file(finding: Finding) -> str:
    return finding.position.path if finding.position else "graph"
