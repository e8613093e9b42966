"""Running the rules to their fixpoint, round by round.

Each round applies every rule to what was known before it, reading for one pattern at a time only
what the last round added (semi-naive evaluation: Abiteboul, Hull and Vianu, "Foundations of
Databases", 1995, section 13.1). What a round concludes is logged with the round and the rule, so
that every premise of a conclusion is older than it: `proofs` needs nothing more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from mcdgraph.columns import Columns
from mcdgraph.columns.pairs import (
    NONE,
    Keys,
    contains,
    distinct,
    high,
    low,
    merge,
    pack,
    values_of,
)
from mcdgraph.errors import RuleError
from mcdgraph.namespaces import OWL, RDF, RDFS
from mcdgraph.reasoning.batch import ConclusionBatch, Pending
from mcdgraph.reasoning.block import Block
from mcdgraph.reasoning.clashes import Clash, Clashes
from mcdgraph.reasoning.equality import Equality
from mcdgraph.reasoning.lists import ListReader
from mcdgraph.reasoning.literals import Literals
from mcdgraph.reasoning.matching import PlanStep, plan, solutions, solve
from mcdgraph.reasoning.relations import Index, PredicateRelations, Relation
from mcdgraph.reasoning.rule import InferenceRule, TriplePattern
from mcdgraph.reasoning.rules import owl_rl
from mcdgraph.reasoning.transitive import TransitiveRules
from mcdgraph.reasoning.useful import numbers

#: Rules that equate each two of a group: equating neighbours is enough, and linear.
FUNCTIONAL: Final = ("prp-fp", "prp-ifp")
#: Terms that a graph's own rules may make, and rounds in which they may make any.
MOST_TERMS: Final = 1_000_000
MOST_ROUNDS: Final = 200
#: Positions in which owl:Thing adds nothing that another rule does not say.
_PASSIVE_THING: Final = (
    RDF + "type",
    RDFS + "subClassOf",
    RDFS + "domain",
    RDFS + "range",
    OWL + "onClass",
)


class Saturation:
    """A graph, and everything that its rules concluded."""

    def __init__(self, columns: Columns, rules: tuple[InferenceRule, ...] = ()) -> None:
        """Take the union of all graphs, and rules of its own beside those of OWL 2 RL."""
        terms = columns.terms
        self.columns = columns
        self.relations = PredicateRelations(columns)
        self.equality = Equality()
        self.log: list[ConclusionBatch] = []
        self.round = 0
        self.type, self.same = terms.iri(RDF + "type"), terms.iri(OWL + "sameAs")
        self._class = terms.iri(OWL + "Class")
        self._thing, self._nothing = terms.iri(OWL + "Thing"), terms.iri(OWL + "Nothing")
        self._thing_counts = _mentioned(columns, self._thing, _PASSIVE_THING)
        self._nothing_counts = _mentioned(columns, self._nothing, ())
        self._lists = ListReader(terms)
        self.listed: Mapping[int, Keys] = {}
        fixed = owl_rl(terms, thing=self._thing_counts, nothing=self._nothing_counts)
        self.rules: list[InferenceRule] = [*fixed, *rules]
        self.literals = Literals(columns)
        self.found = Clashes(columns, self.relations, self.literals, self.equality)
        self._closures = TransitiveRules(())
        self._live: dict[int, InferenceRule] = {}
        self._plans: dict[tuple[int, int | None], tuple[PlanStep, ...]] = {}
        self._first_made = len(terms)

    @property
    def clashes(self) -> list[Clash]:
        """The contradictions found."""
        return self.found.clashes

    @property
    def virtual(self) -> tuple[int, ...]:
        """The predicates of the rows that lists are read as."""
        return self._lists.virtual

    def run(self) -> None:
        """Apply the rules until a round brings nothing new."""
        self._begin()
        while True:
            self.round += 1
            pending = Pending()
            for number in range(len(self.rules)):
                for changed in self._changes(number):
                    self._apply(number, changed, pending)
            if not self._commit(pending):
                break
        self._check_equal_literals()

    def live(self, number: int) -> InferenceRule:
        """Give a rule with representatives for its constants."""
        if number not in self._live:
            rule = self.rules[number]
            self._live[number] = rule.renamed(self.equality.find) if len(self.equality) else rule
        return self._live[number]

    def _begin(self) -> None:
        """Read what needs no rule: equalities asserted, the types of literals, lists."""
        asserted = self.relations[self.same].all.keys
        for left, right in zip(high(asserted).tolist(), low(asserted).tolist(), strict=True):
            self.equality.unite(left, right, "", 0)
        self.relations.canonical = self.equality.canonical
        self._rewrite({})
        self._axiomatic("dt-type2", self.literals.types())
        if self._thing_counts:
            self._axiomatic("cls-thing", _key(self._thing, self._class))
        if self._nothing_counts:
            self._axiomatic("cls-nothing1", _key(self._nothing, self._class))
        self.found.malformed()
        self._read_lists()
        self._closures = TransitiveRules(self.rules)

    def _axiomatic(self, rule: str, types: Keys) -> None:
        """Add types that hold without a premise."""
        known = self.relations[self.type].all
        fresh = types[~contains(known.keys, types)]
        self._log(ConclusionBatch(round=0, rule=rule, predicate=self.type, keys=fresh))
        known.add(Index(fresh))

    def _changes(self, number: int) -> Iterable[int | None]:
        """Give which pattern of a rule to read only what is new of: None for none, at first."""
        if self.round == 1:
            return (None,)
        return range(len(self.rules[number].body))

    def _apply(self, number: int, changed: int | None, pending: Pending) -> None:
        """Apply a rule and keep what it concludes."""
        rule = self.live(number)
        if number in self._closures.closing:
            if changed in (None, 0):
                self._close(rule, pending)
            return
        if self._idle(rule, changed):
            return
        if rule.name in FUNCTIONAL:
            if changed in (None, 0, 1):
                self._functional(rule, pending)
            return
        steps = self._plans.get((number, changed))
        if steps is None:
            but = rule.name if number in self._closures.absorbing else ""
            steps = plan(rule, changed, everything=not rule.heads, but=but)
            self._plans[number, changed] = steps
        for block in solutions(self.relations, rule, steps):
            if rule.tests:
                self._grown(rule)
            if not rule.heads:
                self.found.add(self.round, rule, block)
            for head in rule.heads:
                self._conclude(rule, head, block, pending)

    def _grown(self, rule: InferenceRule) -> None:
        """Take note of terms that a rule made; raise RuleError where there is no end of them."""
        made = len(self.columns.terms) - self._first_made
        if made > MOST_TERMS or (made and self.round > MOST_ROUNDS):
            last = shorten(self.columns.terms.text(len(self.columns.terms) - 1), 80)
            raise RuleError(
                f"{rule.name}: the rule does not end: after {self.round} rounds it has made "
                f"{made:,} new terms, the last of them {last}"
            )
        self.literals.grow()

    def _functional(self, rule: InferenceRule, pending: Pending) -> None:
        """Equate neighbours among the values of one subject, or the subjects of one value."""
        axiom = replace(rule, facts=())
        for block in solve(self.relations, plan(axiom, everything=True)):
            for predicate in block.values["p"].tolist():
                index = self.relations[predicate].all
                keys = index.keys if rule.name == "prp-fp" else index.flipped
                shared = np.flatnonzero(high(keys)[1:] == high(keys)[:-1])
                self._equate(rule, pack(low(keys[shared]), low(keys[shared + 1])), pending)

    def _close(self, rule: InferenceRule, pending: Pending) -> None:
        """Close the predicates of a transitive rule, all at once."""
        name = rule.heads[0].predicate
        axiom = replace(rule, facts=(), different=())
        for block in solve(self.relations, plan(axiom, everything=True)):
            predicates = block.get(name)
            assert predicates is not None
            for predicate in values_of(predicates):
                if predicate == self.equality.find(self.same):
                    continue
                known = self.relations[predicate].all
                for level in self._closures.close(rule.name, predicate, known):
                    self._keep(rule, predicate, level.keys, pending, later=level.later)

    def _idle(self, rule: InferenceRule, changed: int | None) -> bool:
        """Say, before any work, that a rule has nothing to match."""
        for place, pattern in enumerate(rule.body):
            if isinstance(pattern.predicate, str):
                continue
            if not self.relations.known(pattern.predicate):
                return True
            if place == changed and not len(self.relations[pattern.predicate].new):
                return True
        return False

    def _conclude(
        self, rule: InferenceRule, head: TriplePattern, block: Block, pending: Pending
    ) -> None:
        """Keep what is new of the triples that a head makes of a block."""
        subject, object_ = block.get(head.subject), block.get(head.object)
        assert subject is not None
        assert object_ is not None
        if isinstance(head.predicate, int):
            self._take(rule, head.predicate, pack(subject, object_), pending)
            return
        predicate = block.values[head.predicate]
        for number in values_of(predicate):
            rows = predicate == number
            self._take(rule, number, pack(subject[rows], object_[rows]), pending)

    def _take(self, rule: InferenceRule, predicate: int, keys: Keys, pending: Pending) -> None:
        """Keep conclusions about one predicate."""
        if predicate == self.equality.find(self.same):
            self._equate(rule, distinct(keys), pending)
        else:
            self._keep(rule, predicate, distinct(keys), pending)

    def _keep(
        self,
        rule: InferenceRule,
        predicate: int,
        keys: Keys,
        pending: Pending,
        *,
        later: int | None = None,
    ) -> None:
        """Keep those of sorted keys that are neither known nor already concluded.

        Those of a closure count as concluded so many rounds ``later`` than this one.
        """
        if predicate == self.type:
            keys = self._types(keys)
        keys = keys[~contains(self.relations[predicate].all.keys, keys)]
        pending.add(
            ConclusionBatch(round=self.round, rule=rule.name, predicate=predicate, keys=keys), later
        )

    def _types(self, keys: Keys) -> Keys:
        """Drop the types that say nothing, after looking for literals outside their datatype."""
        classes = low(keys)
        drop = np.zeros(len(keys), np.bool_)
        if not self._thing_counts:
            drop |= classes == self._thing
        if not self.literals.among(high(keys)).any():
            return keys[~drop]
        for number in values_of(classes):
            if self.literals.is_datatype(number):
                rows = np.flatnonzero(classes == number)
                outside = self.literals.outside(keys[rows], number)
                self.found.outside(self.round, keys[rows[outside]], self.type)
                if not self.literals.is_asked(number):
                    drop[rows[~outside]] = True
        return keys[~drop]

    def _equate(self, rule: InferenceRule, keys: Keys, pending: Pending) -> None:
        """Keep the pairs that a rule found equal; literals are equal only by their values."""
        ordered = distinct(
            pack(np.minimum(high(keys), low(keys)), np.maximum(high(keys), low(keys)))
        )
        ordered = ordered[high(ordered) != low(ordered)]
        values = self.literals.among(high(ordered)) & self.literals.among(low(ordered))
        for one, other in _tuples(ordered[values]):
            if self.found.same_value(self.round, rule, one, other):
                pending.equal.append((one, other, rule.name))
        pending.equal += [(*pair, rule.name) for pair in _tuples(ordered[~values])]

    def _commit(self, pending: Pending) -> bool:
        """Make what a round concluded known to the next; say whether there was anything."""
        fresh: dict[int, Keys] = {}
        made: dict[int, dict[str, Keys]] = {}
        for batch in pending.batches:
            by_rule = made.setdefault(batch.predicate, {})
            by_rule[batch.rule] = merge(by_rule.get(batch.rule, NONE), batch.keys)
            self._log(batch)
            known = fresh.get(batch.predicate)
            fresh[batch.predicate] = batch.keys if known is None else merge(known, batch.keys)
            self._closures.note(batch.rule, batch.predicate, batch.keys)
        united = [self.equality.unite(*pair, self.round) for pair in pending.equal]
        self.round = max([self.round, *(batch.round for batch in pending.batches)])
        if any(united):
            self._rewrite(fresh)
        else:
            for predicate, relation in self.relations.loaded():
                relation.step(fresh.get(predicate, NONE), made.get(predicate, {}))
        return bool(fresh) or any(united)

    def _check_equal_literals(self) -> None:
        """Look for literals that are equal to what has another value, or is of another datatype."""
        for members in self.equality.classes():
            numbers = np.array(members, np.int32)
            literals = numbers[self.literals.among(numbers)]
            if not len(literals):
                continue
            self.found.unlike_values(self.round, literals.tolist(), self.same)
            types = self.relations[self.type].all.keys
            head = np.array([self.equality.find(members[0])], np.int32)
            for datatype in low(types[np.isin(high(types), head)]).tolist():
                if self.literals.is_datatype(datatype):
                    keys = pack(literals, np.full(len(literals), datatype, np.int32))
                    outside = self.literals.outside(keys, datatype)
                    self.found.outside(self.round, keys[outside], self.type)

    def _log(self, batch: ConclusionBatch) -> None:
        if len(batch.keys):
            self.log.append(batch)

    def _rewrite(self, fresh: dict[int, Keys]) -> None:
        """Put representatives for terms in every relation; what changed counts as new."""
        self._plans.clear()
        self._live.clear()
        self._closures.forget()
        for predicate in self.relations.predicates():
            self._move(predicate)
        merged: dict[int, Keys] = {}
        for predicate, keys in fresh.items():
            target = self.equality.find(predicate)
            merged[target] = np.concatenate([merged.get(target, NONE), keys])
        for predicate, relation in self.relations.loaded():
            old = relation.all.keys
            both = np.concatenate([old, merged.get(predicate, NONE)])
            keys = distinct(self._canonical_keys(both))
            renewed = Relation(keys)
            renewed.new = Index(keys[~contains(old, keys)])
            self.relations[predicate] = renewed

    def _move(self, predicate: int) -> None:
        """Join the relation of a predicate to that of its representative."""
        target = self.equality.find(predicate)
        if target == predicate:
            return
        gone = self.relations.pop(predicate)
        self.relations.move(predicate, target)
        kept = self.relations[target]
        keys = gone.all.keys[~contains(kept.all.keys, gone.all.keys)]
        kept.all.add(Index(keys))

    def _canonical_keys(self, keys: Keys) -> Keys:
        canonical = self.equality.canonical
        return pack(canonical(high(keys)), canonical(low(keys)))

    def _read_lists(self) -> None:
        """Read the list axioms, and add the rows and rules they make."""
        axioms = self._lists.read(self.columns)
        self.listed = axioms.rows
        for predicate, keys in axioms.rows.items():
            self.relations[predicate].all.add(Index(distinct(self._canonical_keys(keys))))
        self.rules += axioms.rules


def shorten(text: str, length: int) -> str:
    """Cut a text that is too long to read."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _key(subject: int, object_: int) -> Keys:
    return pack(np.array([subject], np.int32), np.array([object_], np.int32))


def _tuples(keys: Keys) -> Iterable[tuple[int, int]]:
    return zip(high(keys).tolist(), low(keys).tolist(), strict=True)


def _mentioned(columns: Columns, term: int, passive: tuple[str, ...]) -> bool:
    """Say whether a term stands in an axiom, as a subject or as a value of other predicates."""
    active = ~np.isin(columns.predicate, numbers(columns.terms, passive))
    return bool((columns.subject == term).any() or (columns.object[active] == term).any())
