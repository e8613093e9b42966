"""Makes explanations out of a closure: terms for numbers, places and evidence for rows."""

from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches

import numpy as np

from mcdgraph.columns import Kind, Literal, Term
from mcdgraph.columns.lists import RdfLists
from mcdgraph.errors import UsageError
from mcdgraph.explanation.model import Evidence, Explanation, ExplanationStep, Stated, Triple
from mcdgraph.namespaces import ANNOTATED
from mcdgraph.passages import offset_in
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
        self._profile = profile or EvidenceSettings()
        self._closure = closure
        self._columns = closure.asserted
        self._terms = closure.asserted.terms
        self._placing = placing
        self._lists = RdfLists(closure.asserted)

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

    @property
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
            evidence=self._evidence(step.triple, snapshot) if step.asserted else (),
            items=self._items(step.triple[2]),
        )

    def _stated(self, row: int) -> Stated:
        graph = int(self._columns.graph[row])
        return Stated(
            graph=self._terms.text(graph) if graph >= 0 else None, position=self._placing(row)
        )

    def _evidence(self, triple: tuple[int, int, int], snapshot: int) -> tuple[Evidence, ...]:
        """Read the annotations of the axioms about a triple (OWL 2 Mapping to RDF, 3.2.2).

        They are those of the snapshot and of what is shared, and of no other document.
        """
        (source, s), *others = zip(ANNOTATED, triple, strict=True)
        axioms = [
            axiom
            for axiom in self._subjects(source, s, snapshot)
            if all(part in self._objects(axiom, predicate) for predicate, part in others)
        ]
        found = {evidence for axiom in axioms for evidence in self._of(axiom)}
        return tuple(sorted(found, key=_order))

    def _of(self, axiom: int) -> list[Evidence]:
        profile = self._profile
        status = next((self._terms.text(n) for n in self._all(axiom, profile.status)), "")
        sources = self._all(axiom, profile.source)
        return [self._source(source, status) for source in sources] or [Evidence(status=status)]

    def _source(self, source: int, status: str) -> Evidence:
        if self._terms.facet(source).kind is not Kind.IRI:
            return Evidence(status=status, cited=self._terms.text(source))
        return Evidence(
            status=status,
            sentence=self._terms.text(source),
            start=self._offset(source, self._profile.start),
            end=self._offset(source, self._profile.end),
        )

    def _items(self, head: int) -> tuple[Term, ...] | None:
        """List the members of an RDF list that a blank node begins."""
        if self._terms.facet(head).kind is not Kind.BLANK:
            return None
        items = self._lists.items(head)
        return tuple(self._terms[item] for item in items) if items else None

    def _offset(self, subject: int, predicates: tuple[str, ...]) -> int | None:
        terms = (self._terms[n] for n in self._all(subject, predicates))
        return offset_in(term.lexical for term in terms if isinstance(term, Literal))

    def _all(self, subject: int, predicates: tuple[str, ...]) -> list[int]:
        return [n for predicate in predicates for n in self._objects(subject, predicate)]

    def _subjects(self, predicate: str, object_: int, snapshot: int) -> list[int]:
        c, owner = self._columns, self._closure.snapshots.owner
        rows = (c.predicate == self._terms.find_iri(predicate)) & (c.object == object_)
        rows &= np.isin(owner, (SHARED, snapshot))
        return sorted(set(c.subject[rows].tolist()))

    def _objects(self, subject: int, predicate: str) -> list[int]:
        c = self._columns
        rows = np.flatnonzero(c.subject == subject)
        number = self._terms.find_iri(predicate)
        return [int(n) for n in c.object[rows[c.predicate[rows] == number]]]


def _order(evidence: Evidence) -> tuple[int, str, str]:
    return evidence.start or 0, evidence.sentence or evidence.cited or "", evidence.status
