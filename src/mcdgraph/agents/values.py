"""Values, statements and evidence as data."""

from typing import Any, Final

from mcdgraph.agents.tool import NUMBER, TEXT, TRUTH, JsonSchema, list_of, object_of
from mcdgraph.pages.answers import AnswerPage
from mcdgraph.pages.values import (
    Fact,
    Group,
    Listed,
    Nested,
    Resource,
    StatementEvidence,
    Text,
    Value,
)

RESOURCE_SCHEMA: Final[JsonSchema] = object_of({"iri": TEXT, "label": TEXT})
#: A thing, a literal, a blank node or a list: told apart by their members.
VALUE_SCHEMA: Final[JsonSchema] = {"type": "object"}
EVIDENCE_SCHEMA: Final[JsonSchema] = object_of(
    {"id": TEXT, "name": TEXT, "status": TEXT, "document": TEXT, "start": NUMBER, "end": NUMBER}
    | {"gloss": TEXT, "link": TEXT, "archive": TEXT, "quotation": TEXT, "locator": TEXT},
    *("document", "start", "end", "gloss", "link", "archive", "quotation", "locator"),
)
STATEMENT_SCHEMA: Final[JsonSchema] = object_of(
    {
        "property": RESOURCE_SCHEMA,
        "value": VALUE_SCHEMA,
        "inferred": TRUTH,
        "evidence": list_of(TEXT),
    }
)
FACT_SCHEMA: Final[JsonSchema] = object_of(
    {"subject": RESOURCE_SCHEMA, "property": RESOURCE_SCHEMA, "value": VALUE_SCHEMA}
    | {"status": TEXT}
)
ANSWER_SCHEMA: Final[JsonSchema] = object_of(
    {
        "variables": list_of(TEXT),
        "rows": list_of({"type": "object"}),
        "truth": TRUTH,
        "turtle": TEXT,
        "cut": TRUTH,
    },
    *("variables", "rows", "truth", "turtle"),
)


def resource_data(resource: Resource) -> dict[str, Any]:
    """Return a thing as data."""
    return {"iri": resource.iri, "label": resource.label.text}


def value_data(value: Value) -> dict[str, Any]:
    """Return a value as data: members of a list in order, a blank node by its statements."""
    if isinstance(value, Resource):
        return resource_data(value)
    if isinstance(value, Listed):
        return {"items": [value_data(item) for item in value.items], "cut": value.cut}
    if isinstance(value, Nested):
        found = [
            {"property": resource_data(group.property), "value": value_data(statement.value)}
            for group in value.groups
            for statement in group.statements
        ]
        return {"statements": found, "cut": value.cut}
    return _text_data(value)


def _text_data(text: Text) -> dict[str, Any]:
    told: dict[str, Any] = {"text": text.text}
    if text.language:
        told["language"] = text.language
    if text.datatype:
        told["datatype"] = text.datatype.iri
    if text.length is not None:
        told["length"] = text.length
    return told


def evidence_id(evidence: StatementEvidence) -> str:
    """Return what evidence is known by: the IRI of a passage, or the name of a source."""
    return evidence.sentence.iri if evidence.sentence else evidence.name


def evidence_data(evidence: StatementEvidence) -> dict[str, Any]:
    """Return evidence as data; what is not known is left out."""
    note = evidence.note
    told: dict[str, Any] = {
        "document": evidence.document.iri if evidence.document else None,
        "start": evidence.start,
        "end": evidence.end,
    }
    if note:
        told |= {"gloss": note.gloss.text if note.gloss else None, "locator": note.locator}
        told |= {"link": note.link, "archive": note.archive}
        told["quotation"] = note.quotation.exact if note.quotation else None
    named = {"id": evidence_id(evidence), "name": evidence.name, "status": evidence.status}
    return named | {name: value for name, value in told.items() if value not in (None, "")}


def group_data(groups: tuple[Group, ...]) -> list[dict[str, Any]]:
    """Return the statements of a page as data."""
    return [
        {
            "property": resource_data(group.property),
            "value": value_data(statement.value),
            "inferred": statement.inferred,
            "evidence": [evidence_id(found) for found in statement.evidence],
        }
        for group in groups
        for statement in group.statements
    ]


def fact_data(fact: Fact) -> dict[str, Any]:
    """Return a whole statement as data."""
    return {
        "subject": resource_data(fact.subject),
        "property": resource_data(fact.property),
        "value": value_data(fact.value),
        "status": fact.status,
    }


def answer_data(answer: AnswerPage) -> dict[str, Any]:
    """Return the answer to a query as data; of its members, those of its kind are there."""
    if answer.truth is not None:
        return {"truth": answer.truth, "cut": False}
    if answer.table is None:
        return {"turtle": answer.turtle or "", "cut": answer.cut}
    names = answer.table.variables
    rows = [
        {name: value_data(cell) for name, cell in zip(names, row, strict=True) if cell is not None}
        for row in answer.table.rows
    ]
    return {"variables": list(names), "rows": rows, "cut": answer.cut}
