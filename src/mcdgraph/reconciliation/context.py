"""What reconciliation reads: one release, for readers of one language."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from mcdgraph.columns import Iri
from mcdgraph.errors import TermError
from mcdgraph.namespaces import OWL, RDFS
from mcdgraph.pages.bounds import shorten
from mcdgraph.pages.labels import Label
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.terms import SUMMARIES, TYPE
from mcdgraph.pages.values import Resource
from mcdgraph.reconciliation.identifiers import Identifiers
from mcdgraph.search import SearchIndex

#: Types that a thing is told with, and characters of its description.
SHOWN_TYPES: Final = 8
DESCRIPTION: Final = 300
#: Statements that lead to a thing, counted up to this.
MAX_USES: Final = 200
#: What nearly everything is, which says nothing of one thing.
EVERYTHING: Final = frozenset((OWL + "Thing", OWL + "NamedIndividual", RDFS + "Resource"))


@dataclass(frozen=True, kw_only=True)
class ReconciliationContext:
    """A release and its index of search, read in ``language``."""

    reader: Reader
    search: SearchIndex
    language: str

    @property
    def identifiers(self) -> Identifiers:
        """How IRIs are named."""
        return Identifiers(prefixes=self.reader.settings.prefixes)

    def known(self, identifier: str) -> Iri | None:
        """Return the IRI of an identifier; None where the graph says nothing of it."""
        iri = self.identifiers.iri(identifier)
        try:
            return Iri(iri) if self.reader.store.mentions(iri) else None
        except TermError:
            return None

    def label(self, iri: str) -> Label:
        """Return what a thing is called."""
        return self.reader.labels.label(iri, self.language)

    def description(self, iri: str) -> Label | None:
        """Return what a thing is, in a sentence or more."""
        found = self.reader.text(Iri(iri), SUMMARIES, self.language)
        return found and Label(text=shorten(found.text, DESCRIPTION), language=found.language)

    def types(self, iri: str) -> tuple[Resource, ...]:
        """Return the classes of a thing, those of few things first."""
        found = set(self.reader.iris(Iri(iri), TYPE)) - EVERYTHING
        counts = self.reader.terms.things
        ordered = sorted(found, key=lambda t: (counts.get(t, 0), t))
        return tuple(self.reader.resource(t, self.language) for t in ordered[:SHOWN_TYPES])

    def is_of(self, iri: str, class_: Iri) -> bool:
        """Return whether a thing is of a class, said or concluded."""
        return _any(self.reader.store.quads(subject=Iri(iri), predicate=Iri(TYPE), object=class_))

    def uses(self, iri: str) -> int:
        """Count the statements that lead to a thing, up to `MAX_USES`."""
        found = self.reader.store.quads(object=Iri(iri))
        return sum(1 for _ in islice(found, MAX_USES))


def _any(found: Iterator[object]) -> bool:
    return next(found, None) is not None
