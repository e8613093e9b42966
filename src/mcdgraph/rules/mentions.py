"""One finding for all that say the same: how often, and where first."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from mcdgraph.findings import Finding

#: Further places that a finding names.
SHOWN: Final = 3


def told_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give the first finding of each message, with the number and the next places of all.

    What only the first one is about (its subject, its path) is left out.
    """
    by_message: dict[str, list[Finding]] = {}
    numbers: dict[str, int] = {}
    for finding in findings:
        same = by_message.setdefault(finding.message, [])
        numbers[finding.message] = numbers.get(finding.message, 0) + 1
        if len(same) <= SHOWN:
            same.append(finding)
    for message, (first, *others) in by_message.items():
        further = tuple(other.position for other in others if other.position)
        alone = first if not others else replace(first, focus=None, path=None, value=None)
        yield replace(alone, mentions=numbers[message], further=further)
