"""What people look for in the shipped graph, and where the right answer stands."""

import csv
from pathlib import Path

import pytest
from repository.shipped import BASE, ROOT, shipped_corpus

from mcdgraph.questions import read_saved_queries
from mcdgraph.search import SearchIndex, SearchRequest, entries_of, write_index
from mcdgraph.settings import load_settings

TABLE = Path(__file__).parent / "search_queries.tsv"
ROWS = [
    (row["query"], row["language"], row["expected"], int(row["most"]))
    for row in csv.DictReader(TABLE.open(encoding="utf8", newline=""), delimiter="\t")
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """Index the shipped graph."""
    path = tmp_path_factory.mktemp("search") / "search.sqlite"
    questions = read_saved_queries(ROOT / "queries" / "questions", ("fr", "en"))
    write_index(entries_of(shipped_corpus().columns, questions), path)
    return SearchIndex(path=path, prefixes=load_settings(ROOT).prefixes)


def rank(index: SearchIndex, query: str, language: str, expected: str) -> int | None:
    """Tell where the expected answer stands, from 1; None where it is not on the first page."""
    hits = index.search(SearchRequest(text=query, language=language)).hits
    found = [hit.iri.removeprefix(BASE) for hit in hits]
    return found.index(expected) + 1 if expected in found else None


@pytest.mark.parametrize(("query", "language", "expected", "most"), ROWS)
def test_the_right_answer_stands_high(
    index: SearchIndex, query: str, language: str, expected: str, most: int
) -> None:
    """No lower than the table says."""
    found = rank(index, query, language, expected)
    assert found is not None
    assert found <= most


def test_the_mean_reciprocal_rank_is_high(index: SearchIndex) -> None:
    """Over 40 queries: in both languages, with accents and letters missing, codes, questions."""
    assert len(ROWS) >= 40
    ranks = [(row, rank(index, *row[:3])) for row in ROWS]
    told = [f"{found or '-':>3}  {row[1]}  {row[0]}  →  {row[2]}" for row, found in ranks]
    mean = sum(1 / found for _, found in ranks if found) / len(ranks)
    told.append(f"mean reciprocal rank over {len(ranks)} queries: {mean:.3f}")
    print(*told, sep="\n")  # noqa: T201 - shown by ``pytest -rP``
    assert mean > 0.9
