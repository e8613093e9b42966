"""What validation says: results in the terms of SHACL, and the report graph they make.

Source: SHACL, clause 3.6.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count

from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.errors import ShapesError
from mcdgraph.findings import Severity
from mcdgraph.namespaces import SH, XSD
from mcdgraph.validation.graph import TYPE, Graph
from mcdgraph.validation.paths import Path, read_path, write_path
from mcdgraph.validation.problems import Part, ShapesProblem
from mcdgraph.validation.scopes import NAMESPACE, SNAPSHOT

_LEVELS = {
    SH + "Warning": Severity.WARNING,
    SH + "Info": Severity.INFO,
    SH + "Debug": Severity.INFO,
    SH + "Trace": Severity.INFO,
}


@dataclass(frozen=True, kw_only=True)
class ShaclResult:
    """One validation result.

    ``component``, ``severity`` are IRIs. ``source_constraint`` is the SPARQL-based constraint
    where there is one. ``row`` is the row of the data that is at fault and ``part`` the part of
    it to point at; ``shape_row`` is the row of the shapes graph that states the constraint.
    ``snapshot`` is the IRI of the version of a document that was validated by itself.
    """

    focus: Term
    path: Path | None = None
    value: Term | None = None
    component: str
    source_shape: Term
    source_constraint: Term | None = None
    severity: str = SH + "Violation"
    messages: tuple[Literal, ...] = ()
    details: tuple["ShaclResult", ...] = ()
    row: int | None = None
    part: Part = "subject"
    shape_row: int | None = None
    snapshot: str | None = None

    @property
    def level(self) -> Severity:
        """The severity as mcdgraph grades it; one of the shapes' own counts as a violation."""
        return _LEVELS.get(self.severity, Severity.VIOLATION)

    def message(self, language: str = "en") -> str:
        """Give the message in a language, or else one without, or else any."""

        def distance(message: Literal) -> int:
            tag = (message.language or "").lower()
            return 0 if tag.split("-")[0] == language else 1 if not tag else 2

        return min(self.messages, key=distance).lexical if self.messages else ""

    def terms(self) -> set[Term | None]:
        """Give every term that the result and its details name, paths aside."""
        own = {self.focus, self.value, self.source_shape, self.source_constraint}
        return own.union(*(detail.terms() for detail in self.details))

    def order(self) -> tuple[object, ...]:
        """Give a key that sorts results by place, and alike in every run."""
        row = -1 if self.row is None else self.row
        words = (self.source_shape, self.component, self.focus, self.path, self.value)
        return (row, *map(str, words), *map(str, self.messages), self.snapshot or "")


@dataclass(frozen=True, kw_only=True)
class Fallback:
    """A shape that was given to pyshacl, and why."""

    shape: Term
    reason: str


@dataclass(frozen=True, kw_only=True)
class ShaclReport:
    """Every result of one validation, in order of place.

    ``idle`` lists the shapes that have a target and met no focus node; ``problems`` is what
    is to say of the shapes themselves.
    """

    results: tuple[ShaclResult, ...]
    engine: str
    fallbacks: tuple[Fallback, ...] = ()
    idle: tuple[Term, ...] = ()
    problems: tuple[ShapesProblem, ...] = ()

    @property
    def conforms(self) -> bool:
        """True when there is no result, of whatever severity (clause 3.6.1.1)."""
        return not self.results

    def require_evaluated(self) -> "ShaclReport":
        """Return the report itself; raise `ShapesError` where a constraint was left out."""
        grave = [one for one in self.problems if one.severity is Severity.VIOLATION]
        if grave:
            raise ShapesError([one.message for one in grave], [one.row for one in grave])
        return self

    def with_problems(self, place: Callable[[ShapesProblem], str]) -> "ShaclReport":
        """Add a result for each problem: its focus node is the shape, its message says where.

        ``place`` writes the place of a problem, such as ``shapes/a.ttl:3:5: ``.
        """
        results = [problem_result(one, place(one)) for one in self.problems]
        return replace(self, results=(*self.results, *results))

    def to_columns(self) -> Columns:
        """Return the validation report graph, in the default graph."""
        return _Writer().write(self)


def problem_result(problem: ShapesProblem, place: str) -> ShaclResult:
    """Say what is wrong in the shapes as a validation result of the shape.

    Its constraint component is not one of SHACL's: it is named after the kind of problem.
    """
    levels = {Severity.WARNING: SH + "Warning", Severity.INFO: SH + "Info"}
    return ShaclResult(
        focus=problem.shape or Iri(SH + "Shape"),
        component=f"{NAMESPACE}{problem.kind}",
        source_shape=problem.shape or Iri(SH + "Shape"),
        severity=levels.get(problem.severity, SH + "Violation"),
        messages=(
            Literal(
                f"{place}{problem.text}" + (f". {problem.hint}" if problem.hint else ""),
                RDF_LANG_STRING,
                "en",
            ),
        ),
        shape_row=problem.row,
    )


class _Writer:
    def __init__(self) -> None:
        self._builder = ColumnsBuilder()
        self._numbers = count()
        self._taken: set[Term | None] = set()

    def write(self, report: ShaclReport) -> Columns:
        for result in report.results:
            self._taken |= result.terms()
        node = self._fresh()
        self._add(node, TYPE, Iri(SH + "ValidationReport"))
        verdict = Literal(str(report.conforms).lower(), XSD + "boolean")
        self._add(node, SH + "conforms", verdict)
        for result in report.results:
            self._add(node, SH + "result", self._result(result))
        return self._builder.freeze()

    def _result(self, result: ShaclResult) -> BlankNode:
        node = self._fresh()
        self._add(node, TYPE, Iri(SH + "ValidationResult"))
        self._add(node, SH + "focusNode", result.focus)
        if result.path is not None:
            path = write_path(result.path, self._add, self._fresh)
            self._add(node, SH + "resultPath", path)
        if result.value is not None:
            self._add(node, SH + "value", result.value)
        self._add(node, SH + "resultSeverity", Iri(result.severity))
        self._add(node, SH + "sourceConstraintComponent", Iri(result.component))
        self._add(node, SH + "sourceShape", result.source_shape)
        if result.source_constraint is not None:
            self._add(node, SH + "sourceConstraint", result.source_constraint)
        if result.snapshot is not None:
            self._add(node, SNAPSHOT, Iri(result.snapshot))
        for message in result.messages:
            self._add(node, SH + "resultMessage", message)
        for detail in result.details:
            self._add(node, SH + "detail", self._result(detail))
        return node

    def _fresh(self) -> BlankNode:
        """Give a blank node that no result speaks of."""
        while (node := BlankNode(f"report{next(self._numbers)}")) in self._taken:
            pass
        return node

    def _add(self, subject: Term, predicate: str, object_: Term) -> None:
        terms = self._builder.terms
        self._builder.add(terms.intern(subject), terms.iri(predicate), terms.intern(object_))


def read_results(graph: Graph) -> Iterator[ShaclResult]:
    """Read the results of the one validation report in a graph, without places."""
    for report in graph.subjects(TYPE, Iri(SH + "ValidationReport")):
        for node in graph.objects(report, SH + "result"):
            yield _read_result(graph, node)


def _read_result(graph: Graph, node: Term) -> ShaclResult:
    def one(name: str) -> Term | None:
        return graph.value(node, SH + name)

    path = one("resultPath")
    return ShaclResult(
        focus=_required(one("focusNode"), "sh:focusNode"),
        path=None if path is None else read_path(graph, path),
        value=one("value"),
        component=_iri(one("sourceConstraintComponent")),
        source_shape=_required(one("sourceShape"), "sh:sourceShape"),
        source_constraint=one("sourceConstraint"),
        severity=_iri(one("resultSeverity")),
        messages=tuple(_messages(graph.objects(node, SH + "resultMessage"))),
        details=tuple(_read_result(graph, inner) for inner in graph.objects(node, SH + "detail")),
    )


def _messages(terms: Iterable[Term]) -> list[Literal]:
    return sorted((term for term in terms if isinstance(term, Literal)), key=str)


def _required(term: Term | None, name: str) -> Term:
    if term is None:
        raise ValueError(f"a validation result without {name}")
    return term


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, Iri) else ""
