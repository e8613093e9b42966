"""Contradictions as findings: what excludes what, and every written statement behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mcdgraph.explanation.explaining import Explainer, Placing
from mcdgraph.explanation.model import Explanation, ExplanationStep
from mcdgraph.explanation.text import TermNames
from mcdgraph.explanation.words import RULES
from mcdgraph.findings import Finding, Severity
from mcdgraph.positions import Position
from mcdgraph.reasoning import SHARED, Closure, Contradiction


def contradiction_findings(
    closure: Closure, placing: Placing, prefixes: Mapping[str, str]
) -> Iterator[Finding]:
    """Give a finding for each contradiction of a closure.

    ``placing`` places the rows of ``closure.asserted``. A finding stands at the last written
    statement that is not of the ontology, and its hint names all there are, with their places.
    """
    names = TermNames(prefixes=prefixes)
    explainer = Explainer(closure, placing) if closure.reasoner is not None else None
    for contradiction in closure.contradictions:
        grounds = explainer.grounds(contradiction) if explainer else ()
        number = contradiction.snapshot
        version = None if number == SHARED else closure.snapshots.members[number].version
        yield replace(_finding(contradiction, grounds, names), snapshot=version)


def _finding(
    contradiction: Contradiction, grounds: tuple[Explanation, ...], names: TermNames
) -> Finding:
    written = list(dict.fromkeys(_places(grounds, names)))
    words = RULES.get(contradiction.rule)
    reason = words.en.rstrip(".") if words else "the graph contradicts itself"
    said = list(dict.fromkeys(step for ground in grounds for step in _said(ground)))
    told = " and ".join(dict.fromkeys(names.triple(step) for step in said))
    return Finding(
        rule=f"owl/{contradiction.rule}",
        severity=Severity.VIOLATION,
        message=f"{reason}: {told}" if told else contradiction.message,
        position=_position([position for position, _ in written]),
        focus=str(said[-1].triple[0]) if said else None,
        hint="it follows from " + "; ".join(f"{text} ({at})" for at, text in written)
        if written
        else None,
    )


def _said(ground: Explanation) -> Iterator[ExplanationStep]:
    """Give a premise as it was written or concluded, before equals were put for equals.

    A contradiction is met between the representatives of equal things; what is told of it are
    the statements about the things themselves, and those that made them equal.
    """
    waiting, seen = [0], set[int]()
    while waiting:
        step = ground.steps[waiting.pop()]
        if step.number in seen:
            continue
        seen.add(step.number)
        if step.rule.startswith("eq-") and step.premises:
            waiting += reversed(step.premises)
        else:
            yield step


def _places(grounds: tuple[Explanation, ...], names: TermNames) -> Iterator[tuple[Position, str]]:
    """Give every written statement behind a contradiction, with its first place."""
    for ground in grounds:
        for step in ground.steps:
            if (position := _first(step)) is not None:
                yield position, names.triple(step)


def _first(step: ExplanationStep) -> Position | None:
    return next((stated.position for stated in step.stated if stated.position), None)


def _position(places: list[Position]) -> Position | None:
    """Choose where to point: the last statement of the data, else the last of all."""
    data = [place for place in places if not place.path.startswith("ontology/")]
    chosen = data or places
    return chosen[-1] if chosen else None
