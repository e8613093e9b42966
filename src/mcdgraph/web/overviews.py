"""Pages over many things at once: documents, subjects in time, conflicts, figures, what is open."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import NotFound

from mcdgraph.columns import Iri, Literal
from mcdgraph.page_queries import OVERVIEWS
from mcdgraph.pages.order import alphabetical
from mcdgraph.pages.overviews.areas import area_map, areas
from mcdgraph.pages.overviews.arranging import PAGE, ArrangedTable, Row
from mcdgraph.pages.overviews.chronicle import chronicle, dated_events
from mcdgraph.pages.overviews.comparison import compared
from mcdgraph.pages.overviews.disagreements import disagreements
from mcdgraph.pages.overviews.documents import DatedDocument, dated_documents
from mcdgraph.pages.overviews.gaps import gaps
from mcdgraph.pages.overviews.layouts import (
    DocumentSubjects,
    area_layout,
    document_layout,
    event_layout,
    gap_layout,
    member_layout,
    series_layout,
    subject_layout,
    topic_layout,
)
from mcdgraph.pages.overviews.networks import network_members, networks
from mcdgraph.pages.overviews.series import figure_series
from mcdgraph.pages.overviews.subjects import (
    DocumentSubject,
    document_subjects,
    named,
    subject_page,
)
from mcdgraph.store import Solution
from mcdgraph.web.arranging import arranged, asked_days, changed_url, paged, sorted_url, whole_url
from mcdgraph.web.asking import MOST_LINKED
from mcdgraph.web.errors import UnknownResource
from mcdgraph.web.parameters import parameter, parameters
from mcdgraph.web.representation import respond_page
from mcdgraph.web.site import known, language, site, texts

overviews = Blueprint("overviews", __name__)

#: Series of figures on one page.
SERIES: Final = 20


@overviews.get("/overviews")
def listed() -> Response:
    """List the overviews that the graph has something for."""
    if not site().overviews.names:
        raise NotFound("This graph has no overviews.")
    return respond_page(
        lambda: render_template(
            "overviews.html", names=site().overviews.names, heading_of=heading, lead=lead
        )
    )


@overviews.get("/overviews/<name>")
def overview(name: str) -> Response:
    """Show one overview, as a whole or of one thing."""
    if fault := site().overviews.faults.get(name):
        raise fault
    if name not in site().overviews.names:
        raise NotFound(f"This graph has no overview {name}.")
    return respond_page(_PAGES[name])


def heading(name: str) -> str:
    """Return what an overview is called: by its query, or by the words of the site."""
    return _word(name, "title") or str(getattr(texts(), f"overview_{name}"))


def lead(name: str) -> str:
    """Return what an overview shows: by its query, or by the words of the site."""
    return _word(name, "description") or str(getattr(texts(), f"overview_{name}_more"))


def _word(overview: str, name: str) -> str:
    words = site().page_queries.words(OVERVIEWS[overview][0])
    return words.get((name, language()), "")


def subject_name(iri: str) -> str:
    """Return what a subject of documents is called."""
    rows = site().overviews.subjects
    names = {row.get("name") for row in rows if row.get("subject") == Iri(iri)}
    literals = sorted((name for name in names if isinstance(name, Literal)), key=str)
    return named(site().reader, iri, literals, language()).label.text


def _documents() -> str:
    about = _about()
    words = {True: texts().text_whole, False: texts().text_part}
    table = arranged([*dated().values()], document_layout(about, words))
    return _table("documents", table, about=about)


def _subjects() -> str:
    found, iri = _subjects_by_iri(), parameter("iri")
    if not iri:
        table = arranged([*found.values()], subject_layout())
        return _page("subjects", table=table)
    if iri not in found:
        raise UnknownResource(iri)
    subject = found[iri]
    asked, versions = asked_days("on"), {d.version.iri for d in subject.documents}
    return _page(
        "subjects",
        "subject",
        query="",
        page=subject_page(site().reader, subject, _chart_rows, language(), asked),
        life=chronicle(
            dated_events(site().reader, _rows("timeline"), language(), versions=versions)
        ),
        known=known(iri),
        on=parameter("on"),
    )


def _compare() -> str:
    documents, reader = dated(), site().reader
    chosen = [parameter("from"), parameter("to")]
    if unknown := next((iri for iri in chosen if iri and iri not in documents), None):
        raise UnknownResource(unknown)
    first, second = (documents.get(iri) for iri in chosen)
    found, topics = None, []
    if first and second:
        found = compared(reader, _statements(first), _statements(second), language())
        topics = disagreements(reader, _rows("conflicts"), language(), between=chosen)
    return _page(
        "compare",
        query=_compared_query(first, second),
        groups=_grouped(documents.values()),
        first=first,
        second=second,
        found=found,
        topics=topics,
    )


def _conflicts() -> str:
    iri, about = parameter("iri"), _about()
    topics = disagreements(site().reader, _rows("conflicts"), language(), about=iri)
    _require(topics, iri)
    words = {True: texts().overlap_certain, False: texts().overlap_possible}
    table = arranged(topics, topic_layout(about, words))
    return _table("conflicts", table, about_thing=_label(iri), size=SERIES)


def _timeline() -> str:
    iri = parameter("iri")
    events = dated_events(site().reader, _rows("timeline"), language(), of=iri)
    _require(events, iri)
    table = arranged(events, event_layout(_about()))
    return _table("timeline", table, found=chronicle(table.rows), about_thing=_label(iri))


def _figures() -> str:
    iri = parameter("iri")
    series = figure_series(site().reader, _rows("series"), language(), of=iri)
    _require(series, iri)
    table = arranged(series, series_layout(_about()))
    return _table("figures", table, about_thing=_label(iri), size=SERIES)


def _network() -> str:
    reader, rows = site().reader, _rows("network")
    series, conflicts = _rows("series"), _rows("conflicts")
    named = networks(rows)
    table = arranged(network_members(reader, rows, language()), member_layout())
    return _table(
        "network",
        table,
        series=[s for iri in named for s in figure_series(reader, series, language(), of=iri)],
        topics=[
            d for iri in named for d in disagreements(reader, conflicts, language(), about=iri)
        ],
    )


def _unknown() -> str:
    about = _about()
    found = gaps(
        site().reader, _rows("unknown"), language(), word=lambda name: _word("unknown", name)
    )
    return _table("unknown", arranged(found.entries, gap_layout(about)), about=about, cut=found.cut)


def _map() -> str:
    found = areas(site().reader, _rows("map"), language())
    return _page(
        "map",
        table=arranged(found, area_layout()),
        areas=found,
        map=area_map(found, site().outlines),
        subjects=_subject_iris(),
    )


_PAGES: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "subjects": _subjects,
        "map": _map,
        "documents": _documents,
        "compare": _compare,
        "conflicts": _conflicts,
        "timeline": _timeline,
        "figures": _figures,
        "network": _network,
        "unknown": _unknown,
    }
)


def _table(name: str, table: ArrangedTable[Row], size: int = PAGE, **values: object) -> str:
    return _page(name, "", table=table, rows=paged(table, size), **values)


def _page(name: str, template: str = "", **values: object) -> str:
    """Show an overview, with links to the rows of its query, or of a value ``query``."""
    return render_template(
        f"overview_{template or name}.html",
        name=name,
        heading_of=heading,
        lead=lead,
        word=lambda called, otherwise: _word(name, called) or otherwise,
        names=site().overviews.names,
        has_subjects="subjects" in site().overviews.names,
        given=parameters(),
        changed_url=changed_url,
        sorted_url=sorted_url,
        whole_url=whole_url,
        **{"query": _query(name), **values},
    )


def _query(name: str) -> str:
    """Return the query of an overview; empty where it is too long to stand in a link."""
    text = site().page_queries.queries[OVERVIEWS[name][0]].unheaded
    return text if len(text) <= MOST_LINKED else ""


def _compared_query(*documents: DatedDocument | None) -> str:
    """Return the query for what two documents say; empty before both are chosen."""
    versions = " ".join(str(Iri(found.version.iri)) for found in documents if found)
    query = _query("compare") if all(documents) else ""
    text = f"{query}\nVALUES ?version {{ {versions} }}"
    return text if query and len(text) <= MOST_LINKED else ""


def _grouped(documents: Iterable[DatedDocument]) -> list[tuple[str, list[DatedDocument]]]:
    """Return documents by what they are about, those about nothing that is named last."""
    about = _about()
    found: dict[str, list[DatedDocument]] = {}
    for document in documents:
        names = (subject.label.text for subject in about.about(document.version))
        found.setdefault(", ".join(names), []).append(document)
    return sorted(found.items(), key=lambda pair: (not pair[0], alphabetical(pair[0])))


def _rows(name: str) -> list[Solution]:
    return site().page_queries.rows(site().reader.store, name)


def _rows_of(name: str, version: str) -> list[Solution]:
    given = {"version": Iri(version)}
    return site().page_queries.rows(site().reader.store, name, given)


def _chart_rows(version: str) -> Iterable[Solution]:
    return _rows_of("charts", version)


def _statements(document: DatedDocument) -> Iterable[Solution]:
    return _rows_of("statements", document.version.iri)


def dated() -> dict[str, DatedDocument]:
    """Return the documents of the graph from early to late, by the IRI of the version."""
    return dated_documents(site().reader, site().overviews.documents, language())


def _subjects_by_iri() -> dict[str, DocumentSubject]:
    return document_subjects(site().reader, site().overviews.subjects, dated(), language())


def _about() -> DocumentSubjects:
    """Return what documents are about; nothing where the graph does not say."""
    named = "subjects" in site().overviews.names
    return DocumentSubjects.of(_subjects_by_iri().values() if named else ())


def _subject_iris() -> set[str]:
    rows = site().overviews.subjects
    return {term.value for row in rows if isinstance(term := row.get("subject"), Iri)}


def _require(found: object, iri: str) -> None:
    if iri and not found:
        raise UnknownResource(iri)


def _label(iri: str) -> str:
    return site().reader.labels.label(iri, language()).text if iri else ""
