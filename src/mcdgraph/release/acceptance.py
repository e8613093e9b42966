"""Asks a checked graph its saved queries: a release must answer them as they expect.

Questions have an answer that is expected, queries of pages the columns that their pages read.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace

from mcdgraph.checking import Checked, check, count, place
from mcdgraph.columns.columns import joined
from mcdgraph.errors import QueryError
from mcdgraph.findings import Finding, Severity
from mcdgraph.page_queries import (
    PageQueries,
    answer_findings,
    query_findings,
    read_page_queries,
)
from mcdgraph.positions import Position
from mcdgraph.progress import Progress, silent
from mcdgraph.questions import (
    QuestionParameter,
    SavedQuery,
    Verdict,
    read_questions,
    strange_default,
    verify,
)
from mcdgraph.reasoning import Closure
from mcdgraph.release.bounded_dataset import BoundedDataset
from mcdgraph.release.dataset import released
from mcdgraph.release.reading import last_release, published_iris
from mcdgraph.settings import Settings
from mcdgraph.sources import Corpus
from mcdgraph.store.store import default_copies
from mcdgraph.validation import ExactDataset

RULE = "question"
#: How many rows of a difference a message tells.
SHOWN = 3


def check_release(
    settings: Settings, progress: Progress = silent, corpus: Corpus | None = None
) -> Checked:
    """Check all that a release is held to: against the release before, and by its questions.

    ``corpus`` are the sources where they were read already. What the baseline accepts is in the
    report. Raises as `check` and `questioned` do.
    """
    before = last_release(settings)
    published = published_iris(before, settings.bases) if before else frozenset[str]()
    checked = check(settings, progress, published=published, corpus=corpus)
    return questioned(checked, settings, progress)


def questioned(checked: Checked, settings: Settings, progress: Progress = silent) -> Checked:
    """Add a finding for each saved query that is broken, or answered otherwise than expected.

    Nothing is asked of a graph that makes no release: its answers would only repeat what is
    wrong already. Each query has the deadline and the memory of those that a server answers.

    Raises SyntaxProblems where the header of a saved question is broken, and InputError where a
    file cannot be read.
    """
    pages = read_page_queries(settings.queries, root=settings.root)
    checked = _with(checked, query_findings(pages))
    if checked.closure is None or checked.blocking:
        return checked
    questions = read_questions(settings.queries, settings.languages, root=settings.root)
    if not questions and not pages.queries:
        return checked
    asked = count(len(questions), "question")
    progress(f"Asking {asked}, and the queries of {count(len(pages.queries), 'page')}")
    asked_of = _asked(checked.corpus, checked.closure, settings)
    with closing(BoundedDataset(asked_of, settings.query)) as dataset:
        return _with(checked, _answered(questions, pages, dataset))


def _with(checked: Checked, findings: Iterable[Finding]) -> Checked:
    report = checked.report
    everything = tuple(sorted((*report.findings, *findings), key=place))
    return replace(checked, report=replace(report, findings=everything))


def _answered(
    questions: Iterable[SavedQuery], pages: PageQueries, dataset: BoundedDataset
) -> Iterator[Finding]:
    yield from (finding for query in questions if (finding := _finding(query, dataset)))
    yield from answer_findings(pages, dataset)


def _asked(corpus: Corpus, closure: Closure, settings: Settings) -> ExactDataset:
    """Load what will be published, in the sources' own terms."""
    dataset = released(corpus, closure, settings)
    default = default_copies(dataset.columns, [g.iri for g in dataset.graphs if g.default])
    return ExactDataset(joined([dataset.columns, default]))


def _finding(query: SavedQuery, dataset: BoundedDataset) -> Finding | None:
    try:
        if strange := strange_default(query, dataset):
            return _strange(query, strange)
        verdict = verify(query, dataset)
    except QueryError as error:
        return _unasked(query, error)
    if verdict.good:
        return None
    title = query.title("en")
    return _violation(query, f"“{title}” gets another answer than expected: {_told(verdict)}")


def _unasked(query: SavedQuery, error: QueryError) -> Finding:
    """Tell of a question that cannot be asked: at its fault, where that has a place."""
    finding = replace(_violation(query, f"the question cannot be asked: {error}"), hint=None)
    if error.line is None or error.column is None:
        return finding
    at = Position(path=str(query.path), line=error.line, column=error.column)
    return replace(finding, position=at)


def _strange(query: SavedQuery, parameter: QuestionParameter) -> Finding:
    """Tell of a default that is not of the class that its parameter asks for."""
    message = f"the default of {parameter.name} is not of the class <{parameter.members}>"
    at = Position(path=str(query.path), line=parameter.line, column=1)
    return replace(_violation(query, message), position=at, hint=None)


def _violation(query: SavedQuery, message: str) -> Finding:
    return Finding(
        rule=RULE,
        severity=Severity.VIOLATION,
        message=message,
        position=Position(path=str(query.path), line=query.expectation.line, column=1),
        hint="mend the data; or, where the source itself says so, the expected answer",
    )


def _told(verdict: Verdict) -> str:
    lines = str(verdict).splitlines()
    more = [f"and {count(len(lines) - SHOWN, 'more row')}"] if len(lines) > SHOWN else []
    return "; ".join([*lines[:SHOWN], *more])
