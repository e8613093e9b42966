"""Makes JSON-LD ready for a parser that fetches nothing: contexts named by IRI are put in place.

Source: JSON-LD 1.1, clauses 3.1 (the context), 9.15 (context definitions).
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

import numpy as np

from mcdgraph.errors import InputError

#: Objects and arrays inside each other; a parser that calls itself dies of a few thousand.
MAX_NESTING: Final = 500

#: What is said of a context that no file stands for.
NOT_FETCHED: Final = "contexts are not fetched"
HOW_TO_MAP: Final = "in [imports.contexts] of the settings or with --context IRI=FILE"

_STRING: Final = r'"(?:[^"\\]++|\\.)*+"?'
_STRINGS: Final = re.compile(_STRING.encode())
_TOKEN: Final = re.compile(rf"({_STRING})|([{{}}\[\]:,])")
#: Where a context may be named by an IRI: its key may be written with escapes.
_MAY_NAME: Final = re.compile(r'(?:context|import|\\u00[0-9a-fA-F]{2}[^"\\]*+)"\s*+:\s*+["\[]')


class JsonFault(Exception):
    """An offset in code points where a document cannot be read, and why."""

    def __init__(self, message: str, at: int) -> None:
        """Keep the place beside the message."""
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, kw_only=True)
class Contexts:
    """The files that stand for contexts, by the IRI that documents name them with."""

    files: Mapping[str, Path]

    def text(self, iri: str, above: tuple[str, ...] = ()) -> str:
        """Give the context of an IRI as JSON on one line; its own contexts are put in place.

        Raises `KeyError` where no file stands for it, `InputError` where the file has none.
        """
        path = self.files[iri]
        if iri in above:
            raise InputError(f"{path}: the context {iri} names itself")
        try:
            document = json.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}") from error
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            raise InputError(f"{path}: not JSON: {error}") from error
        if not isinstance(document, dict) or "@context" not in document:
            raise InputError(f"{path}: a context is an object with the key @context")
        text = json.dumps(document["@context"])
        try:
            return local_contexts(f'{{"@context":{text}}}', self, iri, (*above, iri)).text[12:-1]
        except JsonFault as error:
            raise InputError(f"{path}: {error}") from error


NO_CONTEXTS: Final = Contexts(files={})


@dataclass(frozen=True, kw_only=True)
class LocalText:
    """A document's text with every context in it; ``ends`` and ``shifts`` map offsets back."""

    text: str
    ends: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def origin(self, at: int) -> int:
        """Give the offset in the document as it was written."""
        place = bisect_right(self.ends, at)
        return at - self.shifts[place - 1] if place else at


def require_shallow(data: bytes) -> None:
    """Raise `JsonFault` where brackets are nested deeper than `MAX_NESTING`."""
    bare = np.frombuffer(_STRINGS.sub(_blanked, data), np.uint8)
    opened = (bare == ord("{")) | (bare == ord("["))
    closed = (bare == ord("}")) | (bare == ord("]"))
    depth = np.cumsum(opened.astype(np.int64) - closed)
    if len(depth) and depth.max() > MAX_NESTING:
        at = int(np.argmax(depth > MAX_NESTING))
        before = len(data[:at].decode("utf8", "replace"))
        raise JsonFault(f"objects and arrays are nested more than {MAX_NESTING} deep", before)


def _blanked(found: re.Match[bytes]) -> bytes:
    return b" " * len(found[0])


def local_contexts(
    text: str, contexts: Contexts, base: str, above: tuple[str, ...] = ()
) -> LocalText:
    """Put the context of a file in place of each IRI that names one.

    Raises `JsonFault` where no file stands for an IRI, and for ``@import``.
    """
    if not _MAY_NAME.search(text):
        return LocalText(text=text)
    parts: list[str] = []
    ends: list[int] = []
    shifts: list[int] = []
    last = shift = length = 0
    for found in _named_contexts(text):
        put = _context(found, contexts, base, above)
        parts += [text[last : found.start()], put]
        length += found.start() - last + len(put)
        last = found.end()
        shift += len(put) - (found.end() - found.start())
        ends.append(length)
        shifts.append(shift)
    return LocalText(text="".join([*parts, text[last:]]), ends=tuple(ends), shifts=tuple(shifts))


def _context(found: re.Match[str], contexts: Contexts, base: str, above: tuple[str, ...]) -> str:
    name = _value(found[1])
    for iri in (name, urljoin(base, name)):
        if iri in contexts.files:
            return contexts.text(iri, above)
    message = f"{NOT_FETCHED}; map {name} to a file, {HOW_TO_MAP}"
    raise JsonFault(message, found.start())


def _value(token: str) -> str:
    try:
        return str(json.loads(token))
    except json.JSONDecodeError:
        return ""


@dataclass(slots=True)
class _Open:
    """An object or an array that is being read: its last key, and whose value it is."""

    is_object: bool
    is_context: bool
    key: str | None = None


def _named_contexts(text: str) -> Iterator[re.Match[str]]:
    """Find the strings that stand for contexts: values of ``@context``, alone or in an array."""
    stack: list[_Open] = []
    for found in _TOKEN.finditer(text):
        top = stack[-1] if stack else None
        sign = found[2]
        if sign in ("{", "["):
            inherits = top is not None and _is_context(top)
            stack.append(_Open(sign == "{", inherits and sign == "["))
        elif sign in ("}", "]"):
            del stack[-1:]
        elif sign == "," and top and top.is_object:
            top.key = None
        elif sign is None and top and top.is_object and top.key is None:
            top.key = _value(found[1])
        elif sign is None and top and top.key == "@import":
            raise JsonFault("@import of a context is not read; write its terms out", found.start())
        elif sign is None and top and _is_context(top):
            yield found


def _is_context(place: _Open) -> bool:
    return place.key == "@context" if place.is_object else place.is_context
