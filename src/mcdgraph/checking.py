"""Checks a graph: grammar, SHACL shapes, contradictions; every finding has its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import BlankNode, Columns, Term
from mcdgraph.errors import FindingsError, MissingInputError
from mcdgraph.explanation import contradiction_findings
from mcdgraph.findings import Finding, Report, Severity
from mcdgraph.hints import hint
from mcdgraph.namespaces import OWL, RDF, RDFS, SH, shorten, shorten_bare
from mcdgraph.positions import Position
from mcdgraph.progress import Progress, silent
from mcdgraph.reasoning import Closure, close, read_rules
from mcdgraph.rules import Workspace, built_in, choose, run
from mcdgraph.settings import Settings
from mcdgraph.sources import Corpus, Part, read_corpus
from mcdgraph.validation import ShaclReport, ShaclResult, validate

SYNTAX = "syntax"
CLASSES = (OWL + "Class", RDFS + "Class")
SHAPES = (SH + "NodeShape", SH + "PropertyShape")


@dataclass(frozen=True, kw_only=True, eq=False)
class Checked:
    """A graph as read, and all that was found in it.

    ``closure`` draws on ontology and data; it is None where a file breaks its grammar, because
    what follows from half a graph may be wrong.
    """

    corpus: Corpus
    validation: ShaclReport
    closure: Closure | None
    report: Report

    def require_good(self) -> "Closure":
        """Give the closure; raise SyntaxProblems or FindingsError where the graph is not good."""
        self.corpus.require_readable()
        violations = [f for f in self.report.findings if f.severity is Severity.VIOLATION]
        if violations or self.closure is None:
            raise FindingsError(f"{count(len(violations), 'violation')} found")
        return self.closure


def check(
    settings: Settings, progress: Progress = silent, *, published: frozenset[str] = frozenset()
) -> Checked:
    """Read and check the graph at ``settings.root``.

    ``published`` are the IRIs that the release before this one described.

    Raises MissingInputError where there is nothing to check: no folder, no file, an ontology
    without a class, shapes without a shape.
    """
    progress("Reading the sources")
    corpus = read_corpus(settings.root, base=settings.base_iri, prefixes=settings.prefixes)
    require_content(corpus)
    return check_corpus(settings, corpus, progress, published=published)


def check_corpus(
    settings: Settings,
    corpus: Corpus,
    progress: Progress = silent,
    *,
    published: frozenset[str] = frozenset(),
) -> Checked:
    """Check what was read already."""
    rows = in_folders(corpus, "ontology", "data")
    data = corpus.columns.take(rows)
    shapes = in_folders(corpus, "shapes")
    progress(f"Validating {count(len(data), 'statement')} against the shapes")
    validation = validate(data, corpus.columns.take(shapes), engine=settings.check.engine)
    closure = None
    if not corpus.problems:
        progress("Reasoning over ontology and data")
        closure = close(
            data,
            engine=settings.reasoning.engine,
            graph=f"{settings.base_iri}graph/inferred",
            rules=read_rules(settings.root, settings.prefixes),
        )
    progress("Looking for what breaks the rules")
    findings = (
        *syntax_findings(corpus),
        *rule_findings(settings, corpus, published),
        *(
            shacl_finding(result, corpus, rows, shapes, settings.prefixes)
            for result in validation.results
        ),
        *(_contradictions(closure, corpus, rows, settings) if closure else ()),
    )
    report = Report(
        findings=tuple(sorted(findings, key=place)),
        statements=len(corpus.columns),
        files=len(corpus.files),
    )
    return Checked(corpus=corpus, validation=validation, closure=closure, report=report)


def count(number: int, noun: str) -> str:
    """Write a number with its noun: ``1 file``, ``1,204 files``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def require_content(corpus: Corpus) -> None:
    """Raise MissingInputError where a readable ontology has no class, or shapes no shape."""
    for folder, kinds, what in (
        ("ontology", CLASSES, "class (owl:Class)"),
        ("shapes", SHAPES, "shape (sh:NodeShape or sh:PropertyShape)"),
    ):
        broken = any(problem.position.path.startswith(f"{folder}/") for problem in corpus.problems)
        if not broken and not has_instance(corpus.in_folder(folder), kinds):
            raise MissingInputError(f"{folder}: its files declare no {what}")


def has_instance(columns: Columns, kinds: tuple[str, ...]) -> bool:
    """True where some row gives a subject one of the types."""
    terms = columns.terms
    types = [terms.find_iri(kind) for kind in kinds]
    typed = columns.predicate == terms.find_iri(RDF + "type")
    return bool(np.isin(columns.object[typed], [t for t in types if t >= 0]).any())


def in_folders(corpus: Corpus, *names: str) -> NDArray[np.intp]:
    """Number the rows read from files below some folders of the root."""
    inside = np.array([file.path.parts[0] in names for file in corpus.files], np.bool_)
    return np.flatnonzero(inside[corpus.columns.source])


def place(finding: Finding) -> tuple[bool, str, int, int, str, str]:
    """Sort findings by file, line and column; those without a place come last.

    Broken grammar comes first: the others may follow from what could not be read.
    """
    at = finding.position or Position(path="\U0010ffff", line=0, column=0)
    later = finding.rule != SYNTAX
    return (later, at.path, at.line, at.column, finding.rule, finding.message)


def syntax_findings(corpus: Corpus) -> list[Finding]:
    """Give each place where a file breaks its grammar."""
    return [
        Finding(
            rule=SYNTAX,
            severity=Severity.VIOLATION,
            message=problem.message,
            position=problem.position,
        )
        for problem in corpus.problems
    ]


def rule_findings(
    settings: Settings, corpus: Corpus, published: frozenset[str]
) -> Iterator[Finding]:
    """Give what the rules find; while a file is broken, those that need every file wait."""
    workspace = Workspace(
        corpus=corpus,
        base=settings.base_iri,
        languages=settings.languages,
        prefixes=settings.prefixes,
        published=published,
    )
    rules = choose(built_in(), settings.check.off)
    return run([rule for rule in rules if not (rule.whole and corpus.problems)], workspace)


def shacl_finding(
    result: ShaclResult,
    corpus: Corpus,
    data: NDArray[np.intp],
    shapes: NDArray[np.intp],
    prefixes: Mapping[str, str],
) -> Finding:
    """Give a validation result its place; ``data`` and ``shapes`` number the rows validated."""
    component = result.component.removeprefix(SH).removesuffix("ConstraintComponent")
    path = None if result.path is None else str(result.path)
    return Finding(
        rule=f"shacl/{component}",
        severity=result.level,
        message=shorten_bare(result.message(), prefixes),
        position=_position(corpus, data, result.row, result.part),
        focus=str(result.focus),
        path=path,
        value=None if result.value is None else str(result.value),
        shape=str(named_shape(corpus.columns, result.source_shape)),
        shape_position=_position(corpus, shapes, result.shape_row, "subject"),
        hint=hint(component, path and shorten(path, prefixes)),
    )


def named_shape(columns: Columns, shape: Term) -> Term:
    """Give the shape with a name that holds a shape without one; itself where none does."""
    seen: set[int] = set()
    number = columns.terms.find(shape)
    while isinstance(columns.terms[number], BlankNode) and number not in seen:
        seen.add(number)
        holders = columns.subject[columns.object == number]
        if not len(holders):
            return shape
        number = int(holders[0])
    return columns.terms[number]


def _contradictions(
    closure: Closure, corpus: Corpus, data: NDArray[np.intp], settings: Settings
) -> Iterator[Finding]:
    """Give the contradictions found in reasoning; ``data`` numbers the rows reasoned over."""
    return contradiction_findings(
        closure, lambda row: _position(corpus, data, row, "object"), settings.prefixes
    )


def _position(
    corpus: Corpus, rows: NDArray[np.intp], row: int | None, part: Part
) -> Position | None:
    return None if row is None else corpus.position(int(rows[row]), part)
