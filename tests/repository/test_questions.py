"""Every saved query of the shipped graph is asked and answers as its header says."""

import pyoxigraph as ox
import pytest
from shipped import ROOT, shipped_store

from mcdgraph.questions import ExpectedAnswer, SavedQuery, read_saved_queries, verify
from mcdgraph.store import Store

QUERIES = read_saved_queries(ROOT / "queries" / "questions")
ABSENT = [q for q in QUERIES if q.expectation.answer in (ExpectedAnswer.NONE, ExpectedAnswer.NO)]


def planted(query: SavedQuery) -> Store:
    """Give a copy of the shipped store with the triples that a query plants."""
    copy = ox.Store()
    copy.bulk_extend(shipped_store().engine)
    copy.update(query.planted_update)
    return Store(copy)


def test_there_are_questions() -> None:
    """The folder holds the questions, and each number stands once."""
    numbers = [query.name.split("-")[0] for query in QUERIES]
    assert len(numbers) >= 60
    assert len(set(numbers)) == len(numbers)
    assert len(ABSENT) >= 8


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_question_gets_its_answer(query: SavedQuery) -> None:
    """The answer is the one that the header states."""
    verdict = verify(query, shipped_store())
    assert verdict.good, f"{query.title('en')}\n{verdict}"


@pytest.mark.parametrize("query", ABSENT, ids=lambda query: query.name)
def test_an_empty_answer_is_not_empty_by_accident(query: SavedQuery) -> None:
    """Where the source says nothing the query would still find it if it did."""
    verdict = verify(query, planted(query))
    assert verdict.unexpected, f"{query.name} does not see its own planted triples"
