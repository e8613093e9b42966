"""What is validated together: all data, or one snapshot with what is shared."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns, Term
from mcdgraph.columns.pairs import contains, distinct
from mcdgraph.snapshots import Snapshots
from mcdgraph.validation.engine import ShaclEvaluation
from mcdgraph.validation.location import located
from mcdgraph.validation.relations import pack
from mcdgraph.validation.report import ShaclResult
from mcdgraph.validation.scopes import shapes_for
from mcdgraph.validation.shapes import Shapes
from mcdgraph.validation.targets import focus_nodes
from mcdgraph.validation.terms import Ints


@dataclass(frozen=True, kw_only=True, eq=False)
class DataPart:
    """Data to be validated with some shapes, whose focus nodes are found.

    ``rows`` numbers the rows of ``data`` in the whole; of a snapshot, ``mentioned`` are the
    nodes that its own graphs say something of, which alone are judged.
    """

    data: Columns
    rows: NDArray[np.intp]
    evaluation: ShaclEvaluation
    focus: dict[Term, Ints]
    snapshot: str | None = None
    mentioned: Ints | None = None

    def located(self, results: list[ShaclResult], written: Columns) -> Iterator[ShaclResult]:
        """Place the results that speak of the part's own nodes, by the rows of the whole."""
        told = results if self.mentioned is None else [r for r in results if self._speaks_of(r)]
        for one in located(told, written if self.snapshot is None else self.data):
            row = one.row if one.row is None else int(self.rows[one.row])
            yield replace(one, row=row, snapshot=self.snapshot)

    def _speaks_of(self, result: ShaclResult) -> bool:
        number = self.data.terms.find(result.focus)
        return self.mentioned is not None and bool(np.isin(number, self.mentioned))


def parts_of(
    data: Columns, shapes: Columns, compiled: Shapes, snapshots: Snapshots, extended: Columns
) -> Iterator[DataPart]:
    """Divide data by what the shapes are for; ``extended`` has what rules of shapes add to it.

    The shared rows are copied for queries once, and each snapshot is laid over them in turn:
    a part must be done with before the next is asked for.
    """
    targets = compiled.targets
    over_all = shapes_for(compiled.scopes, targets, snapshots.members)
    evaluation = ShaclEvaluation(extended, shapes, compiled)
    yield DataPart(
        data=extended,
        rows=np.arange(len(extended)),
        evaluation=evaluation,
        focus={node: focus_nodes(targets[node], evaluation) for node in over_all},
    )
    apart = [node for node in targets if node in compiled.scopes and node not in over_all]
    if apart and snapshots.members:
        yield from _snapshot_parts(data, shapes, compiled, snapshots, apart)


def _snapshot_parts(
    data: Columns, shapes: Columns, compiled: Shapes, snapshots: Snapshots, apart: list[Term]
) -> Iterator[DataPart]:
    shared = data.take(snapshots.shared)
    common = ShaclEvaluation(shared, shapes, compiled)
    known = _TripleSet(shared)
    for number, member in enumerate(snapshots.members):
        chosen = [node for node in apart if compiled.scopes[node].holds_for(member)]
        if not chosen:
            continue
        rows, own = snapshots.whole(number), data.take(snapshots.own(number))
        mentioned = np.unique(np.concatenate([own.subject, own.object])).astype(np.int64)
        whole = data.take(rows)
        with common.sparql.laid_over(own.take(~known.has(own))):
            evaluation = ShaclEvaluation(whole, shapes, compiled, common=common)
            yield DataPart(
                data=whole,
                rows=rows,
                evaluation=evaluation,
                focus={
                    node: np.intersect1d(focus_nodes(compiled.targets[node], evaluation), mentioned)
                    for node in chosen
                },
                snapshot=member.version,
                mentioned=mentioned,
            )


class _TripleSet:
    """Finds which triples a table has."""

    def __init__(self, columns: Columns) -> None:
        """Sort the pairs of each predicate when they are first asked for."""
        self._columns = columns
        self._pairs: dict[int, Ints] = {}

    def has(self, columns: Columns) -> NDArray[np.bool_]:
        """Mark the rows of another table of the same terms whose triple is in this one."""
        found = np.zeros(len(columns), np.bool_)
        for predicate in np.unique(columns.predicate).tolist():
            rows = np.flatnonzero(columns.predicate == predicate)
            pairs = pack(columns.subject[rows], columns.object[rows])
            found[rows] = contains(self._of(predicate), pairs)
        return found

    def _of(self, predicate: int) -> Ints:
        if predicate not in self._pairs:
            rows = self._columns.predicate == predicate
            pairs = pack(self._columns.subject[rows], self._columns.object[rows])
            self._pairs[predicate] = distinct(pairs)
        return self._pairs[predicate]
