"""Loads RDF files into a store as they are, whatever they say."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from gzip import open as open_gzip
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from mcdgraph.bridges.oxigraph_reader import RdfDocument
from mcdgraph.documents.json import NO_CONTEXTS, Contexts
from mcdgraph.documents.sniffing import HEAD, tell_format
from mcdgraph.errors import InputError, SyntaxProblems, TermError
from mcdgraph.formats import Format
from mcdgraph.positions import SyntaxProblem
from mcdgraph.store.store import Store

_BLOCK: Final = 2**20
_GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, kw_only=True)
class DataFile:
    """An RDF file: where it is, its format, and whether it is gzipped.

    ``contexts`` are the files that stand for the contexts that JSON-LD names by IRI.
    """

    path: Path
    form: Format
    gzipped: bool
    contexts: Contexts = NO_CONTEXTS

    def read(self) -> bytes:
        """Read it, decompressed; raise `InputError` where it cannot be read."""
        return _read(self.path, self.gzipped)


def data_file(path: Path, contexts: Contexts = NO_CONTEXTS) -> DataFile:
    """Tell the format of a file by its content, or else by its name.

    Raises `InputError` where there is no such file, or neither tells an RDF format.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    gzipped = _read(path, gzipped=False, size=len(_GZIP)) == _GZIP
    name = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    form = tell_format(_read(path, gzipped, HEAD), name)
    return DataFile(path=path, form=form, gzipped=gzipped, contexts=contexts)


def load_files(files: Sequence[DataFile], *, base: str = "", union: bool = True) -> Store:
    """Load files into memory; raise `SyntaxProblems` that name every broken one.

    What a file says in no named graph goes into the default graph; with ``union`` the default
    graph also holds what named graphs say. ``base`` resolves relative IRIs; without it they
    are relative to the file. Blank nodes of two files are never the same.
    """
    engine = ox.Store()
    problems: list[SyntaxProblem] = []
    for file in files:
        try:
            engine.bulk_extend(_quads(file, base, union=union, rename=len(files) > 1))
        except SyntaxProblems as error:
            problems += [p for p in error.problems if isinstance(p, SyntaxProblem)]
        except TermError as error:
            raise InputError(str(error)) from error
    if problems:
        raise SyntaxProblems(problems)
    return Store(engine)


def digest_of(files: Sequence[DataFile], *more: str) -> str:
    """Give the SHA-256 of the files' bytes, and of what else decides what is served."""
    found = sha256("\0".join(more).encode())
    paths = [file.path for file in files]
    paths += sorted({path for file in files for path in file.contexts.files.values()})
    for path in paths:
        try:
            with path.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    found.update(block)
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}") from error
        found.update(b"\0")
    return found.hexdigest()


def _read(path: Path, gzipped: bool, size: int = -1) -> bytes:
    try:
        with _opened(path, gzipped) as stream:
            return stream.read(size)
    except (OSError, EOFError, zlib.error) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"{path}: cannot be read: {why}") from error


def _opened(path: Path, gzipped: bool) -> IO[bytes]:
    return open_gzip(path, "rb") if gzipped else path.open("rb")  # type: ignore[return-value]


def _quads(file: DataFile, base: str, *, union: bool, rename: bool) -> Iterator[ox.Quad]:
    document = RdfDocument(
        path=str(file.path),
        data=file.read(),
        form=file.form,
        base=base or file.path.resolve().as_uri(),
        contexts=file.contexts,
        rename=rename,
    )
    for quad in document.quads():
        yield quad
        if union and not isinstance(quad.graph_name, ox.DefaultGraph):
            yield ox.Quad(quad.subject, quad.predicate, quad.object)
