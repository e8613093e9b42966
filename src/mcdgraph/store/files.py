"""Loads RDF files into a store as they are, whatever they say."""

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from mcdgraph.bridges.oxigraph import RDF_FORMATS
from mcdgraph.errors import InputError, SyntaxProblems
from mcdgraph.formats import GRAPH_FORMATS, Format, by_suffix
from mcdgraph.positions import Position, SyntaxProblem
from mcdgraph.store.store import Store

_BLOCK: Final = 2**20


@dataclass(frozen=True, kw_only=True)
class DataFile:
    """An RDF file: where it is, its format, and whether it is gzipped."""

    path: Path
    form: Format
    gzipped: bool

    def open(self) -> IO[bytes]:
        """Open it, decompressed; raise `InputError` where it cannot be read."""
        try:
            return gzip.open(self.path, "rb") if self.gzipped else self.path.open("rb")  # type: ignore[return-value]
        except OSError as error:
            raise InputError(f"{self.path}: cannot be read: {error.strerror}") from error


def data_file(path: Path) -> DataFile:
    """Tell the format of a file by its name, ``.gz`` apart; raise `InputError` for others."""
    gzipped = path.suffix.lower() == ".gz"
    suffix = (path.with_suffix("") if gzipped else path).suffix.removeprefix(".")
    form = by_suffix(suffix)
    if form not in GRAPH_FORMATS:
        known = ", ".join(f".{known.suffix}" for known in GRAPH_FORMATS)
        raise InputError(f"{path}: the suffix names no RDF format; there are {known}, and .gz")
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    return DataFile(path=path, form=form, gzipped=gzipped)


def load_files(files: Sequence[DataFile], *, base: str = "", union: bool = True) -> Store:
    """Load files into memory; raise `SyntaxProblems` that name every broken one.

    What a file says in no named graph goes into the default graph; with ``union`` the default
    graph also holds what named graphs say. ``base`` resolves relative IRIs; without it they
    are relative to the file. Blank nodes of two files are never the same.
    """
    engine = ox.Store()
    problems = []
    for file in files:
        try:
            engine.bulk_extend(_quads(file, base, union=union, rename=len(files) > 1))
        except SyntaxError as error:
            problems.append(_problem(file, error))
        except (OSError, EOFError) as error:
            raise InputError(f"{file.path}: cannot be read: {error}") from error
        except ValueError as error:
            raise InputError(f"base IRI {base!r}: {error}") from error
    if problems:
        raise SyntaxProblems(problems)
    return Store(engine)


def digest_of(files: Sequence[DataFile], *more: str) -> str:
    """Give the SHA-256 of the files' bytes, and of what else decides what is served."""
    found = sha256("\0".join(more).encode())
    for file in files:
        try:
            with file.path.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    found.update(block)
        except OSError as error:
            raise InputError(f"{file.path}: cannot be read: {error.strerror}") from error
        found.update(b"\0")
    return found.hexdigest()


def _quads(file: DataFile, base: str, *, union: bool, rename: bool) -> Iterator[ox.Quad]:
    with file.open() as stream:
        found = ox.parse(
            stream,
            format=RDF_FORMATS[file.form],
            base_iri=base or file.path.resolve().as_uri(),
            rename_blank_nodes=rename,
        )
        for quad in found:
            yield quad
            if union and not isinstance(quad.graph_name, ox.DefaultGraph):
                yield ox.Quad(quad.subject, quad.predicate, quad.object)


def _problem(file: DataFile, error: SyntaxError) -> SyntaxProblem:
    position = Position(path=str(file.path), line=error.lineno or 1, column=error.offset or 1)
    message = error.msg.split(": ", 1)[-1] if error.msg.startswith("Parser error") else error.msg
    return SyntaxProblem(position=position, message=f"not {file.form.title}: {message}")
