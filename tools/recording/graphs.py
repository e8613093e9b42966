"""Data files of recorded documents: what each version says, and what the things are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import PurePosixPath
from typing import Final

from mcdgraph.settings import Settings
from mcdgraph.turtle.annotations import AnnotationForm
from mcdgraph.turtle.formatting import format_turtle
from mcdgraph.turtle.reader import decode_source
from tools.recording.countries import Country, about, country_lines, read_countries
from tools.recording.mapping import MappingError, Row, Sheet, Source, Statement
from tools.recording.names import DOCUMENTS, FOLDERS
from tools.recording.terms import (
    BASE,
    PREFIXES,
    fact,
    iri,
    kinds,
    labels,
    object_,
    predicate,
    text,
    typed,
    typographic,
)

ABOUT_VERSION: Final = ", ".join(
    [
        text("What a fact sheet records of a document whose text is not at hand.", "en"),
        text("Ce qu’une fiche relève d’un document dont le texte n’est pas disponible.", "fr"),
    ]
)
ABOUT_THINGS: Final = ", ".join(
    [
        text("What the documents name: what each thing is, and what it is called.", "en"),
        text("Ce que nomment les documents : ce qu’est chaque chose, et son nom.", "fr"),
    ]
)


ABOUT_COUNTRIES: Final = ", ".join(
    [
        text(
            "Codes of countries, compared with a register, and countries no document names.", "en"
        ),
        text("Codes de pays, comparés à un registre, et pays qu’aucun document ne nomme.", "fr"),
    ]
)


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Turtle of one data file, below ``data/``."""

    path: PurePosixPath
    lines: list[str] = field(default_factory=list)


def passage(source: Source, row: str) -> str:
    """Name the passage that a row records."""
    return iri(f"{source.path}/{row.lower()}")


def header(path: PurePosixPath, english: str, french: str, about: str, extra: str = "") -> str:
    """Write what describes a data file itself."""
    return (
        f"<{BASE}graph/{path}> a void:Dataset ; dcterms:title {text(english, 'en')}, "
        f"{text(french, 'fr')} ; dcterms:description {about} ; dcterms:creator {iri('authors')} ; "
        "dcterms:license <https://creativecommons.org/licenses/by/4.0/> ; "
        f"dcterms:created {typed('2026-11-28', 'date')} ; "
        f"dcterms:modified {typed('2026-11-28', 'date')}{extra} ."
    )


def times(source: Source) -> str:
    """Write between which times a version holds, and what that rests on."""
    written = [f"mcd:dateBasis <{BASE}concept/date-basis/{source.basis}>"]
    if source.earliest:
        written.append(f"mcd:earliest {typed(source.earliest + 'T00:00:00Z', 'dateTime')}")
    if source.latest:
        written.append(f"mcd:latest {typed(source.latest + 'T23:59:59Z', 'dateTime')}")
    return " ; ".join(written)


def called(source: Source) -> tuple[str, str]:
    """Call a document by its kind and its title, in English and in French."""
    english, french = DOCUMENTS[source.kind]
    return f"{english} “{source.title}”", f"{french} « {source.title} »"


def document_lines(sheet: Sheet, source: Source) -> Iterator[str]:
    """Describe the document, the version and the sheet that records it."""
    document, version = iri(f"source/{source.document}"), iri(source.path)
    english, french = called(source)
    in_english, in_french = (
        (", stored copy", ", copie conservée")
        if source.version == "stored"
        else (f", version {source.version}",) * 2
    )
    stamp = f" ; mcd:pageStamp {typed(source.stamp, 'date')}" if source.stamp else ""
    yield (
        f"{version} a mcd:DocumentVersion ; mcd:versionOf {document} ; "
        f"{labels(english + in_english, french + in_french)} ; "
        f"mcd:textComplete {str(source.complete).lower()} ; "
        f"mcd:dateBasis <{BASE}concept/date-basis/{source.basis}>{stamp} ."
    )
    if source == sheet.sources[0]:
        yield (
            f"{iri(f'sheet/{sheet.name}')} a mcd:FactSheet ; "
            f"{labels(f'Fact sheet {sheet.name}', f'Fiche de faits {sheet.name}')} ; "
            f"mcd:quality <{BASE}concept/record-quality/{sheet.quality}> ."
        )


def shared_document(source: Source, row: str) -> str:
    """Describe a document that several versions share."""
    document = iri(f"source/{source.document}")
    english, french = called(source)
    title = fact(
        document,
        "dcterms:title",
        text(typographic(source.title), source.language),
        status="recorded",
        rows=[row],
    )
    return (
        f"{document} a mcd:SourceDocument ; {labels(english, french)} ; "
        f"schema:url <{source.url}> ; dcterms:language {text(source.language)} ; "
        f"mcd:documentKind <{BASE}concept/document-kind/{source.kind}> .\n{title}"
    )


def passage_lines(sheet: Sheet, source: Source, row: Row) -> str:
    """Describe the passage that a row records."""
    english = f"Row {row.number} of the fact sheet {sheet.name}"
    french = f"Ligne {row.number} de la fiche de faits {sheet.name}"
    return (
        f"{passage(source, row.number)} a mcd:SourcePassage ; {labels(english, french)} ; "
        f"oa:hasSource {iri(source.path)} ; mcd:locator {text(row.locator)} ; "
        f"mcd:recordedIn {iri(f'sheet/{sheet.name}')} ; mcd:recordNumber {text(row.number)} ."
    )


def document_graph(sheet: Sheet, source: Source, countries: list[Country]) -> Graph:
    """Write what the rows of one version say."""
    path = PurePosixPath(sheet.country, f"{source.document}.{source.version}")
    derived = f" ; prov:wasDerivedFrom {iri(source.path)} ; {times(source)}"
    derived += about(sheet.country, countries)
    name = typographic(f"{source.title} ({sheet.country.upper()}, {source.version})")
    graph = Graph(path=path, lines=[header(path, name, name, ABOUT_VERSION, derived)])
    graph.lines.extend(document_lines(sheet, source))
    rows = [row for row in sheet.rows if source in sheet.sources_of(row)]
    graph.lines.extend(passage_lines(sheet, source, row) for row in rows)
    graph.lines.extend(facts(sheet, source, rows))
    return graph


def facts(sheet: Sheet, source: Source, rows: Iterable[Row]) -> Iterator[str]:
    """Write each statement of some rows once, with all rows that say it as its evidence.

    Rows that say it with another status or another time are an error: it has one annotation.
    """
    said: dict[tuple[str, str, str], tuple[str, Statement, set[str]]] = {}
    for row in rows:
        for statement in row.statements:
            triple = iri(statement.subject), predicate(statement.predicate), object_(statement)
            first, known, evidence = said.setdefault(triple, (row.number, statement, set()))
            if known != statement:
                raise MappingError(
                    f"{sheet.name} {row.number}: “{' '.join(triple)}” has another status or time "
                    f"than in {first}"
                )
            evidence.add(passage(source, row.number))
    for triple, (_, known, evidence) in said.items():
        yield fact(
            *triple,
            status=known.status,
            rows=sorted(evidence),
            since=known.since,
            until=known.until,
        )


def first_row(sheet: Sheet, source: Source) -> Row:
    """Find the first asserted row that rests on a source; a source without one is an error."""
    for row in sheet.rows:
        if row.statements and source in sheet.sources_of(row):
            return row
    raise MappingError(f"{sheet.name}: no asserted row rests on {source.path}")


def mentions(sheets: Iterable[Sheet]) -> dict[str, list[str]]:
    """Map each thing to the first passage of each version that mentions it."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for sheet in sheets:
        for row in sheet.rows:
            for source, statement in product(sheet.sources_of(row), row.statements):
                for thing in (statement.subject, statement.object):
                    found[thing].setdefault(source.path, passage(source, row.number))
    return {thing: list(by_version.values()) for thing, by_version in found.items()}


class ThingsGraphs:
    """The data files that say what things are: one a country, and one for what countries share."""

    def __init__(self, sheets: list[Sheet], countries: list[Country]) -> None:
        """Begin with no file; the first thing of a folder opens one."""
        self.sheets = sheets
        self.countries = countries
        self.mentioned = mentions(sheets)
        self.graphs: dict[str, Graph] = {}

    def folder(self, thing: str) -> str:
        """Find the folder of a thing: that of its country, or ``shared``."""
        head = thing.partition("/")[0]
        return head if head in {sheet.country for sheet in self.sheets} else "shared"

    def title(self, folder: str) -> tuple[str, str]:
        """Name the country of a folder in English and in French; by its code where no row does."""
        things = {country.folder: country for country in self.countries if country.folder}
        country = things.get(folder)
        if folder in FOLDERS or country is None:
            return FOLDERS.get(folder, (folder, folder))
        described = (
            sheet.things[country.thing] for sheet in self.sheets if country.thing in sheet.things
        )
        return next(described, ("", country.english, country.french))[1:]

    def lines(self, folder: str) -> list[str]:
        """Give the lines of a folder's file, opened with its header."""
        if folder not in self.graphs:
            path = PurePosixPath(folder, "things")
            english, french = self.title(folder)
            head = header(
                path,
                f"{english}: what the documents name",
                f"{french} : ce que nomment les documents",
                ABOUT_THINGS,
                about(folder, self.countries),
            )
            self.graphs[folder] = Graph(path=path, lines=[head])
        return self.graphs[folder].lines

    def add_things(self) -> None:
        """Say of each thing what it is and is called; a thing that no row mentions is an error."""
        things: dict[str, tuple[str, str, str]] = {}
        for sheet in self.sheets:
            for thing, what in sheet.things.items():
                if things.setdefault(thing, what) != what:
                    raise MappingError(f"{sheet.name}: {thing} is described otherwise elsewhere")
        for thing, (classes, english, french) in sorted(things.items()):
            if thing not in self.mentioned:
                raise MappingError(f"{thing} is described but no row mentions it")
            rows = self.mentioned[thing]
            lines = self.lines(self.folder(thing))
            lines.append(f"{iri(thing)} {labels(english, french)} .")
            lines.extend(
                fact(iri(thing), "rdf:type", kind, status="recorded", rows=rows)
                for kind in kinds(classes)
            )

    def add_documents(self) -> None:
        """Describe each document once, by the first sheet that reads a version of it."""
        described: set[str] = set()
        for sheet in self.sheets:
            for source in sheet.sources:
                if source.document not in described:
                    described.add(source.document)
                    row = first_row(sheet, source)
                    self.lines(sheet.country).append(
                        shared_document(source, passage(source, row.number))
                    )


def graphs_of(sheets: list[Sheet]) -> list[Graph]:
    """Write every data file of the mapping."""
    recorded = [sheet for sheet in sheets if sheet.sources]
    countries = read_countries()
    versions = [
        document_graph(sheet, source, countries) for sheet in recorded for source in sheet.sources
    ]
    things = ThingsGraphs(recorded, countries)
    things.add_things()
    things.add_documents()
    return [*versions, *things.graphs.values(), countries_graph(countries)]


def countries_graph(countries: list[Country]) -> Graph:
    """Write what a register says of countries."""
    path = PurePosixPath("external", "countries")
    head = header(path, "Codes of countries", "Codes de pays", ABOUT_COUNTRIES)
    return Graph(path=path, lines=[head, *country_lines(countries)])


def turtle(graph: Graph, settings: Settings) -> str:
    """Write a data file in canonical form."""
    prefixes = {**settings.prefixes, **PREFIXES}
    body = "\n".join(graph.lines) + "\n"
    declared = "".join(
        f"@prefix {name}: <{start}> .\n"
        for name, start in prefixes.items()
        if f"<{start}" in body or f"{name}:" in body
    )
    path = PurePosixPath("data", f"{graph.path}.ttl")
    source = decode_source((declared + body).encode(), path)
    return format_turtle(
        source,
        settings.prefixes,
        base=f"{BASE}graph/{graph.path}",
        annotations=AnnotationForm.INLINE,
    )
