"""Annotated axioms: what is said of a statement where it stands, such as when it holds.

Source: OWL 2 Mapping to RDF Graphs, clause 3.2.2.
"""

import numpy as np

from mcdgraph.columns import Columns
from mcdgraph.conflicts.statements import SnapshotStatements
from mcdgraph.namespaces import ANNOTATED
from mcdgraph.settings import Settings
from mcdgraph.snapshots import Interval, Snapshots

#: Evidence that is listed of one statement.
MOST_EVIDENCE = 20


class AnnotatedStatements:
    """Finds the annotations of a statement in its own snapshot."""

    def __init__(
        self,
        columns: Columns,
        snapshots: Snapshots,
        statements: SnapshotStatements,
        settings: Settings,
    ) -> None:
        """Index the axioms of a graph once, in time linear in its rows."""
        self._columns = columns
        self._owner = snapshots.owner
        self._statements = statements
        self._settings = settings
        self._axioms = self._index()

    def time(self, row: int) -> Interval:
        """Return the time for which a statement says that it holds."""
        said = self._settings.snapshots
        axioms = self._of(row)
        return self._statements.time(axioms, self._number(row), said.valid_from, said.valid_to)

    def sources(self, row: int) -> list[int]:
        """List what says a statement, passages or documents, in order of number."""
        return self._values(row, self._settings.evidence.source)

    def statuses(self, row: int) -> list[int]:
        """List how sources say a statement."""
        return self._values(row, self._settings.evidence.status)

    def _values(self, row: int, properties: tuple[str, ...]) -> list[int]:
        number = self._number(row)
        found = (self._statements.values(one, number, properties) for one in self._of(row))
        return sorted({value for values in found for value in values})[:MOST_EVIDENCE]

    def _index(self) -> dict[tuple[int, ...], list[int]]:
        """Return the axioms by snapshot, subject, property and target."""
        sources, properties, targets = (self._pairs(predicate) for predicate in ANNOTATED)
        found: dict[tuple[int, ...], list[int]] = {}
        for axiom in sources.keys() & properties.keys() & targets.keys():
            number, node = axiom
            key = number, sources[axiom], properties[axiom], targets[axiom]
            found.setdefault(key, []).append(node)
        return found

    def _pairs(self, predicate: str) -> dict[tuple[int, int], int]:
        """Return the value of one part of each axiom, by snapshot and axiom."""
        c = self._columns
        rows = np.flatnonzero(c.predicate == c.terms.find_iri(predicate))
        parts = (part[rows].tolist() for part in (self._owner, c.subject, c.object))
        return {(number, axiom): value for number, axiom, value in zip(*parts, strict=True)}

    def _of(self, row: int) -> list[int]:
        c = self._columns
        parts = (self._owner, c.subject, c.predicate, c.object)
        return self._axioms.get(tuple(int(part[row]) for part in parts), [])

    def _number(self, row: int) -> int:
        return int(self._owner[row])
