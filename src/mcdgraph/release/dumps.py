"""Writes the downloadable files: each plain and gzipped, with sizes and checksums."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from mcdgraph.catalogue import Dump, OmittedDump, Scope
from mcdgraph.columns import Columns
from mcdgraph.columns.canonical import Hashes, coloured_quads
from mcdgraph.errors import FormattingError, SyntaxProblems, TermError
from mcdgraph.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from mcdgraph.progress import Progress
from mcdgraph.release.read_back import read_back
from mcdgraph.serialization import write

#: The order matters to nobody but the reader of ``SHA256SUMS``.
GRAPH: Final = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
DATASET: Final = (TRIG, N_QUADS)
CATALOGUE: Final = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
CHECKSUMS: Final = "SHA256SUMS"


@dataclass(frozen=True, kw_only=True)
class Dumps:
    """The files written, and those that their format could not hold."""

    written: tuple[Dump, ...] = ()
    omitted: tuple[OmittedDump, ...] = ()

    def __add__(self, more: "Dumps") -> "Dumps":
        """Put others behind these."""
        return Dumps(written=self.written + more.written, omitted=self.omitted + more.omitted)


@dataclass(frozen=True, kw_only=True)
class DumpFolder:
    """The folder ``dumps`` of a release that is being built."""

    path: Path
    prefixes: Mapping[str, str]

    def write(
        self, stem: str, scope: Scope, columns: Columns, forms: tuple[Format, ...], tell: Progress
    ) -> Dumps:
        """Write distinct statements in several formats, and read each file back.

        A file that its format cannot hold, or that does not say what it was written from, is
        left out.
        """
        found = Dumps()
        said = coloured_quads(columns)
        for form in forms:
            name = f"{stem}.{form.suffix}"
            tell(f"Writing {name}")
            try:
                self._write(name, form, columns, said)
            except (TermError, SyntaxProblems, FormattingError) as error:
                (self.path / name).unlink()
                reason = str(error)
                tell(f"Leaving out {name}: {reason}")
                omitted = OmittedDump(name=name, format=form.name, scope=scope, reason=reason)
                found += Dumps(omitted=(omitted,))
            else:
                found += Dumps(written=(self._dump(name, form, scope, columns),))
        return found

    def write_checksums(self, dumps: tuple[Dump, ...]) -> None:
        """Write the file that ``sha256sum --check`` reads."""
        sums = {dump.name: dump.sha256 for dump in dumps}
        sums |= {f"{dump.name}.gz": dump.gzip_sha256 for dump in dumps}
        lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
        (self.path / CHECKSUMS).write_text("".join(lines), encoding="utf8")

    def _write(self, name: str, form: Format, columns: Columns, said: Hashes) -> None:
        """Write a file; raise `FormattingError` where it does not say what is said."""
        path = self.path / name
        with path.open("w", encoding="utf8", newline="\n") as stream:
            stream.writelines(write(columns, form, self.prefixes))
        if not np.array_equal(coloured_quads(read_back(path, form, columns.terms)), said):
            raise FormattingError(f"{name}, read back, is another graph")

    def _dump(self, name: str, form: Format, scope: Scope, columns: Columns) -> Dump:
        path = self.path / name
        zipped = compress(path)
        return Dump(
            name=name,
            format=form.name,
            scope=scope,
            statements=len(columns),
            size=path.stat().st_size,
            sha256=sha256(path),
            gzip_size=zipped.stat().st_size,
            gzip_sha256=sha256(zipped),
        )


def compress(path: Path) -> Path:
    """Gzip a file beside it; neither time nor name is kept, so that the bytes are the same."""
    zipped = path.with_name(f"{path.name}.gz")
    with (
        path.open("rb") as plain,
        zipped.open("wb") as target,
        gzip.GzipFile("", "wb", 9, target, mtime=0) as stream,
    ):
        while block := plain.read(2**20):
            stream.write(block)
    return zipped


def sha256(path: Path) -> str:
    """Take a file's SHA-256, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
