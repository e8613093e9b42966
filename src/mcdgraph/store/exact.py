"""The literals that the engine rewrites, kept beside it as they were written.

Oxigraph keeps the value of many datatypes and not its spelling: ``"01"^^xsd:integer`` and
``"1"^^xsd:int`` both come back as ``"1"^^xsd:integer``, and a language tag in lower case. What
is published must be what was said, so the statements concerned are also written, exact and
sorted, to a file of N-Quads that is searched by subject without being read whole.
"""

import mmap
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

import pyoxigraph as ox

from mcdgraph.bridges.oxigraph import from_oxigraph, to_oxigraph
from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.formats import N_QUADS
from mcdgraph.positions import SourceText
from mcdgraph.turtle.line_reader import read_lines

#: The name of the file inside a store's folder.
EXACT_FILE: Final = "exact.nq"

#: Predicate, object as the engine gives it, graph.
Key = tuple[Term, Term, Term]


class ExactLiterals:
    """Finds how the literals of a subject were written; ``lines`` are sorted N-Quads."""

    def __init__(self, lines: bytes | mmap.mmap = b"") -> None:
        """Search in ``lines``."""
        self._lines = lines

    @classmethod
    def open(cls, folder: Path) -> "ExactLiterals":
        """Search the file in a store's folder; none, or an empty one, holds nothing."""
        path = folder / EXACT_FILE
        if not path.is_file() or path.stat().st_size == 0:
            return cls()
        with path.open("rb") as stream:
            return cls(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))

    def __bool__(self) -> bool:
        """Tell whether there is anything to find."""
        return len(self._lines) > 0

    def of(self, subject: Iri | BlankNode) -> dict[Key, list[Literal]]:
        """Give what was written for each object of a subject that the engine rewrites."""
        text = b"".join(self._about(subject)).decode("utf8")
        if not text:
            return {}
        builder = ColumnsBuilder()
        read_lines(SourceText(path=PurePosixPath(EXACT_FILE), text=text), builder, form=N_QUADS)
        found: dict[Key, list[Literal]] = {}
        for _, predicate, literal, graph in builder.freeze().quads():
            if isinstance(literal, Literal) and graph is not None:
                found.setdefault((predicate, kept(literal), graph), []).append(literal)
        return found

    def _about(self, subject: Iri | BlankNode) -> Iterator[bytes]:
        """Find the lines that begin with a subject, by bisection."""
        prefix, lines = f"{subject} ".encode(), self._lines
        low, high = 0, len(lines)
        while low < high:
            start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = lines.find(b"\n", start) + 1
            if lines[start:end] < prefix:
                low = end
            else:
                high = start
        while lines[low : low + len(prefix)] == prefix:
            end = lines.find(b"\n", low) + 1
            yield lines[low:end]
            low = end


def exact_lines(columns: Columns) -> bytes:
    """Write, sorted, the rows of named graphs whose object the engine would rewrite.

    A row that the engine keeps is among them where it would be taken for one that it rewrites.
    """
    literals = {
        number: term
        for number in set(columns.object.tolist())
        if isinstance(term := columns.terms[number], Literal) and at_risk(term)
    }
    forms = {number: kept(term) for number, term in literals.items()}
    rewritten = {
        forms[number] for number, term in literals.items() if str(forms[number]) != str(term)
    }
    return b"".join(sorted(set(_lines(columns, forms, rewritten))))


def _lines(columns: Columns, forms: dict[int, Literal], rewritten: set[Literal]) -> Iterator[bytes]:
    terms = columns.terms
    for s, p, o, g in columns.numbers():
        if g >= 0 and o in forms and forms[o] in rewritten:
            yield f"{terms[s]} {terms[p]} {terms[o]} {terms[g]} .\n".encode()


def at_risk(literal: Literal) -> bool:
    """Tell whether the engine might rewrite a literal: it never does a plain string."""
    return literal.datatype != XSD_STRING


def kept(literal: Literal) -> Literal:
    """Give a literal as the engine gives it back."""
    node = ox.NamedNode("urn:x")
    engine = ox.Store()
    engine.add(ox.Quad(node, node, to_oxigraph(literal)))
    (quad,) = engine
    found = from_oxigraph(quad.object)
    return found if isinstance(found, Literal) else literal
