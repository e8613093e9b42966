"""The folder of releases: a new one appears whole or not at all, and stays as it is."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mcdgraph.errors import EnvironmentProblem
from mcdgraph.release.reading import CURRENT, RELEASES, Release, sound_release

BUILDING = ".building-"
BROKEN = ".broken-"
LOCK = ".lock"


@dataclass(frozen=True, kw_only=True)
class ReleaseFolder:
    """The folder ``.mcdgraph``: ``releases/<digest>`` and the link ``current`` to one of them.

    A build writes into a folder whose name begins with a dot, on the same file system, and
    renames it when every byte is on the disk. Whatever moment a build is killed at, there is
    the release before it or the new one; what it leaves behind is swept by the next.
    """

    path: Path

    @property
    def releases(self) -> Path:
        """The folder that holds the releases by digest."""
        return self.path / RELEASES

    @property
    def current(self) -> Path:
        """The link to the release that is served."""
        return self.path / CURRENT

    def find(self, digest: str) -> Release | None:
        """Open the release of a digest; None where there is none, or where it is damaged."""
        return sound_release(self.releases / digest)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for one build; the lock ends with the process, however it ends."""
        try:
            self.releases.mkdir(parents=True, exist_ok=True)
            stream = (self.path / LOCK).open("w")
        except OSError as error:
            raise EnvironmentProblem(
                f"{self.path}: cannot be written: {error.strerror}; "
                "MCDGRAPH_RELEASE_FOLDER names another folder"
            ) from error
        with stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise EnvironmentProblem(f"{self.path}: another build is running here") from None
            yield

    @contextmanager
    def building(self, digest: str) -> Iterator[Path]:
        """Give an empty folder to build in; it becomes the release of the digest at the end.

        To be called under the lock. Where the build raises, the folder is removed.
        """
        self._sweep()
        temporary = self.releases / f"{BUILDING}{digest}"
        temporary.mkdir()
        try:
            yield temporary
            _flush_tree(temporary)
            self._put(temporary, self.releases / digest)
        except OSError as error:
            raise EnvironmentProblem(f"{temporary}: {error.strerror or error}") from error
        finally:
            shutil.rmtree(temporary, ignore_errors=True)

    def switch(self, release: Release) -> None:
        """Make a release the current one, in one step, and count it as the latest."""
        os.utime(release.path)
        link = self.path / f".{CURRENT}"
        link.unlink(missing_ok=True)
        link.symlink_to(Path(RELEASES, release.path.name), target_is_directory=True)
        link.replace(self.current)
        _flush(self.path)

    def prune(self, keep: int) -> None:
        """Remove all but the latest releases; the current one always stays."""
        current = self.current.resolve()
        folders = [p for p in self.releases.iterdir() if not p.name.startswith(".")]
        others = [path for path in folders if path != current]
        others.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in others[max(keep - 1, 0) :]:
            self._remove(path)

    def _put(self, temporary: Path, place: Path) -> None:
        if place.exists():
            self._remove(place)
        temporary.rename(place)
        _flush(self.releases)

    def _remove(self, path: Path) -> None:
        """Take a release away whole: it is no release any more before its first file goes."""
        doomed = self.releases / f"{BROKEN}{path.name}"
        shutil.rmtree(doomed, ignore_errors=True)
        path.rename(doomed)
        shutil.rmtree(doomed)

    def _sweep(self) -> None:
        for path in self.releases.iterdir():
            if path.name.startswith((BUILDING, BROKEN)):
                shutil.rmtree(path)


def _flush_tree(folder: Path) -> None:
    for path, _, names in os.walk(folder):
        for name in names:
            _flush(Path(path, name))
        _flush(Path(path))


def _flush(path: Path) -> None:
    """Wait until a file or a folder's entries are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
