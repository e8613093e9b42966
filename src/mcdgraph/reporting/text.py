"""A report as a person reads it: the place, the line with a caret, the shape, a hint."""

from textwrap import wrap

from mcdgraph.findings import Finding, Report, Severity
from mcdgraph.reporting.presentation import Presentation, counted
from mcdgraph.terminal import plain

WIDTH = 100
#: Characters of a message that are shown.
LONGEST = 800
_COLOURS = {Severity.VIOLATION: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def render(report: Report, presentation: Presentation) -> str:
    """Write every finding as a block of lines no wider than 100 columns, then a summary."""
    blocks = ["\n".join(block(finding, presentation)) for finding in report.findings]
    verdict = "conforms" if report.conforms else "does not conform"
    summary = (
        f"{verdict}: {counted(report)} in {_several(report.statements, 'statement')} "
        f"of {_several(report.files, 'file')}"
    )
    return "\n\n".join([*blocks, summary]) + "\n"


def block(finding: Finding, presentation: Presentation) -> list[str]:
    """Write one finding."""
    place = plain(str(finding.position)) if finding.position else "(no file)"
    severity = _painted(str(finding.severity), _COLOURS[finding.severity], presentation)
    lines = [f"{_painted(place, '1', presentation)}: {severity} [{finding.rule}]"]
    lines += _folded(_shortened(finding.message), "  ")
    lines += _excerpt(finding, presentation)
    lines += _details(finding, presentation)
    if address := presentation.source_address(finding.position):
        lines.append(f"  {address}")
    if finding.further:
        lines += _folded(f"{finding.mentions:,} mentions: {_places(finding)}", "  ")
    if finding.hint:
        lines += _folded(f"hint: {finding.hint}", "  ", "        ")
    return lines


def _places(finding: Finding) -> str:
    """Name the further places of what is told once."""
    places = ", ".join(str(place) for place in finding.further)
    left = (finding.mentions or 0) - 1 - len(finding.further)
    return f"also {places}, and {_several(left, 'more')}" if left else f"also {places}"


def _details(finding: Finding, presentation: Presentation) -> list[str]:
    """Name the terms that the message speaks of, and the shape with its own place."""
    named = [
        ("subject", presentation.term(finding.focus)),
        ("path", presentation.term(finding.path)),
        ("value", presentation.term(finding.value)),
    ]
    lines = [_clipped(f"  {name}: {term}") for name, term in named if term]
    if finding.shape:
        lines.append(_clipped(f"  shape: {presentation.term(finding.shape)}"))
        if finding.shape_position:
            lines[-1] = _clipped(f"{lines[-1]} ({finding.shape_position})")
    if finding.snapshot:
        lines.append(_clipped(f"  snapshot: {presentation.term(f'<{finding.snapshot}>')}"))
    return lines


def _excerpt(finding: Finding, presentation: Presentation) -> list[str]:
    """Show the line of source with a caret under the place; a long line is cut around it."""
    line, place = presentation.source_line(finding), finding.position
    if line is None or place is None:
        return []
    line = plain(line.replace("\t", " "))
    gutter = f"{place.line:>6} | "
    room = WIDTH - len(gutter)
    start = place.column - 1
    offset = max(0, min(start - room // 2, len(line) - room))
    shown = line[offset : offset + room]
    if offset:
        shown = "…" + shown[1:]
    if offset + room < len(line):
        shown = shown[:-1] + "…"
    end = len(line)
    if place.end_column is not None and place.end_line == place.line:
        end = place.end_column - 1
    elif place.end_column is None:
        end = start + 1
    width = max(1, min(end, offset + room) - start)
    caret = " " * (start - offset) + "^" * width
    return [gutter + shown, " " * (len(gutter) - 2) + "| " + _painted(caret, "1", presentation)]


def _folded(text: str, indent: str, further: str | None = None) -> list[str]:
    return wrap(
        plain(text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if further is None else further,
    )


def _several(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _shortened(message: str) -> str:
    """Leave out the middle of a message that quotes a very long value."""
    if len(message) <= LONGEST:
        return message
    return f"{message[: LONGEST // 2]} … {message[-LONGEST // 4 :]}"


def _clipped(line: str) -> str:
    line = plain(line)
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"


def _painted(text: str, code: str, presentation: Presentation) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if presentation.colour else text
