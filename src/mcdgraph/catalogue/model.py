"""What the catalogue speaks of: named graphs and dumps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mcdgraph.catalogue.statistics import Statistics
from mcdgraph.formats import GRAPH_FORMATS, Format
from mcdgraph.questions import SavedQuery


class Scope(StrEnum):
    """What a dump holds: the union graph, every named graph, or the catalogue alone."""

    GRAPH = "graph"
    DATASET = "dataset"
    CATALOGUE = "catalogue"


@dataclass(frozen=True, kw_only=True)
class GraphSummary:
    """A named graph and its number of distinct statements.

    ``kind`` is ``ontology``, ``vocabulary``, ``shapes``, ``data``, ``editorial``, ``external``,
    ``inferred``, ``conflicts``, ``validation`` or ``catalogue``; ``default`` says whether the
    endpoint's default graph holds its statements.
    """

    iri: str
    kind: str
    statements: int
    default: bool


@dataclass(frozen=True, kw_only=True)
class OmittedDump:
    """A file that a release is made without, since its format cannot hold the statements."""

    name: str
    format: str
    scope: Scope
    reason: str


@dataclass(frozen=True, kw_only=True)
class Dump:
    """One file of ``dumps/``, with its size in bytes and SHA-256, plain and gzipped.

    ``name`` is the plain file's name; the gzipped one has ``.gz`` behind it.
    """

    name: str
    format: str
    scope: Scope
    statements: int
    size: int
    sha256: str
    gzip_size: int
    gzip_sha256: str

    @property
    def form(self) -> Format:
        """The serialization."""
        return next(form for form in GRAPH_FORMATS if form.name == self.format)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is catalogued: a release's digest, its graphs, counts, rules, dumps and tools.

    ``rules`` counts the conclusions of each rule by the graph that holds them; ``derived`` names
    the graphs that the conclusions of a snapshot follow from, by their own. ``omitted`` are the
    files that it is made without, ``questions`` its saved queries.
    """

    digest: str
    graphs: tuple[GraphSummary, ...]
    statistics: Statistics
    rules: Mapping[str, Mapping[str, int]]
    dumps: tuple[Dump, ...]
    tools: Mapping[str, str]
    derived: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    omitted: tuple[OmittedDump, ...] = ()
    questions: tuple[SavedQuery, ...] = ()
