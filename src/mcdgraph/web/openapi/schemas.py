"""The JSON that the site answers, as schemas: what is named here stays, and more may be added."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_TEXT_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
_NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
_BY_LANGUAGE: Final[Schema] = {"type": "object", "additionalProperties": _TEXT}


def _object(**properties: Schema) -> Schema:
    """Return the schema of an object that has all these members."""
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_HIT: Final = _object(
    iri=_TEXT_OR_NULL,
    url=_TEXT,
    kind=_TEXT,
    type={"type": ["object", "null"]},
    deprecated={"type": "boolean"},
    name={"type": "object"},
)
_TERM: Final = _object(
    name=_TEXT, iri=_TEXT, label=_TEXT_OR_NULL, definition=_TEXT_OR_NULL, uses=_NUMBER
)
_QUESTION_PARAMETER: Final = _object(
    name=_TEXT,
    type=_TEXT,
    label=_BY_LANGUAGE,
    default=_TEXT_OR_NULL,
    allowed={"type": ["array", "null"], "items": _TEXT},
)
_QUESTION: Final = _object(
    name=_TEXT,
    title=_BY_LANGUAGE,
    description=_BY_LANGUAGE,
    origins=_list(_TEXT),
    parameters=_list(_QUESTION_PARAMETER),
    url=_TEXT,
    forms=_list(_object(type=_TEXT, url=_TEXT)),
)

SCHEMAS: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "Problem": _object(type=_TEXT, title=_TEXT, status=_NUMBER, detail=_TEXT),
        "Questions": _object(questions=_list(_QUESTION)),
        "SearchAnswer": _object(
            query=_TEXT,
            language=_TEXT,
            kind=_TEXT_OR_NULL,
            total=_NUMBER,
            whole=_NUMBER,
            more={"type": "boolean"},
            hits=_list(_HIT),
            suggestions=_list(_HIT),
        ),
        "Completion": _object(
            prefixes=_BY_LANGUAGE,
            classes=_list(_TERM),
            properties=_list(_TERM),
            more={"type": "boolean"},
        ),
        "Version": _object(mcdgraph=_TEXT, release=_TEXT, statements=_NUMBER),
        "Results": {
            "type": "object",
            "required": ["head"],
            "properties": {
                "head": {"type": "object", "properties": {"vars": _list(_TEXT)}},
                "boolean": {"type": "boolean"},
                "results": _object(bindings=_list({"type": "object"})),
            },
        },
    }
)
#: Operation → the schema of its JSON.
BODIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "questions": "Questions",
        "search": "SearchAnswer",
        "completion": "Completion",
        "version": "Version",
    }
)
