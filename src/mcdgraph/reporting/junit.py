"""A report as JUnit XML, which most CI systems show as tests: one suite a file, one case a finding.

There is no standard; the elements are those that Jenkins' and GitLab's readers share.
"""

import re
from itertools import groupby
from xml.etree import ElementTree as ET

from mcdgraph.findings import Finding, Report, Severity
from mcdgraph.reporting.presentation import Presentation
from mcdgraph.reporting.text import block

#: Characters that XML 1.0 cannot hold (clause 2.2).
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
        attributes = {"classname": name, "name": _clean(f"{finding.rule}: {finding.message}")}
        if finding.position:
            attributes |= {"file": name, "line": str(finding.position.line)}
        case = ET.SubElement(suite, "testcase", attributes)
        body = _clean("\n".join(block(finding, presentation)))
        if finding.severity is Severity.VIOLATION:
            details = {"type": finding.rule, "message": _clean(finding.message)}
            ET.SubElement(case, "failure", details).text = body
        else:
            ET.SubElement(case, "system-out").text = body


def _sum_up(root: ET.Element) -> None:
    for attribute in ("tests", "failures"):
        total = sum(int(suite.get(attribute, "0")) for suite in root)
        root.set(attribute, str(total))


def _file(finding: Finding) -> str:
    return finding.position.path if finding.position else "graph"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
