"""Reconciliation without the web: what is read, how alike names are, how IRIs are named."""

import json

import pytest
from conftest import Harbour

from mcdgraph.columns import Literal
from mcdgraph.errors import ReconciliationError
from mcdgraph.reconciliation import (
    ApiVersion,
    ReconciliationContext,
    asked_version,
    extend,
    match,
    read_batch,
    read_draft_batch,
    read_extension,
)
from mcdgraph.reconciliation.extension import number_of
from mcdgraph.reconciliation.identifiers import Identifiers
from mcdgraph.reconciliation.model import MatchCandidate
from mcdgraph.reconciliation.similarity import ComparedWords
from mcdgraph.search import SearchIndex

BASE = "https://example.org/harbour/"
PREFIXES = {"ex": f"{BASE}ontology#", "id": f"{BASE}id/"}


@pytest.fixture(scope="module")
def context(harbour: Harbour) -> ReconciliationContext:
    """Read the harbour in English."""
    index = SearchIndex(path=harbour.release.search, prefixes=harbour.settings.prefixes)
    return ReconciliationContext(reader=harbour.reader, search=index, language="en")


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("pilot", "pilot", 1, 1),
        ("harbour master", "master harbour", 1, 1),
        ("harbor master", "harbour master", 0.8, 0.95),
        ("pilot", "pilto", 0.3, 0.8),
        ("pilot", "fog", 0, 0),
        ("", "", 0, 0),
        ("a", "b", 0, 0.5),
    ],
)
def test_likeness(one: str, other: str, least: float, most: float) -> None:
    """It is 1 for the same words in any order, and the same both ways."""
    left, right = ComparedWords(words=tuple(one.split())), ComparedWords(words=tuple(other.split()))
    assert least <= left.likeness(right) <= most
    assert left.likeness(right) == right.likeness(left)


@pytest.mark.parametrize(
    ("iri", "identifier"),
    [
        (f"{BASE}id/pilot", f"{BASE}id/pilot"),
        (f"{BASE}ontology#Post", "ex:Post"),
        ("http://elsewhere.example/x#Y", "http://elsewhere.example/x#Y"),
        (f"{BASE}ontology#a b", f"{BASE}ontology#a b"),
        ("urn:isbn:1", "urn:isbn:1"),
    ],
)
def test_an_identifier_leads_back(iri: str, identifier: str) -> None:
    """An IRI with a fragment is told by its prefix, where there is one."""
    identifiers = Identifiers(prefixes=PREFIXES)
    assert identifiers.of(iri) == identifier
    assert identifiers.iri(identifier) == iri


def test_any_prefixed_name_is_understood() -> None:
    """Also where it is not the identifier."""
    assert Identifiers(prefixes=PREFIXES).iri(" id:pilot ") == f"{BASE}id/pilot"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ([], ApiVersion.STABLE),
        ([("*/*", 1.0), ("application/json", 0.5)], ApiVersion.STABLE),
        ([("application/reconciliation.v1+json", 1.0)], ApiVersion.DRAFT),
        ([("application/reconciliation.v0.2+json", 0.5)], ApiVersion.STABLE),
        (
            [
                ("application/reconciliation.v1+json", 0.2),
                ("application/reconciliation.v0.2+json", 0.9),
            ],
            ApiVersion.STABLE,
        ),
        (
            [("application/json", 1.0), ("application/reconciliation.v1+json", 0.1)],
            ApiVersion.DRAFT,
        ),
        ([("application/reconciliation.v1.1+json", 1.0)], None),
        ([("application/reconciliation.v1+json", 0.0)], ApiVersion.STABLE),
    ],
)
def test_a_version_is_asked_for(
    accept: list[tuple[str, float]], expected: ApiVersion | None
) -> None:
    """By the media type of the draft; one that is not spoken is not guessed."""
    assert asked_version(accept) is expected


def draft(**condition: object) -> str:
    """Write a batch of the draft with one condition."""
    return json.dumps({"queries": [{"conditions": [condition]}]})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "queries is not JSON"),
        ("[", "queries is not JSON"),
        ("[]", "queries is not an object"),
        ("null", "queries is not an object"),
        ('{"q": 1}', "queries.q is not an object"),
        ('{"q": {}}', "queries.q has neither query nor properties"),
        ('{"q": {"properties": []}}', "queries.q has neither query nor properties"),
        ('{"q": {"query": 5}}', "queries.q.query is not a string"),
        ('{"q": {"query": "a", "limit": 0}}', "limit is not a positive whole number"),
        ('{"q": {"query": "a", "limit": -1}}', "limit is not a positive whole number"),
        ('{"q": {"query": "a", "limit": 1.5}}', "limit is not a positive whole number"),
        ('{"q": {"query": "a", "limit": true}}', "limit is not a positive whole number"),
        ('{"q": {"query": "a", "limit": 1e999}}', "limit is not a positive whole number"),
        ('{"q": {"query": "a", "limit": NaN}}', "NaN is not JSON"),
        ('{"q": {"query": "a", "limit": ' + "9" * 5000 + "}}", "not JSON"),
        ('{"q": {"query": "\\ud800"}}', "lone surrogate"),
        ('{"\\ud800": {"query": "a"}}', "lone surrogate"),
        ('{"q": {"query": "a", "type": [[]]}}', "type[0] is not a string"),
        ('{"q": {"query": "a", "type_strict": "maybe"}}', "is none of should, any, all"),
        ('{"q": {"query": "a", "wanted": 1}}', "a query of 0.2 has query, type"),
        ('{"q": {"query": "a", "properties": [{"v": 1}]}}', "properties[0] has no pid"),
        ('{"q": {"query": "a", "properties": [{"pid": "p"}]}}', "properties[0] has no v"),
        ('{"q": {"query": "a", "properties": [{"pid": "p", "v": {}}]}}', "v has no id"),
        ('{"q": {"query": "a", "properties": [{"pid": "p", "v": [[1]]}]}}', "v[0] is not a string"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_what_is_no_batch_is_refused(text: str, message: str) -> None:
    """With the field that is wrong."""
    with pytest.raises(ReconciliationError) as caught:
        read_batch(text)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 500
    assert not caught.value.too_large


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({str(n): {"query": "a"} for n in range(26)}),
        json.dumps({"q": {"query": "a" * 2_001}}),
        json.dumps({"q": {"query": "a", "type": ["t"] * 11}}),
        json.dumps({"q": {"query": "a", "properties": [{"pid": "p", "v": "1"}] * 21}}),
        json.dumps({"q": {"query": "a", "properties": [{"pid": "p", "v": ["1"] * 21}]}}),
        json.dumps({str(n): {"properties": [{"pid": "p", "v": ["1"] * 5}]} for n in range(21)}),
    ],
    ids=["queries", "characters", "types", "properties", "values", "batch"],
)
def test_more_than_is_answered_is_too_large(text: str) -> None:
    """Each bound is told."""
    with pytest.raises(ReconciliationError, match="are answered at once") as caught:
        read_batch(text)
    assert caught.value.too_large


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", "the body has no queries"),
        ('{"queries": {}}', "queries is not an array"),
        ('{"queries": [{}]}', "queries[0] has no conditions"),
        ('{"queries": [{"conditions": []}]}', "conditions is empty"),
        (draft(propertyValue="a"), "has no matchType"),
        (draft(matchType="guess", propertyValue="a"), "is none of name, id, property"),
        (draft(matchType="name"), "has no propertyValue"),
        (draft(matchType="property", propertyValue="a"), "has no propertyId"),
        (draft(matchType="name", propertyValue="a", required="yes"), "is not true or false"),
        (draft(matchType="name", propertyValue="a", matchQuantifier="some"), "any, all, none"),
    ],
)
def test_what_is_no_batch_of_the_draft_is_refused(text: str, message: str) -> None:
    """With the field that is wrong."""
    with pytest.raises(ReconciliationError) as caught:
        read_draft_batch(text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", "has no properties"),
        ('{"properties": []}', "has no ids"),
        ('{"ids": [1], "properties": []}', "ids[0] is not a string"),
        ('{"ids": [], "properties": [{}]}', "properties[0] has no id"),
        ('{"ids": [], "properties": [{"id": "a", "settings": 1}]}', "settings is not an object"),
        (
            '{"ids": [], "properties": [{"id": "a", "settings": {"limit": "x"}}]}',
            "limit is not a positive whole number",
        ),
    ],
)
def test_what_asks_for_no_values_is_refused(text: str, message: str) -> None:
    """With the field that is wrong."""
    with pytest.raises(ReconciliationError) as caught:
        read_extension(text, "extend")
    assert message in str(caught.value)


def found(context: ReconciliationContext, **query: object) -> tuple[MatchCandidate, ...]:
    """Ask one query of 0.2."""
    return match(context, read_batch(json.dumps({"q": query}))["q"])


def of_draft(context: ReconciliationContext, *conditions: object, **more: object) -> list[str]:
    """Ask one query of the draft; return the names of what is found."""
    text = json.dumps({"queries": [{"conditions": conditions, **more}]})
    return [one.iri.removeprefix(BASE) for one in match(context, read_draft_batch(text)[0])]


UNDER = {"matchType": "property", "propertyId": "ex:under"}
PILOT = {"matchType": "name", "propertyValue": "pilot"}


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([PILOT], ["id/pilot"]),
        ([{**PILOT, "propertyValue": ["pilot", "harbour master"]}], ["id/pilot", "id/master"]),
        ([{"matchType": "id", "propertyValue": "id:pilot"}], ["id/pilot"]),
        ([{"matchType": "id", "propertyValue": "id:nobody"}], []),
        ([{**UNDER, "propertyValue": {"id": "id:master"}}], ["id/pilot"]),
        ([{**UNDER, "propertyValue": "Harbour master"}], ["id/pilot"]),
        ([{**UNDER, "propertyValue": "Capitaine de port"}], ["id/pilot"]),
        ([{**UNDER, "propertyValue": {"id": "id:pilot"}}], []),
        ([PILOT, {**UNDER, "propertyValue": {"id": "id:pilot"}}], ["id/pilot"]),
        ([PILOT, {**UNDER, "propertyValue": {"id": "id:pilot"}, "required": True}], []),
        (
            [
                PILOT,
                {**UNDER, "propertyValue": "id:pilot", "required": True, "matchQuantifier": "none"},
            ],
            ["id/pilot"],
        ),
        (
            [PILOT, {**UNDER, "propertyValue": ["id:master", "id:pilot"], "required": True}],
            ["id/pilot"],
        ),
        (
            [
                PILOT,
                {
                    **UNDER,
                    "propertyValue": ["id:master", "id:pilot"],
                    "required": True,
                    "matchQuantifier": "all",
                },
            ],
            [],
        ),
        ([PILOT, {**UNDER, "propertyId": "ex:unheard", "propertyValue": "a"}], ["id/pilot"]),
        (
            [{"matchType": "property", "propertyId": "ex:since", "propertyValue": 1987}],
            [],
        ),
        (
            [
                PILOT,
                {
                    "matchType": "property",
                    "propertyId": "ex:since",
                    "propertyValue": 1987,
                    "required": True,
                },
            ],
            ["id/pilot"],
        ),
    ],
)
def test_conditions(
    context: ReconciliationContext, conditions: list[object], expected: list[str]
) -> None:
    """What is required leaves out, what is not counts, and quantifiers say of which values."""
    names = of_draft(context, *conditions)
    assert names[: max(1, len(expected))] == expected


NOBODY = {"matchType": "name", "propertyValue": "xyzzy"}


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([PILOT], (100.0, True)),
        ([{"matchType": "id", "propertyValue": "id:pilot"}], (100.0, True)),
        ([{"matchType": "id", "propertyValue": "id:pilot"}, PILOT], (100.0, True)),
        ([{"matchType": "id", "propertyValue": "id:pilot"}, NOBODY], (50.0, False)),
        ([{"matchType": "name", "propertyValue": "id:pilot"}], (100.0, True)),
        ([{"matchType": "name", "propertyValue": "id:pilot"}, NOBODY], (50.0, False)),
        ([PILOT, NOBODY], (50.0, False)),
        ([PILOT, {**NOBODY, "matchQuantifier": "none"}], (100.0, True)),
        ([PILOT, {**PILOT, "propertyValue": "PILOTE", "matchQuantifier": "none"}], (50.0, False)),
    ],
)
def test_every_condition_counts(
    context: ReconciliationContext, conditions: list[object], expected: tuple[float, bool]
) -> None:
    """An identifier does not stand for a name beside it, nor one name for another."""
    (query,) = read_draft_batch(json.dumps({"queries": [{"conditions": conditions}]}))
    first = match(context, query)[0]
    assert first.iri == f"{BASE}id/pilot"
    assert (first.score, first.match) == expected


@pytest.mark.parametrize("more", [[NOBODY], [{**PILOT, "matchQuantifier": "none"}]])
def test_what_an_identifier_names_must_have_what_is_required(
    context: ReconciliationContext, more: list[dict[str, object]]
) -> None:
    """A name that it lacks leaves it out, and so does one that it should not have."""
    asked = {"matchType": "id", "propertyValue": "id:pilot"}
    assert of_draft(context, asked, *({**one, "required": True} for one in more)) == []


@pytest.mark.parametrize(
    ("query", "matched"),
    [
        ({"query": "pilot"}, True),
        ({"query": "PILOTE"}, True),
        ({"query": "pilto"}, False),
        ({"query": f"{BASE}id/pilot"}, True),
        ({"query": "id:pilot"}, True),
        ({"query": "pilot", "type": "ex:Post"}, True),
        ({"query": "pilot", "properties": [{"pid": "ex:under", "v": "Harbour master"}]}, True),
        ({"query": "pilot", "properties": [{"pid": "ex:under", "v": "somebody else"}]}, False),
    ],
)
def test_match_is_said_where_it_is_safe(
    context: ReconciliationContext, query: dict[str, object], matched: bool
) -> None:
    """The pilot is found first in any case."""
    candidates = found(context, **query)
    assert candidates[0].iri == f"{BASE}id/pilot"
    assert [one.match for one in candidates] == [matched] + [False] * (len(candidates) - 1)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"query": "pilot", "type": "ex:Sentence"}, 0),
        ({"query": "pilot", "type": ["ex:Sentence", "ex:Post"]}, 1),
        ({"query": "pilot", "type": ["ex:Sentence", "ex:Post"], "type_strict": "all"}, 0),
        ({"query": "pilot", "type": "ex:Unheard"}, 0),
        ({"query": "pilot", "type": "no IRI at all"}, 0),
        ({"query": ""}, 0),
        ({"query": "  ,;"}, 0),
        ({"query": '" OR * NEAR('}, 0),
        ({"query": "keeper", "limit": 1}, 1),
        ({"query": "pilot " * 200}, 0),
    ],
)
def test_types_and_odd_names(
    context: ReconciliationContext, query: dict[str, object], count: int
) -> None:
    """A type restricts; what is no name finds nothing."""
    assert len(found(context, **query)) == count


def test_values_are_told_as_they_are(context: ReconciliationContext) -> None:
    """A thing by its name, a text with its language, and nothing of what is not known."""
    request = {
        "ids": ["id:pilot", "id:nobody", "no IRI"],
        "properties": [
            {"id": "ex:under"},
            {"id": "rdfs:label", "settings": {"language": "FR"}},
            {"id": "rdfs:label", "settings": {"limit": "1"}},
            {"id": "ex:unheard"},
        ],
    }
    told = extend(context, read_extension(json.dumps(request), "extend"))
    assert [row.id for row in told.rows] == request["ids"]
    above, (french,), (first,), nothing = told.rows[0].values
    assert f"{BASE}id/master" in [getattr(thing, "iri", "") for thing in above]
    assert (getattr(french, "text", ""), getattr(french, "language", "")) == ("Pilote", "fr")
    assert getattr(first, "language", "") in ("en", "fr")
    assert nothing == ()
    assert told.rows[1].values == told.rows[2].values == ((), (), (), ())


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("lexical", "datatype", "expected"),
    [
        ("12", "integer", 12),
        (" -012 ", "int", -12),
        ("2147483648", "integer", None),
        ("1_000", "integer", None),
        ("\u0661\u0662", "integer", None),
        ("1.0", "integer", None),
        ("1.5", "decimal", 1.5),
        (".5", "decimal", 0.5),
        ("1e5", "decimal", None),
        ("1_0.5", "decimal", None),
        ("1e5", "double", 100_000.0),
        ("INF", "double", None),
        ("nan", "double", None),
        ("1e999", "double", None),
        ("1234567890.123456789", "decimal", None),
        ("12", "string", None),
        ("", "integer", None),
    ],
)
def test_a_number_is_told_as_one_where_nothing_is_lost(
    lexical: str, datatype: str, expected: float | None
) -> None:
    """What XML Schema does not read as a number stays the text that it is."""
    found = number_of(Literal(lexical, XSD + datatype))
    assert (found, type(found)) == (expected, type(expected))
