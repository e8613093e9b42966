"""Releases: immutable, content-addressed folders that hold everything that is served."""

from mcdgraph.catalogue import Dump, GraphSummary, Scope
from mcdgraph.release.fragments import FragmentIndex
from mcdgraph.release.manifest import InputFile, Manifest
from mcdgraph.release.reading import (
    Release,
    current_release,
    find_fresh,
    last_release,
    open_release,
)

__all__ = [
    "Dump",
    "FragmentIndex",
    "GraphSummary",
    "InputFile",
    "Manifest",
    "Release",
    "Scope",
    "current_release",
    "find_fresh",
    "last_release",
    "open_release",
]
