"""Pages over many things at once: documents, subjects in time, conflicts, figures, what is open."""

import re
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import NotFound

from mcdgraph.columns import Iri, Literal
from mcdgraph.namespaces import XSD
from mcdgraph.pages.lists import list_page
from mcdgraph.pages.overviews.areas import area_map, areas
from mcdgraph.pages.overviews.chronicle import chronicle
from mcdgraph.pages.overviews.comparison import compared
from mcdgraph.pages.overviews.disagreements import disagreements
from mcdgraph.pages.overviews.documents import DatedDocument, dated_documents
from mcdgraph.pages.overviews.gaps import gap_groups
from mcdgraph.pages.overviews.networks import network_members, networks
from mcdgraph.pages.overviews.series import figure_series
from mcdgraph.pages.overviews.subjects import (
    DocumentSubject,
    document_subjects,
    named,
    subject_page,
)
from mcdgraph.pages.page_queries import OVERVIEWS
from mcdgraph.snapshots import Interval, days_of
from mcdgraph.store import Solution
from mcdgraph.web.errors import UnknownResource
from mcdgraph.web.faults import PageFault
from mcdgraph.web.parameters import page_number, parameter, require_page
from mcdgraph.web.representation import respond_page
from mcdgraph.web.site import known, language, site, texts

overviews = Blueprint("overviews", __name__)

#: Series of figures on one page.
SERIES: Final = 20
_DAY: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}\Z", re.ASCII)
_DATATYPES: Final = {4: "gYear", 7: "gYearMonth", 10: "date"}


@overviews.get("/overviews")
def listed() -> Response:
    """List the overviews that the graph has something for."""
    if not site().overviews.names:
        raise NotFound("This graph has no overviews.")
    return respond_page(
        lambda: render_template(
            "overviews.html", names=site().overviews.names, heading=heading, lead=lead
        )
    )


@overviews.get("/overviews/<name>")
def overview(name: str) -> Response:
    """Show one overview, as a whole or of one thing."""
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
    query = site().page_queries.overviews[OVERVIEWS[overview][0]]
    return query.words.get((name, language()), "")


def subject_name(iri: str) -> str:
    """Return what a subject of documents is called."""
    rows = site().overviews.subjects
    names = {row.get("name") for row in rows if row.get("subject") == Iri(iri)}
    literals = sorted((name for name in names if isinstance(name, Literal)), key=str)
    return named(site().reader, iri, literals, language()).label.text


def _documents() -> str:
    return _page("documents", documents=dated().values())


def _subjects() -> str:
    found, iri = _subjects_by_iri(), parameter("iri")
    if not iri:
        return _page("subjects", subjects=found.values())
    if iri not in found:
        raise UnknownResource(iri)
    subject = found[iri]
    asked, versions = _asked_time(), {d.version.iri for d in subject.documents}
    return _page(
        "subjects",
        "subject",
        page=subject_page(site().reader, subject, _chart_rows, language(), asked),
        life=chronicle(site().reader, _rows("timeline"), language(), versions=versions),
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
        documents=documents.values(),
        first=first,
        second=second,
        found=found,
        topics=topics,
    )


def _conflicts() -> str:
    iri = parameter("iri")
    topics = disagreements(site().reader, _rows("conflicts"), language(), about=iri)
    _require(topics, iri)
    page = list_page(topics, page_number(), lambda topic: topic, size=SERIES)
    require_page(page_number(), page.pages)
    return _page("conflicts", topics=page, about=_label(iri))


def _timeline() -> str:
    iri = parameter("iri")
    found = chronicle(site().reader, _rows("timeline"), language(), of=iri)
    _require(found.lives, iri)
    return _page("timeline", found=found, about=_label(iri))


def _figures() -> str:
    iri = parameter("iri")
    series = figure_series(site().reader, _rows("series"), language(), of=iri)
    _require(series, iri)
    page = list_page(series, page_number(), lambda found: found, size=SERIES)
    require_page(page_number(), page.pages)
    return _page("figures", series=page, about=_label(iri))


def _network() -> str:
    reader, rows = site().reader, _rows("network")
    series, conflicts = _rows("series"), _rows("conflicts")
    named = networks(rows)
    return _page(
        "network",
        members=network_members(reader, rows, language()),
        series=[s for iri in named for s in figure_series(reader, series, language(), of=iri)],
        topics=[
            d for iri in named for d in disagreements(reader, conflicts, language(), about=iri)
        ],
    )


def _unknown() -> str:
    return _page("unknown", groups=gap_groups(site().reader, _rows("unknown"), language()))


def _map() -> str:
    found = areas(site().reader, _rows("map"), language())
    return _page("map", areas=found, map=area_map(found, site().outlines), subjects=_subject_iris())


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


def _page(name: str, template: str = "", **values: object) -> str:
    return render_template(
        f"overview_{template or name}.html",
        name=name,
        heading=heading,
        lead=lead,
        word=lambda called, otherwise: _word(name, called) or otherwise,
        names=site().overviews.names,
        **values,
    )


def _rows(name: str) -> list[Solution]:
    query = site().page_queries.overviews.get(name)
    return site().reader.store.select(query.text) if query else []


def _rows_of(name: str, version: str) -> list[Solution]:
    query = site().page_queries.overviews.get(name)
    return site().reader.store.select(query.text, {"version": Iri(version)}) if query else []


def _chart_rows(version: str) -> Iterable[Solution]:
    return _rows_of("charts", version)


def _statements(document: DatedDocument) -> Iterable[Solution]:
    return _rows_of("statements", document.version.iri)


def dated() -> dict[str, DatedDocument]:
    """Return the documents of the graph from early to late, by the IRI of the version."""
    return dated_documents(site().reader, site().overviews.documents, language())


def _subjects_by_iri() -> dict[str, DocumentSubject]:
    return document_subjects(site().reader, site().overviews.subjects, dated(), language())


def _subject_iris() -> set[str]:
    rows = site().overviews.subjects
    return {term.value for row in rows if isinstance(term := row.get("subject"), Iri)}


def _asked_time() -> Interval | None:
    """Read a year, a month or a day; 400 for what is none."""
    text = parameter("on").strip()
    if not text:
        return None
    if _DAY.match(text):
        found = days_of(Literal(text, XSD + _DATATYPES[len(text)], None))
        if found.is_whole:
            return found
    raise PageFault(HTTPStatus.BAD_REQUEST, "fault_on")


def _require(found: object, iri: str) -> None:
    if iri and not found:
        raise UnknownResource(iri)


def _label(iri: str) -> str:
    return site().reader.labels.label(iri, language()).text if iri else ""
