"""The evidence of written statements: what annotated axioms say of them, document by document.

Source: OWL 2 Mapping to RDF Graphs, clause 3.2.2.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns, Kind, Literal
from mcdgraph.explanation.model import Evidence
from mcdgraph.namespaces import ANNOTATED
from mcdgraph.passages import offset_in
from mcdgraph.reasoning import SHARED
from mcdgraph.settings import EvidenceSettings
from mcdgraph.snapshots import Snapshots

_Rows = NDArray[np.intp]


class ProofEvidence:
    """Finds the evidence that one snapshot, with what is shared, has for a statement."""

    def __init__(self, columns: Columns, snapshots: Snapshots, profile: EvidenceSettings) -> None:
        """Take a graph, its snapshots and what evidence looks like; rows are sorted when asked."""
        self._columns = columns
        self._terms = columns.terms
        self._owner = snapshots.owner
        self._profile = profile

    def of(self, triple: tuple[int, int, int], snapshot: int) -> tuple[Evidence, ...]:
        """List the evidence of a statement that stands in a snapshot, or in what is shared (-1)."""
        (_, s), *others = zip(ANNOTATED, triple, strict=True)
        axioms = [
            axiom
            for axiom in self._annotating(s, snapshot)
            if all(part in self._objects(axiom, predicate, snapshot) for predicate, part in others)
        ]
        found = {evidence for axiom in axioms for evidence in self._said(axiom, snapshot)}
        return tuple(sorted(found, key=_order))

    def _said(self, axiom: int, snapshot: int) -> Iterator[Evidence]:
        statuses = self._all(axiom, self._profile.status, snapshot)
        status = next((self._terms.text(number) for number in statuses), "")
        sources = self._all(axiom, self._profile.source, snapshot)
        for source in sources:
            yield self._source(source, status)
        if not sources:
            yield Evidence(status=status)

    def _source(self, source: int, status: str) -> Evidence:
        """Read a passage, which is the same whichever graph describes it."""
        if self._terms.facet(source).kind is not Kind.IRI:
            return Evidence(status=status, cited=self._terms.text(source))
        return Evidence(
            status=status,
            sentence=self._terms.text(source),
            start=self._offset(source, self._profile.start),
            end=self._offset(source, self._profile.end),
        )

    def _offset(self, subject: int, predicates: Iterable[str]) -> int | None:
        terms = (self._terms[number] for number in self._all(subject, predicates, None))
        return offset_in(term.lexical for term in terms if isinstance(term, Literal))

    def _all(self, subject: int, predicates: Iterable[str], snapshot: int | None) -> list[int]:
        return [n for predicate in predicates for n in self._objects(subject, predicate, snapshot)]

    def _annotating(self, subject: int, snapshot: int) -> list[int]:
        """List the axioms about statements of a subject."""
        about, order = self._by_source
        first, last = np.searchsorted(about, [subject, subject + 1])
        rows = self._of_snapshot(order[first:last], snapshot)
        return sorted(set(self._columns.subject[rows].tolist()))

    def _objects(self, subject: int, predicate: str, snapshot: int | None) -> list[int]:
        """List values that a snapshot or what is shared says, or for None that anything says."""
        subjects, order = self._by_subject
        first, last = np.searchsorted(subjects, [subject, subject + 1])
        rows = order[first:last]
        if snapshot is not None:
            rows = self._of_snapshot(rows, snapshot)
        rows = rows[self._columns.predicate[rows] == self._terms.find_iri(predicate)]
        found: list[int] = self._columns.object[rows].tolist()
        return found

    def _of_snapshot(self, rows: _Rows, snapshot: int) -> _Rows:
        owner = self._owner[rows]
        chosen: _Rows = rows[(owner == SHARED) | (owner == snapshot)]
        return chosen

    @cached_property
    def _by_subject(self) -> tuple[NDArray[np.int32], _Rows]:
        """The subjects of all rows, sorted, and the row of each."""
        order = np.argsort(self._columns.subject, kind="stable")
        return self._columns.subject[order], order

    @cached_property
    def _by_source(self) -> tuple[NDArray[np.int32], _Rows]:
        """The subjects that axioms are about, sorted, and the row that says so of each."""
        predicate = self._terms.find_iri(ANNOTATED[0])
        rows = np.flatnonzero(self._columns.predicate == predicate)
        rows = rows[np.argsort(self._columns.object[rows], kind="stable")]
        return self._columns.object[rows], rows


def _order(evidence: Evidence) -> tuple[int, str, str]:
    return evidence.start or 0, evidence.sentence or evidence.cited or "", evidence.status
