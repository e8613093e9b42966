"""Shapes are well-formed, and all that they ask is evaluated."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace
from mcdgraph.validation import ProblemKind

_TEXTS: Final = {
    ProblemKind.ILL_FORMED: (
        "A shape keeps to the syntax of SHACL.",
        "A constraint, path, target or query of a shape breaks a syntax rule of SHACL (appendix "
        "A of the Recommendation), so that its meaning is not defined. It is left out; what "
        "else the shape asks, and all other shapes, are evaluated.",
    ),
    ProblemKind.NOT_EVALUATED: (
        "What the shapes ask is evaluated.",
        "A constraint is well-formed and is not evaluated, so that the report says nothing of "
        "what it asks: it belongs to a part of SHACL that is not supported, it refers through a "
        "negation to itself or to a shape that is not evaluated whole, or its query failed.",
    ),
    ProblemKind.UNKNOWN_TERM: (
        "A name in the namespace of SHACL is one that SHACL defines and validation uses.",
        "SHACL does not define the name, most often because it is misspelt; or the name is one "
        "of SHACL 1.2 that only describes the shape. It has no effect on validation.",
    ),
    ProblemKind.RULES: (
        "Whether rules of the shapes are run before validation is known.",
        "Rules of SHACL's Advanced Features (sh:rule) are run before validation, all of them, or "
        "not at all: the setting check.shape_rules decides, which by default asks the shapes "
        "(sh:entailment sh:Rules). What they add is validated, and is not published.",
    ),
}


def shape_rules() -> list[CheckRule]:
    """Return a rule for each kind of problem that validation reports of the shapes."""
    return [
        CheckRule(
            text=RuleText(
                name=kind, severity=kind.severity, sentence=sentence, documentation=documentation
            ),
            look=partial(_look, kind=kind),
        )
        for kind, (sentence, documentation) in _TEXTS.items()
    ]


def _look(rule: CheckRule, workspace: Workspace, *, kind: ProblemKind) -> Iterator[Finding]:
    """Report each problem of a kind where it stands in the shapes."""
    validated = workspace.validated
    for problem in validated.report.problems if validated else ():
        if validated is None or problem.kind is not kind:
            continue
        row = None if problem.row is None else int(validated.shape_rows[problem.row])
        found = rule.finding(workspace, problem.text, row=row, part=problem.part)
        shape = problem.shape and validated.names.of(problem.shape)
        yield replace(
            found,
            severity=max(problem.severity, rule.text.severity, key=list(Severity).index),
            hint=problem.hint,
            focus=None,
            value=None,
            path=None,
            shape=None if shape is None else str(shape),
        )
