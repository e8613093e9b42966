"""The pieces that pages are made of: values, statements, and groups of statements."""

from dataclasses import dataclass
from itertools import groupby
from typing import Union

from mcdgraph.pages.labels import Label


@dataclass(frozen=True, kw_only=True)
class Resource:
    """A thing with an IRI, and what it is called."""

    iri: str
    label: Label


@dataclass(frozen=True, kw_only=True)
class Text:
    """A literal: its lexical form, its language, its datatype unless that is a plain string."""

    text: str
    language: str | None = None
    datatype: Resource | None = None


@dataclass(frozen=True, kw_only=True)
class Nested:
    """A blank node, told by its own statements."""

    groups: tuple["Group", ...]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An RDF collection, told by its members in order."""

    items: tuple["Value", ...]


Value = Union[Resource, Text, Nested, Listed]  # noqa: UP007 - the names are forward references


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Where a statement comes from: its status, and the sentence that says it.

    ``name`` is how the sentence is cited: its identifier, or its label where it has none.
    ``start`` and ``end`` are offsets in code points, [start, end), in ``document``.
    """

    status: str
    name: str = ""
    sentence: Resource | None = None
    document: Resource | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One value of a property, with its evidence and the graphs that hold it."""

    value: Value
    evidence: tuple[Evidence, ...]
    graphs: tuple[Resource, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """The values of one property of one thing."""

    property: Resource
    statements: tuple[Statement, ...]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A whole statement, as a list of them shows it."""

    subject: Resource
    property: Resource
    value: Value
    status: str = ""
    inferred: bool = False


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One page of a list of statements.

    ``total`` is exact unless ``more_than_total`` says that counting stopped there.
    """

    facts: tuple[Fact, ...]
    page: int
    pages: int
    total: int
    more_than_total: bool = False

    def by_property(self) -> list[tuple[Resource, list[Fact]]]:
        """Gather the statements of this page by property, in their order."""
        grouped = groupby(self.facts, key=lambda fact: fact.property)
        return [(name, list(facts)) for name, facts in grouped]


@dataclass(frozen=True, kw_only=True)
class EntityPage:
    """Everything the graph says of one thing, for a reader of one language.

    ``asserted`` and ``inferred`` never share a statement; ``conveys`` lists what a sentence
    says, and ``describes`` what a named graph is about, where the thing is one.
    """

    iri: str
    label: Label
    types: tuple[Resource, ...]
    alternatives: tuple[Label, ...]
    summary: Label | None
    asserted: tuple[Group, ...]
    inferred: tuple[Group, ...]
    conveys: Facts
    describes: tuple[Resource, ...]
    incoming: Facts
    graphs: tuple[Resource, ...]
