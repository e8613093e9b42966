"""Terms of the SHACL namespace that have no effect, or not the one they should have."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns, Iri
from mcdgraph.namespaces import SH
from mcdgraph.validation.problems import Part, ProblemKind, ShapesProblem
from mcdgraph.validation.vocabulary import ANNOTATIONS, UNSUPPORTED, is_known, local, similar

#: Places of one term that are reported.
MAX_PLACES: Final = 20


def stray_terms(shapes: Columns) -> Iterator[ShapesProblem]:
    """Report where terms stand that are not SHACL's, or that nothing is done about."""
    columns: tuple[tuple[Part, NDArray[np.int32]], ...] = (
        ("subject", shapes.subject),
        ("predicate", shapes.predicate),
        ("object", shapes.object),
    )
    for number in np.unique(np.concatenate([column for _, column in columns])).tolist():
        if not shapes.terms.key(number).startswith(SH):
            continue
        term = shapes.terms[number]
        found = _problem(local(term.value)) if isinstance(term, Iri) else None
        if found is None:
            continue
        parts = columns[1:2] if found.kind is ProblemKind.NOT_EVALUATED else columns
        places = [(row, part) for part, column in parts for row in np.flatnonzero(column == number)]
        for row, part in sorted(places)[:MAX_PLACES]:
            more = f" (and at {len(places) - 1:,} more places)" if len(places) > MAX_PLACES else ""
            yield replace(
                found,
                message=found.message + more,
                row=int(row),
                part=part,
                shape=shapes.terms[int(shapes.subject[row])],
            )


def _problem(name: str | None) -> ShapesProblem | None:
    """Say what is to be said of a name, without a place."""
    if not name:
        return None
    if name in UNSUPPORTED:
        text = f"sh:{name} ({UNSUPPORTED[name]}) is not evaluated: what it asks is not checked"
        return ShapesProblem(kind=ProblemKind.NOT_EVALUATED, message=text)
    if name in ANNOTATIONS:
        text = f"sh:{name} (SHACL 1.2) has no effect on validation"
        return ShapesProblem(kind=ProblemKind.UNKNOWN_TERM, message=text)
    if is_known(name):
        return None
    near = similar(name)
    text = f"sh:{name} is not a term of SHACL and has no effect on validation"
    hint = f"Did you mean sh:{near}?" if near else None
    return ShapesProblem(kind=ProblemKind.UNKNOWN_TERM, message=text, hint=hint)
