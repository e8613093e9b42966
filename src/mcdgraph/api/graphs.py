"""What the functions of the API work on: a graph as read, reasoned over, or released.

What docs/python.md does not name of them is for those functions alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from mcdgraph.explanation import Explainer
from mcdgraph.explanation.explainers import explain_release, explain_sources, source_passages
from mcdgraph.explanation.model import ReadPassage
from mcdgraph.explanation.places import PLACES, Places
from mcdgraph.questions import SavedQuery, read_questions
from mcdgraph.reasoning import Closure, Contradiction, close_graph
from mcdgraph.release import Release
from mcdgraph.release.dataset import Dataset, dataset_of, released
from mcdgraph.release.selection import read_graphs
from mcdgraph.settings import Settings
from mcdgraph.settings.loading import NOWHERE
from mcdgraph.sources import Corpus
from mcdgraph.sparql import QueryService
from mcdgraph.sparql.release_service import release_service
from mcdgraph.store import Dialect, Store


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class KnowledgeGraph:
    """A graph as its sources say it: what `load`, `read_files` and `from_rdflib` return.

    ``len()`` counts the statements that were read, those of the shapes among them.
    """

    settings: Settings
    corpus: Corpus

    def __repr__(self) -> str:
        """Say what was read, and how many statements."""
        return f"<KnowledgeGraph {self.root or 'of files'}: {len(self):,} statements>"

    def __len__(self) -> int:
        """Count the statements; one that is written twice counts twice."""
        return len(self.corpus.columns)

    @property
    def root(self) -> Path | None:
        """The folder of the graph; None where it was read from files or from memory."""
        return None if self.settings.root == NOWHERE else self.settings.root

    @property
    def files(self) -> tuple[str, ...]:
        """The files that were read, relative to the root where there is one."""
        forms = zip(self.corpus.files, self.corpus.forms, strict=True)
        return tuple(str(file.path) for file, form in forms if form is not None)

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that queries and statements may use without declaring them."""
        return self.settings.prefixes

    @cached_property
    def dataset(self) -> Dataset:
        """The statements in their named graphs; raises SyntaxProblems where a file is broken."""
        corpus = self.corpus.require_readable()
        return dataset_of([corpus.columns], self.settings.base_iri, corpus.graph_kinds)

    @cached_property
    def service(self) -> QueryService:
        """What answers queries over the sources alone."""
        return _service(self.dataset, self.settings)

    @cached_property
    def questions(self) -> tuple[SavedQuery, ...]:
        """The saved questions of the graph's folder."""
        return read_questions(self.settings.queries, self.settings.languages)

    @cached_property
    def reasoned(self) -> "ReasonedGraph":
        """The graph with what follows from it."""
        corpus = self.corpus.require_readable()
        columns = corpus.in_role("ontology", "vocabulary", "data")
        return ReasonedGraph(graph=self, closure=close_graph(columns, self.settings))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ReasonedGraph:
    """A graph with what follows from it: what `reason` returns."""

    graph: KnowledgeGraph
    closure: Closure

    def __repr__(self) -> str:
        """Say how many statements there are, and how many follow."""
        return f"<ReasonedGraph: {len(self):,} statements, {self.inferred:,} of them inferred>"

    def __len__(self) -> int:
        """Count the statements that were read, and those that follow."""
        return len(self.graph) + self.inferred

    @property
    def settings(self) -> Settings:
        """The settings of the graph."""
        return self.graph.settings

    @property
    def inferred(self) -> int:
        """How many statements follow that no source says."""
        return len(self.closure.inferred)

    @property
    def rules(self) -> Mapping[str, int]:
        """How many statements each rule concluded first, by its name in OWL 2 RL."""
        return self.closure.counts

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """What the sources say that cannot be true together: each has a rule and a message."""
        return self.closure.contradictions

    @property
    def consistent(self) -> bool:
        """True where there is no contradiction."""
        return self.closure.consistent

    @cached_property
    def dataset(self) -> Dataset:
        """The statements in their named graphs, those that follow in one of their own."""
        return released(self.graph.corpus, self.closure, self.settings)

    @cached_property
    def service(self) -> QueryService:
        """What answers queries over what is said and what follows."""
        return _service(self.dataset, self.settings)

    @property
    def questions(self) -> tuple[SavedQuery, ...]:
        """The saved questions of the graph's folder."""
        return self.graph.questions

    @cached_property
    def explainer(self) -> Explainer:
        """What finds proofs."""
        corpus = replace(self.graph.corpus, columns=self.closure.asserted)
        return explain_sources(corpus, self.closure, self.settings)

    @cached_property
    def read_passage(self) -> ReadPassage:
        """What reads the passages that statements rest on."""
        return source_passages(self.graph.corpus, self.settings).passage


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ReleasedGraph:
    """A release that was built: what `build` and `open_release` return."""

    settings: Settings
    release: Release
    store: Store

    def __repr__(self) -> str:
        """Name the release, and say how many statements it has."""
        return f"<ReleasedGraph {self.digest[:12]}: {len(self):,} statements>"

    def __len__(self) -> int:
        """Count the statements of the default graph, those that follow among them."""
        return self.release.manifest.statements

    @property
    def digest(self) -> str:
        """The name of the release: SHA-256 of all that went in, in hexadecimal."""
        return self.release.digest

    @property
    def path(self) -> Path:
        """The folder of the release; its files for download are in ``dumps``."""
        return self.release.path

    @cached_property
    def service(self) -> QueryService:
        """What answers queries over the release."""
        return release_service(self.release, self.store, self.settings, None)

    @cached_property
    def dataset(self) -> Dataset:
        """The statements of the release in their named graphs."""
        graphs = self.release.manifest.graphs
        columns = read_graphs(self.release, [graph.iri for graph in graphs])
        kinds = {graph.iri: graph.kind for graph in graphs}
        return dataset_of([columns], self.release.manifest.base_iri, kinds)

    @cached_property
    def questions(self) -> tuple[SavedQuery, ...]:
        """The saved questions, as they stood in the sources."""
        return read_questions(self.release.queries, ())

    @cached_property
    def explainer(self) -> Explainer:
        """What finds proofs."""
        path = self.release.path
        return explain_release(path, Places(path / PLACES), self.settings)

    @property
    def read_passage(self) -> None:
        """A release keeps no copies of documents: a proof names the passages alone."""


def _service(dataset: Dataset, settings: Settings) -> QueryService:
    default = [graph.iri for graph in dataset.graphs if graph.default]
    store = Store.load(dataset.columns, default)
    return QueryService(store, Dialect(base=settings.base_iri, prefixes=settings.prefixes))
