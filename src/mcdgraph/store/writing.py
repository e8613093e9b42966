"""Writes the folder of a store: N-Quads to load into memory, or a RocksDB database."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from mcdgraph.bridges.oxigraph import to_quads
from mcdgraph.columns import Columns
from mcdgraph.store.exact import EXACT_FILE, exact_lines
from mcdgraph.store.store import DISK_FOLDER, QUADS_FILE, in_default_graph

#: A dataset of more rows than this is kept on disk unless its settings say otherwise.
MEMORY_ROWS: Final = 1_500_000


def write_store(
    columns: Columns,
    folder: Path,
    *,
    default_graphs: Collection[str] | None = None,
    in_memory: bool | None = None,
) -> None:
    """Write a new store's folder, which must not exist or be empty.

    ``default_graphs`` are the graphs that the default graph unites, None for all. With
    ``in_memory`` the store is one N-Quads file (the same bytes for the same rows) that is
    loaded when opened; otherwise a RocksDB database; None decides by the number of rows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / EXACT_FILE).write_bytes(exact_lines(columns))
    if in_memory is None:
        in_memory = len(columns) <= MEMORY_ROWS
    if in_memory:
        lines = sorted(set(_lines(columns, default_graphs)))
        (folder / QUADS_FILE).write_text("".join(lines), encoding="utf8")
        return
    engine = ox.Store(str(folder / DISK_FOLDER))
    engine.bulk_extend(to_quads(columns))
    engine.bulk_extend(in_default_graph(to_quads(columns), default_graphs))
    engine.optimize()
    engine.flush()


def _lines(columns: Columns, default_graphs: Collection[str] | None) -> Iterator[str]:
    """Write each row, and its copy in the default graph, as a line of N-Quads."""
    for subject, predicate, object_, graph in columns.quads():
        triple = f"{subject} {predicate} {object_}"
        if graph is None:
            yield f"{triple} .\n"
            continue
        yield f"{triple} {graph} .\n"
        if default_graphs is None or str(graph)[1:-1] in default_graphs:
            yield f"{triple} .\n"
