"""A graph's files on disk, whatever their form, read into one corpus with the place of terms."""

from mcdgraph.sources.corpus import (
    Corpus,
    Part,
    corpus_in_memory,
    read_corpus,
    read_files,
    read_sources,
)
from mcdgraph.sources.files import (
    SourceFile,
    find_sources,
    graph_iri,
    source_folders,
    turtle_files,
    turtle_sources,
)
from mcdgraph.sources.reading import read_bytes

__all__ = [
    "Corpus",
    "Part",
    "SourceFile",
    "corpus_in_memory",
    "find_sources",
    "graph_iri",
    "read_bytes",
    "read_corpus",
    "read_files",
    "read_sources",
    "source_folders",
    "turtle_files",
    "turtle_sources",
]
