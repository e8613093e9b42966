"""What happened to things, and when: each event on the line of the thing that it is of."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from mcdgraph.pages.overviews.rows import bounded, iri_in, time_in
from mcdgraph.pages.overviews.times import TimeLine, TimeSpan, order_of
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource
from mcdgraph.snapshots import Interval
from mcdgraph.store import Solution


@dataclass(frozen=True, kw_only=True)
class EventSource:
    """A version of a document that tells of an event, and the sentence or row in it."""

    version: Resource
    evidence: Resource | None


@dataclass(frozen=True, kw_only=True)
class DatedEvent:
    """An event at one time, as one document or several say it; ``span`` is where it is drawn."""

    event: Resource
    kind: Resource | None
    of: Resource | None
    time: Interval
    sources: tuple[EventSource, ...]
    span: TimeSpan | None = None

    @property
    def thing(self) -> Resource:
        """The thing on whose line it stands: that which it is of, or else the event."""
        return self.of or self.event


@dataclass(frozen=True, kw_only=True)
class Life:
    """The events of one thing, from early to late."""

    of: Resource
    events: tuple[DatedEvent, ...]


@dataclass(frozen=True, kw_only=True)
class Chronicle:
    """Lives on one line, the earliest first."""

    line: TimeLine | None
    lives: tuple[Life, ...]

    @property
    def events(self) -> tuple[DatedEvent, ...]:
        """All events, life by life."""
        return tuple(event for life in self.lives for event in life.events)


@dataclass(kw_only=True)
class _Told:
    of: str
    time: Interval
    sources: dict[str, str | None] = field(default_factory=dict)


def dated_events(
    reader: Reader,
    rows: Iterable[Solution],
    language: str,
    *,
    of: str = "",
    versions: Collection[str] | None = None,
) -> list[DatedEvent]:
    """Read rows of ?event ?from, with ?to where it took longer, from early to late.

    Optional are ?of, ?kind, ?version and ?evidence. Only events ``of`` one thing, or those that
    documents of some ``versions`` tell, are kept where they are named.
    """
    told: dict[tuple[str, str | None, str], _Told] = {}
    for row in bounded(rows):
        _gather(told, row, of, versions)
    events = [
        DatedEvent(
            event=reader.resource(event, language),
            kind=reader.resource(kind, language) if kind else None,
            of=reader.resource(found.of, language) if found.of != event else None,
            time=found.time,
            sources=tuple(_sources(reader, found, language)),
        )
        for (event, kind, _), found in told.items()
    ]
    return sorted(events, key=lambda e: (*order_of(e.time), e.event.iri))


def chronicle(events: Iterable[DatedEvent]) -> Chronicle:
    """Put events on the lines of their things."""
    ordered = sorted(events, key=lambda e: (*order_of(e.time), e.event.iri))
    line = TimeLine.of(event.time for event in ordered)
    lives: dict[str, list[DatedEvent]] = {}
    for event in ordered:
        placed = replace(event, span=line.span(event.time) if line else None)
        lives.setdefault(event.thing.iri, []).append(placed)
    found = [Life(of=events[0].thing, events=tuple(events)) for events in lives.values()]
    found.sort(key=lambda life: (*order_of(life.events[0].time), life.of.iri))
    return Chronicle(line=line, lives=tuple(found))


def _sources(reader: Reader, found: _Told, language: str) -> Iterator[EventSource]:
    for version, row in found.sources.items():
        yield EventSource(
            version=reader.resource(version, language),
            evidence=reader.resource(row, language) if row else None,
        )


def _gather(
    told: dict[tuple[str, str | None, str], _Told],
    row: Solution,
    of: str,
    versions: Collection[str] | None,
) -> None:
    event, version = iri_in(row, "event"), iri_in(row, "version")
    time = time_in(row, "from", "to" if row.get("to") else "from")
    if event is None or (versions is not None and version not in versions):
        return
    thing = iri_in(row, "of") or event
    if of and of not in (thing, event):
        return
    found = told.setdefault(
        (event, iri_in(row, "kind"), str(row.get("from"))), _Told(of=thing, time=time)
    )
    if version:
        found.sources.setdefault(version, iri_in(row, "evidence"))
