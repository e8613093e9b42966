"""What rules look at: the corpus, its settings, the names published before."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from mcdgraph.bases import Bases
from mcdgraph.columns import Columns, Iri, Term
from mcdgraph.columns.columns import DEFAULT_GRAPH
from mcdgraph.namespaces import shorten
from mcdgraph.positions import Position
from mcdgraph.rules.statement_index import StatementIndex
from mcdgraph.settings import EvidenceSettings, Role, SnapshotSettings
from mcdgraph.snapshots import Snapshots, find_snapshots
from mcdgraph.sources import Corpus, Part
from mcdgraph.validation import ExactDataset, ShaclReport, ShapeNames

#: The graph of `Workspace.documents` that holds what is of no snapshot.
SHARED: Final = "urn:mcdgraph:shared"


@dataclass(frozen=True, kw_only=True, eq=False)
class Validated:
    """What validation says, with the rows of the corpus that it calls data and shapes."""

    report: ShaclReport
    data_rows: NDArray[np.intp]
    shape_rows: NDArray[np.intp]
    names: ShapeNames


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """A graph under check.

    ``bases`` are further IRIs, beside ``base``, below which the graph names things.
    ``published`` are the IRIs that the release before this one described; empty where there
    is none. ``languages`` are those that every label and definition must have. ``validated``
    is None where nothing was validated.
    """

    corpus: Corpus
    base: str
    bases: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    published: frozenset[str] = frozenset()
    evidence: EvidenceSettings = field(default_factory=EvidenceSettings)
    snapshot_settings: SnapshotSettings = field(default_factory=SnapshotSettings)
    validated: Validated | None = None

    @cached_property
    def dataset(self) -> ExactDataset:
        """Every statement of the corpus in one graph, to be asked in SPARQL."""
        columns = self.corpus.columns
        merged = np.full(len(columns), DEFAULT_GRAPH, np.int32)
        return ExactDataset(replace(columns, graph=merged))

    @cached_property
    def documents(self) -> ExactDataset:
        """Every statement in a graph named after its snapshot's version, or in one for all else."""
        return ExactDataset(self._by_document)

    @cached_property
    def _by_document(self) -> Columns:
        terms, found = self.corpus.columns.terms, self.snapshots
        names = [*(one.version for one in found.members), SHARED]
        numbers = np.array([terms.iri(name) for name in names], np.int32)
        return replace(self.corpus.columns, graph=numbers[found.owner])

    @cached_property
    def snapshots(self) -> Snapshots:
        """Which rows of the corpus are what one version of a document says."""
        return find_snapshots(self.corpus.columns, self.snapshot_settings)

    def in_role(self, *roles: Role) -> Columns:
        """Keep the rows of the files that are for one of some roles."""
        return self.corpus.in_role(*roles)

    def owns(self, iri: str) -> bool:
        """Say whether an IRI is below a base of the graph."""
        return self.addresses.is_own(iri)

    @cached_property
    def addresses(self) -> Bases:
        """Where the server answers for which IRI."""
        return Bases(base_iri=self.base, others=self.bases)

    def with_role(self, *roles: Role) -> NDArray[np.bool_]:
        """Mark the rows of the files that are for one of some roles."""
        return self.corpus.with_role(*roles)

    @cached_property
    def index(self) -> StatementIndex:
        """Finds the rows of a statement."""
        return StatementIndex(self._by_document)

    def row(
        self,
        subject: Term,
        predicate: Term | None,
        value: Term | None,
        graph: Term | None = None,
    ) -> int | None:
        """Find the first row of a statement, else the subject's first row, else None.

        With ``graph``, one of `documents`, the statement is looked for there.
        """
        find = self.corpus.columns.terms.find
        about = find(subject)
        if predicate is not None and value is not None and graph is not None:
            return self.index.first_in(find(graph), about, find(predicate), find(value))
        if predicate is not None and value is not None:
            exact = self.index.first(about, find(predicate), find(value))
            if exact is not None:
                return exact
        return self.index.first(about)

    def position(self, row: int, part: str) -> Position | None:
        """Place a part of a row."""
        return self.corpus.position(row, cast("Part", part))

    def short(self, term: Term | str) -> str:
        """Write a term as a person does, with the prefixes."""
        return shorten(str(Iri(term) if isinstance(term, str) else term), self.prefixes)
