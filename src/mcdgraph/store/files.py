"""Loads RDF files into a store as they are, whatever they say."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from mcdgraph.bridges.oxigraph_reader import RdfDocument
from mcdgraph.documents.json import NO_CONTEXTS, Contexts
from mcdgraph.documents.packing import read_unpacked, unpacked_name
from mcdgraph.documents.sniffing import HEAD, tell_format
from mcdgraph.errors import InputError, SyntaxProblems, TermError
from mcdgraph.formats import Format
from mcdgraph.store.store import Store

_BLOCK: Final = 2**20


@dataclass(frozen=True, kw_only=True)
class DataFile:
    """An RDF file, gzipped or not: where it is, and its format.

    ``contexts`` are the files that stand for the contexts that JSON-LD names by IRI.
    """

    path: Path
    form: Format
    contexts: Contexts = NO_CONTEXTS

    def read(self) -> bytes:
        """Read it, decompressed; raise `InputError` where it cannot be read."""
        return read_unpacked(self.path)


def data_file(path: Path, contexts: Contexts = NO_CONTEXTS) -> DataFile:
    """Tell the format of a file by its content, or else by its name.

    Raises `InputError` where there is no such file, or neither tells an RDF format.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    form = tell_format(read_unpacked(path, HEAD), unpacked_name(path))
    return DataFile(path=path, form=form, contexts=contexts)


def load_files(
    files: Sequence[DataFile],
    *,
    base: str = "",
    union: bool = True,
    skipped: Callable[[SyntaxProblems], None] | None = None,
) -> Store:
    """Load files into memory; raise `SyntaxProblems` that name every broken one.

    What a file says in no named graph goes into the default graph; with ``union`` the default
    graph also holds what named graphs say. ``base`` resolves relative IRIs; without it they
    are relative to the file. Blank nodes of two files are never the same. Where ``skipped`` is
    given it is told of each broken file, which is left out whole, unless all are broken.
    """
    engine = ox.Store()
    broken: list[SyntaxProblems] = []
    # Only a transaction leaves nothing of a broken file behind; it takes more memory.
    load = engine.bulk_extend if skipped is None else engine.extend
    for file in files:
        try:
            load(_quads(file, base, union=union, rename=len(files) > 1))
        except SyntaxProblems as error:
            broken.append(error)
        except TermError as error:
            raise InputError(str(error)) from error
    if broken and (skipped is None or len(broken) == len(files)):
        raise SyntaxProblems([problem for fault in broken for problem in fault.problems])
    if skipped is not None:
        for fault in broken:
            skipped(fault)
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
