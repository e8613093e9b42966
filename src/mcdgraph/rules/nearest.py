"""Which described name a misspelt one was meant to be."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from mcdgraph.columns import Iri, Term
from mcdgraph.rules.own_names import namespace_of
from mcdgraph.rules.workspace import Workspace

#: Names of one namespace that are compared; of more, only those that begin alike.
MAX_COMPARED: Final = 500
#: Names that are looked up; those after them get no hint of a name.
MAX_ASKED: Final = 200


class NearestNames:
    """Looks for the nearest name of the same namespace, each name once."""

    def __init__(self, names: Iterable[str], workspace: Workspace) -> None:
        """Sort the known names, IRIs, by their namespaces."""
        self._workspace = workspace
        self._names: dict[str, list[str]] = defaultdict(list)
        self._hints: dict[str, str | None] = {}
        for iri in sorted(names):
            space = namespace_of(iri)
            self._names[space].append(iri[len(space) :])

    def hint(self, term: Term) -> str | None:
        """Ask for the nearest name; None where none is near."""
        if not isinstance(term, Iri):
            return None
        if term.value not in self._hints:
            asked = len(self._hints) < MAX_ASKED
            self._hints[term.value] = self._nearest(term.value) if asked else None
        return self._hints[term.value]

    def _nearest(self, iri: str) -> str | None:
        space = namespace_of(iri)
        local, names = iri[len(space) :], self._names[space]
        if len(names) > MAX_COMPARED:
            names = [name for name in names if name[:2].lower() == local[:2].lower()]
        close = get_close_matches(local, names[:MAX_COMPARED], 1, 0.7)
        return f"Did you mean {self._workspace.short(space + close[0])}?" if close else None
