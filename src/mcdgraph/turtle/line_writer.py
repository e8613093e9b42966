"""Writes N-Triples and N-Quads from columns: exact terms, sorted, each statement once.

Source: RDF 1.1 N-Triples, clause 4 (canonical form); RDF 1.1 N-Quads, clause 4.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns
from mcdgraph.columns.canonical import blank_hashes

#: Lines given at once.
CHUNK: Final = 1 << 14


def distinct(columns: Columns) -> Columns:
    """Keep the first row of every quad, in order."""
    quads = np.stack([columns.graph, columns.subject, columns.predicate, columns.object])
    order = np.lexsort(quads[::-1])
    changed = np.ones(len(columns), np.bool_)
    changed[1:] = (quads[:, order[1:]] != quads[:, order[:-1]]).any(axis=0)
    return columns.take(np.sort(order[changed]))


def term_texts(columns: Columns) -> dict[int, str]:
    """Write every term that a row uses; blank nodes are named by what is said of them."""
    hashes = blank_hashes(columns)
    used = np.unique([columns.subject, columns.predicate, columns.object, columns.graph])
    terms = columns.terms
    return {
        number: f"_:b{hashes[number]:016x}" if number in hashes else str(terms[number])
        for number in used.tolist()
        if number >= 0
    }


def write_lines(columns: Columns) -> Iterator[str]:
    """Give the lines of N-Quads (of N-Triples where every row is in the default graph).

    Statements are sorted by code point and told once: the same dataset gives the same text.
    """
    texts = term_texts(columns)
    rows = distinct(columns)
    order = sorted_rows(rows, texts)
    for start in range(0, len(order), CHUNK):
        part = rows.take(order[start : start + CHUNK])
        yield "".join(
            f"{texts[s]} {texts[p]} {texts[o]} .\n"
            if g < 0
            else f"{texts[s]} {texts[p]} {texts[o]} {texts[g]} .\n"
            for s, p, o, g in part.numbers()
        )


def sorted_rows(rows: Columns, texts: dict[int, str]) -> NDArray[np.int64]:
    """Order rows by the texts of subject, predicate, object and graph."""
    ranks = np.full(len(rows.terms) + 1, -1, np.int32)
    for rank, number in enumerate(sorted(texts, key=texts.__getitem__)):
        ranks[number] = rank
    keys = (rows.graph, rows.object, rows.predicate, rows.subject)
    return np.lexsort([ranks[key] for key in keys])
