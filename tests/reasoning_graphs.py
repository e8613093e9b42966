"""Small graphs for the tests of reasoning: how they are written, and how their triples are read."""

from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.namespaces import OWL, RDF, RDFS, XSD

EX = "http://example.org/"
PREFIXES = {"rdf": RDF, "rdfs": RDFS, "owl": OWL, "xsd": XSD, "": EX}


def term(text: str) -> Term:
    """Read ``:name``, ``_:name``, ``"text"``, ``"text"^^xsd:x`` or a whole number."""
    if text.isdigit():
        return Literal(text, XSD + "nonNegativeInteger")
    if text.startswith('"'):
        lexical, _, datatype = text[1:].partition('"')
        if not datatype:
            return Literal(lexical)
        return Literal(lexical, XSD + datatype.removeprefix("^^xsd:"))
    prefix, _, local = text.partition(":")
    return BlankNode(local) if prefix == "_" else Iri(PREFIXES[prefix] + local)


def graph(text: str) -> Columns:
    """Read triples, one a line; ``( :a :b )`` in place of an object is a list."""
    builder = ColumnsBuilder()
    number = builder.terms.intern

    def chain(items: list[str], name: str) -> int:
        if not items:
            return number(Iri(RDF + "nil"))
        node = number(BlankNode(f"{name}{len(items)}"))
        builder.add(node, number(Iri(RDF + "first")), number(term(items[0])))
        builder.add(node, number(Iri(RDF + "rest")), chain(items[1:], name))
        return node

    for place, line in enumerate(text.strip().splitlines()):
        s, p, *o = line.split()
        object_ = chain(o[1:-1], f"l{place}x") if o[0] == "(" else number(term(o[0]))
        builder.add(number(term(s)), number(term(p)), object_)
    return builder.freeze()


def triples(columns: Columns) -> list[tuple[Term, Term, Term]]:
    """Give subject, predicate and object of each row."""
    return [(s, p, o) for s, p, o, _ in columns.quads()]


def wanted(text: str) -> set[tuple[Term, Term, Term]]:
    """Read the triples that a test expects."""
    rows = [line.split() for line in text.strip().splitlines()]
    return {(term(s), term(p), term(o)) for s, p, o in rows}
