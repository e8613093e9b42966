"""Makes explanations out of a closure: terms for numbers, places and evidence for rows."""

from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property

from mcdgraph.columns import Kind, Term
from mcdgraph.columns.lists import RdfLists
from mcdgraph.errors import UsageError
from mcdgraph.explanation.evidence import ProofEvidence
from mcdgraph.explanation.model import Explanation, ExplanationStep, Stated, Triple
from mcdgraph.positions import Position
from mcdgraph.reasoning import SHARED, Closure, Contradiction, Inference, Proof
from mcdgraph.settings import EvidenceSettings

#: Places a row of the asserted columns in its file, where that is known.
Placing = Callable[[int], Position | None]


class Explainer:
    """Explains the statements of one closure."""

    def __init__(
        self, closure: Closure, placing: Placing, profile: EvidenceSettings | None = None
    ) -> None:
        """Take a closure that tells proofs, what places its rows, what evidence looks like."""
        self._closure = closure
        self._columns = closure.asserted
        self._terms = closure.asserted.terms
        self._placing = placing
        self._lists = RdfLists(closure.asserted)
        self._evidence = ProofEvidence(
            closure.asserted, closure.snapshots, profile or EvidenceSettings()
        )

    def explain(self, triple: Triple, snapshot: str | None = None) -> Explanation | None:
        """Explain a statement; None where it is neither asserted nor concluded.

        It is explained from what all snapshots share or, where it does not follow from that,
        from the first snapshot that it holds in; or from the ``snapshot`` of a version. Raises
        UsageError where no snapshot is of that version.
        """
        s, p, o = (self._terms.find(term) for term in triple)
        wanted = None if snapshot is None else self._number(snapshot)
        if min(s, p, o) < 0:
            return None
        holding = self._closure.holding((s, p, o))
        number = next(iter(holding), SHARED) if wanted is None else wanted
        proof = self._closure.proof((s, p, o), number)
        if proof is None:
            return None
        return replace(
            self._explanation(proof, number),
            snapshot=self._version(number),
            others=tuple(v for n in holding if n != number and (v := self._version(n))),
        )

    @cached_property
    def versions(self) -> tuple[str, ...]:
        """The versions of documents that a statement may be explained from."""
        return tuple(one.version for one in self._closure.snapshots.members)

    def _number(self, version: str) -> int:
        if version not in self.versions:
            near = get_close_matches(version, self.versions, n=1)
            hint = f"; did you mean <{near[0]}>?" if near else ""
            raise UsageError(f"no snapshot is of the version <{version}>{hint}")
        return self.versions.index(version)

    def _version(self, number: int) -> str | None:
        return None if number == SHARED else self.versions[number]

    def grounds(self, contradiction: Contradiction) -> tuple[Explanation, ...]:
        """Explain each premise of a contradiction."""
        number = contradiction.snapshot
        proofs = (self._closure.proof(premise, number) for premise in contradiction.premises)
        return tuple(self._explanation(proof, number) for proof in proofs if proof is not None)

    def _explanation(self, proof: Proof, snapshot: int) -> Explanation:
        """Number the steps of a proof in the order in which the tree tells them."""
        numbers: dict[tuple[int, int, int], int] = {}
        for _, step, _ in proof.walk():
            numbers.setdefault(step.triple, len(numbers))
        return Explanation(
            steps=tuple(
                self._step(number, proof.steps[triple], numbers, snapshot)
                for triple, number in numbers.items()
            )
        )

    def _step(
        self,
        number: int,
        step: Inference,
        numbers: dict[tuple[int, int, int], int],
        snapshot: int,
    ) -> ExplanationStep:
        s, p, o = (self._terms[term] for term in step.triple)
        return ExplanationStep(
            number=number,
            triple=(s, p, o),
            rule="" if step.asserted else step.rule,
            premises=tuple(numbers[premise] for premise in step.premises),
            stated=tuple(self._stated(row) for row in step.rows),
            evidence=self._evidence.of(step.triple, snapshot) if step.asserted else (),
            items=self._items(step.triple[2]),
        )

    def _stated(self, row: int) -> Stated:
        graph = int(self._columns.graph[row])
        return Stated(
            graph=self._terms.text(graph) if graph >= 0 else None, position=self._placing(row)
        )

    def _items(self, head: int) -> tuple[Term, ...] | None:
        """List the members of an RDF list that a blank node begins."""
        if self._terms.facet(head).kind is not Kind.BLANK:
            return None
        items = self._lists.items(head)
        return tuple(self._terms[item] for item in items) if items else None
