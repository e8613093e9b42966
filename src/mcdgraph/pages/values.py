"""The pieces that pages are made of: values, statements, and groups of statements."""

from dataclasses import dataclass
from typing import Generic, TypeVar, Union

from mcdgraph.pages.labels import Label
from mcdgraph.pages.points import GeoPoint
from mcdgraph.passages import Quotation
from mcdgraph.positions import Position

Entry = TypeVar("Entry")


@dataclass(frozen=True, kw_only=True)
class Resource:
    """A thing with an IRI, and what it is called."""

    iri: str
    label: Label


@dataclass(frozen=True, kw_only=True)
class Text:
    """A literal: its lexical form, its language, its datatype unless that is a plain string.

    ``length`` is the number of characters of the whole where ``text`` is only its beginning.
    """

    text: str
    language: str | None = None
    datatype: Resource | None = None
    length: int | None = None


@dataclass(frozen=True, kw_only=True)
class Nested:
    """A blank node, told by its own statements; ``cut`` where there are more."""

    groups: tuple["Group", ...]
    cut: bool = False


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An RDF collection, told by its members in order; ``cut`` where there are more."""

    items: tuple["Value", ...]
    cut: bool = False


Value = Union[Resource, Text, Nested, Listed]  # noqa: UP007 - the names are forward references


@dataclass(frozen=True, kw_only=True)
class PassageNote:
    """What unfolds beside a passage: what it says, ways to it, its words where they are at hand.

    ``language`` is that of the quotation; what there is none of is empty.
    """

    gloss: Label | None = None
    locator: str = ""
    link: str = ""
    archive: str = ""
    quotation: Quotation | None = None
    language: str = ""

    @property
    def length(self) -> int:
        """How many characters it takes of a page, about."""
        quoted = self.quotation
        words = len(quoted.before) + len(quoted.exact) + len(quoted.after) if quoted else 0
        gloss = len(self.gloss.text) if self.gloss else 0
        return gloss + len(self.locator) + len(self.link) + len(self.archive) + words


@dataclass(frozen=True, kw_only=True)
class StatementEvidence:
    """Where a statement comes from: its status, and the sentence that says it.

    ``name`` is how the sentence is cited: its identifier, or its label where it has none.
    ``start`` and ``end`` are offsets in code points, [start, end), in ``document``, which is of
    ``year``, empty where that is not known. ``note`` is None where nothing is said
    of the passage, or the page has no room left.
    """

    status: str
    name: str = ""
    sentence: Resource | None = None
    document: Resource | None = None
    start: int | None = None
    end: int | None = None
    year: str = ""
    note: PassageNote | None = None


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One value of a property, with its evidence and the graphs that hold it.

    Where the property leads to the thing, the value is the subject. ``more_evidence`` counts
    what stands behind it beside ``evidence``; ``position`` is where a file says it, if that is
    known.
    """

    value: Value
    evidence: tuple[StatementEvidence, ...]
    graphs: tuple[Resource, ...]
    inferred: bool = False
    more_evidence: int = 0
    position: Position | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """The values of one property of one thing: the first ones, and how many there are.

    ``cut`` is True where there are more than ``statements``; ``more_than_total`` where counting
    stopped at ``total``.
    """

    property: Resource
    statements: tuple[Statement, ...]
    total: int
    more_than_total: bool = False
    cut: bool = False


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A whole statement, as a list of them shows it."""

    subject: Resource
    property: Resource
    value: Value
    status: str = ""


@dataclass(frozen=True, kw_only=True)
class ListPage(Generic[Entry]):
    """One page of a list, pages counted from 1.

    ``total`` is exact unless ``more_than_total`` says that counting stopped there.
    """

    entries: tuple[Entry, ...]
    page: int
    pages: int
    total: int
    more_than_total: bool = False


@dataclass(frozen=True, kw_only=True)
class EntityPage:
    """What the graph says of one thing, for a reader of one language.

    ``asserted`` and ``inferred`` never share a statement, and ``left_out`` counts properties
    that are in neither nor in ``incoming``. ``conveys`` begins the list of what a sentence says,
    and ``describes`` that of what a named graph is about, where the thing is one. ``passage`` is
    the thing itself where it has a place in a document, and ``passages`` are those of a document.
    """

    iri: str
    label: Label
    types: tuple[Resource, ...]
    alternatives: tuple[Label, ...]
    summary: Label | None
    asserted: tuple[Group, ...]
    inferred: tuple[Group, ...]
    incoming: tuple[Group, ...]
    left_out: int
    passage: StatementEvidence | None
    passages: ListPage[StatementEvidence]
    conveys: ListPage[Fact]
    describes: ListPage[Resource]
    graphs: tuple[Resource, ...]
    point: GeoPoint | None


@dataclass(frozen=True, kw_only=True)
class ValuesPage:
    """One page of the values of one property of a thing, or of the things that have it as one."""

    iri: str
    label: Label
    property: Resource
    inverse: bool
    statements: ListPage[Statement]
