"""What rules conclude in one round, before it is made known to the next."""

from dataclasses import dataclass, field, replace

from mcdgraph.columns.pairs import Keys, contains


@dataclass(frozen=True, kw_only=True)
class ConclusionBatch:
    """What one rule concluded in one round about one predicate, as sorted keys."""

    round: int
    rule: str
    predicate: int
    keys: Keys


@dataclass(kw_only=True)
class Pending:
    """What a round has concluded so far."""

    batches: list[ConclusionBatch] = field(default_factory=list)
    equal: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, batch: ConclusionBatch, later: int | None = None) -> None:
        """Keep those of a batch that no other batch of the round has.

        The levels of one closure, which count as concluded so many rounds ``later``, have no
        pair in common.
        """
        keys = batch.keys
        for other in self.batches:
            is_apart = later is not None and other.rule == batch.rule
            if other.predicate == batch.predicate and len(keys) and not is_apart:
                keys = keys[~contains(other.keys, keys)]
        if len(keys):
            self.batches.append(replace(batch, round=batch.round + (later or 0), keys=keys))
