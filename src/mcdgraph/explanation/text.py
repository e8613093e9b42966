"""An explanation as text: a tree whose leaves are what the sources say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.explanation.model import Evidence, Explanation, ExplanationStep, ReadPassage
from mcdgraph.explanation.words import RULES
from mcdgraph.namespaces import RDF
from mcdgraph.passages import Passage
from mcdgraph.terminal import plain

#: Other documents that are named at most.
OTHERS: Final = 20


@dataclass(frozen=True, kw_only=True)
class ProofWords:
    """What stands between the terms of a proof; each ``{}`` is filled by one of them.

    Sentences of the rules are in ``language``, those of French and English that they have.
    """

    language: str = "en"
    by: str = "by {}"
    at: str = "at {}"
    above: str = "concluded above"
    document: str = "in the document {}, with what all share"
    others: str = "also in {}"
    more: str = "{} and {} more"


ENGLISH: Final = ProofWords()


@dataclass(frozen=True, kw_only=True)
class TermNames:
    """Writes terms with the prefixes of a graph."""

    prefixes: Mapping[str, str]

    def of(self, term: Term) -> str:
        """Write a term: ``prefix:name`` where the longest namespace fits."""
        if isinstance(term, Iri):
            return "a" if term.value == RDF + "type" else self.iri(term.value)
        if isinstance(term, Literal) and term.language is None and term.datatype != XSD_STRING:
            return f"{Literal(term.lexical)}^^{self.iri(term.datatype)}"
        return str(term)

    def iri(self, iri: str) -> str:
        """Write an IRI."""
        fitting = [
            (len(namespace), prefix)
            for prefix, namespace in self.prefixes.items()
            if iri.startswith(namespace) and len(iri) > len(namespace)
        ]
        if not fitting:
            return f"<{iri}>"
        length, prefix = max(fitting)
        return f"{prefix}:{iri[length:]}"

    def triple(self, step: ExplanationStep) -> str:
        """Write a statement; a list is written by its members."""
        s, p, o = step.triple
        value = f"( {' '.join(map(self.of, step.items))} )" if step.items else self.of(o)
        return f"{self.of(s)} {self.of(p)} {value}"


def write_text(
    explanation: Explanation, prefixes: Mapping[str, str], passages: ReadPassage | None = None
) -> str:
    """Write the tree: each conclusion with its rule, each assertion with its place and evidence.

    ``passages`` reads what a sentence says, and its words where they are at hand.
    """
    lines = [*text_lines(explanation, prefixes, passages), *snapshot_lines(explanation, prefixes)]
    return "".join(f"{line}\n" for line in lines)


def snapshot_lines(
    explanation: Explanation, prefixes: Mapping[str, str], words: ProofWords = ENGLISH
) -> Iterator[str]:
    """Say which document a statement holds in, and which others it holds in too."""
    names = TermNames(prefixes=prefixes)
    if explanation.snapshot:
        yield words.document.format(names.iri(explanation.snapshot))
    if explanation.others:
        first = ", ".join(names.iri(version) for version in explanation.others[:OTHERS])
        more = len(explanation.others) - OTHERS
        yield words.others.format(words.more.format(first, more) if more > 0 else first)


def text_lines(
    explanation: Explanation,
    prefixes: Mapping[str, str],
    passages: ReadPassage | None = None,
    most: int | None = None,
    words: ProofWords = ENGLISH,
) -> Iterator[str]:
    """Yield the lines of the tree, of the first ``most`` of its statements."""
    names = TermNames(prefixes=prefixes)
    for branches, step, again in islice(explanation.walk(), most):
        yield _indent(branches, last=True) + names.triple(step)
        below = _indent(branches, last=False) + ("│  " if step.premises and not again else "   ")
        if again and step.premises:
            yield below + words.above
            continue
        for line in _about(step, names, passages, words):
            yield below + line


def _indent(branches: tuple[bool, ...], *, last: bool) -> str:
    """Draw the lines of the tree to the left of a step, or of the words below it."""
    if not branches:
        return ""
    above = "".join("│  " if more else "   " for more in branches[:-1])
    if last:
        return above + ("├─ " if branches[-1] else "└─ ")
    return above + ("│  " if branches[-1] else "   ")


def _about(
    step: ExplanationStep, names: TermNames, passages: ReadPassage | None, words: ProofWords
) -> Iterator[str]:
    """Say under a statement where it comes from."""
    if not step.asserted:
        rule = RULES.get(step.rule)
        yield words.by.format(step.rule) + (f": {rule.of(words.language)}" if rule else "")
    for stated in step.stated:
        place = stated.position or (names.iri(stated.graph) if stated.graph else "asserted")
        yield words.at.format(place)
    for evidence in step.evidence:
        yield _evidence(evidence, names)
        if evidence.sentence and passages:
            yield from _passage(passages(evidence.sentence))


def _passage(passage: Passage) -> Iterator[str]:
    """Say what a passage says, on lines of their own."""
    if gloss := passage.gloss("en"):
        yield f"   says: {_line(gloss.lexical)}"
    if passage.quotation:
        yield f"   words: “{_line(passage.quotation.exact)}”"


def _line(text: str) -> str:
    """Write a text on one line."""
    return " ".join(plain(text).split())


def _evidence(evidence: Evidence, names: TermNames) -> str:
    """Say which sentence says it, and how."""
    words = [_line(evidence.status or "stated")]
    if evidence.sentence:
        words.append(f"in {names.iri(evidence.sentence)}")
    elif evidence.cited:
        words.append(f"in {_line(evidence.cited)}")
    if evidence.start is not None and evidence.end is not None:
        words.append(f"[{evidence.start},{evidence.end})")
    return " ".join(words)
