"""Which names are of one thing: what is asserted and concluded of `owl:sameAs`."""

from mcdgraph.columns import Columns
from mcdgraph.namespaces import OWL
from mcdgraph.reasoning import SHARED, Closure


class SameThings:
    """The equalities of a closure: those that all share, and those of each snapshot."""

    def __init__(self, closure: Closure) -> None:
        """Read every pair, in time linear in their number."""
        terms = closure.asserted.terms
        self._pairs: set[tuple[int, int, int]] = set()
        self._names: dict[int, int] = {}
        for columns, owner in (
            (closure.asserted, closure.snapshots.owner),
            (closure.inferred, closure.inferred_owner),
        ):
            for number, one, other in _pairs(columns, owner.tolist()):
                self._pairs |= {(number, one, other), (number, other, one)}
                if number == SHARED:
                    for name, by in ((one, other), (other, one)):
                        least = min(self._names.get(name, name), by, key=terms.key)
                        self._names[name] = min(least, name, key=terms.key)

    def name(self, thing: int) -> int:
        """Return the one name that all share for a thing: of several the first by text."""
        return self._names.get(thing, thing)

    def are_same(self, one: int, other: int, *snapshots: int) -> bool:
        """Say whether two names are of one thing to what is shared, or to one of some snapshots."""
        if one == other:
            return True
        return any((number, one, other) in self._pairs for number in (SHARED, *snapshots))


def _pairs(columns: Columns, owner: list[int]) -> list[tuple[int, int, int]]:
    same = columns.terms.find_iri(OWL + "sameAs")
    rows = (columns.predicate == same).nonzero()[0].tolist()
    return [(owner[row], int(columns.subject[row]), int(columns.object[row])) for row in rows]
