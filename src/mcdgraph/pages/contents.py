"""What a sentence says, what a document holds, and what a named graph is about, in pages."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from mcdgraph.columns import Iri
from mcdgraph.pages.bounds import LISTED, Allowance
from mcdgraph.pages.evidence import sentence_evidence, status_of, with_room
from mcdgraph.pages.lists import flat, list_page
from mcdgraph.pages.reader import Reader, Subject
from mcdgraph.pages.terms import ANNOTATED_PROPERTY, ANNOTATED_SOURCE, ANNOTATED_TARGET
from mcdgraph.pages.values import Fact, ListPage, Resource, StatementEvidence

#: Statements that one axiom annotates, as far as they are shown.
FACTS: Final = 10
#: Things of a document that are looked at for its passages.
READ_PASSAGES: Final = 5_000
#: Statements of a named graph that are looked at to say what it is about.
GRAPH_STATEMENTS: Final = 20_000
_SUBJECTS: Final = f"""
SELECT DISTINCT ?graph ?subject {{
  {{ SELECT ?graph ?subject {{ GRAPH ?graph {{ ?subject ?p ?o }} }} LIMIT {GRAPH_STATEMENTS} }}
  FILTER (isIRI(?subject) && ?subject != ?graph)
}} ORDER BY ?subject LIMIT {LISTED + 1}
"""


def conveyed(reader: Reader, sentence: str, language: str, page: int = 1) -> ListPage[Fact]:
    """Return one page of the statements whose axioms name a sentence as their evidence."""
    allowance = Allowance()

    def show(axiom: Subject) -> list[Fact]:
        return list(islice(_facts(reader, axiom, language, allowance), FACTS))

    return flat(list_page(reader.axioms_resting_on(Iri(sentence), LISTED + 1), page, show))


def passage_of(reader: Reader, iri: str, language: str) -> StatementEvidence | None:
    """Return a thing as a passage, where it has a place in a document."""
    if not reader.passages.is_placed(Iri(iri)):
        return None
    return sentence_evidence(reader, iri, "", language)


def passages(
    reader: Reader, document: str, language: str, page: int = 1
) -> ListPage[StatementEvidence]:
    """Return one page of the passages of a document, in the order in which they stand there."""
    allowance = Allowance()
    quads = (
        quad
        for predicate in reader.evidence.document
        for quad in islice(
            reader.store.quads(predicate=Iri(predicate), object=Iri(document)), READ_PASSAGES
        )
    )
    things = dict.fromkeys(quad.subject for quad in quads if isinstance(quad.subject, Iri))
    placed = [thing for thing in things if reader.passages.is_placed(thing)]
    ordered = sorted(placed, key=lambda thing: _place(reader, thing))

    def show(thing: Iri) -> StatementEvidence:
        return with_room(sentence_evidence(reader, thing.value, "", language), allowance)

    return list_page(ordered, page, show)


def _place(reader: Reader, thing: Iri) -> tuple[int, str]:
    return reader.passages.start(thing) or 0, thing.value


def described(reader: Reader, iri: str, language: str, page: int = 1) -> ListPage[Resource]:
    """Return one page of the things that a document describes.

    They are those that the first statements of a named graph are about, then those that the IRI
    names by its fragments.
    """
    rows = reader.store.select(_SUBJECTS, {"graph": Iri(iri)})
    subjects = (row["subject"].value for row in rows if isinstance(row["subject"], Iri))
    return list_page(
        dict.fromkeys((*subjects, *reader.fragments.terms(iri, LISTED + 1))),
        page,
        lambda iri: reader.resource(iri, language),
    )


def _facts(reader: Reader, axiom: Subject, language: str, allowance: Allowance) -> Iterator[Fact]:
    for subject in reader.objects(axiom, ANNOTATED_SOURCE):
        for predicate in reader.objects(axiom, ANNOTATED_PROPERTY):
            for target in reader.objects(axiom, ANNOTATED_TARGET):
                if isinstance(subject, Iri) and isinstance(predicate, Iri):
                    yield Fact(
                        subject=reader.resource(subject.value, language),
                        property=reader.resource(predicate.value, language),
                        value=reader.value(target, language, allowance),
                        status=status_of(reader, axiom, language),
                    )
