"""Which overviews a graph has something for, and which of them a thing is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from mcdgraph.errors import PageQueryError
from mcdgraph.page_queries import OVERVIEWS, PageQueries
from mcdgraph.pages.overviews.rows import bounded, iri_in
from mcdgraph.pages.reader import Reader
from mcdgraph.store import Solution

#: Overview of things → the variable of its query that names what its page can be narrowed to.
_NARROWED: Final = {"timeline": "of", "figures": "of", "conflicts": "about"}


@dataclass(frozen=True, kw_only=True)
class OverviewLink:
    """An overview that a thing is in, and the parameters that narrow it to the thing.

    ``subject`` is the IRI of what a document is about, where the link leads there.
    """

    name: str
    parameters: Mapping[str, str]
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class OverviewIndex:
    """The overviews that have something to show, read once.

    ``documents`` and ``subjects`` are the rows of the queries of these names. ``faults`` has
    the overviews that cannot be shown, with what is wrong with their queries.
    """

    names: tuple[str, ...]
    documents: tuple[Solution, ...] = ()
    subjects: tuple[Solution, ...] = ()
    links: Mapping[str, tuple[OverviewLink, ...]]
    faults: Mapping[str, PageQueryError] = field(default_factory=dict)

    def of(self, iri: str) -> Sequence[OverviewLink]:
        """Return the overviews that a thing is in."""
        return self.links.get(iri, ())


def read_overviews(reader: Reader, queries: PageQueries) -> OverviewIndex:
    """Ask each query of overviews once; one without rows has no page, a broken one a fault."""
    rows: dict[str, tuple[Solution, ...]] = {}
    faults: dict[str, PageQueryError] = {}
    for name, needed in OVERVIEWS.items():
        if all(query in queries for query in needed) and name != "compare":
            try:
                rows[name] = tuple(bounded(queries.rows(reader.store, needed[0])))
            except PageQueryError as error:
                faults[name] = error
    documents = rows.get("documents", ())
    if "statements" in queries and len({iri_in(r, "version") for r in documents}) > 1:
        rows["compare"] = documents
    if not documents:
        rows.pop("subjects", None)
    names = tuple(name for name in OVERVIEWS if rows.get(name))
    return OverviewIndex(
        names=names,
        documents=documents,
        subjects=rows.get("subjects", ()),
        links=_links({name: rows[name] for name in names}),
        faults=MappingProxyType(faults),
    )


def _links(rows: Mapping[str, Sequence[Solution]]) -> Mapping[str, tuple[OverviewLink, ...]]:
    found: dict[str, dict[tuple[str, ...], OverviewLink]] = {}

    def add(thing: str | None, name: str, subject: str = "", /, **parameters: str) -> None:
        if thing:
            link = OverviewLink(name=name, parameters=parameters, subject=subject)
            found.setdefault(thing, {}).setdefault((name, *parameters.values()), link)

    for row in rows.get("subjects", ()):
        subject, version = iri_in(row, "subject"), iri_in(row, "version")
        if subject:
            add(subject, "subjects", iri=subject)
            add(version, "subjects", subject, iri=subject)
    for name, variable in _NARROWED.items():
        for row in rows.get(name, ()):
            iri = iri_in(row, variable)
            add(iri, name, iri=iri or "")
    for iri, versions in _versions(rows.get("compare", ())).items():
        if len(versions) > 1:
            add(iri, "compare", **{"from": versions[0], "to": versions[-1]})
        for version in versions:
            add(version, "compare", **{"from": version})
    return {iri: tuple(links.values()) for iri, links in found.items()}


def _versions(documents: Sequence[Solution]) -> dict[str, list[str]]:
    """Return the versions of each document, those of none by themselves."""
    found: dict[str, list[str]] = {}
    for row in documents:
        if version := iri_in(row, "version"):
            found.setdefault(iri_in(row, "document") or version, []).append(version)
    return found
