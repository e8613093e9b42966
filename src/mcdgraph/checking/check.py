"""The check itself: reads a graph, and looks at it in every way there is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mcdgraph.checking.findings import (
    contradictions,
    left_out_findings,
    place,
    shacl_findings,
    syntax_findings,
)
from mcdgraph.columns import Columns
from mcdgraph.errors import FindingsError, MissingInputError
from mcdgraph.findings import Finding, Report
from mcdgraph.namespaces import OWL, RDF, RDFS, SKOS
from mcdgraph.progress import Progress, silent
from mcdgraph.reasoning import Closure, close_graph
from mcdgraph.rules import (
    PROFILES,
    CheckRule,
    Profile,
    Validated,
    Workspace,
    built_in,
    choose,
    run,
    with_declared,
)
from mcdgraph.settings import Settings
from mcdgraph.snapshots import find_snapshots
from mcdgraph.sources import Corpus, read_sources
from mcdgraph.validation import (
    ShaclReport,
    ShapeNames,
    ShapesProblem,
    declares_shapes,
    validate,
    with_imports,
)

TERMS = (
    *(OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
    *(RDFS + "Class", RDFS + "Datatype", RDF + "Property"),
)
#: A thesaurus is a graph without a class of its own.
CONCEPTS = (SKOS + "ConceptScheme", SKOS + "Concept")


@dataclass(frozen=True, kw_only=True, eq=False)
class Checked:
    """A graph as read, and all that was found in it.

    ``closure`` draws on ontology and data; it is None where a file breaks its grammar, because
    what follows from half a graph may be wrong. ``prefixes`` are those that findings are
    written with.
    """

    corpus: Corpus
    validated: Validated
    closure: Closure | None
    report: Report
    profile: Profile
    prefixes: Mapping[str, str]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings for which no release is made, as the profile has it."""
        return tuple(one for one in self.report.findings if self.profile.blocks(one))

    def require_good(self, *, whatever_found: bool = False) -> "Closure":
        """Return the closure; raise SyntaxProblems or FindingsError where a finding forbids it.

        With ``whatever_found`` no finding forbids a graph that was read whole.
        """
        self.corpus.require_readable()
        blocking = () if whatever_found else self.blocking
        if blocking or self.closure is None:
            raise FindingsError(f"{count(len(blocking), 'violation')} found")
        return self.closure

    @property
    def validation(self) -> ShaclReport:
        """The validation report; what is wrong in the shapes is among its results, with places.

        What is switched off by the name of its rule is not.
        """
        report, rules = self.validated.report, {finding.rule for finding in self.report.findings}
        told = tuple(one for one in report.problems if one.kind in rules)
        return replace(report, problems=told).with_problems(self._place)

    def _place(self, problem: ShapesProblem) -> str:
        if problem.row is None:
            return ""
        row = int(self.validated.shape_rows[problem.row])
        position = self.corpus.position(row, problem.part)
        return "" if position is None else f"{position}: "


def check(
    settings: Settings,
    progress: Progress = silent,
    *,
    published: frozenset[str] = frozenset(),
    corpus: Corpus | None = None,
) -> Checked:
    """Read and check the graph at ``settings.root``; its ``corpus`` where that was read already.

    ``published`` are the IRIs that the release before this one described.

    Raises MissingInputError where there is nothing to check: no folder, no file, an ontology
    without a class, shapes without a shape; who reads the corpus looks for that.
    """
    if corpus is None:
        progress("Reading the sources")
        corpus = read_sources(settings)
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
    profile = PROFILES[settings.check.profile]
    prefixes = settings.prefixes
    if profile.files_name:
        prefixes = with_declared(prefixes, corpus.files)
    rows = np.flatnonzero(corpus.with_role("ontology", "vocabulary", "data"))
    data = corpus.columns.take(rows)
    validated = _validated(settings, corpus, rows, data, progress)
    closure = _closed(settings, corpus, data, progress)
    progress("Looking for what breaks the rules")
    workspace = _workspace(settings, corpus, validated, prefixes, published)
    findings = (
        *syntax_findings(corpus),
        *left_out_findings(corpus),
        *rule_findings(built_in(profile), settings.check.off, workspace),
        *shacl_findings(validated, corpus, prefixes),
        *(contradictions(closure, corpus, rows, prefixes) if closure else ()),
    )
    return Checked(
        corpus=corpus,
        validated=validated,
        closure=closure,
        report=Report(
            findings=tuple(sorted(findings, key=place)),
            statements=len(corpus.columns),
            files=len(corpus.files),
        ),
        profile=profile,
        prefixes=prefixes,
    )


def _closed(
    settings: Settings, corpus: Corpus, data: Columns, progress: Progress
) -> Closure | None:
    """Reason over ontology and data; None where a file is broken, as half a graph may mislead."""
    if corpus.problems:
        return None
    progress("Reasoning over ontology and data")
    return close_graph(data, settings)


def _workspace(
    settings: Settings,
    corpus: Corpus,
    validated: Validated,
    prefixes: Mapping[str, str],
    published: frozenset[str],
) -> Workspace:
    """Put together what the rules look at."""
    return Workspace(
        corpus=corpus,
        base=settings.base_iri,
        bases=settings.bases,
        languages=settings.languages,
        prefixes=prefixes,
        published=published,
        evidence=settings.evidence,
        snapshot_settings=settings.snapshots,
        validated=validated,
    )


def _validated(
    settings: Settings,
    corpus: Corpus,
    rows: NDArray[np.intp],
    data: Columns,
    progress: Progress,
) -> Validated:
    """Validate ontology and data against the shapes, if there are any."""
    against = "against the shapes" if corpus.with_role("shapes").any() else "against no shapes"
    progress(f"Validating {count(len(data), 'statement')} {against}")
    shape_rows = np.flatnonzero(with_imports(corpus.columns, corpus.with_role("shapes")))
    shapes = corpus.columns.take(shape_rows)
    report = validate(
        data,
        shapes,
        engine=settings.check.engine,
        shape_rules=settings.check.shape_rules,
        snapshots=find_snapshots(data, settings.snapshots),
    )
    return Validated(report=report, data_rows=rows, shape_rows=shape_rows, names=ShapeNames(shapes))


def count(number: int, noun: str) -> str:
    """Write a number with its noun: ``1 file``, ``1,204 files``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def require_content(corpus: Corpus) -> None:
    """Raise MissingInputError where files of an ontology have no term, or those of shapes no shape.

    A graph need have neither; while a file is broken, what is missing may stand in it.
    """
    if corpus.problems or corpus.left_out:
        return
    ontology, shapes = corpus.in_role("ontology"), corpus.in_role("shapes")
    if len(ontology) and not has_instance(ontology, TERMS) and not has_instance(ontology, CONCEPTS):
        raise MissingInputError("ontology: its files declare no class (owl:Class) and no property")
    if len(shapes) and not declares_shapes(shapes):
        raise MissingInputError("shapes: its files declare no shape")


def has_instance(columns: Columns, kinds: tuple[str, ...]) -> bool:
    """Say whether some row gives a subject one of the types."""
    terms = columns.terms
    types = [terms.find_iri(kind) for kind in kinds]
    typed = columns.predicate == terms.find_iri(RDF + "type")
    return bool(np.isin(columns.object[typed], [t for t in types if t >= 0]).any())


def rule_findings(
    rules: Sequence[CheckRule], off: Sequence[str], workspace: Workspace
) -> Iterator[Finding]:
    """Return what the rules find; while a file is broken, those that need every file wait."""
    broken = bool(workspace.corpus.problems)
    return run([one for one in choose(rules, off) if not (one.whole and broken)], workspace)
