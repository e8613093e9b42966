"""Oxigraph to and from columns: terms and quads."""

from collections.abc import Callable, Iterator

import pyoxigraph as ox

from mcdgraph.bridges.oxigraph_reader import RdfDocument
from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.errors import TermError
from mcdgraph.formats import Format

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
