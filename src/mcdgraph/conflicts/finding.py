"""Finds conflicts: two claims of one topic, of times that meet, of other values and documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mcdgraph.columns import Columns, Literal
from mcdgraph.conflicts.axioms import AnnotatedStatements
from mcdgraph.conflicts.claims import Claims, ConflictClaim, ConflictTopic
from mcdgraph.conflicts.equality import SameThings
from mcdgraph.conflicts.statements import SnapshotStatements
from mcdgraph.conflicts.values import exclude
from mcdgraph.reasoning import Closure
from mcdgraph.settings import Settings
from mcdgraph.snapshots import Meeting, Snapshots

#: Claims of one topic that are compared with each other, the earliest first.
MOST_CLAIMS: Final = 200
#: Conflicts that are told of one topic, and of all.
MOST_OF_TOPIC: Final = 1_000
MOST: Final = 20_000


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Two claims that cannot both be right at one time; ``meeting`` says if they share a day."""

    one: ConflictClaim
    other: ConflictClaim
    meeting: Meeting

    @property
    def topic(self) -> ConflictTopic:
        """What both speak of."""
        return self.one.topic


@dataclass(frozen=True, kw_only=True, eq=False)
class ConflictSearch:
    """The conflicts of a graph, and the number of claims that were not compared for their number.

    ``axioms`` finds what is said of each claim.
    """

    conflicts: tuple[Conflict, ...]
    left_out: int
    axioms: AnnotatedStatements


def find_conflicts(closure: Closure, settings: Settings) -> ConflictSearch:
    """Compare what snapshots of different documents assert, in the order of the topics' names."""
    columns, snapshots, same = closure.asserted, closure.snapshots, SameThings(closure)
    said = SnapshotStatements(columns, snapshots)
    axioms = AnnotatedStatements(columns, snapshots, said, settings)
    groups: dict[ConflictTopic, list[ConflictClaim]] = {}
    for claim in Claims(columns, snapshots, settings.conflicts, said, axioms, same).all():
        groups.setdefault(claim.topic, []).append(claim)
    comparison = _Comparison(columns=columns, snapshots=snapshots, same=same)
    found: list[Conflict] = []
    left_out = 0
    several = (topic for topic, claims in groups.items() if len(claims) > 1)
    for topic in sorted(several, key=comparison.name):
        claims = sorted(groups[topic], key=comparison.order)
        compared = claims[:MOST_CLAIMS] if len(found) < MOST else []
        left_out += len(claims) - len(compared)
        found += comparison.conflicts(compared)[: MOST - len(found)]
    return ConflictSearch(conflicts=tuple(found), left_out=left_out, axioms=axioms)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Comparison:
    columns: Columns
    snapshots: Snapshots
    same: SameThings

    def conflicts(self, claims: Sequence[ConflictClaim]) -> list[Conflict]:
        """Return the conflicts among the claims of one topic."""
        found: list[Conflict] = []
        for place, one in enumerate(claims):
            for conflict in self._against(one, claims[place + 1 :]):
                if len(found) == MOST_OF_TOPIC:
                    return found
                found.append(conflict)
        return found

    def _against(self, one: ConflictClaim, others: Sequence[ConflictClaim]) -> Iterator[Conflict]:
        members = self.snapshots.members
        for other in others:
            meeting = one.time.meets(other.time)
            if (
                meeting is not Meeting.NONE
                and not members[one.snapshot].shares_document(members[other.snapshot])
                and self._excludes(one, other)
            ):
                yield Conflict(one=one, other=other, meeting=meeting)

    def _excludes(self, one: ConflictClaim, other: ConflictClaim) -> bool:
        """Say whether the values of two claims cannot be one value."""
        numbers = [int(self.columns.object[claim.row]) for claim in (one, other)]
        left, right = (self.columns.terms[number] for number in numbers)
        if isinstance(left, Literal) and isinstance(right, Literal):
            return exclude(left, right)
        return not self.same.are_same(*numbers, one.snapshot, other.snapshot)

    def name(self, topic: ConflictTopic) -> tuple[str, ...]:
        """Return what sorts topics, whatever the numbers of their terms."""
        numbers = (topic.thing, topic.property, *topic.measure)
        return tuple(self.columns.terms.key(n) if n >= 0 else "" for n in numbers)

    def order(self, claim: ConflictClaim) -> tuple[str, ...]:
        """Return what sorts claims: by time, then by document and statement."""
        time, c = claim.time, self.columns
        keys = (c.terms.key(int(part[claim.row])) for part in (c.graph, c.subject, c.object))
        version = self.snapshots.members[claim.snapshot].version
        return (str(time.earliest or ""), str(time.latest or ""), version, *keys)
