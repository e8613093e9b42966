"""Values, statements and evidence as data and in Markdown."""

from typing import Any, Final

from mcdgraph.agents.tool import NUMBER, TEXT, TRUTH, JsonSchema, list_of, object_of
from mcdgraph.pages.answers import Answer, Cell
from mcdgraph.pages.labels import Label
from mcdgraph.pages.values import (
    Fact,
    Group,
    Listed,
    Nested,
    Resource,
    Statement,
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

#: What Markdown would read as more than a character.
_MARKS: Final = str.maketrans({mark: "\\" + mark for mark in "\\`*_[]<>|#"})


def escape(text: str) -> str:
    """Return a text on one line that Markdown shows as it is (CommonMark 0.31, clause 2.4)."""
    return " ".join(text.split()).translate(_MARKS)


def link(resource: Resource) -> str:
    """Return a link to a thing; its address is that of the thing itself."""
    address = resource.iri.replace("<", "%3C").replace(">", "%3E").replace("\n", "%0A")
    return f"[{escape(resource.label.text)}](<{address}>)"


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


def value_markdown(value: Value) -> str:
    """Return a value on one line."""
    if isinstance(value, Resource):
        return link(value)
    if isinstance(value, Listed):
        items = ", ".join(map(value_markdown, value.items))
        return f"({items}{', …' if value.cut else ''})"
    if isinstance(value, Nested):
        parts = [
            f"{link(group.property)} {value_markdown(statement.value)}"
            for group in value.groups
            for statement in group.statements
        ]
        return "(" + "; ".join(parts) + ("; …" if value.cut else "") + ")"
    cut = f" … ({value.length} characters)" if value.length is not None else ""
    tag = f" ({value.language})" if value.language else ""
    return escape(value.text) + cut + tag


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


def evidence_markdown(evidence: StatementEvidence) -> str:
    """Return evidence on one line: how it says it, where, what, and the way there."""
    name = link(_named(evidence.sentence, evidence.name)) if evidence.sentence else evidence.name
    parts = [f"{escape(evidence.status)}: {name}" if evidence.status else name]
    if evidence.document:
        parts.append(f"in {link(evidence.document)}")
    if evidence.start is not None and evidence.end is not None:
        parts.append(f"characters {evidence.start} to {evidence.end}")
    note = evidence.note
    if note and note.gloss:
        parts.append(f"which says: {escape(note.gloss.text)}")
    if note and note.quotation:
        parts.append(f"in its words: “{escape(note.quotation.exact)}”")
    if note and note.link:
        parts.append(f"<{note.link}>")
    return ", ".join(parts)


def _named(resource: Resource, name: str) -> Resource:
    return Resource(iri=resource.iri, label=Label(text=name)) if name else resource


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


def evidence_of(groups: tuple[Group, ...]) -> tuple[StatementEvidence, ...]:
    """Return what stands behind the statements of a page, each piece once."""
    found = (e for group in groups for statement in group.statements for e in statement.evidence)
    return tuple({evidence_id(e): e for e in found if evidence_id(e)}.values())


def group_markdown(group: Group) -> list[str]:
    """Return the values of a property as lines of a list, each with its evidence."""
    lines = [
        f"- {link(group.property)}: {value_markdown(statement.value)}{_basis(statement)}"
        for statement in group.statements
    ]
    if group.cut:
        more = "more than " if group.more_than_total else ""
        lines.append(f"- {link(group.property)}: … ({more}{group.total} in all)")
    return lines


def _basis(statement: Statement) -> str:
    if statement.inferred:
        return " (inferred)"
    names = [escape(found.name or found.status) for found in statement.evidence]
    return f" [{', '.join(names)}]" if names else ""


def fact_data(fact: Fact) -> dict[str, Any]:
    """Return a whole statement as data."""
    return {
        "subject": resource_data(fact.subject),
        "property": resource_data(fact.property),
        "value": value_data(fact.value),
        "status": fact.status,
    }


def fact_markdown(fact: Fact) -> str:
    """Return a whole statement as a line of a list."""
    status = f" ({escape(fact.status)})" if fact.status else ""
    return f"- {link(fact.subject)} {link(fact.property)} {value_markdown(fact.value)}{status}"


def answer_data(answer: Answer) -> dict[str, Any]:
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


def answer_markdown(answer: Answer) -> str:
    """Return the answer to a query as a table, a word, or a block of Turtle."""
    if answer.truth is not None:
        return "yes\n" if answer.truth else "no\n"
    if answer.table is None:
        turtle = answer.turtle or ""
        fence = "`" * (_longest_run(turtle) + 3)
        return f"{fence}turtle\n{turtle}\n{fence}\n" + _cut(answer)
    if not answer.table.rows:
        return "No row.\n"
    head = "| " + " | ".join(map(escape, answer.table.variables)) + " |\n"
    rule = "|" + " --- |" * len(answer.table.variables) + "\n"
    rows = ("| " + " | ".join(map(_cell, row)) + " |\n" for row in answer.table.rows)
    return head + rule + "".join(rows) + _cut(answer)


def _cell(cell: Cell) -> str:
    return "" if cell is None else value_markdown(cell)


def _cut(answer: Answer) -> str:
    return "\nThere is more; ask for less, or page with LIMIT and OFFSET.\n" if answer.cut else ""


def _longest_run(text: str) -> int:
    """Return how many grave accents stand in a row at most."""
    return max((len(run) for run in text.split() if run.strip("`") == ""), default=0)
