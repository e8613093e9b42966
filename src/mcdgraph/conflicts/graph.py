"""Conflicts as RDF: each with its two claims, which lead to documents and sentences."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from mcdgraph.columns import Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.conflicts import vocabulary as terms
from mcdgraph.conflicts.claims import ConflictClaim
from mcdgraph.conflicts.finding import Conflict, ConflictSearch
from mcdgraph.namespaces import RDF, XSD
from mcdgraph.reasoning import Closure

#: Hexadecimal digits that tell two nodes apart: 64 bits of SHA-256.
_DIGITS = 16


def conflict_columns(search: ConflictSearch, closure: Closure, graph: str) -> Columns:
    """Write the conflicts found in a closure, in the default graph of a table of their own.

    A node is ``graph`` with a fragment made of what it says: the same conflict has the same IRI
    in every release.
    """
    return _ConflictWriter(search, closure, graph).columns()


class _ConflictWriter:
    """Writes each conflict once, and each claim once, however many conflicts it has a part in."""

    def __init__(self, search: ConflictSearch, closure: Closure, graph: str) -> None:
        self._search = search
        self._from = closure.asserted
        self._snapshots = closure.snapshots
        self._graph = graph
        self._builder = ColumnsBuilder()
        self._written: dict[int, Iri] = {}

    def columns(self) -> Columns:
        for conflict in self._search.conflicts:
            self._conflict(conflict)
        if self._search.left_out:
            count = Literal(str(self._search.left_out), XSD + "integer")
            self._add(Iri(self._graph), terms.LEFT_OUT, count)
        return self._builder.freeze()

    def _conflict(self, conflict: Conflict) -> None:
        topic = conflict.topic
        claims = [self._claim(claim) for claim in (conflict.one, conflict.other)]
        about = self._from.terms[topic.thing]
        node = self._node(str(about), topic.ground, *(claim.value for claim in claims))
        self._add(node, RDF + "type", Iri(terms.CONFLICT))
        self._add(node, terms.ABOUT, about)
        if topic.property >= 0:
            self._add(node, terms.PROPERTY, self._from.terms[topic.property])
        for number in topic.measure:
            if number >= 0:
                self._add(node, terms.MEASURE, self._from.terms[number])
        self._add(node, terms.FOUND_BY, Iri(terms.NAMESPACE + topic.ground))
        self._add(node, terms.OVERLAP, Iri(terms.NAMESPACE + conflict.meeting))
        for claim in claims:
            self._add(node, terms.HAS_CLAIM, claim)

    def _claim(self, claim: ConflictClaim) -> Iri:
        known = self._written.get(claim.row)
        if known is None:
            known = self._written[claim.row] = self._new_claim(claim)
        return known

    def _new_claim(self, claim: ConflictClaim) -> Iri:
        c, number = self._from, claim.row
        snapshot = self._snapshots.members[claim.snapshot]
        subject, property_, value, graph = (
            c.terms[int(part[number])] for part in (c.subject, c.predicate, c.object, c.graph)
        )
        node = self._node(*(str(term) for term in (graph, subject, property_, value)))
        self._add(node, RDF + "type", Iri(terms.CLAIM))
        self._add(node, terms.SUBJECT, subject)
        self._add(node, terms.PROPERTY, property_)
        self._add(node, terms.VALUE, value)
        self._add(node, terms.GRAPH, graph)
        self._add(node, terms.SNAPSHOT, Iri(snapshot.version))
        for document in snapshot.documents:
            self._add(node, terms.DOCUMENT, Iri(document))
        self._terms(node, terms.EVIDENCE, self._search.axioms.sources(number))
        self._terms(node, terms.STATUS, self._search.axioms.statuses(number))
        self._day(node, terms.EARLIEST, claim.time.earliest)
        self._day(node, terms.LATEST, claim.time.latest)
        self._add(node, terms.TIMED_BY, Iri(terms.NAMESPACE + claim.timed_by))
        if snapshot.basis is not None:
            self._add(node, terms.BASIS, snapshot.basis)
        return node

    def _terms(self, node: Iri, predicate: str, numbers: Iterable[int]) -> None:
        for number in numbers:
            term = self._from.terms[number]
            if isinstance(term, Iri | Literal):
                self._add(node, predicate, term)

    def _day(self, node: Iri, predicate: str, day: dt.date | None) -> None:
        if day is not None:
            self._add(node, predicate, Literal(day.isoformat(), XSD + "date"))

    def _node(self, *parts: str) -> Iri:
        digest = hashlib.sha256("\n".join(parts).encode("utf8")).hexdigest()
        return Iri(f"{self._graph}#{digest[:_DIGITS]}")

    def _add(self, subject: Term, predicate: str, object_: Term) -> None:
        table = self._builder.terms
        self._builder.add(table.intern(subject), table.iri(predicate), table.intern(object_))
