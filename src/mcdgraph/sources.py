"""A graph's Turtle files on disk, read into one set of columns with the place of every term."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, Literal

import numpy as np

from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.errors import InputError, MissingInputError, SyntaxProblems
from mcdgraph.namespaces import BASE, STANDARD
from mcdgraph.positions import Position, SourceText, SyntaxProblem
from mcdgraph.turtle.extent import end_of_term
from mcdgraph.turtle.reader import decode_source, read

Part = Literal["subject", "predicate", "object"]

FOLDERS: Final = ("ontology", "shapes", "data")


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """Every Turtle file of a graph: its text, its rows, and where its grammar is broken.

    Row ``i`` of ``columns`` was read from ``files[columns.source[i]]``, which is also named
    graph ``columns.graph[i]``. A file with a problem
    is listed, and gives the rows of its whole statements.
    """

    files: tuple[SourceText, ...]
    columns: Columns
    problems: tuple[SyntaxProblem, ...]

    def position(self, row: int, part: Part = "subject") -> Position | None:
        """Place one part of a row; None where the row was not read from a file."""
        source = int(self.columns.source[row])
        if source < 0:
            return None
        at = {
            "subject": self.columns.subject_at,
            "predicate": self.columns.predicate_at,
            "object": self.columns.object_at,
        }[part]
        file, start = self.files[source], max(int(at[row]), 0)
        return file.position(start, end_of_term(file.text, start))

    def in_folder(self, name: str) -> Columns:
        """Keep the rows of the files below one folder of the root (``ontology``, ``data``…)."""
        inside = [file.path.parts[0] == name for file in self.files]
        return self.columns.take(np.array([*inside, False])[self.columns.source])

    def require_readable(self) -> "Corpus":
        """Give the corpus itself; raise `SyntaxProblems` with all there are where it is broken."""
        if self.problems:
            raise SyntaxProblems(self.problems)
        return self


def graph_iri(path: PurePosixPath, base: str = BASE) -> str:
    """Name the graph of a file by its path from the root: ``data/ml/x.ttl`` is ``graph/ml/x``."""
    parts = path.with_suffix("").parts
    return f"{base}graph/" + "/".join(parts[1:] if parts[0] == "data" else parts)


def find_files(root: Path, folders: tuple[str, ...] = FOLDERS) -> list[PurePosixPath]:
    """List the Turtle files below the folders, sorted; raise where a folder gives none."""
    found: list[PurePosixPath] = []
    for name in folders:
        folder = root / name
        if not folder.is_dir():
            raise MissingInputError(f"{folder}: no such folder; a graph has {', '.join(folders)}")
        files = turtle_files(folder)
        found.extend(PurePosixPath(path.relative_to(root).as_posix()) for path in files)
    return found


def turtle_files(folder: Path) -> list[Path]:
    """List the Turtle files below a folder, sorted, but hidden ones; raise where there is none.

    Raises InputError for a name that no file can be read by, such as a link that leads nowhere.
    """
    named = (path for path in folder.rglob("*.ttl") if not path.name.startswith("."))
    files = sorted(path for path in named if not path.is_dir())
    if not files:
        raise MissingInputError(f"{folder}: no Turtle file (*.ttl) in it")
    for path in files:
        if not path.is_file():
            what = "a link that leads to no file" if path.is_symlink() else "not a regular file"
            raise InputError(f"{path}: {what}")
    return files


def read_corpus(
    root: Path,
    *,
    base: str = BASE,
    folders: tuple[str, ...] = FOLDERS,
    prefixes: Mapping[str, str] = STANDARD,
) -> Corpus:
    """Read every Turtle file of the graph at ``root``; broken ones are reported, not raised.

    A file that uses one of ``prefixes`` without declaring it is broken, and is yet understood.
    """
    builder = ColumnsBuilder()
    files: list[SourceText] = []
    problems: list[SyntaxProblem] = []
    for number, path in enumerate(find_files(root, folders)):
        iri = graph_iri(path, base)
        source, undecoded = decoded(read_bytes(root / path), path)
        reading = read(
            source,
            builder,
            base=iri,
            graph=builder.terms.iri(iri),
            number=number,
            scope=f"f{number}",
            recover=prefixes,
        )
        problems.extend(undecoded or reading.problems)
        files.append(source)
    return Corpus(files=tuple(files), columns=builder.freeze(), problems=tuple(problems))


def decoded(data: bytes, path: PurePosixPath) -> tuple[SourceText, tuple[SyntaxProblem, ...]]:
    """Take a file's bytes for text; where they are not, tell so and put U+FFFD for what is not."""
    try:
        return decode_source(data, path), ()
    except SyntaxProblems as error:
        problems = tuple(p for p in error.problems if isinstance(p, SyntaxProblem))
        return SourceText(path=path, text=data.decode("utf8", "replace")), problems


def read_bytes(path: Path) -> bytes:
    """Read a file; raise `InputError` where the machine refuses."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
