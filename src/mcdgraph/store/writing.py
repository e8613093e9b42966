"""Writes the folder of a store: N-Quads to load into memory, or a RocksDB database."""

from collections.abc import Collection
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from mcdgraph.bridges.oxigraph import to_quads
from mcdgraph.columns import Columns
from mcdgraph.columns.columns import joined
from mcdgraph.store.exact import EXACT_FILE, exact_lines
from mcdgraph.store.store import DISK_FOLDER, QUADS_FILE, default_copies
from mcdgraph.turtle.line_writer import write_lines

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
        united = joined([columns, default_copies(columns, default_graphs)])
        with (folder / QUADS_FILE).open("w", encoding="utf8") as stream:
            stream.writelines(write_lines(united))
        return
    engine = ox.Store(str(folder / DISK_FOLDER))
    engine.bulk_extend(to_quads(columns))
    engine.bulk_extend(to_quads(default_copies(columns, default_graphs)))
    engine.optimize()
    engine.flush()
