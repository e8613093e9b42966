"""Makes explanations out of a closure: terms for numbers, places and evidence for rows."""

from collections.abc import Callable

import numpy as np

from mcdgraph.columns import Kind, Literal, Term
from mcdgraph.columns.lists import RdfLists
from mcdgraph.explanation.model import Evidence, Explanation, ExplanationStep, Stated, Triple
from mcdgraph.namespaces import MCD, OWL, STANDARD
from mcdgraph.positions import Position
from mcdgraph.reasoning import Closure, Contradiction, Inference, Proof

#: Properties of an axiom that name what says it, and how it is said.
EVIDENCE = (MCD + "evidence", STANDARD["prov"] + "wasDerivedFrom", STANDARD["dcterms"] + "source")
STATUS = MCD + "assertionStatus"
START, END = MCD + "startOffset", MCD + "endOffset"

#: Places a row of the asserted columns in its file, where that is known.
Placing = Callable[[int], Position | None]


class Explainer:
    """Explains the statements of one closure."""

    def __init__(self, closure: Closure, placing: Placing) -> None:
        """Take a closure that tells proofs, and what places its asserted rows."""
        self._closure = closure
        self._columns = closure.asserted
        self._terms = closure.asserted.terms
        self._placing = placing
        self._lists = RdfLists(closure.asserted)

    def explain(self, triple: Triple) -> Explanation | None:
        """Explain a statement; None where it is neither asserted nor concluded."""
        s, p, o = (self._terms.find(term) for term in triple)
        proof = None if min(s, p, o) < 0 else self._closure.proof((s, p, o))
        return None if proof is None else self._explanation(proof)

    def grounds(self, contradiction: Contradiction) -> tuple[Explanation, ...]:
        """Explain each premise of a contradiction."""
        proofs = (self._closure.proof(premise) for premise in contradiction.premises)
        return tuple(self._explanation(proof) for proof in proofs if proof is not None)

    def _explanation(self, proof: Proof) -> Explanation:
        """Number the steps of a proof in the order in which the tree tells them."""
        numbers: dict[tuple[int, int, int], int] = {}
        for _, step, _ in proof.walk():
            numbers.setdefault(step.triple, len(numbers))
        return Explanation(
            steps=tuple(
                self._step(number, proof.steps[triple], numbers)
                for triple, number in numbers.items()
            )
        )

    def _step(
        self, number: int, step: Inference, numbers: dict[tuple[int, int, int], int]
    ) -> ExplanationStep:
        s, p, o = (self._terms[term] for term in step.triple)
        return ExplanationStep(
            number=number,
            triple=(s, p, o),
            rule="" if step.asserted else step.rule,
            premises=tuple(numbers[premise] for premise in step.premises),
            stated=tuple(self._stated(row) for row in step.rows),
            evidence=self._evidence(step.triple) if step.asserted else (),
            items=self._items(step.triple[2]),
        )

    def _stated(self, row: int) -> Stated:
        graph = int(self._columns.graph[row])
        return Stated(
            graph=self._terms.text(graph) if graph >= 0 else None, position=self._placing(row)
        )

    def _evidence(self, triple: tuple[int, int, int]) -> tuple[Evidence, ...]:
        """Read the annotations of the axioms about a triple (OWL 2 Mapping to RDF, 3.2.2)."""
        s, p, o = triple
        axioms = self._subjects(OWL + "annotatedSource", s)
        axioms = [a for a in axioms if p in self._objects(a, OWL + "annotatedProperty")]
        axioms = [a for a in axioms if o in self._objects(a, OWL + "annotatedTarget")]
        found = {evidence for axiom in axioms for evidence in self._of(axiom)}
        return tuple(sorted(found, key=lambda e: (e.start or 0, e.sentence or "", e.status)))

    def _of(self, axiom: int) -> list[Evidence]:
        status = next((self._terms.text(n) for n in self._objects(axiom, STATUS)), "")
        sentences = [n for name in EVIDENCE for n in self._objects(axiom, name)]
        return [
            Evidence(
                status=status,
                sentence=self._terms.text(sentence),
                start=self._number(sentence, START),
                end=self._number(sentence, END),
            )
            for sentence in sentences
        ] or [Evidence(status=status)]

    def _items(self, head: int) -> tuple[Term, ...] | None:
        """List the members of an RDF list that a blank node begins."""
        if self._terms.facet(head).kind is not Kind.BLANK:
            return None
        items = self._lists.items(head)
        return tuple(self._terms[item] for item in items) if items else None

    def _number(self, subject: int, predicate: str) -> int | None:
        texts = [self._terms[n] for n in self._objects(subject, predicate)]
        whole = [t for t in texts if isinstance(t, Literal) and t.lexical.isdecimal()]
        return int(whole[0].lexical) if whole else None

    def _subjects(self, predicate: str, object_: int) -> list[int]:
        c = self._columns
        rows = (c.predicate == self._terms.find_iri(predicate)) & (c.object == object_)
        return sorted(set(c.subject[rows].tolist()))

    def _objects(self, subject: int, predicate: str) -> list[int]:
        c = self._columns
        rows = np.flatnonzero(c.subject == subject)
        number = self._terms.find_iri(predicate)
        return [int(n) for n in c.object[rows[c.predicate[rows] == number]]]
