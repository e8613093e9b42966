"""Time and memory of reading Turtle and N-Triples, beside rdflib and Oxigraph, in one run.

Each reader reads the same file in a process of its own, to the end, and keeps the graph; CPU
seconds and peak memory are those of reading, without the interpreter and its libraries.
Oxigraph's parser keeps no places; its quads are kept in a list.

    python benchmarks/parsing.py --sizes 100000 1000000
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sized
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from time import process_time
from typing import Final

import pyoxigraph
import rdflib
from synthetic import missions

from mcdgraph.columns import ColumnsBuilder
from mcdgraph.formats import N_TRIPLES, TURTLE, Format
from mcdgraph.positions import SourceText
from mcdgraph.turtle.line_reader import read_lines
from mcdgraph.turtle.line_writer import write_lines
from mcdgraph.turtle.reader import decode_source, parse

FORMATS: Final = {form.suffix: form for form in (TURTLE, N_TRIPLES)}
MEGA: Final = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One reader on one file."""

    statements: int
    seconds: float
    mebibytes: float


def by_mcdgraph(path: Path, form: Format) -> Sized:
    """Read into columns, with the place of every term."""
    source = decode_source(path.read_bytes(), PurePosixPath(path.name))
    if form is TURTLE:
        return parse(source)
    builder = ColumnsBuilder()
    read_lines(source, builder, number=0)
    return builder.freeze()


def by_rdflib(path: Path, form: Format) -> Sized:
    """Read into rdflib's graph in memory."""
    return rdflib.Graph().parse(path, format="turtle" if form is TURTLE else "nt")


def by_oxigraph(path: Path, form: Format) -> Sized:
    """Read with Oxigraph's parser into a list of quads."""
    known = pyoxigraph.RdfFormat
    return list(
        pyoxigraph.parse(path=path, format=known.TURTLE if form is TURTLE else known.N_TRIPLES)
    )


READERS: Final[dict[str, Callable[[Path, Format], Sized]]] = {
    "mcdgraph": by_mcdgraph,
    "rdflib": by_rdflib,
    "oxigraph": by_oxigraph,
}


def measure(reader: str, path: Path) -> Measure:
    """Read one file in this process."""
    before, start = peak(), process_time()
    graph = READERS[reader](path, FORMATS[path.suffix[1:]])
    seconds = process_time() - start
    return Measure(statements=len(graph), seconds=seconds, mebibytes=(peak() - before) / 1024)


def peak() -> int:
    """Give the peak memory of this process so far, in kibibytes.

    `resource.getrusage` would count the peak of the process that started this one too.
    """
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def apart(reader: str, path: Path) -> Measure:
    """Read one file in a process of its own."""
    command = [sys.executable, __file__, "--one", reader, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measure(**json.loads(done.stdout))


def compare(path: Path) -> None:
    """Print what each reader takes for one file, and the ratios to rdflib."""
    measures = {reader: apart(reader, path) for reader in READERS}
    counts = {found.statements for found in measures.values()}
    if len(counts) != 1:
        raise SystemExit(f"the readers disagree on {path}: {measures}")
    count = counts.pop()
    print(
        f"\n{FORMATS[path.suffix[1:]].title}, {count:,} statements, {path.stat().st_size:,} bytes"
    )
    print(f"{'reader':10} {'CPU s':>8} {'CPU s/M':>8} {'MiB':>8} {'MiB/M':>8}   rdflib takes")
    peer = measures["rdflib"]
    for reader, found in measures.items():
        scale = MEGA / count
        print(
            f"{reader:10} {found.seconds:8.2f} {found.seconds * scale:8.2f}"
            f" {found.mebibytes:8.0f} {found.mebibytes * scale:8.0f}"
            f"   {peer.seconds / found.seconds:.1f} × CPU,"
            f" {peer.mebibytes / found.mebibytes:.1f} × memory"
        )


def main() -> None:
    """Make the files and compare."""
    parser = argparse.ArgumentParser(description="Measure the readers beside rdflib and Oxigraph.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000], metavar="TRIPLES")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        reader, path = options.one
        print(json.dumps(vars(measure(reader, Path(path)))))
        return
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            turtle = Path(folder) / f"{size}.ttl"
            texts = (text for _, text in missions(size, options.seed, faults=False))
            turtle.write_text("".join(texts), encoding="utf8")
            compare(turtle)
            source = SourceText(path=PurePosixPath(turtle.name), text=turtle.read_text("utf8"))
            lines = turtle.with_suffix(".nt")
            with lines.open("w", encoding="utf8") as stream:
                stream.writelines(write_lines(parse(source)))
            compare(lines)


if __name__ == "__main__":
    main()
