"""Writes the downloadable files: each plain and gzipped, with sizes and checksums."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mcdgraph.catalogue import Dump, Scope
from mcdgraph.columns import Columns
from mcdgraph.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from mcdgraph.progress import Progress
from mcdgraph.serialization import write

#: The order matters to nobody but the reader of ``SHA256SUMS``.
GRAPH: Final = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
DATASET: Final = (TRIG, N_QUADS)
CATALOGUE: Final = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
CHECKSUMS: Final = "SHA256SUMS"


@dataclass(frozen=True, kw_only=True)
class DumpFolder:
    """The folder ``dumps`` of a release that is being built."""

    path: Path
    prefixes: Mapping[str, str]

    def write(
        self, stem: str, scope: Scope, columns: Columns, forms: tuple[Format, ...], tell: Progress
    ) -> tuple[Dump, ...]:
        """Write distinct statements in several formats."""
        dumps = []
        for form in forms:
            tell(f"Writing {stem}.{form.suffix}")
            dumps.append(self._dump(f"{stem}.{form.suffix}", form, scope, columns))
        return tuple(dumps)

    def write_checksums(self, dumps: tuple[Dump, ...]) -> None:
        """Write the file that ``sha256sum --check`` reads."""
        sums = {dump.name: dump.sha256 for dump in dumps}
        sums |= {f"{dump.name}.gz": dump.gzip_sha256 for dump in dumps}
        lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
        (self.path / CHECKSUMS).write_text("".join(lines), encoding="utf8")

    def _dump(self, name: str, form: Format, scope: Scope, columns: Columns) -> Dump:
        path = self.path / name
        with path.open("w", encoding="utf8", newline="\n") as stream:
            stream.writelines(write(columns, form, self.prefixes))
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
