"""Copies of source documents that an operator has, recognised by their SHA-256."""

import hashlib
import os
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Final

#: Bytes of one copy, and of all that are kept; files of the folder that are looked at.
MOST_BYTES: Final = 8 * 2**20
MOST_KEPT: Final = 64 * 2**20
MOST_FILES: Final = 10_000


@dataclass(frozen=True, kw_only=True)
class DocumentCopies:
    """The texts of documents, by SHA-256, with the file of each and what was passed over.

    ``passed_over`` says of a file why it is not read, though it may be a copy.
    """

    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    files: Mapping[str, Path] = field(default_factory=lambda: MappingProxyType({}))
    passed_over: Mapping[Path, str] = field(default_factory=lambda: MappingProxyType({}))

    def text(self, digest: str) -> str | None:
        """Return the text of a document, where a copy is at hand."""
        return self.texts.get(digest)

    @property
    def digest(self) -> str:
        """A digest of which copies there are; empty where there are none."""
        names = "\n".join(sorted(self.texts))
        return hashlib.sha256(names.encode()).hexdigest() if names else ""


def read_copies(folder: Path, wanted: Collection[str]) -> DocumentCopies:
    """Read the files of a folder whose SHA-256 is wanted, as UTF-8; the folder need not exist.

    Nothing is looked at where nothing is wanted.
    """
    texts: dict[str, str] = {}
    files: dict[str, Path] = {}
    passed_over: dict[Path, str] = {}
    kept = 0
    for path in _files(folder) if wanted else ():
        try:
            data = _read(path)
        except OSError as error:
            passed_over[path] = error.strerror or "cannot be read"
            continue
        if data is None:
            passed_over[path] = f"larger than {MOST_BYTES:,} bytes"
            continue
        digest = hashlib.sha256(data).hexdigest()
        if digest not in wanted or digest in texts:
            continue
        kept += len(data)
        problem = "beyond what is kept of all copies" if kept > MOST_KEPT else ""
        try:
            text = data.decode("utf8")
        except UnicodeDecodeError as error:
            problem = problem or f"not UTF-8 at byte {error.start}"
        if problem:
            passed_over[path] = problem
            continue
        texts[digest], files[digest] = text, path
    return DocumentCopies(texts=texts, files=files, passed_over=passed_over)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the first files of a folder and of those below it, in a stable order."""
    return islice(_walk(folder), MOST_FILES)


def _walk(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in sorted(names) if not name.startswith("."))


def _read(path: Path) -> bytes | None:
    """Read a file; None for one that is too large. What is no regular file is empty."""
    # Opened without waiting, so that a pipe that nobody writes to holds nothing up.
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with open(number, "rb") as stream:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            return b""
        data = stream.read(MOST_BYTES + 1)
    return data if len(data) <= MOST_BYTES else None
