"""A folder of RDF without ``mcdgraph.toml``: what it is taken for, written down beside it.

Nothing is written into the folder. The settings, and the releases, are kept in the user's cache,
under a name that is made of the folder's path.
"""

from dataclasses import dataclass
from pathlib import Path

from mcdgraph.discovery.guess import Guess, discover
from mcdgraph.discovery.settings_file import settings_text
from mcdgraph.errors import EnvironmentProblem, MissingInputError, UsageError
from mcdgraph.progress import Progress, silent
from mcdgraph.settings import FILE_NAME, checkout_cache


@dataclass(frozen=True, kw_only=True)
class DescribedFolder:
    """Where the settings that were guessed for a folder are kept.

    ``guess`` is None where they were there from before.
    """

    file: Path
    guess: Guess | None


def describe_folder(root: Path, progress: Progress = silent, *, anew: bool) -> DescribedFolder:
    """Look at a folder where it was not looked at before, or ``anew``, and keep what is seen.

    Raises UsageError where there is no folder, MissingInputError where nothing in it is RDF.
    """
    if not root.is_dir():
        raise UsageError(f"{root}: no such folder")
    cache = checkout_cache(root)
    file = cache / FILE_NAME
    if file.is_file() and not anew:
        return DescribedFolder(file=file, guess=None)
    try:
        guess = discover(root, progress)
    except MissingInputError as error:
        said = str(error).removeprefix(f"{root}: ")
        raise MissingInputError(f"{root}: no {FILE_NAME}, {said}") from error
    _write(file, settings_text(guess, releases=cache))
    return DescribedFolder(file=file, guess=guess)


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf8")
    except OSError as error:
        raise EnvironmentProblem(
            f"{file}: cannot be written: {error.strerror}; XDG_CACHE_HOME names another folder"
        ) from error
