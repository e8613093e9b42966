"""The canonical form of Turtle and TriG: the same graph gives the same text."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from mcdgraph.columns import Columns
from mcdgraph.columns.canonical import blank_hashes
from mcdgraph.turtle.abbreviation import Abbreviations
from mcdgraph.turtle.annotations import NO_AXIOMS, Triple
from mcdgraph.turtle.comments import NO_COMMENTS, Comments
from mcdgraph.turtle.graph_writer import DocumentStyle, GraphWriter
from mcdgraph.turtle.line_writer import distinct
from mcdgraph.turtle.manner import NO_MANNER, Manner
from mcdgraph.turtle.nesting import nesting


def write_turtle(
    columns: Columns,
    prefixes: Mapping[str, str],
    *,
    comments: Comments = NO_COMMENTS,
    manner: Manner = NO_MANNER,
    axioms: Mapping[Triple, int] = NO_AXIOMS,
) -> Iterator[str]:
    """Give the canonical Turtle of all rows, whatever graph they are in, in pieces.

    The ``manner`` is that of a file, of which ``prefixes`` hold the prefixes, too. What is said of
    ``axioms`` (`fold`) is written behind their triples.
    """
    merged = replace(columns, graph=np.full(len(columns), -1, np.int32))
    return _Document(merged, prefixes, comments, manner, axioms).chunks()


def write_trig(columns: Columns, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Give the canonical TriG of a dataset, in pieces: the default graph, then others by name."""
    return _Document(columns, prefixes, NO_COMMENTS, NO_MANNER, NO_AXIOMS).chunks()


class _Document:
    """Writes a dataset: its prefixes, its default graph, its named graphs."""

    def __init__(
        self,
        columns: Columns,
        prefixes: Mapping[str, str],
        comments: Comments,
        manner: Manner,
        axioms: Mapping[Triple, int],
    ) -> None:
        self.columns = distinct(columns)
        self.comments = comments
        self.names = Abbreviations(prefixes, manner)
        places = nesting(self.columns)
        hashes = blank_hashes(self.columns) if places.labelled else {}
        self.labels = {node: f"_:b{hashes[node]:016x}" for node in places.labelled}
        self.style = DocumentStyle(
            names=self.names,
            nesting=places,
            labels=self.labels,
            comments=comments,
            axioms=axioms,
        )

    def chunks(self) -> Iterator[str]:
        """Give comments at the head, prefixes, graphs; the text is made first, for its prefixes."""
        body = list(self._graphs())
        head = "".join(f"{line}\n" for line in self.comments.header)
        declarations = self.names.declarations()
        yield "\n".join(part for part in (head, declarations) if part)
        for at, chunk in enumerate(body):
            yield f"\n{chunk}" if at or declarations or head else chunk
        if self.comments.footer:
            yield "\n" + "".join(f"{line}\n" for line in self.comments.footer)

    def _graphs(self) -> Iterator[str]:
        columns = self.columns
        names = {number: self._name(number) for number in np.unique(columns.graph).tolist()}
        for number in sorted(names, key=self._graph_key):
            rows = columns.take(columns.graph == number)
            graph = GraphWriter(rows, self.style)
            if number < 0:
                yield from graph.blocks()
            else:
                yield f"{names[number]} {{\n"
                yield from graph.blocks()
                yield "}\n"

    def _graph_key(self, number: int) -> str:
        return "" if number < 0 else self.labels.get(number) or str(self.columns.terms[number])

    def _name(self, number: int) -> str:
        if number < 0:
            return ""
        return self.labels.get(number) or self.names.term(self.columns.terms[number])
