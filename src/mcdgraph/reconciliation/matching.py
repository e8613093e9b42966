"""Scores the things that a query may mean, and says which can be taken without a look."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from mcdgraph.reconciliation.conditions import NameFit, ValueComparer, fit_of, together
from mcdgraph.reconciliation.context import ReconciliationContext
from mcdgraph.reconciliation.model import (
    ConditionKind,
    FeatureName,
    MatchCandidate,
    MatchCondition,
    MatchQuery,
    ValueQuantifier,
)
from mcdgraph.reconciliation.retrieval import ConsideredThing, ThingFinder
from mcdgraph.reconciliation.similarity import HOLDS, ComparedWords
from mcdgraph.search import TextRole

#: Things less alike than this are no candidates.
LEAST: Final = 0.25
#: Letters from which on a name tells more than an acronym does.
TELLING: Final = 4
#: What names and identifiers weigh in a score, beside what properties do.
NAME_WEIGHT: Final = 0.7


def match(context: ReconciliationContext, query: MatchQuery) -> tuple[MatchCandidate, ...]:
    """Return the candidates for a query, the best first."""
    return _Matcher(context=context, query=query).candidates()


@dataclass(frozen=True, kw_only=True)
class _Judged:
    """A thing, how well its names fit, how far its properties do, and its score, from 0 to 1.

    What is not asked for is None. ``fits`` tells whether its properties agree, ``agrees``
    whether all that is asked of it does.
    """

    thing: ConsideredThing
    name: NameFit | None
    properties: float | None
    score: float
    fits: bool
    agrees: bool

    @property
    def is_exact(self) -> bool:
        """Whether it is named by its identifier, or by a name with the same words."""
        return bool(self.thing.asked) or (self.name is not None and self.name.exact is not None)


@dataclass(kw_only=True, eq=False)
class _Matcher:
    """Answers one query."""

    context: ReconciliationContext
    query: MatchQuery
    comparer: ValueComparer = field(init=False)

    def __post_init__(self) -> None:
        self.comparer = ValueComparer(context=self.context)

    def candidates(self) -> tuple[MatchCandidate, ...]:
        finder = ThingFinder(context=self.context, query=self.query)
        judged = [found for thing in finder.find() if (found := self._judge(thing))]
        ranked = sorted(judged, key=lambda found: -found.score)
        sure = _surest(ranked, self._is_telling) if finder.whole else None
        return tuple(self._told(found, found is sure) for found in ranked[: self.query.limit])

    @cached_property
    def _compared(self) -> dict[str, ComparedWords]:
        """The words of each name that things are compared with."""
        folded = self.context.search.folded
        named = [c for c in self.query.conditions if c.kind is ConditionKind.NAME]
        texts = {value.text for condition in named for value in condition.values}
        return {text: ComparedWords(words=folded(text)) for text in texts}

    @cached_property
    def _wanted(self) -> dict[str, ComparedWords]:
        """The words of each name that is looked for: those that a thing should not have are not."""
        wanted = {
            value.text
            for one in self.query.conditions
            if one.kind is ConditionKind.NAME and one.quantifier is not ValueQuantifier.NONE
            for value in one.values
        }
        return {text: words for text, words in self._compared.items() if text in wanted}

    @property
    def _is_telling(self) -> bool:
        """Whether a name that fits says enough: a type restricts it, or it is no acronym."""
        letters = (len("".join(wanted.words)) for wanted in self._wanted.values())
        return bool(self.query.types) or min(letters, default=TELLING) >= TELLING

    def _judge(self, thing: ConsideredThing) -> _Judged | None:
        """Score a thing; None where it is no candidate."""
        names = {text: fit_of(words, thing.names) for text, words in self._compared.items()}
        fits = [(one, self._fit(one, thing, names)) for one in self.query.conditions]
        if any(condition.required and fit < HOLDS for condition, fit in fits):
            return None
        main = [fit for condition, fit in fits if condition.kind is not ConditionKind.PROPERTY]
        others = [fit for condition, fit in fits if condition.kind is ConditionKind.PROPERTY]
        score = _mean(main or others)
        if score < LEAST:
            return None
        if main and others:
            score = NAME_WEIGHT * score + (1 - NAME_WEIGHT) * _mean(others)
        return _Judged(
            thing=thing,
            name=max((names[text] for text in self._wanted), key=_by_exactness, default=None),
            properties=_mean(others) if others else None,
            score=score,
            fits=all(fit >= HOLDS for fit in others),
            agrees=all(fit >= HOLDS for _, fit in fits),
        )

    def _fit(
        self, condition: MatchCondition, thing: ConsideredThing, names: Mapping[str, NameFit]
    ) -> float:
        if condition.kind is ConditionKind.PROPERTY:
            return self.comparer.fit(condition, thing.iri)
        texts = [value.text for value in condition.values]
        if condition.kind is ConditionKind.ID:
            iris = map(self.context.identifiers.iri, texts)
            return together(condition, (float(thing.iri == iri) for iri in iris))
        asked = thing.asked
        return together(
            condition, (1.0 if text in asked else names[text].likeness for text in texts)
        )

    def _told(self, found: _Judged, sure: bool) -> MatchCandidate:
        iri = found.thing.iri
        return MatchCandidate(
            iri=iri,
            name=self.context.label(iri),
            description=self.context.description(iri),
            types=self.context.types(iri),
            score=round(100 * found.score, 1),
            features=tuple(self._features(found)),
            match=sure,
        )

    def _features(self, found: _Judged) -> Iterable[tuple[FeatureName, float | bool]]:
        if found.name is not None:
            yield FeatureName.NAME_SIMILARITY, round(100 * found.name.likeness, 1)
            yield FeatureName.NAME_EXACT, found.name.exact is not None
        if found.properties is not None:
            yield FeatureName.PROPERTY_MATCH, round(100 * found.properties, 1)
        yield FeatureName.USES, self.context.uses(found.thing.iri)


def _surest(ranked: Sequence[_Judged], telling: bool) -> _Judged | None:
    """Return the best candidate where it can be taken without a look.

    All that is asked must hold of it. It must be named by its identifier or, alone among such, by
    a name with the same words: the thing's own name or, where no other thing is called by these
    words and more, another name or a code.
    """
    exact = [found for found in ranked if found.is_exact and found.agrees]
    if not exact or exact[0] is not ranked[0] or exact[0].thing.deprecated:
        return None
    best = exact[0]
    if sum(bool(found.thing.asked) for found in exact) == 1 and best.thing.asked:
        return best
    if len(exact) > 1 or not (telling or best.properties):
        return None
    rivals = any(found.thing.holds for found in ranked if found is not best and found.fits)
    named = best.name is not None and best.name.exact is TextRole.NAME
    return best if named or not rivals else None


def _by_exactness(fit: NameFit) -> tuple[bool, float]:
    return fit.exact is not None, fit.likeness


def _mean(fits: Sequence[float]) -> float:
    return sum(fits) / len(fits) if fits else 0.0
