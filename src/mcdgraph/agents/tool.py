"""What a tool is: its name, its arguments, and what it answers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from mcdgraph.errors import UsageError

#: Half of a character, which JSON can write and UTF-8 cannot (RFC 8259, clause 8.2).
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

#: What a JSON Schema says, or a part of it.
JsonSchema = dict[str, Any]

TEXT: Final[JsonSchema] = {"type": "string"}
NUMBER: Final[JsonSchema] = {"type": "integer"}
TRUTH: Final[JsonSchema] = {"type": "boolean"}


@dataclass(frozen=True, kw_only=True)
class Argument:
    """An argument of a tool: a text of at most ``most`` characters, one of ``choices`` if any."""

    name: str
    description: str
    most: int = 2_000
    choices: tuple[str, ...] = ()
    required: bool = True

    def schema(self) -> JsonSchema:
        """Return what a value has to be."""
        found = {"type": "string", "description": self.description, "maxLength": self.most}
        return found | ({"enum": [*self.choices]} if self.choices else {})

    def check(self, value: object) -> str:
        """Return a value that was given; raise `UsageError` where it is not what it has to be."""
        if not isinstance(value, str):
            raise UsageError(f"the argument {self.name} is a text")
        if len(value) > self.most:
            raise UsageError(f"the argument {self.name} has more than {self.most} characters")
        if _SURROGATE.search(value):
            raise UsageError(f"the argument {self.name} holds a surrogate, which is no character")
        if self.required and not value.strip():
            raise UsageError(f"the argument {self.name} is empty")
        if value and self.choices and value not in self.choices:
            raise UsageError(f"the argument {self.name} is one of {', '.join(self.choices)}")
        return value


@dataclass(frozen=True, kw_only=True)
class ToolAnswer:
    """What a tool gives: Markdown for a reader, the same as data for a program."""

    text: str
    data: dict[str, Any]
    failed: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return it as the result of ``tools/call``."""
        content = [{"type": "text", "text": self.text}]
        return {"content": content, "structuredContent": self.data, "isError": self.failed}


@dataclass(frozen=True, kw_only=True)
class Tool:
    """One tool; ``output`` are the schemas of the members of its answer, by name."""

    name: str
    title: str
    description: str
    arguments: tuple[Argument, ...]
    output: Mapping[str, JsonSchema]
    call: Callable[[Mapping[str, str]], ToolAnswer] = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        """Describe it as ``tools/list`` does."""
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "inputSchema": {
                "type": "object",
                "properties": {item.name: item.schema() for item in self.arguments},
                "required": [item.name for item in self.arguments if item.required],
                "additionalProperties": False,
            },
            "outputSchema": object_of(self.output),
            "annotations": {
                "readOnlyHint": True,
                "destructiveHint": False,
                "idempotentHint": True,
                "openWorldHint": False,
            },
        }

    def read(self, given: Mapping[str, object]) -> dict[str, str]:
        """Return all arguments by name, those not given empty; raise `UsageError` where wrong."""
        names = {item.name for item in self.arguments}
        for name in given:
            if name not in names:
                near = get_close_matches(name[:100], names, n=1)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise UsageError(f"{self.name} has no argument {name[:100]}{hint}")
        lacking = [a.name for a in self.arguments if a.required and a.name not in given]
        if lacking:
            raise UsageError(f"{self.name} lacks the argument {lacking[0]}")
        return {item.name: item.check(given.get(item.name) or "") for item in self.arguments}


def object_of(members: Mapping[str, JsonSchema], *optional: str) -> JsonSchema:
    """Return the schema of an object with these members, all there but the optional ones."""
    return {
        "type": "object",
        "properties": dict(members),
        "required": [name for name in members if name not in optional],
    }


def list_of(items: JsonSchema) -> JsonSchema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def or_null(schema: JsonSchema) -> JsonSchema:
    """Return the schema of what may be null."""
    return {"anyOf": [schema, {"type": "null"}]}
