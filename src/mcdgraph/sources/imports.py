"""Finds what ``owl:imports`` and JSON-LD name among the files at hand; nothing is fetched.

Source: OWL 2 Structural Specification, clause 3.4 (imports), and OASIS XML Catalogs 1.1,
clauses 6.5.6 and 6.5.10 (``uri``, ``rewriteURI``), as Protégé writes and reads them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np

from mcdgraph.bridges.oxigraph import declared_ontologies
from mcdgraph.columns import Columns
from mcdgraph.columns.terms import Kind
from mcdgraph.documents.catalog import Catalog, read_catalog
from mcdgraph.documents.json import Contexts
from mcdgraph.documents.packing import read_unpacked, unpacked_name
from mcdgraph.documents.sniffing import HEAD, tell_format
from mcdgraph.errors import InputError, MissingInputError, SyntaxProblems, TermError
from mcdgraph.namespaces import OWL, RDF
from mcdgraph.settings import ImportSettings
from mcdgraph.sources.files import SourceFile
from mcdgraph.sources.globs import files_of, is_rdf_name, walk

#: What an ontology's IRI may end in, in an import or in its header alone.
_BARE: Final = "#/"


def unresolved(columns: Columns) -> list[tuple[str, int]]:
    """List the imported IRIs that no file declares, each with the number of a file that asks.

    An ontology is declared by its IRI, its version IRI, or as the name of a graph.
    """
    terms = columns.terms
    find = terms.find_iri
    imports = np.flatnonzero(columns.predicate == find(OWL + "imports"))
    if not len(imports):
        return []
    typed = (columns.predicate == find(RDF + "type")) & (columns.object == find(OWL + "Ontology"))
    versions = columns.object[columns.predicate == find(OWL + "versionIRI")]
    known = {*columns.subject[typed].tolist(), *versions.tolist(), *columns.graph.tolist()}
    declared = {terms.text(number).rstrip(_BARE) for number in known if number >= 0}
    found: dict[str, int] = {}
    for row in imports.tolist():
        number = int(columns.object[row])
        iri = terms.text(number)
        if terms.facet(number).kind is Kind.IRI and iri.rstrip(_BARE) not in declared:
            found.setdefault(iri, int(columns.source[row]))
    return list(found.items())


def contexts_at_hand(root: Path, settings: ImportSettings) -> Contexts:
    """Return the files of the table of contexts; raise `MissingInputError` for one not there."""
    files = {}
    for iri, path in settings.contexts.items():
        inside = _inside(root, PurePosixPath(path))
        if inside is None:
            raise MissingInputError(f"imports.contexts: {iri}: no such file in {root}: {path}")
        files[iri] = root / inside
    return Contexts(files=files)


def _inside(root: Path, path: PurePosixPath) -> PurePosixPath | None:
    """Give a path without its ``..``; None where it is no file below the root."""
    full, root = (root / path).resolve(), root.resolve()
    if not full.is_file() or not full.is_relative_to(root):
        return None
    return PurePosixPath(full.relative_to(root).as_posix())


@dataclass(kw_only=True)
class ImportResolver:
    """Finds files for imported IRIs: the settings' table first, then catalogs, then folders."""

    root: Path
    settings: ImportSettings
    _tried: set[str] = field(default_factory=set)

    def resolve(
        self, wanted: Iterable[tuple[str, int]], sources: Sequence[SourceFile]
    ) -> list[SourceFile]:
        """Give the files, not read yet, that stand for imports; each IRI is looked up once.

        ``wanted`` pairs an IRI with the number of the file in ``sources`` that imports it, for
        whose roles the file found is read.
        """
        read = {source.path for source in sources}
        found: dict[PurePosixPath, SourceFile] = {}
        for iri, importer in wanted:
            if iri in self._tried:
                continue
            self._tried.add(iri)
            path = self._find(iri)
            if path is not None and path not in read:
                roles = sources[importer].roles
                found.setdefault(path, SourceFile(path=path, roles=roles, imported=True))
        return list(found.values())

    def _find(self, iri: str) -> PurePosixPath | None:
        named = self.settings.files.get(iri)
        if named is not None:
            return self._required(iri, PurePosixPath(named))
        for folder, catalog in self._catalogs:
            target = catalog.find(iri)
            if target is not None and (path := _inside(self.root, folder / target)) is not None:
                return path
        return self._copies.get(iri.rstrip(_BARE))

    def _required(self, iri: str, path: PurePosixPath) -> PurePosixPath:
        inside = _inside(self.root, path)
        if inside is None:
            raise MissingInputError(f"imports.files: {iri}: no such file in {self.root}: {path}")
        return inside

    @cached_property
    def _catalogs(self) -> list[tuple[PurePosixPath, Catalog]]:
        """Read the catalogs, those nearest to the root first."""
        globs = self.settings.catalogs
        paths = {path for found in files_of(self.root, globs).values() for path in found}
        ordered = sorted(paths, key=lambda path: (len(path.parts), path))
        return [(path.parent, read_catalog(self.root / path)) for path in ordered]

    @cached_property
    def _copies(self) -> Mapping[str, PurePosixPath]:
        """Map the IRIs that the files of the folders declare to those files; the first wins."""
        found: dict[str, PurePosixPath] = {}
        for folder in self.settings.folders:
            if not (self.root / folder).is_dir():
                raise MissingInputError(f"imports.folders: {self.root / folder}: no such folder")
            for path in walk(self.root, PurePosixPath(folder)):
                if is_rdf_name(path):
                    for iri in self._declared(path):
                        found.setdefault(iri.rstrip(_BARE), path)
        return found

    def _declared(self, path: PurePosixPath) -> Iterable[str]:
        """List the ontologies of a file; none where it is no RDF: nobody asked for it."""
        full = self.root / path
        try:
            data = read_unpacked(full)
            form = tell_format(data[:HEAD], unpacked_name(path))
            return declared_ontologies(data, form, base=full.as_uri())
        except (InputError, SyntaxProblems, TermError):
            return ()
