"""All files of a graph, read into one set of columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.columns.terms import Kind
from mcdgraph.documents.json import NO_CONTEXTS, Contexts
from mcdgraph.errors import SyntaxProblems
from mcdgraph.formats import N_QUADS, N_TRIPLES, TRIG, TURTLE, Format
from mcdgraph.namespaces import BASE, STANDARD, made_graph
from mcdgraph.positions import Position, SourceText, SyntaxProblem
from mcdgraph.settings import ROLES, ImportSettings, Role, Settings, SourceSettings
from mcdgraph.sources.files import SourceFile, find_sources, graph_iri, overlooked_files
from mcdgraph.sources.imports import ImportResolver, contexts_at_hand, unresolved
from mcdgraph.sources.reading import Placement, read_bytes, read_source
from mcdgraph.turtle.extent import end_of_term

Part = Literal["subject", "predicate", "object"]

#: Forms whose terms can be told in the text.
_WITH_TERMS: Final = (TURTLE, TRIG, N_TRIPLES, N_QUADS)


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """Every source file of a graph: its text, its rows, and where its grammar is broken.

    Row ``i`` of ``columns`` was read from ``files[columns.source[i]]``, which is
    ``sources[columns.source[i]]``. Its graph is the file's own, or the one that the file itself
    names (TriG, N-Quads, JSON-LD). A file with a problem is listed, and gives the rows of its
    whole statements. What was in memory and not in a file has no form, and no place in it.
    ``left_out`` are the problems of files that were passed over whole, and
    ``missing`` the IRIs of imports that are not at hand. ``overlooked`` are files of RDF that
    no glob means.
    """

    files: tuple[SourceText, ...]
    sources: tuple[SourceFile, ...]
    forms: tuple[Format | None, ...]
    columns: Columns
    problems: tuple[SyntaxProblem, ...]
    left_out: tuple[SyntaxProblem, ...] = ()
    missing: tuple[str, ...] = ()
    overlooked: tuple[PurePosixPath, ...] = ()

    def position(self, row: int, part: Part = "subject") -> Position | None:
        """Place one part of a row; None where the row was not read from a file."""
        source = int(self.columns.source[row])
        if source < 0 or self.forms[source] is None:
            return None
        at = {
            "subject": self.columns.subject_at,
            "predicate": self.columns.predicate_at,
            "object": self.columns.object_at,
        }[part]
        file, start = self.files[source], max(int(at[row]), 0)
        has_terms = self.forms[source] in _WITH_TERMS
        return file.position(start, end_of_term(file.text, start) if has_terms else None)

    def with_role(self, *roles: Role) -> NDArray[np.bool_]:
        """Mark the rows of the files that are for one of some roles."""
        inside = [not source.roles.isdisjoint(roles) for source in self.sources]
        return np.array([*inside, False])[self.columns.source]

    def in_role(self, *roles: Role) -> Columns:
        """Keep the rows of the files that are for one of some roles."""
        return self.columns.take(self.with_role(*roles))

    @property
    def graph_kinds(self) -> Mapping[str, str]:
        """What each named graph holds, by its IRI: what the first file that names it is for."""
        found: dict[str, str] = {}
        pairs = np.unique(np.stack([self.columns.source, self.columns.graph]), axis=1)
        for source, graph in pairs.T.tolist():
            if source >= 0 and graph >= 0:
                found.setdefault(self.columns.terms.text(graph), self.sources[source].kind)
        return found

    def require_readable(self) -> "Corpus":
        """Give the corpus itself; raise `SyntaxProblems` with all there are where it is broken."""
        if self.problems:
            raise SyntaxProblems(self.problems)
        return self


def read_sources(settings: Settings, roles: tuple[Role, ...] = ROLES) -> Corpus:
    """Read the graph of some settings as `read_corpus` does."""
    return read_corpus(
        settings.root,
        sources=settings.sources,
        imports=settings.imports,
        base=settings.base_iri,
        roles=roles,
        prefixes=settings.prefixes,
    )


def read_corpus(
    root: Path,
    *,
    sources: SourceSettings | None = None,
    imports: ImportSettings | None = None,
    base: str = BASE,
    roles: tuple[Role, ...] = ROLES,
    prefixes: Mapping[str, str] = STANDARD,
) -> Corpus:
    """Read every file of the graph at ``root``; broken ones are reported, not raised.

    Files that these import, and that are at hand, are read too. A file of Turtle that uses one
    of ``prefixes`` without declaring it is broken, and is yet understood.

    Raises MissingInputError where there is no file, or none that ``imports`` names; InputError
    for one that cannot be read.
    """
    sources, imports = sources or SourceSettings(), imports or ImportSettings()
    reader = _CorpusReader(
        root=root,
        base=base,
        prefixes=prefixes,
        contexts=contexts_at_hand(root, imports),
        skip=sources.broken == "skip",
    )
    reader.read(find_sources(root, sources, roles))
    resolver = ImportResolver(root=root, settings=imports)
    while found := resolver.resolve(reader.unresolved(), reader.sources):
        reader.read(found)
    read = {source.path for source in reader.sources}
    overlooked = (path for path in overlooked_files(root, sources) if path not in read)
    return replace(reader.corpus(), overlooked=tuple(overlooked) if roles == ROLES else ())


def read_files(
    paths: Mapping[Path, frozenset[Role]],
    *,
    base: str = BASE,
    prefixes: Mapping[str, str] = STANDARD,
) -> Corpus:
    """Read files that belong to no graph, each for its roles; broken ones are reported.

    Nothing that they import is looked for. Raises InputError for one that cannot be read.
    """
    reader = _CorpusReader(
        root=Path(), base=base, prefixes=prefixes, contexts=NO_CONTEXTS, skip=False
    )
    reader.read(SourceFile(path=PurePosixPath(path), roles=roles) for path, roles in paths.items())
    return reader.corpus()


def corpus_in_memory(columns: Columns, roles: Mapping[str, frozenset[Role]]) -> Corpus:
    """Make a corpus of rows that were read from no file, by the names of what they were in.

    The source of a row is the number of its name in ``roles``.
    """
    paths = {PurePosixPath(name): found for name, found in roles.items()}
    return Corpus(
        files=tuple(SourceText(path=path, text="") for path in paths),
        sources=tuple(SourceFile(path=path, roles=found) for path, found in paths.items()),
        forms=(None,) * len(paths),
        columns=columns,
        problems=(),
    )


@dataclass(kw_only=True)
class _CorpusReader:
    """Reads one file after another into one builder."""

    root: Path
    base: str
    prefixes: Mapping[str, str]
    contexts: Contexts
    skip: bool
    builder: ColumnsBuilder = field(default_factory=ColumnsBuilder)
    sources: list[SourceFile] = field(default_factory=list)
    files: list[SourceText] = field(default_factory=list)
    forms: list[Format | None] = field(default_factory=list)
    problems: list[SyntaxProblem] = field(default_factory=list)

    def read(self, sources: Iterable[SourceFile]) -> None:
        """Read some files."""
        for source in sources:
            self._read(source)

    def _read(self, source: SourceFile) -> None:
        rows = len(self.builder)
        place = Placement(iri=graph_iri(source.path, self.base), number=len(self.sources))
        data = read_bytes(self.root / source.path)
        reading = read_source(
            source.path, data, self.builder, place, self.prefixes, contexts=self.contexts
        )
        if reading.problems and self.skip:
            self.builder.forget(rows)
        self.sources.append(source)
        self.files.append(reading.text)
        self.forms.append(reading.form)
        self.problems += reading.problems

    def unresolved(self) -> Sequence[tuple[str, int]]:
        """List the imports of what was read that no file declares, with the file of each."""
        return unresolved(self.builder.freeze())

    def corpus(self) -> Corpus:
        """Give all that was read."""
        columns = self._with_good_graphs(self.builder.freeze())
        problems = tuple(self.problems)
        return Corpus(
            files=tuple(self.files),
            sources=tuple(self.sources),
            forms=tuple(self.forms),
            columns=columns,
            problems=() if self.skip else problems,
            left_out=problems if self.skip else (),
            missing=tuple(sorted({iri for iri, _ in unresolved(columns)})),
        )

    def _with_good_graphs(self, columns: Columns) -> Columns:
        """Put what stands in a graph without an IRI, or with one of a release's, in the file's."""
        terms = columns.terms
        graphs = [number for number in np.unique(columns.graph).tolist() if number >= 0]
        taken = [number for number in graphs if made_graph(terms.key(number), self.base)]
        bad = np.isin(columns.graph, taken)
        named = columns.graph >= 0
        bad[named] |= terms.kinds()[columns.graph[named]] == Kind.BLANK
        if bad.any():
            own = [terms.iri(graph_iri(source.path, self.base)) for source in self.sources]
            columns.graph[bad] = np.array(own, np.int32)[columns.source[bad]]
        return columns
