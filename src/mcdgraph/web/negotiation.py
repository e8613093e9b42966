"""Which form, and which language, a client asked for.

Source: RFC 9110, clauses 12.4.2 (quality values), 12.5.1 (Accept) and 12.5.4
(Accept-Language); RFC 4647, clause 3.4 (lookup of a language range).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mcdgraph.formats import Format

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_ELEMENT = re.compile(rf"(?:{_QUOTED}|[^,\"])+|\"")
_PARAMETER = re.compile(rf"\s*({_NAME})\s*=\s*({_NAME}|{_QUOTED})\s*\Z")
_PART = re.compile(rf"(?:{_QUOTED}|[^;\"])+|\"")
_QUALITY = re.compile(r"(?:\d{1,6}(?:\.\d{0,9})?|\.\d{1,9})\Z")
_RANGE = re.compile(rf"({_NAME})/({_NAME})\Z")
_LANGUAGE = re.compile(r"(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\Z")


@dataclass(frozen=True, kw_only=True)
class MediaRange:
    """One element of an Accept header: types in lower case, quality from 0 to 1."""

    type: str
    subtype: str
    parameters: tuple[tuple[str, str], ...]
    quality: float

    @property
    def satisfied(self) -> bool:
        """True when an answer in UTF-8 without other parameters is what it names."""
        return all(parameter == ("charset", "utf-8") for parameter in self.parameters)


def negotiate(accept: Sequence[str], offered: Sequence[Format]) -> Format | None:
    """Choose a format for the lines of an Accept header; None means 406.

    ``accept`` holds the value of each header line, as they came; no line, or lines without
    an element, accept anything. Of formats wanted equally, the one named most exactly wins,
    then the one offered first. A format answers to its aliases by their full name only, so
    that ``text/*`` means what its registered media type says. A parameter that no format has
    (``profile=…``) does not stop its type from matching, but a plain range is heeded first.
    """
    elements = [element for value in accept for element in _elements(value)]
    if not elements:
        return offered[0] if offered else None
    ranges = [found for element in elements if (found := _media_range(element))]
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for form in offered:
        weight = max(
            _weight(form.media_type, ranges, wildcards=True),
            *(_weight(alias, ranges, wildcards=False) for alias in form.aliases),
            (0.0, 0),
        )
        if weight > best and weight[0] > 0:
            best, chosen = weight, form
    return chosen


def negotiate_language(accept: Sequence[str], offered: Sequence[str]) -> str:
    """Choose a language for the lines of an Accept-Language header.

    ``offered`` holds primary tags, the default first. A range matches when it begins with an
    offered tag (``fr-CA`` asks for ``fr``). A client is never refused for its language.
    """
    qualities: dict[str, float] = {}
    for value in accept:
        for element in _elements(value):
            name, quality = _language_range(element)
            if name and name not in qualities:
                qualities[name] = quality
    best, chosen = 0.0, offered[0]
    for language in offered:
        named = [q for name, q in qualities.items() if _begins(name, language)]
        quality = max(named) if named else qualities.get("*", 0.0)
        if quality > best:
            best, chosen = quality, language
    return chosen


def _begins(name: str, language: str) -> bool:
    """Tell whether a language range asks for a language or a variety of it."""
    return name == language or name.startswith(language + "-")


def _weight(media_type: str, ranges: Sequence[MediaRange], *, wildcards: bool) -> tuple[float, int]:
    """Give the quality and the precision of the most precise range that matches a type."""
    kind, _, subtype = media_type.partition("/")
    best = (0, 0.0)
    for accepted in ranges:
        precision = _precision(accepted, kind, subtype)
        if precision > 2 or (precision and wildcards):
            best = max(best, (precision, accepted.quality))
    precision, quality = best
    return quality, precision


def _precision(accepted: MediaRange, kind: str, subtype: str) -> int:
    """Say how exactly a range names a type: 0 not at all, then wildcards, then by name."""
    if accepted.type == kind and accepted.subtype == subtype:
        if accepted.satisfied:
            return 4 + len(accepted.parameters)
        return 3 if accepted.quality > 0 else 0
    if accepted.subtype != "*" or accepted.parameters:
        return 0
    if accepted.type == kind:
        return 2
    return 1 if accepted.type == "*" else 0


def _elements(value: str) -> Iterator[str]:
    """Split a header's value at its commas, those in quoted strings apart."""
    for element in _ELEMENT.findall(value):
        if element.strip():
            yield element.strip()


def _parts(element: str) -> list[str]:
    """Split an element at its semicolons; there is at least one part, which may be empty."""
    return [part.strip() for part in _PART.findall(element)] or [""]


def _media_range(element: str) -> MediaRange | None:
    """Read one element of an Accept header; None when it is malformed."""
    name, *parts = _parts(element)
    name = "*/*" if name == "*" else name
    found = _RANGE.match(name)
    parsed = _parameters(parts)
    if found is None or parsed is None or (found[1] == "*" and found[2] != "*"):
        return None
    parameters, quality = parsed
    return MediaRange(
        type=found[1].lower(), subtype=found[2].lower(), parameters=parameters, quality=quality
    )


def _parameters(parts: Sequence[str]) -> tuple[tuple[tuple[str, str], ...], float] | None:
    """Read what follows a range; what comes after ``q`` is an extension, and ignored."""
    parameters: list[tuple[str, str]] = []
    for part in parts:
        if not part:
            continue
        found = _PARAMETER.match(part)
        if found is None:
            return None
        name, value = found[1].lower(), _unquoted(found[2])
        if name == "q":
            return (tuple(parameters), min(float(value), 1.0)) if _QUALITY.match(value) else None
        parameters.append((name, value.lower() if name == "charset" else value))
    return tuple(parameters), 1.0


def _language_range(element: str) -> tuple[str, float]:
    """Read one element of an Accept-Language header; the name is empty when malformed."""
    name, *parts = _parts(element)
    parsed = _parameters(parts)
    if parsed is None or not _LANGUAGE.match(name):
        return "", 0.0
    return name.lower(), parsed[1]


def _unquoted(value: str) -> str:
    """Give what a token or a quoted string stands for."""
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
