"""Running the rules to their fixpoint, round by round.

Each round applies every rule to what was known before it, reading for one pattern at a time only
what the last round added (semi-naive evaluation: Abiteboul, Hull and Vianu, "Foundations of
Databases", 1995, section 13.1). What a round concludes is logged with the round and the rule, so
that every premise of a conclusion is older than it: `proofs` needs nothing more.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import replace
from typing import Final

import numpy as np

from mcdgraph.columns import Columns
from mcdgraph.columns.columns import joined
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
from mcdgraph.namespaces import OWL, RDF
from mcdgraph.reasoning.asserted import AssertedPart
from mcdgraph.reasoning.batch import ConclusionBatch, Pending
from mcdgraph.reasoning.block import Block
from mcdgraph.reasoning.clashes import Clash, Clashes
from mcdgraph.reasoning.equality import Equality
from mcdgraph.reasoning.growth import TermGrowth
from mcdgraph.reasoning.lists import ListReader
from mcdgraph.reasoning.literals import Literals
from mcdgraph.reasoning.matching import plan, solve
from mcdgraph.reasoning.plans import RulePlans
from mcdgraph.reasoning.relations import Index, PredicateRelations
from mcdgraph.reasoning.rule import InferenceRule, TriplePattern
from mcdgraph.reasoning.rules import owl_rl
from mcdgraph.reasoning.transitive import TransitiveRules
from mcdgraph.reasoning.useful import PASSIVE_THING, is_mentioned

#: Rules that equate each two of a group: equating neighbours is enough, and linear.
FUNCTIONAL: Final = ("prp-fp", "prp-ifp")


class Saturation:
    """A graph, and everything that its rules concluded."""

    def __init__(
        self,
        part: AssertedPart,
        rules: tuple[InferenceRule, ...] = (),
        whole: Columns | None = None,
    ) -> None:
        """Take the union of some graphs, and rules of its own beside those of OWL 2 RL.

        ``whole`` is what it may be extended to, the part itself included: its literals, and
        what it says of the class of everything, are reckoned with from the start.
        """
        whole = part.columns if whole is None else whole
        terms = whole.terms
        self.asserted: tuple[AssertedPart, ...] = (part,)
        self.inherited = 0
        self.relations = PredicateRelations(part.columns)
        self.equality = Equality()
        self.log: list[ConclusionBatch] = []
        self.round = 0
        self.type, self.same = terms.iri(RDF + "type"), terms.iri(OWL + "sameAs")
        self._class = terms.iri(OWL + "Class")
        self._thing, self._nothing = terms.iri(OWL + "Thing"), terms.iri(OWL + "Nothing")
        self._thing_counts = is_mentioned(whole, self._thing, PASSIVE_THING)
        self._nothing_counts = is_mentioned(whole, self._nothing, ())
        self._lists = ListReader(terms)
        self.listed: Mapping[int, Keys] = {}
        self._list_rules: frozenset[InferenceRule] = frozenset()
        fixed = owl_rl(terms, thing=self._thing_counts, nothing=self._nothing_counts)
        self.rules: list[InferenceRule] = [*fixed, *rules]
        self.literals = Literals(whole)
        self.found = Clashes(self.asserted, self.relations, self.literals, self.equality)
        self._closures = TransitiveRules(())
        self._live: dict[int, InferenceRule] = {}
        self._plans = RulePlans()
        self._growth = TermGrowth(terms)
        self._applied = 0

    @property
    def clashes(self) -> list[Clash]:
        """The contradictions found."""
        return self.found.clashes

    @property
    def virtual(self) -> tuple[int, ...]:
        """The predicates of the rows that lists are read as."""
        return self._lists.virtual

    def extended(self, part: AssertedPart) -> "Saturation":
        """Assert more statements, and return what then holds; this graph stays as it is.

        To be called when the rules have run. What follows without the new statements is not
        concluded again: ``inherited`` counts the batches of the log that are from here.
        """
        more = copy(self)
        more.asserted = (*self.asserted, part)
        more.inherited, more.log, more.rules = len(self.log), list(self.log), list(self.rules)
        more.relations, more.equality = self.relations.extended(), self.equality.extended()
        more.found = self.found.extended(more.asserted, more.relations, more.equality)
        more._live, more._plans = dict(self._live), self._plans.extended(len(self.rules))
        more._growth = TermGrowth(part.columns.terms, self.round)
        more._assert(part)
        more._apply_rules()
        return more

    def run(self) -> None:
        """Apply the rules until a round brings nothing new."""
        self._begin()
        self._apply_rules()

    def _apply_rules(self) -> None:
        while True:
            self.round += 1
            pending = Pending()
            for number in range(len(self.rules)):
                for changed in self._changes(number):
                    self._apply(number, changed, pending)
            self._applied = len(self.rules)
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
        self._unite(self.relations[self.same].all.keys)
        self.relations.canonical = self.equality.canonical
        self._rewrite({})
        self._axiomatic("dt-type2", self.literals.types())
        if self._thing_counts:
            self._axiomatic("cls-thing", _key(self._thing, self._class))
        if self._nothing_counts:
            self._axiomatic("cls-nothing1", _key(self._nothing, self._class))
        self.found.malformed()
        for predicate, keys in self._read_lists(self.asserted[0].columns).items():
            self.relations[predicate].all.add(Index(keys))
        self._closures = TransitiveRules(self.rules)

    def _assert(self, part: AssertedPart) -> None:
        """Make statements known to the next round, which reads what is new of them."""
        self.found.malformed()
        rows = self._own_lists(part)
        self._closures = self._closures.extended(self.rules)
        united = self._unite(part.keys(self.same))
        for predicate in values_of(part.columns.predicate):
            keys = self.equality.canonical_keys(part.keys(predicate))
            number = self.equality.find(predicate)
            rows[number] = distinct(np.concatenate([rows.get(number, NONE), keys]))
        fresh: dict[int, Keys] = {}
        for predicate, keys in rows.items():
            new = keys[~contains(self.relations[predicate].all.keys, keys)]
            if len(new):
                fresh[predicate] = new
                self._closures.note("", predicate, new)
        self._advance(fresh, {}, united=united)

    def _unite(self, asserted: Keys) -> bool:
        """Make equal what is asserted to be; say whether anything was not before."""
        united = [self.equality.unite(*pair, "", 0) for pair in _tuples(asserted)]
        return any(united)

    def _axiomatic(self, rule: str, types: Keys) -> None:
        """Add types that hold without a premise."""
        known = self.relations[self.type].all
        fresh = types[~contains(known.keys, types)]
        self._log(ConclusionBatch(round=0, rule=rule, predicate=self.type, keys=fresh))
        known.add(Index(fresh))

    def _changes(self, number: int) -> Iterable[int | None]:
        """Give which pattern of a rule to read only what is new of: None for none, at first."""
        if number >= self._applied:
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
        but = rule.name if number in self._closures.absorbing else ""
        for block in self._plans.solutions(self.relations, rule, (number, changed), but):
            if rule.tests:
                self._growth.check(rule.name, self.round)
                self.literals.grow()
            if not rule.heads:
                self.found.add(self.round, rule, block)
            for head in rule.heads:
                self._conclude(rule, head, block, pending)

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
        if changed is not None:
            predicate = rule.body[changed].predicate
            if isinstance(predicate, int) and predicate not in self.relations.changed:
                return True
        return any(
            isinstance(pattern.predicate, int) and not self.relations.known(pattern.predicate)
            for pattern in rule.body
        )

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
        self._advance(fresh, made, united=any(united))
        return bool(fresh) or any(united)

    def _advance(
        self, fresh: dict[int, Keys], made: dict[int, dict[str, Keys]], *, united: bool
    ) -> None:
        """Begin a round with what is new; where terms were found equal, with all that changes."""
        if united:
            self._rewrite(fresh)
        else:
            self.relations.step(fresh, made)

    def _check_equal_literals(self) -> None:
        """Look for literals that are equal to what has another value, or is of another datatype."""
        if not self.literals.among(self.equality.touched).any():
            return
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
        self._plans.forget()
        self._live.clear()
        self._closures.forget()
        self.relations.rewrite(self.equality, fresh)

    def _own_lists(self, part: AssertedPart) -> dict[int, Keys]:
        """Read the lists anew where statements that are added may change them."""
        if not self._lists.concern(part.columns):
            return {}
        return self._read_lists(joined([one.columns for one in self.asserted]))

    def _read_lists(self, columns: Columns) -> dict[int, Keys]:
        """Read the list axioms, add the rules they make, and return the rows that are new."""
        axioms = self._lists.read(columns)
        known, self.listed = self.listed, axioms.rows
        self.rules += [rule for rule in axioms.rules if rule not in self._list_rules]
        self._list_rules |= frozenset(axioms.rules)
        rows = {p: distinct(self.equality.canonical_keys(keys)) for p, keys in axioms.rows.items()}
        return {p: keys[~contains(known.get(p, NONE), keys)] for p, keys in rows.items()}


def _key(subject: int, object_: int) -> Keys:
    return pack(np.array([subject], np.int32), np.array([object_], np.int32))


def _tuples(keys: Keys) -> Iterable[tuple[int, int]]:
    return zip(high(keys).tolist(), low(keys).tolist(), strict=True)
