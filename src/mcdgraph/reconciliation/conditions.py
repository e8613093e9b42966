"""How far a thing fulfils a condition: a number from 0 to 1."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.reconciliation.context import ReconciliationContext
from mcdgraph.reconciliation.model import ConditionValue, MatchCondition, ValueQuantifier
from mcdgraph.reconciliation.similarity import HOLDS, WantedWords
from mcdgraph.search import FoldedName, TextRole

#: How much a match by something else than a name counts: by another name or a code, and by the
#: name in the IRI, which nobody need have meant to be read.
_OTHER_NAME: Final = 0.98
_OWN_NAME: Final = 0.9
#: Values of a property of a thing that are compared.
_MAX_VALUES: Final = 20
#: Characters of a number.
_MAX_NUMBER: Final = 40


@dataclass(frozen=True, kw_only=True)
class NameFit:
    """How well the names of a thing fit what is looked for.

    ``exact`` is the most telling role of a name with the same words; None where no name has.
    """

    likeness: float
    exact: TextRole | None = None


def fit_of(wanted: WantedWords, names: Iterable[FoldedName]) -> NameFit:
    """Compare names with the words that are looked for, and return the best fit.

    The name in the IRI counts where it is the same, or there is no other.
    """
    found = [(name, wanted.likeness(name.words)) for name in names]
    exact = [name.role for name, likeness in found if likeness == 1 and not name.own]
    unnamed = all(name.own for name, _ in found)
    counted = (
        likeness * _weight(name)
        for name, likeness in found
        if likeness == 1 or unnamed or not name.own
    )
    return NameFit(likeness=max(counted, default=0.0), exact=min(exact, default=None))


def _weight(name: FoldedName) -> float:
    if name.own:
        return _OWN_NAME
    return 1.0 if name.role is TextRole.NAME else _OTHER_NAME


def together(condition: MatchCondition, found: Iterable[float]) -> float:
    """Return how far a condition is met, from how far each of its values is."""
    each = list(found)
    if condition.quantifier is ValueQuantifier.ALL:
        return min(each, default=0.0)
    best = max(each, default=0.0)
    return best if condition.quantifier is ValueQuantifier.ANY else float(best < HOLDS)


@dataclass(kw_only=True, eq=False)
class ValueComparer:
    """Compares the values of things with those that are looked for, and remembers names."""

    context: ReconciliationContext
    _names: dict[str, tuple[FoldedName, ...]] = field(default_factory=dict)

    def fit(self, condition: MatchCondition, iri: str) -> float:
        """Return how far the values of a thing fulfil a condition on a property."""
        predicate = self.context.known(condition.property)
        values = self.context.reader.objects(Iri(iri), predicate.value) if predicate else []
        values = values[:_MAX_VALUES]
        return together(
            condition,
            (
                max((self._likeness(wanted, value) for value in values), default=0.0)
                for wanted in condition.values
            ),
        )

    def _likeness(self, wanted: ConditionValue, value: Term) -> float:
        if isinstance(value, Iri):
            if self.context.identifiers.iri(wanted.text) == value.value:
                return 1.0
            return 0.0 if wanted.is_thing else self._named(wanted.text, value.value)
        if not isinstance(value, Literal) or wanted.is_thing:
            return 0.0
        if value.lexical == wanted.text or _same_number(value.lexical, wanted.text):
            return 1.0
        folded = self.context.search.folded
        return WantedWords(words=folded(wanted.text)).likeness(folded(value.lexical))

    def _named(self, text: str, iri: str) -> float:
        """Return how well the names of a value that is a thing fit a text."""
        names = self._names.get(iri)
        if names is None:
            names = self._names[iri] = self.context.search.names_of(iri)
        return fit_of(WantedWords(words=self.context.search.folded(text)), names).likeness


def _same_number(one: str, other: str) -> bool:
    try:
        left, right = Decimal(one[:_MAX_NUMBER]), Decimal(other[:_MAX_NUMBER])
    except InvalidOperation:
        return False
    return left.is_finite() and left == right
