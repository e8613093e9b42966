"""Overviews: what is read of rows, what is drawn, and which pages a graph has."""

import calendar
import datetime as dt
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.namespaces import XSD
from mcdgraph.page_queries import OVERVIEWS, PageQueries, PageQuery
from mcdgraph.pages.order import alphabetical
from mcdgraph.pages.outlines import Outlines
from mcdgraph.pages.overviews.areas import AREAS, area_map, areas
from mcdgraph.pages.overviews.chronicle import chronicle, dated_events
from mcdgraph.pages.overviews.comparison import ENTRIES, compared
from mcdgraph.pages.overviews.disagreements import disagreements
from mcdgraph.pages.overviews.documents import dated_documents
from mcdgraph.pages.overviews.gaps import GAPS, gaps
from mcdgraph.pages.overviews.networks import network_members, networks
from mcdgraph.pages.overviews.series import HEIGHT, figure_series
from mcdgraph.pages.overviews.subjects import asked_time, document_subjects
from mcdgraph.pages.overviews.times import DateWords, TimeLine, written
from mcdgraph.settings import ConflictSettings
from mcdgraph.snapshots import Interval
from mcdgraph.web.site import EXTENSION
from tests.conftest import Harbour

BASE = "https://example.org/harbour/id/"
Row = dict[str, Term]


def day(text: str) -> Literal:
    """Return a year, a month or a day."""
    return Literal(text, XSD + {4: "gYear", 7: "gYearMonth", 10: "date"}[len(text)], None)


def thing(name: str) -> Iri:
    """Return a thing of the harbour."""
    return Iri(BASE + name)


def number(text: str) -> Literal:
    """Return a decimal."""
    return Literal(text, XSD + "decimal", None)


def time(earliest: str = "", latest: str = "") -> Interval:
    """Return a time of two days."""
    return Interval(
        earliest=dt.date.fromisoformat(earliest) if earliest else None,
        latest=dt.date.fromisoformat(latest) if latest else None,
    )


ENGLISH = DateWords(
    months=tuple(calendar.month_name[1:]),
    month="{} {}",
    day="{} {} {}",
    first_day="the first of {1} {2}",
)


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        ("2017-01-01", "2019-12-31", "2017\u20132019"),
        ("2017-01-01", "2017-12-31", "2017"),
        ("2017-04-01", "2017-04-30", "April 2017"),
        ("2016-02-01", "2016-02-29", "February 2016"),
        ("2014-04-01", "2017-05-31", "April 2014 \u2013 May 2017"),
        ("2017-04-03", "2017-04-03", "3 April 2017"),
        ("2017-04-03", "2017-04-09", "3 April 2017 \u2013 9 April 2017"),
        ("", "2013-09-13", "13 September 2013"),
        ("", "2013-12-31", "2013"),
        ("2011-01-01", "", "2011"),
        ("2011-12-31", "", "31 December 2011"),
        ("", "2011-05-01", "the first of May 2011"),
        ("", "", ""),
    ],
)
def test_times_are_written_as_short_as_they_can_be(
    earliest: str, latest: str, expected: str
) -> None:
    """A year, a month or a day where it is whole."""
    assert written(time(earliest, latest), ENGLISH) == expected


def test_a_line_of_time_has_round_years_and_open_ends() -> None:
    """Spans lie within it, in order, and say which end nobody knows."""
    times = [time("1960-01-01", "1960-12-31"), time("", "2013-09-13"), time("2020-05-01", "")]
    line = TimeLine.of(times)
    assert line is not None
    assert [mark.year for mark in line.marks] == [1960, 1970, 1980, 1990, 2000, 2010, 2020]
    spans = [span for t in times if (span := line.span(t))]
    assert [(span.open_start, span.open_end) for span in spans] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    assert all(0 <= span.at < span.end <= 100 for span in spans)
    assert [span.at for span in spans] == sorted(span.at for span in spans)
    assert line.span(time()) is None
    assert TimeLine.of([time()]) is None


@pytest.mark.parametrize("years", [("0001", "9999"), ("2019", "2019"), ("1900", "2020")])
def test_a_line_of_any_length_has_few_marks(years: tuple[str, str]) -> None:
    """One year or ten thousand."""
    line = TimeLine.of([time(f"{years[0]}-01-01", f"{years[1]}-12-31")])
    assert line is not None
    assert 1 <= len(line.marks) <= 9


DOCUMENTS: list[Row] = [
    {"version": thing("late"), "earliest": day("2020-05"), "latest": day("2020-05")},
    {"version": thing("undated")},
    {
        "version": thing("early"),
        "document": thing("page"),
        "latest": day("2013-09-13"),
        "complete": Literal("true", XSD + "boolean", None),
        "statements": number("12"),
        "printed": Literal("13/09/2013", XSD + "string", None),
    },
    {"version": thing("early"), "latest": day("2001")},
    {"version": Literal("none", XSD + "string", None)},
]


def test_documents_stand_from_early_to_late(harbour: Harbour) -> None:
    """The first row of a version counts, those without a time are last."""
    found = dated_documents(harbour.reader, DOCUMENTS, "en")
    assert [iri.removeprefix(BASE) for iri in found] == ["early", "late", "undated"]
    early = found[BASE + "early"]
    assert (early.complete, early.statements, early.printed) == (True, 12, "13/09/2013")
    assert early.time == time("", "2013-09-13")
    assert found[BASE + "late"].complete is None


@pytest.mark.parametrize(
    ("asked", "certain", "possible", "before", "after"),
    [
        (("2019-01-01", "2019-12-31"), [], ["undated"], "early", "late"),
        (("2020-01-01", "2020-12-31"), ["late"], ["undated"], "early", None),
        (("2012-01-01", "2012-12-31"), [], ["early", "undated"], None, "late"),
        (("2021-01-01", "2021-01-01"), [], ["undated"], "late", None),
    ],
)
def test_a_time_has_documents_or_those_nearest(
    harbour: Harbour,
    asked: tuple[str, str],
    certain: list[str],
    possible: list[str],
    before: str | None,
    after: str | None,
) -> None:
    """What may speak of a time is told apart from what does."""
    documents = list(dated_documents(harbour.reader, DOCUMENTS, "en").values())
    found = asked_time(documents, time(*asked))
    assert [d.version.iri.removeprefix(BASE) for d in found.certain] == certain
    assert [d.version.iri.removeprefix(BASE) for d in found.possible] == possible
    nearest = [d and d.version.iri.removeprefix(BASE) for d in (found.before, found.after)]
    assert nearest == [before, after]


def test_subjects_are_named_by_the_query_where_the_graph_does_not(harbour: Harbour) -> None:
    """A label of the graph stands before a name of the query."""
    documents = dated_documents(harbour.reader, DOCUMENTS, "en")
    names = [
        Literal(text, "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", tag)
        for text, tag in (("Nowhere", "en"), ("Nulle part", "fr"))
    ]
    rows: list[Row] = [
        {"subject": thing(subject), "version": thing("early"), "name": name}
        for subject in ("nowhere", "pilot")
        for name in names
    ]
    rows.append({"subject": thing("empty"), "version": thing("unheard-of")})
    found = document_subjects(harbour.reader, rows, documents, "fr")
    assert {subject.resource.label.text for subject in found.values()} == {
        "Nulle part",
        harbour.reader.labels.label(BASE + "pilot", "fr").text,
    }


def statement(subject: str, name: str, value: Term) -> Row:
    """Return a row of what a document says."""
    return {"subject": thing(subject), "property": thing(name), "value": value}


def test_documents_are_compared_by_what_they_say(harbour: Harbour) -> None:
    """A value more is added, one less is gone; only another one in its place is changed."""
    first = [
        statement("a", "head", thing("x")),
        statement("a", "staff", number("4")),
        statement("a", "old", thing("x")),
        statement("a", "both", thing("x")),
        statement("a", "node", BlankNode("b")),
    ]
    second = [
        statement("a", "head", thing("x")),
        statement("a", "staff", number("5")),
        statement("a", "new", thing("x")),
        statement("a", "both", thing("x")),
        statement("a", "both", thing("y")),
    ]
    found = compared(harbour.reader, first, second, "en")

    def names(facts: object) -> list[str]:
        return [fact.property.iri.removeprefix(BASE) for fact in facts.entries]  # type: ignore[attr-defined]

    assert names(found.changed) == ["staff"]
    assert names(found.added) == ["both", "new"]
    assert names(found.gone) == ["old"]
    assert found.same == 2


CONFLICTS = ConflictSettings(
    figure=(BASE + "of",),
    measure=(BASE + "measure",),
    value=(BASE + "value",),
    period_from=(BASE + "from",),
)


@pytest.mark.parametrize(
    ("second", "changed"),
    [
        ({"value": number("16")}, [("fleet", "crew")]),
        ({"value": number("14")}, []),
        ({"value": number("16"), "measure": thing("beds")}, []),
        ({"value": number("16"), "from": day("2012")}, []),
    ],
)
def test_figures_of_one_thing_and_measure_are_compared(
    harbour: Harbour, second: dict[str, Term], changed: list[tuple[str, str]]
) -> None:
    """Each document has a figure of its own; another value of one is said otherwise."""
    settings = replace(harbour.settings, conflicts=CONFLICTS)
    reader = replace(harbour.reader, settings=settings)
    said: dict[str, Term] = {
        "of": thing("fleet"),
        "measure": thing("crew"),
        "value": number("14"),
        "from": day("2011"),
    }
    rows = [
        [statement(name, key, value) for key, value in figure.items()]
        for name, figure in (("by-one", said), ("by-other", said | second))
    ]
    found = compared(reader, *rows, "en")
    shown = [
        (fact.subject.iri.removeprefix(BASE), fact.property.iri.removeprefix(BASE))
        for fact in found.changed.entries
    ]
    assert shown == changed
    assert (found.added.total == 0) is (second.keys() == {"value"})


def test_a_figure_of_one_document_is_told_of_its_thing_by_its_measure(harbour: Harbour) -> None:
    """In one row, with the figure at hand; what else is said of the figure stays."""
    settings = replace(harbour.settings, conflicts=CONFLICTS)
    reader = replace(harbour.reader, settings=settings)
    said = [("of", thing("fleet")), ("measure", thing("crew")), ("value", number("14"))]
    rows = [statement("figure", name, value) for name, value in [*said, ("note", thing("x"))]]
    found = compared(reader, [], rows, "en").added
    assert found.total == 2
    shown = [
        (fact.subject.iri, fact.property.iri, fact.figure.iri if fact.figure else "")
        for fact in found.entries
    ]
    figure, fleet = thing("figure").value, thing("fleet").value
    assert shown == [(figure, BASE + "note", ""), (fleet, BASE + "crew", figure)]


@pytest.mark.parametrize(
    "names",
    [
        ["Bénin", "Burundi"],
        ["Côte d’Ivoire", "Djibouti", "Éthiopie", "France"],
        ["Cote", "cote", "coté"],
        ["Œuvre", "Ombre"],
        ["Guinée", "Guinée équatoriale", "Guinée-Bissau"],
    ],
)
def test_names_are_sorted_as_in_a_dictionary(names: list[str]) -> None:
    """Accents, case and ligatures decide only where all else is equal."""
    backwards = names[::-1]
    assert sorted(backwards, key=alphabetical) == names


def test_a_comparison_is_bounded(harbour: Harbour) -> None:
    """What is left out is counted."""
    rows = [statement(f"a{n}", "of", thing("x")) for n in range(ENTRIES + 5)]
    found = compared(harbour.reader, [], rows, "en")
    assert (len(found.added.entries), found.added.total) == (ENTRIES, ENTRIES + 5)


def claim(item: str, name: str, value: str, overlap: str = "certain", **more: Term) -> Row:
    """Return a row of a conflict."""
    return {
        "item": thing(item),
        "about": thing("network"),
        "property": thing("value"),
        "overlap": Iri(f"urn:mcdgraph:conflict:{overlap}"),
        "claim": thing(name),
        "subject": thing(name),
        "value": number(value),
        "version": thing(f"of-{name}"),
        "earliest": day("2010"),
        "latest": day("2012"),
        **more,
    }


def test_pairs_at_odds_are_told_as_one_topic(harbour: Harbour) -> None:
    """Each claim once, the pairs counted by whether their times meet for certain."""
    rows = [
        claim("one", "a", "14"),
        claim("one", "b", "16"),
        claim("two", "a", "14", "possible"),
        claim("two", "c", "15", "possible"),
        claim("three", "d", "9", measure=thing("beds")),
        claim("three", "e", "8", measure=thing("beds")),
        {"item": thing("broken"), "about": thing("network")},
    ]
    topics = disagreements(harbour.reader, rows, "en")
    assert [(len(t.claims), t.certain, t.possible) for t in topics] == [(3, 1, 1), (2, 1, 0)]
    between = disagreements(harbour.reader, rows, "en", between=[BASE + "of-a", BASE + "of-b"])
    assert [len(t.claims) for t in between] == [2]
    assert disagreements(harbour.reader, rows, "en", about=BASE + "other") == []


def test_events_stand_on_the_line_of_their_thing(harbour: Harbour) -> None:
    """What two documents say of one event is told once, with both."""
    rows: list[Row] = [
        {"event": thing("opened"), "from": day("2001"), "of": thing("school"), "version": thing(v)}
        for v in ("v1", "v2")
    ]
    rows += [
        {"event": thing("signed"), "from": day("1974-06-03"), "version": thing("v1")},
        {"event": thing("moved"), "from": day("1999"), "to": day("2001"), "of": thing("school")},
    ]
    found = chronicle(dated_events(harbour.reader, rows, "en"))
    assert [life.of.iri.removeprefix(BASE) for life in found.lives] == ["signed", "school"]
    moved, opened = found.lives[1].events
    assert (moved.time, len(opened.sources)) == (time("1999-01-01", "2001-12-31"), 2)
    assert moved.span
    assert moved.span.length > 1
    assert [event.event for event in found.events] == [
        event.event for life in found.lives for event in life.events
    ]
    assert dated_events(harbour.reader, rows, "en", versions=["https://example.org/none"]) == []
    of_school = dated_events(harbour.reader, rows, "en", of=BASE + "school")
    assert len(chronicle(of_school).lives) == 1


def figure(name: str, value: str, year: str = "", **more: Term) -> Row:
    """Return a row of a figure."""
    when: Row = {"from": day(year), "to": day(year)} if year else {}
    return {"figure": thing(name), "of": thing("fleet"), "value": number(value), **when, **more}


def test_figures_of_one_measure_and_unit_are_one_series(harbour: Harbour) -> None:
    """Drawn where two of them have a time; none is above the drawing or below it."""
    rows = [
        figure("a", "353", "2005", measure=thing("crew")),
        figure("b", "349.5", "2006", measure=thing("crew")),
        figure("c", "7", measure=thing("crew")),
        figure("d", "90000000", "2005", unit=Literal("EUR", XSD + "string", None)),
        figure("e", "many", "2005"),
    ]
    crew, money = figure_series(harbour.reader, rows, "en")
    assert [point.written for point in crew.points] == ["353", "349.5", "7"]
    assert crew.line is not None
    assert crew.points[2].span is None
    assert [mark.number for mark in crew.marks] == ["0", "200", "400"]
    assert all(0 < point.y < HEIGHT for point in crew.points)
    assert (money.unit, money.line) == ("EUR", None)
    assert figure_series(harbour.reader, rows, "en", of=BASE + "other") == []
    rows.append(figure("f", "353", "2005", measure=thing("crew")) | {"of": thing("port")})
    assert len(figure_series(harbour.reader, rows, "en")) == 3


@pytest.mark.parametrize("value", ["0", "-5", "0.0001", "999999999999999"])
def test_any_number_has_a_place_in_a_drawing(harbour: Harbour, value: str) -> None:
    """Nothing, less than nothing, very little and very much."""
    rows = [figure("a", value, "2005"), figure("b", value, "2006")]
    (series,) = figure_series(harbour.reader, rows, "en")
    assert all(0 < point.y < HEIGHT for point in series.points)


def test_members_of_a_network_have_their_status_over_time(harbour: Harbour) -> None:
    """One status a document, domains and places each once."""
    rows: list[Row] = [
        {
            "network": thing("league"),
            "item": thing("school"),
            "status": thing(status),
            "from": day(year),
            "domain": thing(domain),
            "version": thing("v" + year),
        }
        for status, year in (("full", "2013"), ("planned", "2010"))
        for domain in ("logistics", "health")
    ]
    (member,) = network_members(harbour.reader, rows, "en")
    assert [m.status.iri.removeprefix(BASE) for m in member.memberships] == ["planned", "full"]
    assert len(member.domains) == 2
    assert networks(rows) == [BASE + "league"]


def test_what_is_not_known_stands_by_what_is_asked(harbour: Harbour) -> None:
    """Of many things the first are told."""
    rows: list[Row] = [
        {"group": thing("date"), "item": thing("i"), "version": thing(v)} for v in ("v1", "v2")
    ]
    rows += [{"group": thing("size"), "item": thing(f"i{n}")} for n in range(GAPS)]
    found = gaps(harbour.reader, rows, "en")
    assert (len(found.entries), found.cut) == (GAPS, True)
    first = found.entries[0]
    assert (first.asked.iri, len(first.versions)) == (BASE + "date", 2)
    assert gaps(harbour.reader, rows[:9], "en").cut is False


def area(name: str, code: str, **more: Term) -> Row:
    """Return a row of an area."""
    return {"area": thing(name), "code": Literal(code, XSD + "string", None), **more}


def test_areas_are_drawn_by_their_codes(harbour: Harbour) -> None:
    """What has no outline is in the table alone, and a link to it is not drawn."""
    rows = [
        area("georgia", "GEO", count=number("1"), **{"from": thing("georgia")}),
        area("armenia", "ARM", **{"from": thing("georgia")}),
        area("atlantis", "XXX", **{"from": thing("georgia")}),
        area("russia", "RUS"),
    ]
    found = areas(harbour.reader, rows, "en")
    assert len(found) == 4
    drawn = area_map(found, Outlines.read())
    assert drawn is not None
    assert len(drawn.areas) == 3
    assert len(drawn.arcs) == 1
    assert all(found.outline.startswith("M") for found in drawn.areas)
    assert area_map(areas(harbour.reader, [area("atlantis", "XXX")], "en"), Outlines.read()) is None


def test_areas_are_bounded(harbour: Harbour) -> None:
    """A graph may name any number."""
    rows = [area(f"a{n}", "XXX") for n in range(AREAS + 1)]
    assert len(areas(harbour.reader, rows, "en")) == AREAS


def test_no_outline_crosses_a_whole_map() -> None:
    """What lies on both sides of the antimeridian is in one piece; what is around a pole is not."""
    rings = {
        code: [ring for ring in rings if ring.bounds[2] - ring.bounds[0] > 180]
        for code, rings in Outlines.read().countries.items()
    }
    wide = {code: rings for code, rings in rings.items() if rings}
    assert list(wide) == ["ATA"]
    assert all(ring.goes_round for ring in wide["ATA"])


def test_a_query_has_words_for_its_page() -> None:
    """In the comments before it, by language."""
    query = PageQuery.read(
        "# Schools.\n#title fr: Écoles \n#title en: Schools\n#other en: x\nSELECT *\n#title de: no"
    )
    assert query.words == {
        ("title", "fr"): "Écoles",
        ("title", "en"): "Schools",
        ("other", "en"): "x",
    }


def values(**cells: str) -> str:
    """Return a query that answers one row."""
    names, terms = " ".join(f"?{name}" for name in cells), " ".join(cells.values())
    return f"SELECT * {{ VALUES ({names}) {{ ({terms}) }} }}"


HERE = f"<{BASE}pilot>"
THERE = f"<{BASE}master>"
YEAR = f'"2019"^^<{XSD}gYear>'
TWO = f"SELECT * {{ VALUES (?version ?earliest) {{ ({HERE} {YEAR}) ({THERE} UNDEF) }} }}"
QUERIES = {
    "documents": TWO,
    "subjects": "#title en: Ships\n" + values(subject=HERE, version=HERE),
    "charts": f"SELECT ?version ?parent ?child {{ VALUES ?version {{ {HERE} }} "
    f"VALUES (?parent ?child) {{ ({HERE} {THERE}) }} }}",
    "statements": f"SELECT ?version ?subject ?property ?value {{ VALUES (?version ?value) "
    f"{{ ({HERE} 1) ({THERE} 2) }} VALUES (?subject ?property) {{ ({HERE} {THERE}) }} }}",
    "conflicts": f"""SELECT * {{
      VALUES (?item ?about ?overlap) {{ ({HERE} {HERE} <urn:mcdgraph:conflict:certain>) }}
      VALUES (?claim ?subject ?value ?version) {{
        ({HERE} {HERE} 1 {HERE}) ({THERE} {THERE} "<b>2</b>" {THERE}) }} }}""",
    "map": values(area=HERE, code='"MLI"', count="2"),
    "timeline": values(**{"event": HERE, "from": f'"2001"^^<{XSD}gYear>', "of": THERE}),
    "series": values(figure=HERE, of=HERE, value="3"),
    "network": values(item=HERE, status=THERE, network=HERE),
    "unknown": values(group=THERE, item=HERE),
}


@pytest.fixture
def documented(harbour_app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Give the harbour queries for every overview."""
    queries = {name: PageQuery.read(text) for name, text in QUERIES.items()}
    context = harbour_app.extensions[EXTENSION]
    changed = replace(context, page_queries=PageQueries(queries=queries))
    monkeypatch.setitem(harbour_app.extensions, EXTENSION, changed)
    return harbour_app.test_client()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", OVERVIEWS)
def test_every_overview_is_a_page(documented: FlaskClient, name: str, language: str) -> None:
    """In each language, with a link from the list of them."""
    response = documented.get(f"/overviews/{name}?lang={language}")
    assert response.status_code == 200
    assert "<b>2</b>" not in response.get_data(as_text=True)
    listed = documented.get(f"/overviews?lang={language}").get_data(as_text=True)
    assert f'href="/overviews/{name}?lang={language}"' in listed
    assert f'href="/overviews/{name}?lang={language}"' in documented.get(
        f"/?lang={language}"
    ).get_data(as_text=True)
    assert f"/overviews/{name}<" in documented.get("/sitemap.xml").get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "status", "expected"),
    [
        (f"/overviews/subjects?iri={BASE}pilot", 200, "Ships"),
        (f"/overviews/subjects?iri={BASE}pilot&on=2019", 200, "speak of 2019"),
        (f"/overviews/subjects?iri={BASE}pilot&on=2018-06", 200, "nearest after"),
        (f"/overviews/subjects?iri={BASE}pilot&on=2018-13", 400, "2019-06-30"),
        (f"/overviews/subjects?iri={BASE}pilot&on=then", 400, "2019-06-30"),
        ("/overviews/subjects?iri=urn:none", 404, "urn:none"),
        (f"/overviews/compare?from={BASE}pilot&to={BASE}master", 200, "Said otherwise"),
        (f"/overviews/compare?from={BASE}pilot&to={BASE}master", 200, "Contradicted"),
        (f"/overviews/compare?from={BASE}pilot&to={BASE}pilot", 200, "1 statement is in both"),
        ("/overviews/compare?from=urn:none", 404, "urn:none"),
        (f"/overviews/conflicts?iri={BASE}pilot", 200, "surely at the same time"),
        ("/overviews/conflicts?iri=urn:none", 404, "urn:none"),
        ("/overviews/conflicts?page=2", 404, "page 2"),
        (f"/overviews/timeline?iri={BASE}master", 200, "2001"),
        ("/overviews/timeline?iri=urn:none", 404, "urn:none"),
        (f"/overviews/figures?iri={BASE}pilot", 200, "Figures over time"),
        ("/overviews/figures?iri=urn:none", 404, "urn:none"),
        ("/overviews/hierarchy", 404, "hierarchy"),
        ("/doc/id/pilot", 200, "/overviews/compare?lang=en&amp;from="),
        ("/doc/id/pilot", 200, "/overviews/subjects?lang=en&amp;iri="),
        ("/doc/id/master", 200, "/overviews/timeline?lang=en&amp;iri="),
    ],
)
def test_an_overview_can_be_narrowed(
    documented: FlaskClient, path: str, status: int, expected: str
) -> None:
    """To one thing or one time that it has something of; else 404, or 400 for no time."""
    mark = "&" if "?" in path else "?"
    response = documented.get(f"{path}{mark}lang=en", headers={"Accept": "text/html"})
    assert response.status_code == status
    assert expected in response.get_data(as_text=True)


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    """Return a page in English."""
    mark = "&" if "?" in path else "?"
    response = client.get(f"{path}{mark}lang=en", headers={"Accept": "text/html"})
    assert response.status_code == status
    return unescape(response.get_data(as_text=True))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/overviews/documents?since=2018", "2 of 2 shown. 1 of them may speak of that time"),
        ("/overviews/documents?until=2018-06-30", "1 of 2 shown."),
        ("/overviews/documents?q=master", "1 of 2 shown."),
        ("/overviews/documents?q=zzz", "Nothing matches."),
        ("/overviews/documents?sort=-document", 'aria-sort="descending"'),
        ("/overviews/documents?sort=document&since=2019", 'name="sort" value="document"'),
    ],
)
def test_the_register_is_narrowed_without_a_script(
    documented: FlaskClient, path: str, expected: str
) -> None:
    """By a form and by links; such a page is for no search engine."""
    found = page(documented, path)
    assert expected in found
    assert '<meta name="robots" content="noindex">' in found
    assert "noindex" not in page(documented, "/overviews/documents")


@pytest.mark.parametrize(
    ("path", "status", "expected"),
    [
        ("/overviews/documents?sort=colour", 400, "The parameter sort is one of document"),
        ("/overviews/documents?since=then", 400, "2019-06-30"),
        ("/overviews/documents?until=2018-13", 400, "2019-06-30"),
        ("/overviews/documents?page=2", 404, "page 2"),
        ("/overviews/timeline?sort=-time", 200, "2001"),
        ("/overviews/figures?sort=thing", 200, "Figures over time"),
        ("/overviews/conflicts?overlap=certain", 200, "surely at the same time"),
        ("/overviews/network?sort=status", 200, "Network"),
        ("/overviews/unknown?q=pilot", 200, "Pilot"),
        ("/overviews/map?q=pilot&sort=-count", 200, "Pilot"),
        ("/overviews/subjects?q=zzz&sort=-documents", 200, "Ships"),
    ],
)
def test_every_overview_that_is_a_table_is_narrowed_and_sorted(
    documented: FlaskClient, path: str, status: int, expected: str
) -> None:
    """What is no order and no time is refused with what there is."""
    assert expected in page(documented, path, status)


@pytest.mark.parametrize("value", ["<script>", "'\"&", "{}", BASE + "x" * 1_900])
@pytest.mark.parametrize("name", ["q", "about", "kind"])
def test_what_strangers_ask_is_only_text(documented: FlaskClient, name: str, value: str) -> None:
    """No markup, no error, no page of a size that they choose."""
    response = documented.get("/overviews/documents", query_string={name: value, "lang": "en"})
    assert response.status_code == 200
    assert "<script>" not in response.get_data(as_text=True).replace("<script type", "")
    assert len(response.data) < 60_000


def test_addresses_keep_what_is_asked(documented: FlaskClient) -> None:
    """A heading sorts what is narrowed; taking a choice away leaves the order."""
    found = page(documented, "/overviews/documents?since=2019&sort=document")
    assert "/overviews/documents?lang=en&since=2019&sort=-document" in found
    assert 'href="/overviews/documents?lang=en&sort=document"' in found
    assert 'href="/overviews/documents?lang=en"' in found


def test_a_graph_without_queries_has_no_overviews(client: FlaskClient) -> None:
    """No page, and no link to one."""
    assert client.get("/overviews").status_code == 404
    assert client.get("/overviews/documents").status_code == 404
    assert "/overviews" not in client.get("/?lang=en").get_data(as_text=True)
    assert "/overviews" not in client.get("/sitemap.xml").get_data(as_text=True)
