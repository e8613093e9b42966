"""What documents say otherwise of one thing at one time, by what they say it of."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.pages.order import term_order
from mcdgraph.pages.overviews.rows import bounded, iri_in, resource_in, text_in, time_in
from mcdgraph.pages.overviews.times import order_of
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource, Value
from mcdgraph.snapshots import Interval
from mcdgraph.store import Solution


@dataclass(frozen=True, kw_only=True)
class DocumentClaim:
    """What one document says: the value, what it is said of, and the time that it is for."""

    subject: Resource
    value: Value
    version: Resource
    evidence: Resource | None
    status: str
    time: Interval
    basis: Resource | None


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """All that is claimed of one property or measure of a thing, where two claims are at odds.

    ``certain`` and ``possible`` count the pairs whose times meet for certain, and possibly.
    """

    about: Resource
    property: Resource | None
    measure: tuple[Value, ...]
    claims: tuple[DocumentClaim, ...]
    certain: int
    possible: int


@dataclass(kw_only=True)
class _Conflict:
    """What the rows say of one pair."""

    about: str
    predicate: str
    certain: bool
    measure: set[Term] = field(default_factory=set)
    claims: dict[str, Solution] = field(default_factory=dict)

    @property
    def topic(self) -> tuple[str, str, tuple[str, ...]]:
        return self.about, self.predicate, tuple(sorted(map(str, self.measure)))

    @property
    def versions(self) -> set[str | None]:
        return {iri_in(row, "version") for row in self.claims.values()}


def disagreements(
    reader: Reader,
    rows: Iterable[Solution],
    language: str,
    *,
    about: str = "",
    between: Collection[str] = (),
) -> list[Disagreement]:
    """Read rows of ?item ?about ?property ?overlap ?claim ?subject ?value ?version.

    Optional are ?measure, one a row, ?evidence ?status ?earliest ?latest ?basis. Only what is
    ``about`` a thing, and between documents of certain versions, is told where they are named.
    """
    conflicts: dict[str, _Conflict] = {}
    for row in bounded(rows):
        _gather(conflicts, row)
    topics: dict[tuple[str, str, tuple[str, ...]], list[_Conflict]] = {}
    for conflict in conflicts.values():
        if about in ("", conflict.about) and (not between or conflict.versions == {*between}):
            topics.setdefault(conflict.topic, []).append(conflict)
    return [_disagreement(reader, found, language) for found in topics.values()]


def _gather(conflicts: dict[str, _Conflict], row: Solution) -> None:
    item, about, claim = iri_in(row, "item"), iri_in(row, "about"), iri_in(row, "claim")
    if not (item and about and claim and row.get("value") and iri_in(row, "version")):
        return
    certain = (iri_in(row, "overlap") or "").endswith("certain")
    conflict = conflicts.setdefault(
        item,
        _Conflict(about=about, predicate=iri_in(row, "property") or "", certain=certain),
    )
    conflict.claims.setdefault(claim, row)
    if measure := row.get("measure"):
        conflict.measure.add(measure)


def _disagreement(reader: Reader, found: list[_Conflict], language: str) -> Disagreement:
    first = found[0]
    rows = {claim: row for conflict in found for claim, row in conflict.claims.items()}
    claims = [_claim(reader, row, language) for row in rows.values()]
    return Disagreement(
        about=reader.resource(first.about, language),
        property=reader.resource(first.predicate, language) if first.predicate else None,
        measure=tuple(
            reader.value(term, language) for term in sorted(first.measure, key=_measure_order)
        ),
        claims=tuple(sorted(claims, key=lambda c: (*order_of(c.time), c.version.iri))),
        certain=sum(conflict.certain for conflict in found),
        possible=sum(not conflict.certain for conflict in found),
    )


def _measure_order(term: Term) -> tuple[object, ...]:
    """Put what is measured before its unit, which may be a text."""
    return isinstance(term, Literal), term_order(term)


def _claim(reader: Reader, row: Solution, language: str) -> DocumentClaim:
    subject, version = iri_in(row, "subject"), iri_in(row, "version")
    value = row.get("value") or Iri("")
    return DocumentClaim(
        subject=reader.resource(subject or "", language),
        value=reader.value(value, language),
        version=reader.resource(version or "", language),
        evidence=resource_in(reader, row, "evidence", language),
        status=text_in(row, "status"),
        time=time_in(row, "earliest", "latest"),
        basis=resource_in(reader, row, "basis", language),
    )
