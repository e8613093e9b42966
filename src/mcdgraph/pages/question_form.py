"""The form of a page that gives the parameters of a saved question their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from mcdgraph.columns import Iri
from mcdgraph.pages.bounds import COUNTED
from mcdgraph.pages.labels import Label
from mcdgraph.pages.order import alphabetical
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.terms import TYPE
from mcdgraph.questions import (
    ParameterType,
    ParameterValue,
    QuestionParameter,
    WrittenNames,
    word_of,
)

#: Things of a class that a list offers; of more, one is named by its IRI.
OPTIONS: Final = 200

_INPUTS: Final = {
    ParameterType.INTEGER: "number",
    ParameterType.DECIMAL: "number",
    ParameterType.DATE: "date",
}


@dataclass(frozen=True, kw_only=True)
class FormOption:
    """A value that may be chosen, and what it is called."""

    value: str
    label: Label
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class FormField:
    """A field for one parameter: a list where there are ``options``, else a line to write in.

    ``value`` is what it holds; ``free`` tells that it may hold nothing, which asks for all;
    ``input`` is the type of the line in HTML; ``members`` the class of what may be named.
    """

    name: str
    label: str
    value: str
    free: bool
    input: str
    step: str
    options: tuple[FormOption, ...]
    members: str


def question_form(
    reader: Reader,
    parameters: tuple[QuestionParameter, ...],
    given: Mapping[str, ParameterValue],
    language: str,
) -> tuple[FormField, ...]:
    """Return a field for each parameter, filled with its value or its default."""
    return tuple(
        _field(reader, parameter, given.get(parameter.name, parameter.default), language)
        for parameter in parameters
    )


def _field(
    reader: Reader, parameter: QuestionParameter, value: ParameterValue | None, language: str
) -> FormField:
    options = [
        FormOption(
            value=word_of(other), label=_label(reader, other, language), chosen=other == value
        )
        for other in values_of(reader, parameter)
    ]
    if parameter.members:
        options.sort(key=lambda option: alphabetical(option.label.text))
    return FormField(
        name=parameter.name,
        label=parameter.label(language),
        value="" if value is None else word_of(value),
        free=parameter.default is None,
        input=_INPUTS.get(parameter.type, "text"),
        step="any" if parameter.type is ParameterType.DECIMAL else "",
        options=tuple(options),
        members=parameter.members,
    )


def values_of(reader: Reader, parameter: QuestionParameter) -> tuple[ParameterValue, ...]:
    """Return all values that a parameter may have, in order; none where they are too many."""
    if parameter.type is ParameterType.BOOLEAN and not parameter.allowed:
        return tuple(parameter.read(word, WrittenNames()) for word in ("true", "false"))
    return parameter.allowed or _members(reader, parameter.members)


def _members(reader: Reader, class_iri: str) -> tuple[Iri, ...]:
    """Return the things of a class, inferred ones too."""
    if not class_iri:
        return ()
    quads = islice(reader.store.quads(predicate=Iri(TYPE), object=Iri(class_iri)), COUNTED)
    found = {quad.subject for quad in quads if isinstance(quad.subject, Iri)}
    if len(found) > OPTIONS:
        return ()
    return tuple(sorted(found, key=lambda iri: iri.value))


def _label(reader: Reader, value: ParameterValue, language: str) -> Label:
    if isinstance(value, Iri):
        return reader.labels.label(value.value, language)
    return Label(text=word_of(value))
