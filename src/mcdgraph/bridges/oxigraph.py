"""Oxigraph to and from columns: terms and quads."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import pyoxigraph as ox

from mcdgraph.bridges.oxigraph_reader import RdfDocument
from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.errors import SyntaxProblems, TermError
from mcdgraph.formats import JSON_LD, Format
from mcdgraph.namespaces import OWL, RDF
from mcdgraph.positions import SourceText, SyntaxProblem

_ONTOLOGY: Final = ox.NamedNode(OWL + "Ontology")
_JSON_STRING: Final = re.compile(r'"((?:[^"\\]++|\\.)*+)"')

OxTerm = ox.NamedNode | ox.BlankNode | ox.Literal
OxGraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


def to_oxigraph(term: Term) -> OxTerm:
    """Give Oxigraph's term; raise `TermError` where it refuses ours (a malformed IRI or tag)."""
    try:
        if isinstance(term, Iri):
            return ox.NamedNode(term.value)
        if isinstance(term, BlankNode):
            return ox.BlankNode(term.label)
        if term.language is not None:
            return ox.Literal(term.lexical, language=term.language)
        return ox.Literal(term.lexical, datatype=ox.NamedNode(term.datatype))
    except ValueError as error:
        raise TermError(f"{term} is not an RDF term: {error}") from error


def from_oxigraph(term: object) -> Term:
    """Give our term; raise `TermError` for what RDF 1.1 has not (a triple as a term)."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return BlankNode(term.value)
    if isinstance(term, ox.Literal) and term.direction is None:
        if term.language is not None:
            return Literal(term.value, RDF_LANG_STRING, term.language)
        return Literal(term.value, term.datatype.value)
    raise TermError(f"{term!r} is not a term of RDF 1.1")


def to_quads(columns: Columns) -> Iterator[ox.Quad]:
    """Give each row as Oxigraph's quad; a term is converted once, when first met."""
    converted: dict[int, OxTerm] = {}

    def convert(number: int) -> OxTerm:
        found = converted.get(number)
        if found is None:
            found = converted[number] = to_oxigraph(columns.terms[number])
        return found

    default = ox.DefaultGraph()
    for s, p, o, g in columns.numbers():
        graph = default if g < 0 else convert(g)
        yield ox.Quad(convert(s), convert(p), convert(o), graph)  # type: ignore[arg-type]


def from_quads(quads: Iterator[ox.Quad], builder: ColumnsBuilder | None = None) -> Columns:
    """Collect Oxigraph's quads as columns without places."""
    builder = ColumnsBuilder() if builder is None else builder
    number = _numberer(builder)
    for quad in quads:
        subject, predicate, object_ = (
            number(quad.subject),
            number(quad.predicate),
            number(quad.object),
        )
        graph = -1 if isinstance(quad.graph_name, ox.DefaultGraph) else number(quad.graph_name)
        builder.add(subject, predicate, object_, graph)
    return builder.freeze()


def _numberer(builder: ColumnsBuilder) -> Callable[[object], int]:
    intern = builder.terms.intern
    return lambda term: intern(from_oxigraph(term))


def parse(data: bytes, form: Format, *, path: str = "", base: str | None = None) -> Columns:
    """Parse a whole document; raise `SyntaxProblems` with its line and column where it breaks.

    Blank node labels are kept as written; a label of the parser's own making is random.
    """
    return from_quads(RdfDocument(path=path, data=data, form=form, base=base).quads())


def read_document(
    document: RdfDocument,
    builder: ColumnsBuilder,
    text: SourceText,
    *,
    graph: int,
    number: int,
    scope: str,
) -> None:
    """Read RDF/XML or JSON-LD into a builder, with places in ``text`` where they can be told.

    ``graph`` is the graph of statements that name none, ``number`` the source of every row.
    Blank nodes get labels in order of first sight, set apart by ``scope``. Raises
    `SyntaxProblems` where the document breaks, and for what RDF 1.1 has not.
    """
    intern, labels = builder.terms.intern, dict[str, int]()
    mentions = _mentions(text.text) if document.form is JSON_LD else {}

    def numbered(term: object) -> int:
        if isinstance(term, ox.BlankNode):
            known = labels.get(term.value)
            if known is None:
                known = labels[term.value] = builder.terms.blank(f"{scope}b{len(labels)}")
            return known
        return intern(from_oxigraph(term))

    for quad, place in document.placed_quads():
        at = mentions.get(str(getattr(quad.subject, "value", "")), -1)
        if place is not None:
            at = text.offset(*place)
        try:
            parts = numbered(quad.subject), numbered(quad.predicate), numbered(quad.object)
        except TermError as error:
            found = SyntaxProblem(position=text.position(max(at, 0)), message=str(error))
            raise SyntaxProblems([found]) from error
        is_default = isinstance(quad.graph_name, ox.DefaultGraph)
        inside = graph if is_default else numbered(quad.graph_name)
        builder.add(*parts, inside, number, (at, at, at))


def _mentions(text: str) -> dict[str, int]:
    """Map each string of a JSON text to the offset where it first stands."""
    found: dict[str, int] = {}
    for match in _JSON_STRING.finditer(text):
        found.setdefault(match[1], match.start())
    return found


def declared_ontologies(data: bytes, form: Format, base: str) -> list[str]:
    """List the IRIs, and the version IRIs, of the ontologies that a document declares.

    Raises `SyntaxProblems` where it breaks.
    """
    document = RdfDocument(path=base, data=data, form=form, base=base)
    found: list[str] = []
    for quad in document.quads():
        predicate = quad.predicate.value
        if predicate == RDF + "type" and quad.object == _ONTOLOGY:
            found.append(str(getattr(quad.subject, "value", "")))
        elif predicate == OWL + "versionIRI" and isinstance(quad.object, ox.NamedNode):
            found.append(quad.object.value)
    return found
