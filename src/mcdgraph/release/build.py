"""Turns sources into a release: read, check, reason, write, and only then make it current."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from mcdgraph.baseline import compare
from mcdgraph.catalogue import Scope, Subject, catalogue, statistics
from mcdgraph.checking import Checked
from mcdgraph.columns import Columns
from mcdgraph.errors import InputError
from mcdgraph.explanation.places import PLACES, Placing, placing_of, write_places
from mcdgraph.progress import Progress, silent
from mcdgraph.questions import SavedQuery, read_questions
from mcdgraph.reasoning import Closure
from mcdgraph.reasoning.rule_files import FOLDER as RULES_FOLDER
from mcdgraph.release.acceptance import check_release
from mcdgraph.release.checkout import read_checkout
from mcdgraph.release.dataset import Dataset, released
from mcdgraph.release.dumps import CATALOGUE, DATASET, GRAPH, DumpFolder, Dumps
from mcdgraph.release.folder import ReleaseFolder
from mcdgraph.release.fragments import write_fragments
from mcdgraph.release.inputs import Inputs, read_inputs
from mcdgraph.release.manifest import Manifest
from mcdgraph.release.reading import (
    MANIFEST,
    SEARCH,
    Release,
    open_release,
)
from mcdgraph.search import entries_of, write_index
from mcdgraph.settings import Settings
from mcdgraph.store import write_store


def _ignore(checked: Checked) -> None:
    """Leave what was found to the error."""


def build(
    settings: Settings,
    progress: Progress = silent,
    found: Callable[[Checked], None] = _ignore,
) -> Release:
    """Build the release of the graph at ``settings.root`` and make it the current one.

    A release that exists is not built again. ``found`` is told what the checks found, before
    anything is written. Raises SyntaxProblems or FindingsError where the graph is not good,
    and leaves the current release as it is.
    """
    folder = ReleaseFolder(path=settings.release.folder)
    with folder.locked():
        inputs = read_inputs(settings)
        release = folder.find(inputs.digest)
        if release is None:
            checked = _check(settings, progress)
            found(checked)
            release = _build(settings, folder, inputs, checked, progress)
        folder.switch(release)
        folder.prune(settings.release.keep)
    return release


def _check(settings: Settings, progress: Progress) -> Checked:
    """Check as ``mcdgraph check`` does, and leave out what the baseline accepts."""
    checked = check_release(settings, progress)
    return replace(checked, report=compare(checked.report, settings.check.baseline).report)


def _build(
    settings: Settings,
    folder: ReleaseFolder,
    inputs: Inputs,
    checked: Checked,
    progress: Progress,
) -> Release:
    accepts = settings.release.violations == "accept"
    closure = checked.require_good(whatever_found=accepts)
    dataset = released(checked.corpus, closure, settings)
    dataset = dataset.with_graph("validation", checked.validated.report.to_columns())
    with folder.building(inputs.digest) as path:
        _Writer(
            path=path,
            settings=settings,
            inputs=inputs,
            closure=closure,
            placing=placing_of(closure.asserted, checked.corpus.files),
            questions=read_questions(settings.queries, settings.languages, root=settings.root),
            progress=progress,
        ).write(dataset)
        if read_inputs(settings).digest != inputs.digest:
            raise InputError("a source was changed during the build; build again")
    return open_release(folder.releases / inputs.digest)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Writer:
    """Writes the files of one release into an empty folder."""

    path: Path
    settings: Settings
    inputs: Inputs
    closure: Closure
    placing: Placing
    questions: tuple[SavedQuery, ...]
    progress: Progress

    def write(self, dataset: Dataset) -> None:
        """Write dumps, catalogue, store, saved queries and, last, the manifest.

        Language tags are in lower case everywhere, since the query engine knows no others.
        """
        dataset.columns.terms.fold_tags()
        folder = DumpFolder(path=self.path / "dumps", prefixes=self.settings.prefixes)
        folder.path.mkdir()
        dumps = folder.write("graph", Scope.GRAPH, dataset.union, GRAPH, self.progress)
        dumps += folder.write("dataset", Scope.DATASET, dataset.columns, DATASET, self.progress)
        about = self.catalogue(dataset, dumps)
        about.terms.fold_tags()
        dumps += folder.write("catalogue", Scope.CATALOGUE, about, CATALOGUE, self.progress)
        folder.write_checksums(dumps.written)
        whole = dataset.with_graph("catalogue", about)
        self.write_store(whole)
        write_fragments(whole.columns, self.path)
        self.copy_queries()
        self.write_search(dataset)
        self.write_places()
        manifest = self.manifest(whole, dumps)
        (self.path / MANIFEST).write_text(manifest.to_json(), encoding="utf8")

    def catalogue(self, dataset: Dataset, dumps: Dumps) -> Columns:
        """Describe everything but the catalogue itself."""
        self.progress("Counting for the catalogue")
        subject = Subject(
            digest=self.inputs.digest,
            graphs=dataset.graphs,
            statistics=statistics(dataset.union, (self.settings.base_iri, *self.settings.bases)),
            rules=self.closure.counts_of,
            derived=self.closure.graphs_behind,
            dumps=dumps.written,
            omitted=dumps.omitted,
            tools=self.inputs.tools,
            questions=self.questions,
        )
        return catalogue(self.settings, subject)

    def write_store(self, dataset: Dataset) -> None:
        """Write the query engine's copy; its default graph is the union graph."""
        self.progress("Writing the store")
        default = [graph.iri for graph in dataset.graphs if graph.default]
        write_store(dataset.columns, self.path / "store", default_graphs=default)

    def write_places(self) -> None:
        """Keep what was reasoned over, with its places, and the rules, so that it is explained."""
        write_places(self.closure.asserted, self.placing, self.path / PLACES)
        rules = self.settings.root / RULES_FOLDER
        if rules.is_dir():
            shutil.copytree(rules, self.path / RULES_FOLDER)

    def copy_queries(self) -> None:
        """Keep the saved queries as they stood."""
        if self.settings.queries.is_dir():
            shutil.copytree(self.settings.queries, self.path / "queries")

    def write_search(self, dataset: Dataset) -> None:
        """Write the index of search: of everything but the validation report."""
        self.progress("Writing the index of search")
        validation = f"{self.settings.base_iri}graph/validation"
        entries = entries_of(dataset.columns, self.questions, without=[validation])
        write_index(entries, self.path / SEARCH)

    def manifest(self, dataset: Dataset, dumps: Dumps) -> Manifest:
        """Say what the release is made of."""
        return Manifest(
            digest=self.inputs.digest,
            base_iri=self.settings.base_iri,
            version=self.settings.version,
            modified=self.settings.modified,
            statements=len(dataset.union),
            tools=self.inputs.tools,
            inputs=self.inputs.files,
            checkout=read_checkout(self.settings.root, [file.path for file in self.inputs.files]),
            graphs=dataset.graphs,
            rules=dict(sorted(self.closure.counts.items())),
            dumps=dumps.written,
            omitted=dumps.omitted,
        )
