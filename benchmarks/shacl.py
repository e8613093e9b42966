"""SHACL engines side by side on one synthetic graph: CPU, memory, and how many results.

    python benchmarks/shacl.py --triples 10000 100000 --engines columns pyshacl

Each engine reads the same Turtle in a process of its own, bounded in time and memory, and
writes what it found as one line. Our own reads the files of a graph, the others one file that
holds all. CPU is user and system time of that process, imports included, divided into what
was spent before validation and in it; turbo reads inside its validation. Memory is the
process's greatest resident size. The peers besides pyshacl are in the dependency group
``benchmark``.
"""

# ruff: noqa: PLC0415 - an engine is imported only in the process that measures it

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from synthetic import write_files

if TYPE_CHECKING:
    from mcdgraph.columns import Columns

HERE: Final = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What one engine took: CPU seconds, mebibytes, and the results it found."""

    reading: float
    validating: float
    memory: float
    results: int


def columns(data: Path, shapes: Path) -> tuple[float, int]:
    """Run our own engine; give the CPU time at which the data was read, and the results."""
    from mcdgraph.validation import validate

    graph = _read(sorted(data.with_suffix("").iterdir()))
    rules = _read([shapes])
    read = time.process_time()
    report = validate(graph, rules, engine="columns")
    assert not report.fallbacks
    return read, len(report.results)


def _read(paths: list[Path]) -> "Columns":
    """Read files as a graph's folder is read, one after the other into one table."""
    from mcdgraph.columns import ColumnsBuilder
    from mcdgraph.turtle.reader import decode_source, read

    builder = ColumnsBuilder()
    for number, path in enumerate(paths):
        source = decode_source(path.read_bytes(), PurePosixPath(path.name))
        reading = read(source, builder, number=number, scope=f"f{number}")
        assert not reading.problems, reading.problems
    return builder.freeze()


def pyshacl(data: Path, shapes: Path) -> tuple[float, int]:
    """Run pyshacl over rdflib's graphs."""
    import pyshacl as engine
    import rdflib

    graph, rules = rdflib.Graph().parse(data), rdflib.Graph().parse(shapes)
    read = time.process_time()
    _, report, _ = engine.validate(graph, shacl_graph=rules, inplace=True)
    return read, _results(report)


def turbo(data: Path, shapes: Path) -> tuple[float, int]:
    """Run pyshacl-turbo over the documents themselves, the quickest way it offers."""
    import pyshacl_turbo as engine

    read = time.process_time()
    _, report, _ = engine.validate(str(data), shacl_graph=str(shapes))
    return read, _results(report)


def rudof(data: Path, shapes: Path) -> tuple[float, int]:
    """Run pyrudof over the documents."""
    import pyrudof as engine

    session = engine.Rudof(engine.RudofConfig())
    session.read_data(data)
    session.read_shacl(shapes)
    read = time.process_time()
    return read, len(session.validate_shacl())


def _results(report: object) -> int:
    import rdflib

    assert isinstance(report, rdflib.Graph), report
    result = rdflib.URIRef("http://www.w3.org/ns/shacl#result")
    return sum(1 for _ in report.subject_objects(result))


ENGINES: Final[dict[str, Callable[[Path, Path], tuple[float, int]]]] = {
    "columns": columns,
    "turbo": turbo,
    "rudof": rudof,
    "pyshacl": pyshacl,
}


def measured(engine: str, data: Path, shapes: Path, memory: int) -> Measure:
    """Run an engine in this process, with so many gibibytes at most, and measure the process."""
    resource.setrlimit(resource.RLIMIT_AS, (memory * 2**30,) * 2)
    read, results = ENGINES[engine](data, shapes)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    total = usage.ru_utime + usage.ru_stime
    return Measure(
        reading=read, validating=total - read, memory=usage.ru_maxrss / 1024, results=results
    )


def measured_apart(
    engine: str, data: Path, shapes: Path, limit: float, memory: int
) -> Measure | str:
    """Run an engine in a process of its own; give why where it did not end well."""
    command = [sys.executable, __file__, "--one", engine, str(data), str(shapes)]
    command += ["--memory", str(memory)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return f"no end after {limit:.0f} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1][:80]
    return Measure(**json.loads(done.stdout.splitlines()[-1]))


def compare(sizes: list[int], engines: list[str], limit: float, memory: int) -> None:
    """Print one table a size."""
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            data = _written(Path(folder), size)
            print(f"\n{size:,} triples, {data.stat().st_size / 2**20:.0f} MiB of Turtle")
            print("| engine | CPU s reading | CPU s validating | peak MiB | results |")
            print("|---|---:|---:|---:|---:|", flush=True)
            for engine in engines:
                found = measured_apart(engine, data, HERE / "shapes.ttl", limit, memory)
                print(_row(engine, found), flush=True)
            data.unlink()
            shutil.rmtree(data.with_suffix(""))


def _written(folder: Path, size: int) -> Path:
    """Write the data as one Turtle file, and as a folder of files beside it."""
    data = folder / f"{size}.ttl"
    write_files(data.with_suffix(""), size, seed=1)
    with data.open("wb") as out:
        for path in sorted(data.with_suffix("").iterdir()):
            out.write(path.read_bytes())
    return data


def _row(engine: str, found: Measure | str) -> str:
    if isinstance(found, str):
        return f"| {engine} | {found} | | | |"
    times = f"{found.reading:.2f} | {found.validating:.2f}"
    return f"| {engine} | {times} | {found.memory:.0f} | {found.results} |"


def main() -> None:
    """Compare engines as the options say."""
    parser = argparse.ArgumentParser(description="Compare SHACL engines.")
    parser.add_argument("--triples", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--limit", type=float, default=600, help="seconds an engine may take")
    parser.add_argument("--memory", type=int, default=12, help="GiB an engine may take")
    parser.add_argument("--one", nargs=3, metavar=("ENGINE", "DATA", "SHAPES"))
    options = parser.parse_args()
    if options.one:
        engine, data, shapes = options.one
        print(json.dumps(asdict(measured(engine, Path(data), Path(shapes), options.memory))))
    else:
        compare(options.triples, options.engines, options.limit, options.memory)


if __name__ == "__main__":
    main()
