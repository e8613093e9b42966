"""What was found, as findings with their places, in order."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from mcdgraph.explanation import contradiction_findings
from mcdgraph.findings import Finding, Severity
from mcdgraph.hints import hint
from mcdgraph.namespaces import SH, shorten, shorten_bare
from mcdgraph.positions import Position
from mcdgraph.reasoning import Closure
from mcdgraph.rules import Validated
from mcdgraph.sources import Corpus, Part
from mcdgraph.validation import ShaclResult

SYNTAX = "syntax"
#: The rule of faults in files that are left out, where ``sources.broken`` says ``skip``.
LEFT_OUT = "left-out"


def place(finding: Finding) -> tuple[bool, str, int, int, str, str]:
    """Sort findings by file, line and column; those without a place come last.

    Broken grammar comes first: the others may follow from what could not be read.
    """
    at = finding.position or Position(path="\U0010ffff", line=0, column=0)
    later = finding.rule != SYNTAX
    return (later, at.path, at.line, at.column, finding.rule, finding.message)


def syntax_findings(corpus: Corpus) -> list[Finding]:
    """Return a finding for each place where a file breaks its grammar."""
    return [
        Finding(
            rule=SYNTAX,
            severity=Severity.VIOLATION,
            message=problem.message,
            position=problem.position,
        )
        for problem in corpus.problems
    ]


def left_out_findings(corpus: Corpus) -> list[Finding]:
    """Return a finding for each fault of a file that is left out of the graph."""
    return [
        Finding(
            rule=LEFT_OUT,
            severity=Severity.WARNING,
            message=f"the file is left out: {problem.message}",
            position=problem.position,
        )
        for problem in corpus.left_out
    ]


def shacl_findings(
    validated: Validated, corpus: Corpus, prefixes: Mapping[str, str]
) -> Iterator[Finding]:
    """Return a finding for each validation result."""
    for result in validated.report.results:
        yield _shacl_finding(result, validated, corpus, prefixes)


def _shacl_finding(
    result: ShaclResult, validated: Validated, corpus: Corpus, prefixes: Mapping[str, str]
) -> Finding:
    component = result.component.removeprefix(SH).removesuffix("ConstraintComponent")
    path = None if result.path is None else str(result.path)
    return Finding(
        rule=f"shacl/{component}",
        severity=result.level,
        message=shorten_bare(result.message(), prefixes),
        position=_position(corpus, validated.data_rows, result.row, result.part),
        focus=str(result.focus),
        path=path,
        value=None if result.value is None else str(result.value),
        shape=str(validated.names.of(result.source_shape)),
        shape_position=_position(corpus, validated.shape_rows, result.shape_row, "subject"),
        snapshot=result.snapshot,
        hint=hint(component, path and shorten(path, prefixes)),
    )


def contradictions(
    closure: Closure, corpus: Corpus, data: NDArray[np.intp], prefixes: Mapping[str, str]
) -> Iterator[Finding]:
    """Return the contradictions found in reasoning; ``data`` numbers the rows reasoned over."""
    return contradiction_findings(
        closure, lambda row: _position(corpus, data, row, "object"), prefixes
    )


def _position(
    corpus: Corpus, rows: NDArray[np.intp], row: int | None, part: Part
) -> Position | None:
    return None if row is None else corpus.position(int(rows[row]), part)
