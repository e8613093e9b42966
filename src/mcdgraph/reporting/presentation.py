"""What a form may draw on beside the findings: the sources, the prefixes, the rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mcdgraph.findings import Finding, Report, RuleText, Severity
from mcdgraph.namespaces import shorten
from mcdgraph.positions import Position, SourceText

PLURALS = {
    Severity.VIOLATION: "violations",
    Severity.WARNING: "warnings",
    Severity.INFO: "remarks",
}


def nowhere(_position: Position | None) -> str:
    """Give no address: for sources that are at no forge."""
    return ""


@dataclass(frozen=True, kw_only=True)
class Presentation:
    """The context in which a report is rendered.

    ``sources`` maps a path, as positions give it, to its text; ``rules`` documents the rules
    by name. ``colour`` asks for ANSI colour where a form knows it.
    ``source_address`` gives the URL of a place at the forge, or nothing.
    """

    sources: Mapping[str, SourceText] = field(default_factory=lambda: MappingProxyType({}))
    prefixes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    rules: Mapping[str, RuleText] = field(default_factory=lambda: MappingProxyType({}))
    version: str = ""
    colour: bool = False
    source_address: Callable[[Position | None], str] = nowhere

    def term(self, written: str | None) -> str:
        """Shorten a term in N-Triples form by the prefixes."""
        return shorten(written, self.prefixes) if written else ""

    def source_line(self, finding: Finding) -> str | None:
        """Give the line of source that a finding speaks of, where it is known."""
        place = finding.position
        source = self.sources.get(place.path) if place else None
        if place is None or source is None or place.line > len(source.line_starts):
            return None
        return source.line(place.line)


Form = Callable[[Report, Presentation], str]


def counted(report: Report) -> str:
    """Sum a report up in a phrase: ``2 violations, 1 warning``, or ``no finding``."""
    parts = []
    for severity in Severity:
        number = sum(finding.severity is severity for finding in report.findings)
        if number:
            noun = PLURALS[severity] if number > 1 else PLURALS[severity].removesuffix("s")
            parts.append(f"{number:,} {noun}")
    return ", ".join(parts) or "no finding"
