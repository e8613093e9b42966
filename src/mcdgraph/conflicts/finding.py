"""Finds conflicts: two claims of one topic, of times that meet, of other values and documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mcdgraph.columns import Columns, Literal
from mcdgraph.conflicts.axioms import AnnotatedStatements
from mcdgraph.conflicts.claims import Claims, ConflictClaim, ConflictTopic
from mcdgraph.reasoning import differ
from mcdgraph.settings import Settings
from mcdgraph.snapshots import DATATYPES, Meeting, Snapshots, days_of

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


def find_conflicts(columns: Columns, snapshots: Snapshots, settings: Settings) -> ConflictSearch:
    """Compare what snapshots of different documents say, in the order of the topics' names."""
    axioms = AnnotatedStatements(columns, settings.snapshots, settings.evidence)
    groups: dict[ConflictTopic, list[ConflictClaim]] = {}
    for claim in Claims(columns, snapshots, settings.conflicts, axioms).all():
        groups.setdefault(claim.topic, []).append(claim)
    comparison = _Comparison(columns=columns, snapshots=snapshots)
    found: list[Conflict] = []
    left_out = 0
    for topic in sorted(groups, key=comparison.name):
        claims = sorted(groups[topic], key=comparison.order)
        left_out += max(len(claims) - MOST_CLAIMS, 0)
        found += comparison.conflicts(claims[:MOST_CLAIMS])[: MOST - len(found)]
    return ConflictSearch(conflicts=tuple(found), left_out=left_out, axioms=axioms)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Comparison:
    columns: Columns
    snapshots: Snapshots

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
        left, right = (self.columns.terms[int(self.columns.object[c.row])] for c in (one, other))
        if not (isinstance(left, Literal) and isinstance(right, Literal)):
            return left != right
        if left.language is not None or right.language is not None:
            return left.language == right.language and left.lexical != right.lexical
        if left.datatype in DATATYPES and right.datatype in DATATYPES:
            return days_of(left).meets(days_of(right)) is Meeting.NONE
        return bool(differ(left, right))

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
