"""The findings that a graph has accepted, so that it may adopt checking before it is mended.

A baseline is a JSON file of fingerprints, each with how often it may come and a word on what it
is; a finding beyond that number is new.
"""

import json
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mcdgraph.errors import InputError
from mcdgraph.findings import Finding, Report

VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A report without what the baseline accepts; how many it hid, and how many are mended."""

    report: Report
    accepted: int
    mended: int


def write_baseline(path: Path, report: Report) -> int:
    """Accept every finding of a report; give their number."""
    known: dict[str, dict[str, Any]] = {}
    for finding in report.findings:
        entry = known.setdefault(finding.fingerprint, _entry(finding))
        entry["times"] += 1
    document = {"mcdgraph-baseline": VERSION, "accepted": dict(sorted(known.items()))}
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    try:
        path.write_text(text, encoding="utf8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error
    return len(report.findings)


def compare(report: Report, path: Path) -> Compared:
    """Leave out what the baseline accepts; a file that is not there accepts nothing."""
    left = _read(path) if path.exists() else Counter[str]()
    kept: list[Finding] = []
    accepted = 0
    for finding in report.findings:
        if left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
            accepted += 1
        else:
            kept.append(finding)
    remaining = sum(left.values())
    return Compared(
        report=replace(report, findings=tuple(kept)), accepted=accepted, mended=remaining
    )


def _entry(finding: Finding) -> dict[str, Any]:
    file = finding.position.path if finding.position else None
    return {"times": 0, "rule": finding.rule, "file": file, "message": finding.message}


def _read(path: Path) -> Counter[str]:
    try:
        document = json.loads(path.read_text(encoding="utf8"))
        version, accepted = document["mcdgraph-baseline"], document["accepted"]
        found = Counter({key: int(entry["times"]) for key, entry in accepted.items()})
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"{path}: not a baseline: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: not a baseline; write it anew (--write-baseline)") from error
    if version != VERSION:
        raise InputError(f"{path}: a baseline of another version than {VERSION}")
    return found
