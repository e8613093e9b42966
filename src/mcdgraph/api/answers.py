"""What the API answers with: the answer to a query, and the proof of a statement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.explanation.model import ExplanationStep, Triple
from mcdgraph.store import AnswerKind


@dataclass(frozen=True, kw_only=True, repr=False)
class QueryAnswer:
    """The whole answer to a query: what `query` returns.

    Of a SELECT there are ``variables`` and ``rows``, a row with a term for each variable, None
    where it is unbound; of an ASK ``truth``; of a CONSTRUCT or DESCRIBE ``statements``.
    ``hints`` name the classes and properties of a query without an answer that occur nowhere.
    Iterating gives the rows as mappings from variables to terms; ``len()`` counts rows or
    statements, and an answer is true where it has one, or is *yes*.
    """

    kind: AnswerKind
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    truth: bool | None = None
    statements: tuple[Triple, ...] = ()
    hints: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Say what kind of answer it is, and how much of it there is."""
        if self.truth is not None:
            return f"<QueryAnswer: {'yes' if self.truth else 'no'}>"
        if self.kind is AnswerKind.GRAPH:
            return f"<QueryAnswer: {len(self):,} statements>"
        return f"<QueryAnswer: {len(self):,} rows of {', '.join(self.variables)}>"

    def __iter__(self) -> Iterator[Mapping[str, Term]]:
        """Yield each row by variable; those that are unbound are left out."""
        for row in self.rows:
            pairs = zip(self.variables, row, strict=True)
            yield {name: term for name, term in pairs if term is not None}

    def __len__(self) -> int:
        """Count the rows, or the statements."""
        return len(self.rows) or len(self.statements)

    def __bool__(self) -> bool:
        """Tell whether the answer is *yes*, or holds anything."""
        return len(self) > 0 if self.truth is None else self.truth

    def texts(self) -> list[dict[str, str]]:
        """Return the rows as plain texts, as CSV has them (SPARQL 1.1 CSV Results, clause 3.2).

        An IRI stands without brackets, a literal without datatype and language, "" for nothing.
        """
        return [dict(zip(self.variables, map(_text, row), strict=True)) for row in self.rows]


@dataclass(frozen=True, kw_only=True)
class StatementProof:
    """Why a statement holds: what `explain` returns.

    ``steps`` are its statements, the first being what is explained; each has its triple, the
    rule that concluded it with the numbers of its premises or, where a source says it, the files
    and lines and the evidence. ``text`` is the same as a tree, ``json`` as the command writes it.
    """

    steps: tuple[ExplanationStep, ...]
    text: str = field(repr=False)
    json: str = field(repr=False)

    def __str__(self) -> str:
        """Return the tree, for `print`."""
        return self.text.rstrip("\n")

    @property
    def asserted(self) -> bool:
        """Whether a source says the statement itself."""
        return self.steps[0].asserted


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, Iri):
        return term.value
    return term.lexical if isinstance(term, Literal) else str(term)
