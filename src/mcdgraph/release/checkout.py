"""Which commit of git the sources of a release are, where they are a clean checkout of one."""

import os
import subprocess
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: Nothing that the repository configures is run, and nothing is written there.
_GIT: Final = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false")
_SECONDS: Final = 20


@dataclass(frozen=True, kw_only=True)
class Checkout:
    """A commit, in hexadecimal, and the graph's folder in it, which ends with a slash or is empty.

    Both are empty where the sources are no checkout, or differ from the commit.
    """

    commit: str = ""
    folder: str = ""


def read_checkout(root: Path, sources: Collection[str]) -> Checkout:
    """Ask git which commit the ``sources`` below ``root`` are; their paths are relative to it."""
    told = _ask(root, "rev-parse", "HEAD", "--show-prefix")
    changed = _ask(root, "status", "--porcelain", "-z", "--untracked-files=all", "--", ".")
    if told is None or changed is None:
        return Checkout()
    commit, _, folder = told.rstrip("\n").partition("\n")
    names = {entry[3:] for entry in changed.split("\0")} | set(changed.split("\0"))
    if not commit.isalnum() or any(folder + source in names for source in sources):
        return Checkout()
    return Checkout(commit=commit, folder=folder)


def _ask(root: Path, *words: str) -> str | None:
    """Run git in a folder; None where there is none, no repository, or no answer in time."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    try:
        asked = subprocess.run(  # noqa: S603 - words of this module alone
            [*_GIT, *words],
            cwd=root,
            env=environment,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return asked.stdout.decode("utf8", "replace")
