"""RDF terms, kept exactly as written.

Source: RDF 1.1 Concepts and Abstract Syntax, clauses 3.2 to 3.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from mcdgraph.namespaces import RDF, XSD, shorten

XSD_STRING = XSD + "string"
RDF_LANG_STRING = RDF + "langString"

_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)


class Kind(IntEnum):
    """What a term is."""

    IRI = 0
    BLANK = 1
    LITERAL = 2


@dataclass(frozen=True, slots=True)
class Iri:
    """An absolute IRI."""

    value: str

    def __str__(self) -> str:
        """Give the N-Triples form."""
        return f"<{self.value}>"


@dataclass(frozen=True, slots=True)
class BlankNode:
    """A blank node; its label means something inside one term table only."""

    label: str

    def __str__(self) -> str:
        """Give the N-Triples form."""
        return f"_:{self.label}"


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A literal with its lexical form as written, never made canonical.

    Language tags are kept as written and compare without case (clause 3.3); a literal with
    one has the datatype ``rdf:langString``, whatever is given.
    """

    lexical: str
    datatype: str = XSD_STRING
    language: str | None = None

    def __post_init__(self) -> None:
        """Give a language-tagged string its one datatype."""
        if self.language is not None:
            object.__setattr__(self, "datatype", RDF_LANG_STRING)

    @property
    def identity(self) -> tuple[str, str, str | None]:
        """What two equal literals share: lexical form, datatype, language tag without case."""
        return self.lexical, self.datatype, self.language and self.language.lower()

    def __eq__(self, other: object) -> bool:
        """Compare as RDF terms, not as values: ``"1"`` and ``"01"`` differ."""
        return isinstance(other, Literal) and self.identity == other.identity

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash(self.identity)

    def __str__(self) -> str:
        """Give the N-Triples form."""
        quoted = f'"{self.lexical.translate(_ESCAPES)}"'
        if self.language is not None:
            return f"{quoted}@{self.language}"
        return quoted if self.datatype == XSD_STRING else f"{quoted}^^<{self.datatype}>"


Term = Iri | BlankNode | Literal


def short_term(term: Term, prefixes: Mapping[str, str]) -> str:
    """Write a term with prefixes where they fit; what stands in a literal is left as it is."""
    if isinstance(term, Literal) and term.language is None and term.datatype != XSD_STRING:
        return f"{Literal(term.lexical)}^^{shorten(f'<{term.datatype}>', prefixes)}"
    return shorten(str(term), prefixes) if isinstance(term, Iri) else str(term)
