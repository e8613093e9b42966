"""Builds in children that are killed at a file operation; run by tests/test_release_killed.py.

``python tests/release_kills.py ROOT`` forks one child for each chosen operation below the
release folder of the graph at ROOT, and prints one JSON line for each: the number of the
operation, what it was, and how the child ended. Nothing is run in the parent, whose
libraries have therefore no threads that a fork would lose.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from mcdgraph.release.build import build
from mcdgraph.settings import load_settings

OPERATIONS = {"open", "os.mkdir", "os.rename", "os.symlink", "os.remove", "os.rmdir", "os.utime"}
#: Every rename and link is killed at, and one in so many of the other operations.
STRIDE = 7


class Killer:
    """An audit hook that counts file operations below a folder, and may kill at one."""

    def __init__(self, folder: Path, at: int | None) -> None:
        self.folder = str(folder)
        self.at = at
        self.seen: list[str] = []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take note of an operation; a link's second argument is where it is made."""
        place = arguments[1] if event == "os.symlink" else arguments[0] if arguments else ""
        if event not in OPERATIONS or not str(place).startswith(self.folder):
            return
        if len(self.seen) == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.seen.append(event)


def child(root: Path, at: int | None) -> tuple[int, list[str]]:
    """Build in a fork; give its wait status, and the operations where it was let live."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        settings = load_settings(root)
        killer = Killer(settings.release.folder, at)
        sys.addaudithook(killer)
        build(settings)
        with os.fdopen(writer, "w") as stream:
            json.dump(killer.seen, stream)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        text = stream.read()
    _, status = os.waitpid(pid, 0)
    return status, json.loads(text) if text else []


def main(root: Path, rehearsal: Path) -> None:
    """Rehearse on a copy of the graph to learn the operations, then kill at them.

    Each build starts from the releases as they were at the start.
    """
    folder, before = load_settings(root).release.folder, root.with_name("before")
    shutil.copytree(folder, before, symlinks=True)
    status, operations = child(rehearsal, None)
    assert status == 0
    decisive = {"os.rename", "os.symlink", "os.utime"}
    for number, operation in enumerate(operations):
        if operation in decisive or number % STRIDE == 0:
            shutil.rmtree(folder)
            shutil.copytree(before, folder, symlinks=True)
            status, _ = child(root, number)
            told = {"at": number, "of": operation, "killed": os.WIFSIGNALED(status)}
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
            sys.stdin.readline()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
