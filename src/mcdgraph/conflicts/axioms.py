"""Annotated axioms: what is said of a statement where it stands, such as when it holds.

Source: OWL 2 Mapping to RDF Graphs, clause 3.2.2.
"""

from collections.abc import Iterable

import numpy as np

from mcdgraph.columns import Columns, Literal
from mcdgraph.namespaces import ANNOTATED
from mcdgraph.settings import EvidenceSettings, SnapshotSettings
from mcdgraph.snapshots import Interval, days_of

#: Evidence that is listed of one statement.
MOST_EVIDENCE = 20


class AnnotatedStatements:
    """Finds the annotations of a statement in its own named graph."""

    def __init__(
        self, columns: Columns, snapshots: SnapshotSettings, evidence: EvidenceSettings
    ) -> None:
        """Index the axioms of a graph once, in time linear in its rows."""
        self._columns = columns
        self._snapshots = snapshots
        self._evidence = evidence
        self._axioms = self._index()
        said = (*snapshots.valid_from, *snapshots.valid_to, *evidence.source, *evidence.status)
        self._said = _by_subject(columns, said)

    def time(self, row: int) -> Interval:
        """Return the time for which a statement says that it holds."""
        axioms = self._of(row)
        first = [days.earliest for days in self._days(axioms, self._snapshots.valid_from)]
        last = [days.latest for days in self._days(axioms, self._snapshots.valid_to)]
        return Interval(
            earliest=min(filter(None, first), default=None),
            latest=max(filter(None, last), default=None),
        )

    def sources(self, row: int) -> list[int]:
        """List what says a statement, passages or documents, in order of number."""
        return self._values(self._of(row), self._evidence.source)[:MOST_EVIDENCE]

    def statuses(self, row: int) -> list[int]:
        """List how sources say a statement."""
        return self._values(self._of(row), self._evidence.status)[:MOST_EVIDENCE]

    def _index(self) -> dict[tuple[int, ...], list[int]]:
        """Return the axioms by graph, subject, property and target."""
        sources, properties, targets = (self._pairs(predicate) for predicate in ANNOTATED)
        found: dict[tuple[int, ...], list[int]] = {}
        for axiom in sources.keys() & properties.keys() & targets.keys():
            graph, node = axiom
            key = graph, sources[axiom], properties[axiom], targets[axiom]
            found.setdefault(key, []).append(node)
        return found

    def _pairs(self, predicate: str) -> dict[tuple[int, int], int]:
        """Return the value of one part of each axiom, by graph and axiom."""
        c = self._columns
        rows = np.flatnonzero(c.predicate == c.terms.find_iri(predicate))
        parts = (part[rows].tolist() for part in (c.graph, c.subject, c.object))
        return {(graph, axiom): value for graph, axiom, value in zip(*parts, strict=True)}

    def _of(self, row: int) -> list[int]:
        c = self._columns
        parts = (c.graph, c.subject, c.predicate, c.object)
        return self._axioms.get(tuple(int(part[row]) for part in parts), [])

    def _days(self, axioms: list[int], properties: Iterable[str]) -> list[Interval]:
        terms = (self._columns.terms[number] for number in self._values(axioms, properties))
        return [days_of(term) for term in terms if isinstance(term, Literal)]

    def _values(self, axioms: list[int], properties: Iterable[str]) -> list[int]:
        wanted = self._columns.terms.find_iris(properties)
        pairs = (pair for axiom in axioms for pair in self._said.get(axiom, ()))
        return sorted({value for property_, value in pairs if property_ in wanted})


def _by_subject(columns: Columns, properties: Iterable[str]) -> dict[int, list[tuple[int, int]]]:
    """Return property and value of what some properties say, by subject."""
    found: dict[int, list[tuple[int, int]]] = {}
    rows = np.isin(columns.predicate, columns.terms.find_iris(properties))
    for row in np.flatnonzero(rows).tolist():
        pair = int(columns.predicate[row]), int(columns.object[row])
        found.setdefault(int(columns.subject[row]), []).append(pair)
    return found
