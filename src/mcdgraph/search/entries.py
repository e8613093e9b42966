"""The things of a dataset that search finds, with their texts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from mcdgraph.columns import Columns, Kind
from mcdgraph.columns.markup import plain_text
from mcdgraph.columns.table import NONE
from mcdgraph.questions import SavedQuery
from mcdgraph.search.model import SearchEntry, SearchText
from mcdgraph.search.vocabulary import (
    DEPRECATED,
    DEPRECATED_TYPES,
    KIND_ORDER,
    KINDS,
    ROLES,
    SUB_PROPERTY,
    SUPERSEDED,
    TYPE,
    EntryKind,
    TextRole,
)
from mcdgraph.search.words import local_name

#: Texts of a thing, and characters of a text, that are looked at.
MAX_TEXTS: Final = 100
MAX_TEXT: Final = 2_000
#: Characters of an IRI that can be found.
MAX_IRI: Final = 2_000
#: Boolean true (XML Schema Datatypes, clause 3.3.2).
_TRUE: Final = ("true", "1")


def entries_of(
    columns: Columns, questions: Iterable[SavedQuery], without: Iterable[str] = ()
) -> list[SearchEntry]:
    """List what can be found: the IRIs that ``columns`` describe, and the saved questions.

    Named graphs ``without`` are left out. The order is that in which things come that are
    equally good: those in use before the deprecated, the most used first.
    """
    found = _Collector(columns=_without(columns, without)).entries()
    found += [_question_entry(question) for question in questions]
    return sorted(found, key=lambda e: (e.deprecated, -e.uses, e.kind, e.iri))


def _without(columns: Columns, graphs: Iterable[str]) -> Columns:
    left = [number for iri in graphs if (number := columns.terms.find_iri(iri)) != NONE]
    return columns.take(~np.isin(columns.graph, left)) if left else columns


def _question_entry(question: SavedQuery) -> SearchEntry:
    texts = [
        SearchText(role=role, property="", language=tag, text=text[:MAX_TEXT])
        for role, said in (
            (TextRole.NAME, question.titles),
            (TextRole.NOTE, question.descriptions),
        )
        for tag, text in sorted(said.items())
    ]
    texts.append(SearchText(role=TextRole.CODE, property="", language=None, text=question.name))
    return SearchEntry(
        iri=question.name,
        kind=EntryKind.QUESTION,
        type="",
        deprecated=False,
        uses=0,
        texts=tuple(texts),
    )


def text_properties(columns: Columns) -> dict[int, TextRole]:
    """Return what the texts of each property are, by number: of those known, and below them."""
    terms = columns.terms
    found = {number: role for iri, role in ROLES.items() if (number := terms.find_iri(iri)) != NONE}
    below: defaultdict[int, set[int]] = defaultdict(set)
    for subject, above in _pairs(columns, SUB_PROPERTY):
        below[above].add(subject)
    reached = sorted(found, key=lambda number: (found[number], terms.text(number)))
    for above in reached:  # grows while it is walked
        for number in sorted(below[above] - found.keys(), key=terms.text):
            found[number] = found[above]
            reached.append(number)
    return found


def _pairs(columns: Columns, predicate: str) -> Iterator[tuple[int, int]]:
    """Yield subject and object of each statement of a property."""
    number = columns.terms.find_iri(predicate)
    rows = np.flatnonzero(columns.predicate == number)
    return zip(columns.subject[rows].tolist(), columns.object[rows].tolist(), strict=True)


@dataclass(kw_only=True, eq=False)
class _Collector:
    """Reads entries out of the statements of a dataset."""

    columns: Columns
    types: dict[int, set[int]] = field(default_factory=dict)
    frequency: Counter[int] = field(default_factory=Counter)

    def entries(self) -> list[SearchEntry]:
        """List the IRIs that are described, each with its texts."""
        self._read_types()
        texts, deprecated = self._texts(), self._deprecated()
        uses = np.bincount(self.columns.object, minlength=len(self.columns.terms))
        return [
            self._entry(subject, texts.get(subject, ()), subject in deprecated, int(uses[subject]))
            for subject in self._subjects()
        ]

    def _read_types(self) -> None:
        for subject, kind in set(_pairs(self.columns, TYPE)):
            self.types.setdefault(subject, set()).add(kind)
            self.frequency[kind] += 1

    def _subjects(self) -> list[int]:
        kinds = self.columns.terms.kinds()
        subjects = np.unique(self.columns.subject)
        iris = subjects[kinds[subjects] == Kind.IRI].tolist()
        return [n for n in iris if len(self.columns.terms.text(n)) <= MAX_IRI]

    def _texts(self) -> dict[int, Sequence[SearchText]]:
        """Return the texts of each subject by number, each text once, the most telling first."""
        columns, roles = self.columns, text_properties(self.columns)
        languages = columns.terms.languages()
        wanted = np.isin(columns.predicate, list(roles)) | (languages[columns.object] != NONE)
        rows = np.flatnonzero(wanted & (columns.terms.kinds()[columns.object] == Kind.LITERAL))
        found: defaultdict[int, set[tuple[TextRole, str, str, str]]] = defaultdict(set)
        for subject, predicate, object_ in zip(
            columns.subject[rows].tolist(),
            columns.predicate[rows].tolist(),
            columns.object[rows].tolist(),
            strict=True,
        ):
            facet = columns.terms.facet(object_)
            datatype = columns.terms.text(facet.datatype)
            text = plain_text(columns.terms.text(object_), datatype)[:MAX_TEXT]
            tag = facet.tag or ""
            role = roles.get(predicate, TextRole.NOTE)
            found[subject].add((role, tag, text, columns.terms.text(predicate)))
        return {subject: _in_order(texts) for subject, texts in found.items()}

    def _deprecated(self) -> set[int]:
        terms = self.columns.terms
        found = {s for s, o in _pairs(self.columns, DEPRECATED) if terms.text(o) in _TRUE}
        for predicate in sorted(SUPERSEDED):
            found.update(subject for subject, _ in _pairs(self.columns, predicate))
        types = {terms.find_iri(iri) for iri in DEPRECATED_TYPES}
        return found | {subject for subject, kinds in self.types.items() if kinds & types}

    def _entry(
        self, subject: int, texts: Sequence[SearchText], deprecated: bool, uses: int
    ) -> SearchEntry:
        iri = self.columns.terms.text(subject)
        own = SearchText(role=TextRole.CODE, property="", language=None, text=local_name(iri))
        return SearchEntry(
            iri=iri,
            kind=self._kind(subject),
            type=self._type(subject),
            deprecated=deprecated,
            uses=uses,
            texts=(*texts, own),
        )

    def _kind(self, subject: int) -> EntryKind:
        text = self.columns.terms.text
        kinds = {KINDS.get(text(t), EntryKind.THING) for t in self.types.get(subject, ())}
        return min(kinds, key=KIND_ORDER.index, default=EntryKind.THING)

    def _type(self, subject: int) -> str:
        """Return the rarest class of a thing, as an IRI."""
        terms = self.columns.terms
        iris = [t for t in self.types.get(subject, ()) if not terms.key(t).startswith("_:")]
        rarest = min(iris, key=lambda t: (self.frequency[t], terms.text(t)), default=None)
        return "" if rarest is None else terms.text(rarest)


def _in_order(found: set[tuple[TextRole, str, str, str]]) -> Sequence[SearchText]:
    """Return texts in order; one that two properties say is told by the more telling one."""
    texts: dict[tuple[str, str], SearchText] = {}
    for role, tag, text, predicate in sorted(found):
        if len(texts) < MAX_TEXTS:
            new = SearchText(role=role, property=predicate, language=tag or None, text=text)
            texts.setdefault((tag, text), new)
    return tuple(texts.values())
