"""JSON that strangers send, read field by field; every error names the field.

Source: RFC 8259; what Python reads beyond it (NaN, lone surrogates) is refused.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from mcdgraph.errors import ReconciliationError

Choice = TypeVar("Choice", bound=StrEnum)


def parse_json(text: str, name: str) -> "JsonField":
    """Read JSON in linear time; ``name`` is what errors call it. Raise `ReconciliationError`."""
    try:
        value = json.loads(text, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode("utf8")
    except RecursionError:
        raise ReconciliationError(f"{name} is nested too deep") from None
    except UnicodeEncodeError:
        raise ReconciliationError(f"{name} has half a character (a lone surrogate)") from None
    except ValueError as error:
        raise ReconciliationError(f"{name} is not JSON: {str(error)[:200]}") from None
    return JsonField(name=name, value=value)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


@dataclass(frozen=True, kw_only=True)
class JsonField:
    """A value with the path by which it was reached; each method says what it expects."""

    name: str
    value: Any

    def members(self, most: int) -> Iterator[tuple[str, "JsonField"]]:
        """Yield the members of an object."""
        value = self._expect(dict, "an object")
        self._bound(len(value), most, "members")
        for key, found in value.items():
            yield key, JsonField(name=f"{self.name}.{key[:100]}", value=found)

    def items(self, most: int) -> Iterator["JsonField"]:
        """Yield the items of an array."""
        value = self._expect(list, "an array")
        self._bound(len(value), most, "items")
        for place, found in enumerate(value):
            yield JsonField(name=f"{self.name}[{place}]", value=found)

    def one_or_more(self, most: int) -> Iterator["JsonField"]:
        """Yield the items of an array, or the one value that stands for an array."""
        yield from self.items(most) if isinstance(self.value, list) else (self,)

    def get(self, key: str) -> "JsonField | None":
        """Return a member of an object; null is as good as none."""
        found = self._expect(dict, "an object").get(key)
        return None if found is None else JsonField(name=f"{self.name}.{key}", value=found)

    def required(self, key: str) -> "JsonField":
        """Return a member that an object must have."""
        found = self.get(key)
        if found is None:
            raise ReconciliationError(f"{self.name} has no {key}")
        return found

    def text(self, most: int) -> str:
        """Return a string."""
        value: str = self._expect(str, "a string")
        self._bound(len(value), most, "characters")
        return value

    def truth(self) -> bool:
        """Return a boolean."""
        return bool(self._expect(bool, "true or false"))

    def positive(self, most: int) -> int:
        """Return a positive whole number, or ``most`` where it is larger."""
        value = self.value
        whole = isinstance(value, int | float) and not isinstance(value, bool) and value >= 1
        if not whole or value != value // 1:
            raise ReconciliationError(f"{self.name} is not a positive whole number")
        return int(min(value, most))

    def choice(self, among: type[Choice]) -> Choice:
        """Return one of some words."""
        value = self._expect(str, "a string")
        if value not in [*among]:
            raise ReconciliationError(f"{self.name} is none of {', '.join(among)}")
        return among(value)

    def _expect(self, kind: type, words: str) -> Any:
        if not isinstance(self.value, kind):
            raise ReconciliationError(f"{self.name} is not {words}")
        return self.value

    def _bound(self, number: int, most: int, what: str) -> None:
        if number > most:
            raise ReconciliationError(
                f"{self.name} has {number} {what}; {most} are answered at once", too_large=True
            )
