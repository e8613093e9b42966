"""Search: an index of the texts of a release, and what finds things by words in it."""

from mcdgraph.search.entries import entries_of
from mcdgraph.search.index import SearchIndex
from mcdgraph.search.json_form import results_form
from mcdgraph.search.lookup import NamedThing, NameLookup
from mcdgraph.search.model import (
    SearchGroup,
    SearchHit,
    SearchRequest,
    SearchResults,
    Snippet,
    Suggestion,
)
from mcdgraph.search.ranking import FoldedName
from mcdgraph.search.tables import StoredEntry
from mcdgraph.search.vocabulary import EntryKind, TextRole
from mcdgraph.search.words import fold, local_name
from mcdgraph.search.writing import SQLITE_VERSION, write_index

__all__ = [
    "SQLITE_VERSION",
    "EntryKind",
    "FoldedName",
    "NameLookup",
    "NamedThing",
    "SearchGroup",
    "SearchHit",
    "SearchIndex",
    "SearchRequest",
    "SearchResults",
    "Snippet",
    "StoredEntry",
    "Suggestion",
    "TextRole",
    "entries_of",
    "fold",
    "local_name",
    "results_form",
    "write_index",
]
