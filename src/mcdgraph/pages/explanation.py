"""The page of a proof: the statement explained, then the tree of what it follows from."""

from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from mcdgraph.columns import BlankNode, Iri, Term
from mcdgraph.errors import QueryTooLarge
from mcdgraph.explanation import Explainer, Explanation
from mcdgraph.explanation.model import ExplanationStep, Stated, Triple
from mcdgraph.explanation.places import PLACES, Places
from mcdgraph.explanation.words import RULES
from mcdgraph.pages.evidence import sentence_evidence
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Evidence, Listed, Resource, Text, Value
from mcdgraph.reasoning import close, read_rules
from mcdgraph.release import Release
from mcdgraph.settings import Settings

#: Statements of a release that are reasoned over again to explain one of them, at most.
MOST_STATEMENTS = 2_000_000


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a statement is written: its named graph and, where known, ``file:line:column``."""

    graph: Resource | None
    position: str


@dataclass(frozen=True, kw_only=True)
class Node:
    """One statement of the tree, with those that it follows from.

    ``rule`` is empty for what a source says; ``words`` is what the rule says. ``again`` marks
    a conclusion that the tree has told before, and does not tell twice.
    """

    subject: Value
    property: Resource
    value: Value
    rule: str
    words: str
    places: tuple[Place, ...]
    evidence: tuple[Evidence, ...]
    premises: tuple["Node", ...]
    again: bool


class Explanations:
    """Explains the statements of one release; reasons over it when first asked."""

    def __init__(self, release: Release, settings: Settings) -> None:
        """Take the release and the settings it is served with."""
        self._release = release
        self._settings = settings
        self._lock = Lock()

    def explain(self, triple: Triple) -> Explanation | None:
        """Explain a statement; None where the release does not hold it.

        Raises QueryTooLarge where the release is too large to be reasoned over again here.
        """
        if self._release.manifest.statements > MOST_STATEMENTS:
            raise QueryTooLarge(
                f"a release of more than {MOST_STATEMENTS:,} statements is not explained by the "
                "server; mcdgraph explain does it from the sources"
            )
        with self._lock:
            return self._explainer.explain(triple)

    @cached_property
    def _explainer(self) -> Explainer:
        places = Places(self._release.path / PLACES)
        rules = read_rules(self._release.path, self._settings.prefixes)
        return Explainer(close(places.columns, rules=rules), places.position)


def explanation_tree(reader: Reader, explanation: Explanation, language: str) -> Node:
    """Give an explanation as a tree in the words of a language."""
    return _Teller(reader, explanation, language).tree()


class _Teller:
    """Tells the steps of one explanation."""

    def __init__(self, reader: Reader, explanation: Explanation, language: str) -> None:
        self._reader = reader
        self._explanation = explanation
        self._language = language

    def tree(self) -> Node:
        """Tell every step under the one that it is a premise of, the deepest first."""
        walked = list(self._explanation.walk())
        below: list[list[Node]] = [[] for _ in range(len(walked) + 1)]
        for branches, step, again in reversed(walked):
            depth = len(branches)
            premises, below[depth + 1] = tuple(reversed(below[depth + 1])), []
            below[depth].append(self._node(step, premises, again=again))
        return below[0][0]

    def _node(self, step: ExplanationStep, premises: tuple[Node, ...], *, again: bool) -> Node:
        subject, predicate, object_ = step.triple
        assert isinstance(predicate, Iri)
        words = RULES.get(step.rule)
        return Node(
            subject=self._value(subject),
            property=self._reader.resource(predicate.value, self._language),
            value=self._object(step, object_),
            rule=step.rule,
            words=words.of(self._language) if words else "",
            places=tuple(self._place(stated) for stated in step.stated),
            evidence=tuple(self._evidence(step)),
            premises=premises,
            again=again and bool(step.premises),
        )

    def _object(self, step: ExplanationStep, object_: Term) -> Value:
        if step.items is not None:
            return Listed(items=tuple(self._value(item) for item in step.items))
        return self._value(object_)

    def _value(self, term: Term) -> Value:
        """Give a term; a blank node, which the store may name otherwise, by its label here."""
        if isinstance(term, BlankNode):
            return Text(text=str(term))
        return self._reader.value(term, self._language)

    def _place(self, stated: Stated) -> Place:
        graph = self._reader.resource(stated.graph, self._language) if stated.graph else None
        return Place(graph=graph, position=str(stated.position or ""))

    def _evidence(self, step: ExplanationStep) -> list[Evidence]:
        return [
            sentence_evidence(self._reader, found.sentence, found.status, self._language)
            if found.sentence
            else Evidence(status=found.status)
            for found in step.evidence
        ]
