"""What a page shows of a comparison: things with their labels, and what changed of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from mcdgraph.columns import Iri, Literal
from mcdgraph.comparison import (
    ChangeKind,
    ChangeValue,
    Comparison,
    EvidenceNote,
    GraphState,
    NodeValue,
    StatementChange,
    ThingChanges,
)
from mcdgraph.pages.bounds import EVIDENCE, LABEL, Allowance, shorten
from mcdgraph.pages.labels import Label
from mcdgraph.pages.lists import page_count
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.terms import LABELS
from mcdgraph.pages.values import (
    Group,
    Listed,
    Nested,
    Resource,
    Statement,
    StatementEvidence,
    Value,
)

#: Things on one page, and changes of one of them; the page of one thing alone shows more.
THINGS: Final = 25
CHANGES: Final = 40
CHANGES_OF_ONE: Final = 500
#: Graphs and deprecated terms that are named.
NAMED: Final = 200


@dataclass(frozen=True, kw_only=True)
class ShownChange:
    """A statement that changed, as a page shows it.

    ``graph`` is None where that of the thing stands for it, and where evidence alone changed.
    """

    kind: ChangeKind
    property: Resource
    before: Value | None
    after: Value | None
    graph: Resource | None
    evidence_before: tuple[StatementEvidence, ...]
    evidence_after: tuple[StatementEvidence, ...]


@dataclass(frozen=True, kw_only=True)
class ChangedThing:
    """A thing, None for a blank node, with its first changes; ``more`` counts the others.

    ``graph`` is the one that all of these stand in, where it is one.
    """

    thing: Resource | None
    graph: Resource | None
    state: str
    changes: tuple[ShownChange, ...]
    more: int


@dataclass(frozen=True, kw_only=True)
class ChangedGraph:
    """A named graph, with how many statements it got and lost."""

    graph: Resource
    added: int
    gone: int


@dataclass(frozen=True, kw_only=True)
class DeprecatedTerm:
    """A term that is deprecated now, and what takes its place."""

    term: Resource
    successors: tuple[Resource, ...]


@dataclass(frozen=True, kw_only=True)
class ChangesPage:
    """A page of what changed between two states; counts are of all."""

    before: GraphState
    after: GraphState
    added: int
    gone: int
    left_out: int
    graphs: tuple[ChangedGraph, ...]
    deprecated: tuple[DeprecatedTerm, ...]
    things: tuple[ChangedThing, ...]
    total: int
    page: int
    pages: int


def pages_of(things: Sequence[ThingChanges]) -> int:
    """Count the pages that some things stand on."""
    return page_count(len(things), THINGS)


def on_page(things: Sequence[ThingChanges], page: int) -> Sequence[ThingChanges]:
    """Return the things on a page, from 1."""
    return things[(page - 1) * THINGS : page * THINGS]


def changes_page(
    reader: Reader,
    comparison: Comparison,
    language: str,
    *,
    things: Sequence[ThingChanges],
    page: int,
) -> ChangesPage:
    """Show a page of some things of a comparison, with labels in a language."""
    most = CHANGES_OF_ONE if len(things) == 1 else CHANGES
    writer = _ChangeWriter(reader, language)
    return ChangesPage(
        before=comparison.before,
        after=comparison.after,
        added=comparison.added,
        gone=comparison.gone,
        left_out=comparison.left_out,
        graphs=tuple(
            ChangedGraph(graph=reader.resource(one.iri, language), added=one.added, gone=one.gone)
            for one in comparison.graphs[:NAMED]
        ),
        deprecated=tuple(
            DeprecatedTerm(
                term=reader.resource(one.iri, language),
                successors=tuple(reader.resource(iri, language) for iri in one.successors),
            )
            for one in comparison.deprecated[:NAMED]
        ),
        things=tuple(writer.thing(one, most) for one in on_page(things, page)),
        total=len(things),
        page=page,
        pages=pages_of(things),
    )


class _ChangeWriter:
    """Turns terms into values with labels, as many as a page has room for."""

    def __init__(self, reader: Reader, language: str) -> None:
        self._reader = reader
        self._language = language
        self._allowance = Allowance()

    def thing(self, thing: ThingChanges, most: int) -> ChangedThing:
        """Show a thing with its first changes."""
        room = (change for change in thing.changes if self._allowance.take())
        graphs = {change.graph for change in thing.changes if change.graph}
        common = graphs.pop() if len(graphs) == 1 else ""
        shown = tuple(self._change(change, common) for change in islice(room, most))
        return ChangedThing(
            thing=self._named(thing),
            graph=self._reader.resource(common, self._language) if common else None,
            state=str(thing.state),
            changes=shown,
            more=len(thing.changes) - len(shown),
        )

    def _named(self, thing: ThingChanges) -> Resource | None:
        """Name a thing; one that is gone by what it was called."""
        if not isinstance(thing.node, Iri):
            return None
        iri = thing.node.value
        if not self._reader.is_labelled(iri):
            texts = [
                value
                for change in thing.changes
                if change.property.value in LABELS
                if isinstance(value := change.before, Literal)
            ]
            if found := self._reader.labels.choose(texts, self._language):
                label = Label(text=shorten(found.text, LABEL), language=found.language)
                return Resource(iri=iri, label=label)
        return self._reader.resource(iri, self._language)

    def _change(self, change: StatementChange, common: str) -> ShownChange:
        iri = "" if change.graph == common else change.graph
        graph = self._reader.resource(iri, self._language) if iri else None
        return ShownChange(
            kind=change.kind,
            property=self._reader.resource(change.property.value, self._language),
            before=None if change.before is None else self._value(change.before),
            after=None if change.after is None else self._value(change.after),
            graph=graph,
            evidence_before=self._evidence(change.evidence_before),
            evidence_after=self._evidence(change.evidence_after),
        )

    def _value(self, value: ChangeValue) -> Value:
        if not isinstance(value, NodeValue):
            return self._reader.value(value, self._language, self._allowance)
        if value.items is not None:
            items = tuple(self._value(item) for item in value.items if self._allowance.take())
            return Listed(items=items, cut=value.cut or len(items) < len(value.items))
        pairs = [pair for pair in value.pairs if self._allowance.take()]
        groups = tuple(self._group(property_, inner) for property_, inner in pairs)
        return Nested(groups=groups, cut=value.cut or len(pairs) < len(value.pairs))

    def _group(self, property_: Iri, value: ChangeValue) -> Group:
        return Group(
            property=self._reader.resource(property_.value, self._language),
            statements=(Statement(value=self._value(value), evidence=(), graphs=()),),
            total=1,
            more_than_total=False,
            cut=False,
        )

    def _evidence(self, notes: Iterable[EvidenceNote]) -> tuple[StatementEvidence, ...]:
        return tuple(self._note(note) for note in islice(notes, EVIDENCE))

    def _note(self, note: EvidenceNote) -> StatementEvidence:
        status = ""
        if isinstance(note.status, Literal):
            status = shorten(note.status.lexical, LABEL)
        elif isinstance(note.status, Iri):
            status = self._reader.resource(note.status.value, self._language).label.text
        if not isinstance(note.source, Iri):
            text = note.source.lexical if isinstance(note.source, Literal) else ""
            return StatementEvidence(status=status, name=shorten(text, LABEL))
        sentence = self._reader.resource(note.source.value, self._language)
        cited = self._reader.text(note.source, self._reader.evidence.name, self._language)
        name = (cited or sentence.label).text
        return StatementEvidence(status=status, name=shorten(name, LABEL), sentence=sentence)
