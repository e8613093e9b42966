"""Oxigraph to and from columns: terms, quads, and the formats that Oxigraph parses and writes."""

from collections.abc import Callable, Iterator
from typing import Final
from xml.parsers import expat

import pyoxigraph as ox

from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.errors import SyntaxProblems, TermError
from mcdgraph.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from mcdgraph.positions import Position, SyntaxProblem

OxTerm = ox.NamedNode | ox.BlankNode | ox.Literal
OxGraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

RDF_FORMATS: Final = {
    JSON_LD: ox.RdfFormat.JSON_LD,
    N_QUADS: ox.RdfFormat.N_QUADS,
    N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    RDF_XML: ox.RdfFormat.RDF_XML,
    TRIG: ox.RdfFormat.TRIG,
    TURTLE: ox.RdfFormat.TURTLE,
}


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
    builder = builder or ColumnsBuilder()
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
    try:
        quads = ox.parse(data, RDF_FORMATS[form], base_iri=base)
        return from_quads(quads)
    except SyntaxError as error:
        line, column = _place(error, data, form)
        position = Position(path=path, line=line, column=column)
        raise SyntaxProblems(
            [SyntaxProblem(position=position, message=_message(error, form))]
        ) from error
    except ValueError as error:
        raise TermError(f"base IRI {base!r}: {error}") from error


def _place(error: SyntaxError, data: bytes, form: Format) -> tuple[int, int]:
    """Give line and column, from 1; the start where only the whole document is known to be wrong.

    Oxigraph does not place faults of XML itself, so expat is asked for those.
    """
    if error.lineno is None and form is RDF_XML:
        try:
            expat.ParserCreate(namespace_separator=" ").Parse(data, True)
        except expat.ExpatError as fault:
            return fault.lineno, fault.offset + 1
    return error.lineno or 1, error.offset or 1


def _message(error: SyntaxError, form: Format) -> str:
    """Strip the parser's own words on the place, which the problem carries already."""
    text = error.msg or "cannot be parsed"
    if text.startswith("Parser error at line ") and ": " in text:
        text = text.split(": ", 1)[1]
    return f"not {form.title}: {text}"
