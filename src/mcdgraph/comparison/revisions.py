"""The files of a revision of git, written into a folder to be read as sources.

Files come as git keeps them: no filter, no hook and no attribute of the repository is heard.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Final

from mcdgraph.errors import InputError

_GIT: Final = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false")
#: Kinds of entries that are files; links and submodules are not followed.
_FILES: Final = ("100644", "100755")
_BLOCK: Final = 1 << 20


def commit_of(root: Path, revision: str) -> str:
    """Return the commit that a revision names in the repository of a folder; empty for none."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    try:
        asked = subprocess.run(  # noqa: S603 - a name, never an option
            [*_GIT, *words], cwd=root, env=_environment(), capture_output=True, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout.decode("ascii", "replace").strip()


@contextmanager
def checked_out(root: Path, commit: str) -> Iterator[Path]:
    """Write what a commit has below a folder of its repository elsewhere, while it is needed.

    Raises `InputError` where git refuses.
    """
    with TemporaryDirectory(prefix="mcdgraph-") as folder:
        target = Path(folder, root.resolve().name or "graph")
        target.mkdir()
        _write(root, _entries(root, commit), target)
        yield target


def _entries(root: Path, commit: str) -> list[tuple[str, PurePosixPath]]:
    """List the objects of the files of a commit below a folder, by their paths from it."""
    found = []
    for entry in _told(root, "ls-tree", "-r", "-z", commit).split(b"\0"):
        about, _, name = entry.partition(b"\t")
        mode, _, rest = about.decode("ascii", "replace").partition(" ")
        path = PurePosixPath(os.fsdecode(name))
        if mode in _FILES and not path.is_absolute() and ".." not in path.parts:
            found.append((rest.partition(" ")[2], path))
    return found


def _write(root: Path, entries: list[tuple[str, PurePosixPath]], target: Path) -> None:
    command = [*_GIT, "cat-file", "--batch"]
    with subprocess.Popen(  # noqa: S603 - words of this module alone
        command, cwd=root, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as git:
        assert git.stdin
        assert git.stdout
        for name, path in entries:
            git.stdin.write(f"{name}\n".encode("ascii"))
            git.stdin.flush()
            place = target / path
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb") as file:
                _copy(git.stdout, file, path)
        git.stdin.close()


def _copy(source: IO[bytes], file: IO[bytes], path: PurePosixPath) -> None:
    """Copy one object of a batch: a line that ends with its size, its bytes, a line feed."""
    size = source.readline().rpartition(b" ")[2].strip()
    if not size.isdigit():
        raise InputError(f"{path}: git does not have this file; is the clone complete?")
    left = int(size)
    while left:
        block = source.read(min(left, _BLOCK))
        if not block:
            raise InputError(f"{path}: git broke off")
        file.write(block)
        left -= len(block)
    source.read(1)


def _told(root: Path, *words: str) -> bytes:
    try:
        asked = subprocess.run(  # noqa: S603 - words of this module, and a commit
            [*_GIT, *words], cwd=root, env=_environment(), capture_output=True, check=True
        )
    except OSError as error:
        raise InputError(f"git cannot be run: {error.strerror}") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf8", "replace").strip()
        raise InputError(f"{root}: git: {said}") from error
    return asked.stdout


def _environment() -> dict[str, str]:
    """Return the variables for git, without those that would name another repository.

    Of a partial clone nothing is fetched.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {**kept, "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
