"""How far a thing fulfils a condition: a number from 0 to 1."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.reconciliation.context import ReconciliationContext
from mcdgraph.reconciliation.model import ConditionValue, MatchCondition, ValueQuantifier
from mcdgraph.reconciliation.similarity import HOLDS, ComparedWords
from mcdgraph.search import FoldedName, TextRole

#: How much a match by something else than a name counts: by another name or a code, and by the
#: name in the IRI, which nobody need have meant to be read.
_OTHER_NAME: Final = 0.98
_OWN_NAME: Final = 0.9
#: Values of a property of a thing whose words are compared.
_MAX_VALUES: Final = 20
#: Characters of a number.
_MAX_NUMBER: Final = 40


@dataclass(frozen=True, kw_only=True)
class ComparedName:
    """A name of a thing, with its words as they are compared."""

    name: FoldedName
    words: ComparedWords

    @property
    def weight(self) -> float:
        """How much a match by this name counts."""
        if self.name.own:
            return _OWN_NAME
        return 1.0 if self.name.role is TextRole.NAME else _OTHER_NAME


def compared(names: Iterable[FoldedName]) -> tuple[ComparedName, ...]:
    """Return names as they are compared."""
    return tuple(ComparedName(name=one, words=ComparedWords(words=one.words)) for one in names)


@dataclass(frozen=True, kw_only=True)
class NameFit:
    """How well the names of a thing fit what is looked for.

    ``exact`` is the most telling role of a name with the same words; None where no name has.
    """

    likeness: float
    exact: TextRole | None = None


def fit_of(wanted: ComparedWords, names: Iterable[ComparedName]) -> NameFit:
    """Compare names with the words that are looked for, and return the best fit.

    The name in the IRI counts where it is the same, or there is no other.
    """
    found = [(one, wanted.likeness(one.words)) for one in names]
    exact = [one.name.role for one, likeness in found if likeness == 1 and not one.name.own]
    unnamed = all(one.name.own for one, _ in found)
    counted = (
        likeness * one.weight
        for one, likeness in found
        if likeness == 1 or unnamed or not one.name.own
    )
    return NameFit(likeness=max(counted, default=0.0), exact=min(exact, default=None))


def together(condition: MatchCondition, found: Iterable[float]) -> float:
    """Return how far a condition is met, from how far each of its values is."""
    each = list(found)
    if condition.quantifier is ValueQuantifier.ALL:
        return min(each, default=0.0)
    best = max(each, default=0.0)
    return best if condition.quantifier is ValueQuantifier.ANY else float(best < HOLDS)


@dataclass(kw_only=True, eq=False)
class ValueComparer:
    """Compares the values of things with those that are looked for, and remembers their words."""

    context: ReconciliationContext
    _names: dict[str, tuple[ComparedName, ...]] = field(default_factory=dict)
    _words: dict[str, ComparedWords] = field(default_factory=dict)

    def fit(self, condition: MatchCondition, iri: str) -> float:
        """Return how far the values of a thing fulfil a condition on a property."""
        predicate = self.context.known(condition.property)
        values = self.context.reader.objects(Iri(iri), predicate.value) if predicate else []
        return together(condition, (self._best(one, values) for one in condition.values))

    def _best(self, wanted: ConditionValue, values: list[Term]) -> float:
        """Return how well the best value fits: any may be the same, the words of few are like."""
        iri = self.context.identifiers.iri(wanted.text)
        if any(_is_same(value, wanted, iri) for value in values):
            return 1.0
        likeness = (self._likeness(wanted, value) for value in values[:_MAX_VALUES])
        return max(likeness, default=0.0)

    def _likeness(self, wanted: ConditionValue, value: Term) -> float:
        if isinstance(value, Iri):
            return 0.0 if wanted.is_thing else self._named(wanted.text, value.value)
        if not isinstance(value, Literal) or wanted.is_thing:
            return 0.0
        if _same_number(value.lexical, wanted.text):
            return 1.0
        return self._words_of(wanted.text).likeness(self._words_of(value.lexical))

    def _named(self, text: str, iri: str) -> float:
        """Return how well the names of a value that is a thing fit a text."""
        names = self._names.get(iri)
        if names is None:
            names = self._names[iri] = compared(self.context.search.names_of(iri))
        return fit_of(self._words_of(text), names).likeness

    def _words_of(self, text: str) -> ComparedWords:
        words = self._words.get(text)
        if words is None:
            folded = self.context.search.folded(text)
            words = self._words[text] = ComparedWords(words=folded)
        return words


def _is_same(value: Term, wanted: ConditionValue, iri: str) -> bool:
    """Return whether a value is the thing of an identifier, or a text without its datatype."""
    if isinstance(value, Iri):
        return value.value == iri
    return isinstance(value, Literal) and not wanted.is_thing and value.lexical == wanted.text


def _same_number(one: str, other: str) -> bool:
    if max(len(one), len(other)) > _MAX_NUMBER:
        return False
    try:
        left, right = Decimal(one), Decimal(other)
    except InvalidOperation:
        return False
    return left.is_finite() and left == right
