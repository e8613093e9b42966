"""Opens a release that was built before."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mcdgraph.catalogue import Dump
from mcdgraph.errors import ReleaseError
from mcdgraph.namespaces import made_graph
from mcdgraph.release.inputs import read_inputs
from mcdgraph.release.manifest import Manifest
from mcdgraph.settings import Settings

MANIFEST = "manifest.json"
SEARCH = "search.sqlite"
CURRENT = "current"
RELEASES = "releases"


@dataclass(frozen=True, kw_only=True)
class Release:
    """A release on disk; ``path`` is its own folder, never the ``current`` link."""

    path: Path
    manifest: Manifest

    @property
    def digest(self) -> str:
        """The name of the release: SHA-256 of all that went in, in hexadecimal."""
        return self.manifest.digest

    @property
    def dumps(self) -> Path:
        """The folder of the downloadable files."""
        return self.path / "dumps"

    @property
    def store(self) -> Path:
        """The folder of the query engine's files."""
        return self.path / "store"

    @property
    def queries(self) -> Path:
        """The folder of the saved queries, as they stood in the sources."""
        return self.path / "queries"

    @property
    def search(self) -> Path:
        """The index of search."""
        return self.path / SEARCH

    def dump(self, name: str) -> Dump | None:
        """Find a dump by the name of its plain file."""
        return next((dump for dump in self.manifest.dumps if dump.name == name), None)


def published_iris(release: Release, bases: Sequence[str]) -> frozenset[str]:
    """List the IRIs below the base IRI and further ``bases`` that a release's sources describe.

    What is only concluded of a thing, or found, does not describe it.
    """
    dump = release.dump("dataset.nq")
    if dump is None:
        return frozenset()
    base = release.manifest.base_iri
    marks = tuple(f"<{one}" for one in (base, *bases))

    def is_made(line: str) -> bool:
        return bool(made_graph(line.rpartition(" <")[2].rstrip(" .>\n"), base))

    with (release.dumps / dump.name).open(encoding="utf8") as lines:
        told = (line for line in lines if line.startswith(marks) and not is_made(line))
        return frozenset(line.partition(" ")[0][1:-1] for line in told)


def open_release(path: Path) -> Release:
    """Open a release by its folder, or by the ``current`` link to it.

    Raises ReleaseError where the folder is missing, damaged or of another layout.
    """
    folder = path.resolve()
    try:
        text = (folder / MANIFEST).read_text(encoding="utf8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReleaseError(f"{path}: not a release: {error}") from error
    try:
        manifest = Manifest.from_json(text)
    except ReleaseError as error:
        raise ReleaseError(f"{path}: {error}") from error
    missing = [d.name for d in manifest.dumps if not (folder / "dumps" / d.name).is_file()]
    if missing:
        raise ReleaseError(f"{path}: damaged release: no {', '.join(missing)} in dumps")
    if not (folder / SEARCH).is_file():
        raise ReleaseError(f"{path}: damaged release: no {SEARCH}")
    return Release(path=folder, manifest=manifest)


def kept_releases(served: Release) -> tuple[Release, ...]:
    """Open the releases beside one that is served, which comes first, then the latest.

    What is damaged, or of another layout, is passed over.
    """
    folders = (path for path in served.path.parent.iterdir() if not path.name.startswith("."))
    others = [
        (_age(path), release)
        for path in folders
        if path != served.path and (release := sound_release(path))
    ]
    others.sort(key=lambda pair: (-pair[0], pair[1].digest))
    return (served, *(release for _, release in others))


def _age(path: Path) -> int:
    """Return when a release was last made the current one; 0 where it was just taken away."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def current_release(settings: Settings) -> Release | None:
    """Open the release that is served; None where none was built yet."""
    link = settings.release.folder / CURRENT
    return open_release(link) if link.exists() else None


def sound_release(path: Path) -> Release | None:
    """Open a release; None where there is none, or where it is damaged."""
    try:
        return open_release(path)
    except ReleaseError:
        return None


def last_release(settings: Settings) -> Release | None:
    """Open the release that is served; None where there is none, or where it is damaged."""
    return sound_release(settings.release.folder / CURRENT)


def find_fresh(settings: Settings) -> Release | None:
    """Open the release of the sources as they stand; None where it has yet to be built."""
    return sound_release(settings.release.folder / RELEASES / read_inputs(settings).digest)
