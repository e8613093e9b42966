"""Names that people have in their tables, and the things of the shipped graph that they mean."""

import csv
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

BASE = "https://w3id.org/mcdgraph/"
TABLE = Path(__file__).parent / "reconciliation" / "names.tsv"
ROWS = list(csv.DictReader(TABLE.open(encoding="utf8", newline=""), delimiter="\t"))
#: Candidates that are looked at.
LIMIT = 10


def ask(address: str, language: str, queries: dict[str, Any]) -> dict[str, Any]:
    """Send a batch of 0.2, as a form."""
    body = urlencode({"queries": json.dumps(queries)}).encode()
    with urlopen(f"{address}/reconcile?lang={language}", body, timeout=30) as answer:
        return dict(json.load(answer))


@pytest.fixture(scope="module")
def answers(shipped: str) -> list[list[dict[str, Any]]]:
    """Ask for all names, those of each language in one batch."""
    found: dict[int, list[dict[str, Any]]] = {}
    for language in ("fr", "en"):
        rows = [(place, row) for place, row in enumerate(ROWS) if row["language"] == language]
        queries = {
            str(place): {"query": row["name"], "limit": LIMIT}
            | ({"type": row["type"], "type_strict": "should"} if row["type"] else {})
            for place, row in rows
        }
        results = ask(shipped, language, queries)
        found |= {place: results[str(place)]["result"] for place, _ in rows}
    return [found[place] for place in range(len(ROWS))]


def rank(candidates: list[dict[str, Any]], expected: str) -> int:
    """Tell where the expected thing stands, from 1; 0 where it does not."""
    ids = [candidate["id"].removeprefix(BASE) for candidate in candidates]
    return ids.index(expected) + 1 if expected in ids else 0


@pytest.mark.parametrize("place", range(len(ROWS)), ids=[row["name"] for row in ROWS])
def test_a_name_finds_its_thing(answers: list[list[dict[str, Any]]], place: int) -> None:
    """No lower than the table says, and taken unseen where it says so, and only there."""
    row, candidates = ROWS[place], answers[place]
    found = rank(candidates, row["expected"])
    assert (found > 0) == (row["expected"] != "-")
    assert found <= int(row["rank"])
    taken = [candidate["id"].removeprefix(BASE) for candidate in candidates if candidate["match"]]
    assert taken == ([row["expected"]] if row["match"] == "yes" else [])


def test_there_are_enough_names(answers: list[list[dict[str, Any]]]) -> None:
    """Twenty and more; the ranks are told, and their mean reciprocal is high."""
    assert len(ROWS) >= 20
    ranks = [
        rank(found, row["expected"])
        for row, found in zip(ROWS, answers, strict=True)
        if row["expected"] != "-"
    ]
    told = [
        f"{rank(found, row['expected']):>2} {found[0]['score'] if found else '-':>6} "
        f"{'taken' if found and found[0]['match'] else '':5}  {row['name']} ({row['why']})"
        for row, found in zip(ROWS, answers, strict=True)
    ]
    print(*told, sep="\n")  # noqa: T201 - shown by ``pytest -rP``
    assert sum(1 / place for place in ranks if place) / len(ranks) > 0.9


def test_scores_fall_from_the_first_to_the_last(answers: list[list[dict[str, Any]]]) -> None:
    """And stay between 0 and 100."""
    assert sum(map(len, answers)) > 100
    for candidates in answers:
        scores = [candidate["score"] for candidate in candidates]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 100 for score in scores)


@pytest.mark.parametrize(
    "value",
    [
        "Attaché de défense à Madagascar",
        "Defence attaché in Madagascar",
        {"id": f"{BASE}id/mg/post/defence-attache", "name": "whatever it is called"},
    ],
    ids=["French", "English", "identifier"],
)
def test_a_property_tells_homonyms_apart(shipped: str, value: object) -> None:
    """Of missions that are called alike, the one with the head that is named."""
    query = {"query": "mission de coopération de défense", "type": "mcd:CooperationMission"}
    plain = ask(shipped, "fr", {"q": query})["q"]["result"]
    assert plain[0]["id"] != f"{BASE}id/mg/mcd"
    properties = [{"pid": "mcd:headedBy", "v": value}]
    found = ask(shipped, "fr", {"q": query | {"properties": properties}})["q"]["result"]
    assert found[0]["id"] == f"{BASE}id/mg/mcd"
    features = {feature["id"]: feature["value"] for feature in found[0]["features"]}
    assert features["property_match"] == 100
