"""The page of a proof: the statement explained, then the tree of what it follows from."""

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from threading import Lock

from mcdgraph.columns import BlankNode, Iri, Term
from mcdgraph.errors import QueryTooLarge
from mcdgraph.explanation import Evidence, Explainer, Explanation
from mcdgraph.explanation.explainers import explain_release
from mcdgraph.explanation.model import ExplanationStep, Stated, Triple
from mcdgraph.explanation.places import PLACES, Places
from mcdgraph.explanation.words import RULES
from mcdgraph.pages.bounds import EVIDENCE, GRAPHS, MEMBERS, PROOF_LEVELS, STEPS, Allowance
from mcdgraph.pages.evidence import proof_evidence, with_room
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Listed, Resource, StatementEvidence, Text, Value
from mcdgraph.positions import Position
from mcdgraph.release import Release
from mcdgraph.settings import Settings

#: Statements of a release that are reasoned over again to explain one of them, at most.
MOST_STATEMENTS = 2_000_000
#: Passages that the leaves of a proof rest on, at most.
MOST_GROUNDS = 50
#: Steps of a proof that are walked to find those to show.
STEPS_LOOKED_AT = 5_000


@dataclass(frozen=True, kw_only=True)
class StatedPlace:
    """Where a statement is written: its named graph and, where known, its place in a file."""

    graph: Resource | None
    position: Position | None


@dataclass(frozen=True, kw_only=True)
class ProofNode:
    """One statement of the tree, with those that it follows from.

    ``rule`` is empty for what a source says; ``words`` is what the rule says. ``again`` marks
    a conclusion that the tree has shown before, and does not show twice; ``cut`` one whose
    premises are not all shown, because the tree is too large or too deep.
    """

    subject: Value
    property: Resource
    value: Value
    rule: str
    words: str
    places: tuple[StatedPlace, ...]
    evidence: tuple[StatementEvidence, ...]
    premises: tuple["ProofNode", ...]
    again: bool
    cut: bool


class Explanations:
    """Explains the statements of one release; reasons over it when first asked."""

    def __init__(self, release: Release, settings: Settings) -> None:
        """Take the release and the settings it is served with."""
        self._release = release
        self._settings = settings
        self._lock = Lock()

    def load(self) -> None:
        """Reason over the release now, where it is not too large, rather than when first asked."""
        if not self._is_too_large:
            _ = self._explainer
            if self._settings.forge.source:
                self._places.sort()

    def position(self, subject: Term, predicate: Term, object_: Term) -> Position | None:
        """Place a statement in its file; None where that is not known, or nobody links to files."""
        if not self._settings.forge.source or self._is_too_large:
            return None
        return self._places.find(subject, predicate, object_)

    def explain(self, triple: Triple, snapshot: str | None = None) -> Explanation | None:
        """Explain a statement; None where the release, or the snapshot, does not hold it.

        ``snapshot`` is the version of a document to explain it from. Raises UsageError where
        the release has none of it, and QueryTooLarge where the release is too large to be
        reasoned over again here.
        """
        if self._is_too_large:
            raise QueryTooLarge(
                f"a release of more than {MOST_STATEMENTS:,} statements is not explained by the "
                "server; mcdgraph explain does it from the sources"
            )
        with self._lock:
            return self._explainer.explain(triple, snapshot)

    @property
    def _is_too_large(self) -> bool:
        return self._release.manifest.statements > MOST_STATEMENTS

    @cached_property
    def _places(self) -> Places:
        return Places(self._release.path / PLACES)

    @cached_property
    def _explainer(self) -> Explainer:
        return explain_release(self._release.path, self._places, self._settings)


@dataclass(frozen=True, kw_only=True)
class ProofSnapshots:
    """The version of a document that a proof is from, if it needs one, and the first others.

    ``left_out`` counts versions in which the statement holds too, and that are not named.
    """

    own: Resource | None
    others: tuple[Resource, ...]
    left_out: int


def proof_snapshots(reader: Reader, explanation: Explanation, language: str) -> ProofSnapshots:
    """Return the versions of documents in which a statement holds, in the words of a language."""
    own, others = explanation.snapshot, explanation.others
    return ProofSnapshots(
        own=reader.resource(own, language) if own else None,
        others=tuple(reader.resource(version, language) for version in others[:GRAPHS]),
        left_out=max(len(others) - GRAPHS, 0),
    )


def explanation_tree(reader: Reader, explanation: Explanation, language: str) -> ProofNode:
    """Return an explanation as a tree in the words of a language."""
    return _TreeBuilder(reader, explanation, language).tree()


def grounds(reader: Reader, explanation: Explanation, language: str) -> list[StatementEvidence]:
    """Return what the leaves of a proof rest on, each passage once."""
    found = {
        evidence.sentence or evidence.cited or "": evidence
        for step in explanation.steps[:STEPS]
        for evidence in step.evidence
    }
    return [
        proof_evidence(reader, evidence, language)
        for evidence in list(found.values())[:MOST_GROUNDS]
    ]


class _TreeBuilder:
    """Shows the steps of one explanation."""

    def __init__(self, reader: Reader, explanation: Explanation, language: str) -> None:
        self._reader = reader
        self._explanation = explanation
        self._language = language
        self._allowance = Allowance()

    def tree(self) -> ProofNode:
        """Return the first steps under the one that they are premises of, the deepest first."""
        walk = islice(self._explanation.walk(), STEPS_LOOKED_AT)
        near = (step for step in walk if len(step[0]) <= PROOF_LEVELS)
        walked = list(islice(near, STEPS))
        below: list[list[ProofNode]] = [[] for _ in range(PROOF_LEVELS + 2)]
        for branches, step, again in reversed(walked):
            depth = len(branches)
            premises, below[depth + 1] = tuple(reversed(below[depth + 1])), []
            below[depth].append(self._node(step, premises, again=again))
        return below[0][0]

    def _node(
        self, step: ExplanationStep, premises: tuple[ProofNode, ...], *, again: bool
    ) -> ProofNode:
        subject, predicate, object_ = step.triple
        assert isinstance(predicate, Iri)
        words = RULES.get(step.rule)
        return ProofNode(
            subject=self._value(subject),
            property=self._reader.resource(predicate.value, self._language),
            value=self._object(step, object_),
            rule=step.rule,
            words=words.of(self._language) if words else "",
            places=tuple(self._place(stated) for stated in step.stated[:GRAPHS]),
            evidence=tuple(self._evidence(found) for found in step.evidence[:EVIDENCE]),
            premises=premises,
            again=again and bool(step.premises),
            cut=not again and len(premises) < len(step.premises),
        )

    def _object(self, step: ExplanationStep, object_: Term) -> Value:
        if step.items is not None:
            return Listed(
                items=tuple(self._value(item) for item in step.items[:MEMBERS]),
                cut=len(step.items) > MEMBERS,
            )
        return self._value(object_)

    def _value(self, term: Term) -> Value:
        """Return a term; a blank node, which the store may name otherwise, by its label here."""
        if isinstance(term, BlankNode):
            return Text(text=str(term))
        return self._reader.value(term, self._language, self._allowance)

    def _place(self, stated: Stated) -> StatedPlace:
        graph = self._reader.resource(stated.graph, self._language) if stated.graph else None
        return StatedPlace(graph=graph, position=stated.position)

    def _evidence(self, found: Evidence) -> StatementEvidence:
        read = proof_evidence(self._reader, found, self._language)
        return with_room(read, self._allowance)
