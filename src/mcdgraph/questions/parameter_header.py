"""Reads the parameters that the header of a saved query declares.

An entry ``#param:`` begins a parameter, and the entries that belong to one follow it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from mcdgraph.columns import Iri
from mcdgraph.errors import ParameterError
from mcdgraph.questions.binding import assigned, variables
from mcdgraph.questions.question_parameter import (
    ParameterType,
    ParameterValue,
    QuestionParameter,
    WrittenNames,
    read_value,
)
from mcdgraph.turtle.iris import resolve

#: The entries that belong to a parameter; the first has a language.
LABEL: Final = "label"
PARAMETER_KEYS: Final = (LABEL, "default", "allowed", "members")
#: What an address of a question means by itself.
RESERVED: Final = frozenset({"lang", "format"})

_DECLARED: Final = re.compile(r"(?P<name>\S+)(?:\s+(?P<type>\S+))?\s*$")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,49}\Z", re.ASCII)
_TERM: Final = re.compile(r'<[^<>\s]*>|"(?:[^"\\]|\\.)*"|\S+')
_ESCAPE: Final = re.compile(r"\\(.)")
_PROLOGUE: Final = re.compile(
    r"\s*(?:BASE|PREFIX\s+(?P<prefix>[\w.-]*):)\s*<(?P<iri>[^<>\s]*)>", re.IGNORECASE
)

#: Tells of a fault at a line counted from 1.
Blame = Callable[[int, str], None]


def names_of(prologue: str) -> WrittenNames:
    """Return the base and the prefixes that the prologue of a query declares."""
    base, prefixes = "", {}
    for line in prologue.splitlines():
        for found in _PROLOGUE.finditer(line):
            iri = resolve(base, found["iri"]) if base else found["iri"]
            if found["prefix"] is None:
                base = iri
            else:
                prefixes[found["prefix"]] = iri
    return WrittenNames(base=base, prefixes=MappingProxyType(prefixes))


@dataclass(kw_only=True)
class _Declaration:
    """The entries of one parameter: what was written, and at which line."""

    line: int
    text: str
    labels: dict[str, str] = field(default_factory=dict)
    entries: dict[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(kw_only=True)
class ParameterEntries:
    """The entries of all parameters of one header, in order."""

    blame: Blame
    declarations: list[_Declaration] = field(default_factory=list)

    def declare(self, line: int, text: str) -> None:
        """Begin a parameter."""
        self.declarations.append(_Declaration(line=line, text=text))

    def add(self, line: int, key: str, language: str | None, text: str) -> None:
        """Keep an entry of the parameter begun last; a repeated one goes on from the first."""
        if not self.declarations:
            self.blame(line, f"#{key}: belongs to a parameter; #param: has to stand before it")
            return
        entries, labels = self.declarations[-1].entries, self.declarations[-1].labels
        if language is not None:
            labels[language] = f"{labels[language]} {text}" if language in labels else text
        elif key == "allowed" and key in entries:
            first, before = entries[key]
            entries[key] = (first, f"{before} {text}")
        elif key in entries:
            self.blame(line, f"#{key}: is given twice for one parameter")
        else:
            entries[key] = (line, text)

    def parameters(
        self, query: str, names: WrittenNames, languages: Sequence[str]
    ) -> tuple[QuestionParameter, ...]:
        """Return the parameters, blaming what is wrong with each."""
        reader = _ParameterReader(query=query, names=names, languages=languages, blame=self.blame)
        read = [reader.read(declaration) for declaration in self.declarations]
        return tuple(parameter for parameter in read if parameter)


@dataclass(kw_only=True)
class _ParameterReader:
    """Makes parameters of their entries, for one query."""

    query: str
    names: WrittenNames
    languages: Sequence[str]
    blame: Blame
    known: set[str] = field(default_factory=set)

    def read(self, found: _Declaration) -> QuestionParameter | None:
        """Return a parameter; None where not even its name and its type can be told."""
        name, kind = self._name_and_type(found)
        if not name or kind is None:
            return None
        self.known.add(name)
        for language in self.languages:
            if language not in found.labels:
                self.blame(found.line, f"#label {language}: is missing for the parameter {name}")
        bare = QuestionParameter(
            name=name,
            type=kind,
            labels=MappingProxyType(found.labels),
            allowed=self._values(found, "allowed", kind),
            members=self._members(found, kind),
            line=found.line,
        )
        return self._with_default(bare, found)

    def _name_and_type(self, found: _Declaration) -> tuple[str, ParameterType | None]:
        declared = _DECLARED.match(found.text)
        known = ", ".join(ParameterType)
        if declared is None or declared["type"] is None:
            self.blame(found.line, f"#param: takes a variable and a type, one of {known}")
            return "", None
        name, word = declared["name"].removeprefix("?"), declared["type"]
        if word not in [*ParameterType]:
            near = get_close_matches(word, [*ParameterType], 1)
            hint = f"did you mean {near[0]}?" if near else f"known are {known}"
            self.blame(found.line, f"#param: unknown type {word}; {hint}")
            return "", None
        fault = self._fault_of(name)
        if fault:
            self.blame(found.line, f"#param: {name}: {fault}")
            return "", None
        return name, ParameterType(word)

    def _fault_of(self, name: str) -> str:
        """Say what keeps a name from being that of a parameter; empty for nothing."""
        if not _NAME.match(name):
            return "a name is a letter, and up to 49 letters, digits and underscores"
        if name in RESERVED:
            return "means something else in the address of a question; choose another name"
        if name in self.known:
            return "is declared twice"
        if name in assigned(self.query):
            return f"the query itself computes ?{name} (AS ?{name})"
        return "" if name in variables(self.query) else f"the query has no variable ?{name}"

    def _values(
        self, found: _Declaration, key: str, kind: ParameterType
    ) -> tuple[ParameterValue, ...]:
        """Read the terms of an entry, blaming those that are none of the type."""
        line, text = found.entries.get(key, (found.line, ""))
        values = []
        for word in _TERM.findall(text):
            value = read_value(_word(word, kind), kind, self.names)
            if value is None:
                self.blame(line, f"#{key}: {word} is not {kind.expected}")
            else:
                values.append(value)
        return tuple(values)

    def _members(self, found: _Declaration, kind: ParameterType) -> str:
        if "members" not in found.entries:
            return ""
        line, text = found.entries["members"]
        if kind is not ParameterType.IRI:
            self.blame(line, f"#members: is for the type iri, not for {kind}")
        elif "allowed" in found.entries:
            self.blame(line, "#members: stands in place of #allowed:, not beside it")
        value = read_value(text, ParameterType.IRI, self.names)
        if not isinstance(value, Iri):
            self.blame(line, f"#members: {text} is no class; expected an IRI or a prefixed name")
            return ""
        return value.value

    def _with_default(self, bare: QuestionParameter, found: _Declaration) -> QuestionParameter:
        values = self._values(found, "default", bare.type)
        if not values:
            return bare
        line, text = found.entries["default"]
        if len(values) > 1:
            self.blame(line, f"#default: takes one value, not {text}")
        try:
            default = bare.read(_word(text, bare.type), self.names)
        except ParameterError as error:
            self.blame(line, f"#default: {error}")
            return bare
        return replace(bare, default=default)


def _word(text: str, kind: ParameterType) -> str:
    """Return a term of the header as it would be given: a quoted one without its quotes."""
    quoted = len(text) > 1 and text[0] == text[-1] == '"' and kind is not ParameterType.IRI
    return _ESCAPE.sub(r"\1", text[1:-1]) if quoted else text
