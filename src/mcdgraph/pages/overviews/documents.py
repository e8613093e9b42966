"""The documents of a graph: what each version is, when it speaks of, and how good it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from mcdgraph.pages.overviews.rows import bounded, count_in, iri_in, resource_in, text_in, time_in
from mcdgraph.pages.overviews.times import order_of
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource
from mcdgraph.snapshots import Interval
from mcdgraph.store import Solution


@dataclass(frozen=True, kw_only=True)
class DatedDocument:
    """A version of a document; what is not told of it is None or empty.

    ``time`` is what it speaks of, ``basis`` what that rests on, ``printed`` its own words for it.
    """

    version: Resource
    document: Resource | None
    kind: Resource | None
    quality: Resource | None
    complete: bool | None
    time: Interval
    basis: Resource | None
    printed: str
    statements: int | None


def dated_documents(
    reader: Reader, rows: Iterable[Solution], language: str
) -> dict[str, DatedDocument]:
    """Read rows of ?version, by its IRI, from early to late.

    Optional are ?document ?kind ?quality ?complete ?earliest ?latest ?basis ?printed ?statements;
    the first row of a version counts.
    """
    found: dict[str, DatedDocument] = {}
    for row in bounded(rows):
        iri = iri_in(row, "version")
        if iri and iri not in found:
            found[iri] = _document(reader, row, iri, language)
    ordered = sorted(found.values(), key=lambda d: (*order_of(d.time), d.version.iri))
    return {document.version.iri: document for document in ordered}


def _document(reader: Reader, row: Solution, iri: str, language: str) -> DatedDocument:
    def thing(name: str) -> Resource | None:
        return resource_in(reader, row, name, language)

    return DatedDocument(
        version=reader.resource(iri, language),
        document=thing("document"),
        kind=thing("kind"),
        quality=thing("quality"),
        complete={"true": True, "1": True, "false": False, "0": False}.get(
            text_in(row, "complete")
        ),
        time=time_in(row, "earliest", "latest"),
        basis=thing("basis"),
        printed=text_in(row, "printed"),
        statements=count_in(row, "statements"),
    )
