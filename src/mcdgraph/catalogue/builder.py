"""A small graph written statement by statement, with prefixed names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal, Term, TermTable
from mcdgraph.namespaces import RDF, STANDARD, XSD


@dataclass(kw_only=True)
class GraphBuilder:
    """Collects distinct statements; blank nodes are numbered in the order they are asked for."""

    _terms: TermTable = field(default_factory=TermTable)
    _rows: dict[tuple[int, int, int], None] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=count)

    def blank(self) -> BlankNode:
        """Return a new blank node."""
        return BlankNode(f"b{next(self._numbers)}")

    def add(self, subject: Term, statements: Mapping[str, object]) -> None:
        """State something of a subject.

        Keys are prefixed names of the standard registry, ``a``, or IRIs. A value is a term,
        a whole number (an ``xsd:integer``, as VoID has them), a text, a mapping of language tags to
        texts, or a list or tuple of those; None and "" state nothing.
        """
        terms = self._terms
        for name, value in statements.items():
            for term in _terms(value):
                triple = (terms.intern(subject), terms.iri(expand(name)), terms.intern(term))
                self._rows[triple] = None

    def node(self, statements: Mapping[str, object]) -> BlankNode:
        """State something of a new blank node, and return it."""
        node = self.blank()
        self.add(node, statements)
        return node

    def columns(self) -> Columns:
        """Return what was stated, in the default graph."""
        builder = ColumnsBuilder(terms=self._terms)
        for triple in self._rows:
            builder.add(*triple)
        return builder.freeze()


def expand(name: str) -> str:
    """Return the IRI of a prefixed name of the standard registry, or of ``a``."""
    if name == "a":
        return RDF + "type"
    if "://" in name:
        return name
    prefix, _, local = name.partition(":")
    return STANDARD[prefix] + local


def named(name: str) -> Iri:
    """Return the IRI of a prefixed name as a term."""
    return Iri(expand(name))


def date(text: str) -> Literal | None:
    """Return a date as a literal; None for no text."""
    return Literal(text, XSD + "date") if text else None


def _terms(value: object) -> list[Term]:
    match value:
        case None | "":
            return []
        case Iri() | BlankNode() | Literal():
            return [value]
        case int():
            return [Literal(str(value), XSD + "integer")]
        case str():
            return [Literal(value)]
        case Mapping():
            return [Literal(text, language=tag) for tag, text in value.items()]
        case list() | tuple():
            return [term for item in value for term in _terms(item)]
    raise TypeError(f"{value!r} cannot stand in a statement")
