"""How each overview that is a table can be narrowed and sorted."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mcdgraph.pages.labels import Label
from mcdgraph.pages.overviews.areas import Area
from mcdgraph.pages.overviews.arranging import (
    ColumnValue,
    Row,
    TableColumn,
    TableLayout,
    name_order,
    thing_value,
)
from mcdgraph.pages.overviews.chronicle import DatedEvent
from mcdgraph.pages.overviews.disagreements import Disagreement
from mcdgraph.pages.overviews.documents import DatedDocument
from mcdgraph.pages.overviews.gaps import Gap
from mcdgraph.pages.overviews.networks import NetworkMember
from mcdgraph.pages.overviews.series import FigureSeries
from mcdgraph.pages.overviews.subjects import DocumentSubject
from mcdgraph.pages.overviews.times import order_of
from mcdgraph.pages.values import Resource
from mcdgraph.snapshots import UNKNOWN, Interval


@dataclass(frozen=True, kw_only=True)
class DocumentSubjects:
    """What documents are about, by the IRI of the version."""

    subjects: Mapping[str, tuple[Resource, ...]]

    @classmethod
    def of(cls, subjects: Iterable[DocumentSubject]) -> "DocumentSubjects":
        """Turn subjects with their documents round."""
        found: dict[str, tuple[Resource, ...]] = {}
        for subject in subjects:
            for document in subject.documents:
                iri = document.version.iri
                found[iri] = (*found.get(iri, ()), subject.resource)
        return cls(subjects=found)

    def about(self, *versions: Resource | None) -> tuple[Resource, ...]:
        """Return what some versions are about, each thing once."""
        found = (one for v in versions if v for one in self.subjects.get(v.iri, ()))
        return tuple({one.iri: one for one in found}.values())

    def values(self, versions: Iterable[Resource | None]) -> list[ColumnValue]:
        """Return what some versions are about as values of a column."""
        return [(one.iri, one.label) for one in self.about(*versions)]


def document_layout(
    about: DocumentSubjects, wholeness: Mapping[bool, str]
) -> TableLayout[DatedDocument]:
    """Lay out the register; ``wholeness`` says in words whether the text is whole."""

    def complete(document: DatedDocument) -> list[ColumnValue]:
        if document.complete is None:
            return []
        word = Label(text=wholeness[document.complete], language=None)
        return [("true" if document.complete else "false", word)]

    def words(document: DatedDocument) -> Iterator[str]:
        things = (document.version, document.document, document.kind, document.quality)
        yield from _names(*things, *about.about(document.version))
        yield document.printed

    return TableLayout(
        columns=(
            TableColumn(name="document", order=lambda d: name_order(d.version)),
            TableColumn(
                name="about",
                values=lambda d: about.values([d.version]),
                order=lambda d: _first(about.about(d.version)),
            ),
            TableColumn(name="time", order=lambda d: _time_order(d.time)),
            _thing_column("basis", lambda d: d.basis),
            _thing_column("quality", lambda d: d.quality),
            TableColumn(name="complete", values=complete, order=lambda d: d.complete),
            _thing_column("kind", lambda d: d.kind),
            TableColumn(name="statements", order=lambda d: d.statements),
        ),
        words=words,
        time=lambda d: d.time,
    )


def subject_layout() -> TableLayout[DocumentSubject]:
    """Lay out what documents are about."""
    return TableLayout(
        columns=(
            TableColumn(name="name", order=lambda s: name_order(s.resource)),
            TableColumn(name="documents", order=lambda s: len(s.documents)),
        ),
        words=lambda s: _names(s.resource),
    )


def gap_layout(about: DocumentSubjects) -> TableLayout[Gap]:
    """Lay out what is not known."""
    return TableLayout(
        columns=(
            _thing_column("asked", lambda g: g.asked),
            TableColumn(name="thing", order=lambda g: name_order(g.item)),
            TableColumn(
                name="about",
                values=lambda g: about.values([g.item, *g.versions]),
                order=lambda g: _first(about.about(g.item, *g.versions)),
            ),
        ),
        words=lambda g: _names(g.asked, g.item, *g.versions, *about.about(g.item, *g.versions)),
    )


def event_layout(about: DocumentSubjects) -> TableLayout[DatedEvent]:
    """Lay out events."""

    def versions(event: DatedEvent) -> list[Resource]:
        return [source.version for source in event.sources]

    return TableLayout(
        columns=(
            TableColumn(name="time", order=lambda e: _time_order(e.time)),
            TableColumn(name="event", order=lambda e: name_order(e.event)),
            _thing_column("kind", lambda e: e.kind),
            TableColumn(name="thing", order=lambda e: name_order(e.of or e.event)),
            TableColumn(name="about", values=lambda e: about.values(versions(e))),
        ),
        words=lambda e: _names(e.event, e.kind, e.of, *versions(e), *about.about(*versions(e))),
        time=lambda e: e.time,
    )


def member_layout() -> TableLayout[NetworkMember]:
    """Lay out the members of networks."""

    def statuses(member: NetworkMember) -> list[ColumnValue]:
        return [(m.status.iri, m.status.label) for m in member.memberships]

    def first_time(member: NetworkMember) -> tuple[dt.date, dt.date] | None:
        known = (m.time for m in member.memberships if m.time != UNKNOWN)
        return min(map(order_of, known), default=None)

    return TableLayout(
        columns=(
            TableColumn(name="name", order=lambda m: name_order(m.item)),
            TableColumn(name="status", values=statuses, order=first_time),
            TableColumn(
                name="domain",
                values=lambda m: [(d.iri, d.label) for d in m.domains],
                order=lambda m: _first(m.domains),
            ),
            TableColumn(
                name="place",
                values=lambda m: [(p.iri, p.label) for p in m.places],
                order=lambda m: _first(m.places),
            ),
        ),
        words=lambda m: _names(m.item, *m.domains, *m.places, *(s.status for s in m.memberships)),
    )


def area_layout() -> TableLayout[Area]:
    """Lay out areas."""
    return TableLayout(
        columns=(
            TableColumn(name="name", order=lambda a: name_order(a.resource)),
            TableColumn(name="count", order=lambda a: a.count),
            TableColumn(name="other", order=lambda a: a.other),
            TableColumn(name="from", order=lambda a: _first([link.source for link in a.links])),
        ),
        words=lambda a: _names(a.resource, *(link.source for link in a.links)),
    )


def series_layout(about: DocumentSubjects) -> TableLayout[FigureSeries]:
    """Lay out series of figures."""

    def versions(series: FigureSeries) -> list[Resource | None]:
        return [point.version for point in series.points]

    return TableLayout(
        columns=(
            TableColumn(name="thing", order=lambda s: name_order(s.of)),
            _thing_column("measure", lambda s: s.measure),
            TableColumn(name="about", values=lambda s: about.values(versions(s))),
            TableColumn(name="figures", order=lambda s: len(s.points)),
        ),
        words=lambda s: _names(s.of, s.measure, *(point.figure for point in s.points)),
    )


def topic_layout(
    about: DocumentSubjects, overlaps: Mapping[bool, str]
) -> TableLayout[Disagreement]:
    """Lay out conflicts; ``overlaps`` says in words whether times meet for certain."""

    def versions(topic: Disagreement) -> list[Resource | None]:
        return [claim.version for claim in topic.claims]

    def overlap(topic: Disagreement) -> list[ColumnValue]:
        found = [(True, topic.certain), (False, topic.possible)]
        return [
            ("certain" if sure else "possible", Label(text=overlaps[sure], language=None))
            for sure, number in found
            if number
        ]

    def measures(topic: Disagreement) -> list[Resource]:
        things = [part for part in topic.measure if isinstance(part, Resource)]
        return things or [topic.property] if topic.property else things

    return TableLayout(
        columns=(
            TableColumn(name="thing", order=lambda t: name_order(t.about)),
            TableColumn(
                name="measure",
                values=lambda t: [(m.iri, m.label) for m in measures(t)],
                order=lambda t: _first(measures(t)),
            ),
            TableColumn(name="about", values=lambda t: about.values(versions(t))),
            TableColumn(name="overlap", values=overlap),
        ),
        words=lambda t: _names(t.about, *measures(t), *versions(t)),
    )


def _thing_column(name: str, thing: Callable[[Row], Resource | None]) -> TableColumn[Row]:
    return TableColumn(
        name=name,
        values=lambda row: thing_value(thing(row)),
        order=lambda row: name_order(thing(row)),
    )


def _first(things: Iterable[Resource]) -> str | None:
    """Return what sorts a cell of several things: the first of their names."""
    return min((name_order(thing) or "" for thing in things), default=None)


def _time_order(time: Interval) -> tuple[dt.date, dt.date] | None:
    return order_of(time) if time != UNKNOWN else None


def _names(*things: Resource | None) -> Iterator[str]:
    yield from (thing.label.text for thing in things if thing)
