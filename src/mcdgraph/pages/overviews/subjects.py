"""What a graph has documents about: each subject with its documents in time, and their charts."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mcdgraph.columns import Literal
from mcdgraph.pages.bounds import LABEL, shorten
from mcdgraph.pages.hierarchy import Branch, hierarchy
from mcdgraph.pages.labels import Label
from mcdgraph.pages.order import alphabetical
from mcdgraph.pages.overviews.documents import DatedDocument
from mcdgraph.pages.overviews.rows import bounded, iri_in
from mcdgraph.pages.overviews.times import TimeLine, TimeSpan
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.tree_charts import TreeChart, tree_charts
from mcdgraph.pages.values import Resource
from mcdgraph.snapshots import Interval, Meeting
from mcdgraph.store import Solution

#: Documents of one subject that are shown with their charts, and boxes of one chart.
DOCUMENTS: Final = 40
_BOXES: Final = 60

#: Answers with the rows of the chart of a version, given its IRI.
ChartRows = Callable[[str], Iterable[Solution]]


@dataclass(frozen=True, kw_only=True)
class DocumentSubject:
    """What documents are about, and the documents from early to late."""

    resource: Resource
    documents: tuple[DatedDocument, ...]


@dataclass(frozen=True, kw_only=True)
class DrawnDocument:
    """A document of a subject: where its time is on the line, and the charts of what it says."""

    document: DatedDocument
    span: TimeSpan | None
    trees: tuple[Branch, ...]
    trees_cut: bool
    charts: tuple[TreeChart, ...]


@dataclass(frozen=True, kw_only=True)
class AskedTime:
    """The documents that speak of a time, for certain or possibly, else those nearest to it."""

    time: Interval
    certain: tuple[DatedDocument, ...]
    possible: tuple[DatedDocument, ...]
    before: DatedDocument | None
    after: DatedDocument | None


@dataclass(frozen=True, kw_only=True)
class SubjectPage:
    """A subject, its documents on a line; ``cut`` where there are more."""

    resource: Resource
    documents: tuple[DrawnDocument, ...]
    line: TimeLine | None
    asked: AskedTime | None
    cut: bool


def document_subjects(
    reader: Reader,
    rows: Iterable[Solution],
    documents: Mapping[str, DatedDocument],
    language: str,
) -> dict[str, DocumentSubject]:
    """Read rows of ?subject ?version, by the IRI of the subject, in the order of their names.

    ?name, in any language, names a subject that the graph gives no label.
    """
    versions: dict[str, set[str]] = {}
    names: dict[str, set[Literal]] = {}
    for row in bounded(rows):
        subject, version, name = iri_in(row, "subject"), iri_in(row, "version"), row.get("name")
        if subject and version in documents:
            versions.setdefault(subject, set()).add(version or "")
            if isinstance(name, Literal):
                names.setdefault(subject, set()).add(name)
    found = [
        DocumentSubject(
            resource=named(reader, iri, sorted(names.get(iri, ()), key=str), language),
            documents=tuple(d for key, d in documents.items() if key in versions[iri]),
        )
        for iri in versions
    ]
    found.sort(key=lambda s: (alphabetical(s.resource.label.text), s.resource.iri))
    return {subject.resource.iri: subject for subject in found}


def subject_page(
    reader: Reader,
    subject: DocumentSubject,
    charts: ChartRows,
    language: str,
    asked: Interval | None = None,
) -> SubjectPage:
    """Draw a subject, and tell what there is of a time."""
    shown = subject.documents[:DOCUMENTS]
    line = TimeLine.of(document.time for document in shown)
    return SubjectPage(
        resource=subject.resource,
        documents=tuple(_drawn(reader, document, line, charts, language) for document in shown),
        line=line,
        asked=asked_time(subject.documents, asked) if asked else None,
        cut=len(subject.documents) > len(shown),
    )


def asked_time(documents: Sequence[DatedDocument], time: Interval) -> AskedTime:
    """Find the documents that speak of a time, both bounds of which are known."""
    meetings = [(document, document.time.meets(time)) for document in documents]
    before = [d for d, m in meetings if m is Meeting.NONE and _ends(d) < _begins(time)]
    after = [d for d, m in meetings if m is Meeting.NONE and d not in before]
    return AskedTime(
        time=time,
        certain=tuple(d for d, m in meetings if m is Meeting.CERTAIN),
        possible=tuple(d for d, m in meetings if m is Meeting.POSSIBLE),
        before=max(before, key=_ends, default=None),
        after=min(after, key=lambda d: _begins(d.time), default=None),
    )


def _ends(document: DatedDocument) -> dt.date:
    return document.time.latest or dt.date.max


def _begins(time: Interval) -> dt.date:
    return time.earliest or dt.date.min


def _drawn(
    reader: Reader,
    document: DatedDocument,
    line: TimeLine | None,
    charts: ChartRows,
    language: str,
) -> DrawnDocument:
    trees, cut = hierarchy(reader, bounded(charts(document.version.iri)), language)
    trees = tuple(sorted(trees, key=len, reverse=True))
    return DrawnDocument(
        document=document,
        span=line.span(document.time) if line else None,
        trees=trees,
        trees_cut=cut,
        charts=tree_charts(trees, _BOXES),
    )


def named(reader: Reader, iri: str, names: Sequence[Literal], language: str) -> Resource:
    """Return a thing, by one of some names where the graph gives it no label."""
    label = reader.labels.choose(names, language)
    if label is None or reader.is_labelled(iri):
        return reader.resource(iri, language)
    text = shorten(label.text, LABEL)
    return Resource(iri=iri, label=Label(text=text, language=label.language))
