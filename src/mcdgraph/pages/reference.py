"""The reference of a vocabulary: its terms by kind, each below what it is part of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from mcdgraph.columns import Iri
from mcdgraph.namespaces import SH
from mcdgraph.pages.bounds import TERMS, shorten
from mcdgraph.pages.entity import entity_groups
from mcdgraph.pages.labels import Label
from mcdgraph.pages.lists import page_count
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.term_index import SECTIONS, SHAPE_SECTIONS, in_tree, with_wider
from mcdgraph.pages.terms import LABELS, ONTOLOGY, SUMMARIES, VERSION
from mcdgraph.pages.values import Group, Resource

#: Name of a reference → the sections that it has.
REFERENCES: Final = {"ontology": tuple(SECTIONS), "shapes": tuple(SHAPE_SECTIONS)}
#: What a shape applies to, which stands where a term says what it is part of.
APPLIES_TO: Final = (
    SH + "targetClass",
    SH + "targetSubjectsOf",
    SH + "targetObjectsOf",
    SH + "path",
)
MOST_ABOVE: Final = 3
#: What a shape says where it has no definition.
MESSAGE: Final = SH + "message"
#: Characters of a definition in the list.
DEFINITION: Final = 300
#: Levels at which terms are shown one below another.
LEVELS: Final = 8
#: Ontologies that are named.
ONTOLOGIES: Final = 50


@dataclass(kw_only=True)
class TermEntry:
    """A term of a vocabulary, and those below it on the same page.

    ``name`` is its fragment, by which it is linked, where it is named by one of the
    vocabulary; else it is empty. ``short`` is how it is written. ``above`` are other terms that
    it is said to be part of, and ``count`` how many things or statements there are.
    """

    iri: str
    name: str
    short: str
    label: Label
    summary: Label | None
    above: tuple[Resource, ...]
    count: int | None
    children: list["TermEntry"] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class TermSection:
    """Terms of one kind, as trees: those on the page at hand, and how many there are.

    ``page`` is the one on which they begin.
    """

    name: str
    entries: tuple[TermEntry, ...]
    total: int
    page: int


@dataclass(frozen=True, kw_only=True)
class Ontology:
    """A document that declares terms, and its version, which may be empty."""

    resource: Resource
    version: str


@dataclass(frozen=True, kw_only=True)
class ReferencePage:
    """A vocabulary: what is said of it as a whole, and one page of its terms.

    ``name`` is ``ontology`` or ``shapes`` for those of the whole graph, empty for the terms of
    one namespace. ``label`` is None for one of the former that the graph does not name.
    ``terms`` counts the terms that the filter left, which stand on ``pages`` pages; ``cut`` is
    True where a kind has more terms than are looked at.
    """

    iri: str
    name: str
    label: Label | None
    summary: Label | None
    header: tuple[Group, ...]
    ontologies: tuple[Ontology, ...]
    sections: tuple[TermSection, ...]
    terms: int
    page: int
    pages: int
    cut: bool


@dataclass(frozen=True, kw_only=True)
class _Placed:
    """A term in its section, how deep it stands there, and whether it is there for others."""

    section: str
    term: str
    depth: int
    wider: bool


def reference_name(reader: Reader, iri: str) -> str:
    """Return which reference of the whole graph a document is, empty for any other."""
    name = iri.removeprefix(reader.settings.base_iri)
    return name if name in REFERENCES and name != iri else ""


def reference_page(
    reader: Reader, iri: str, language: str, *, words: str = "", page: int = 1
) -> ReferencePage:
    """Return a page of all terms, of all shapes, or of the terms that are fragments of an IRI.

    Only terms are listed whose name or label holds all of ``words``; they stand in no tree.
    """
    own = _own(reader, iri)
    placed = _placed(reader, own, words, language)
    totals = dict.fromkeys(own, 0)
    begins: dict[str, int] = {}
    for number, found in enumerate(placed):
        totals[found.section] += not found.wider
        begins.setdefault(found.section, 1 + number // TERMS)
    shown = placed[(page - 1) * TERMS : page * TERMS]
    name, writer = reference_name(reader, iri), _EntryWriter(reader, iri, language)
    sections = tuple(
        TermSection(
            name=section,
            entries=writer.trees([found for found in shown if found.section == section]),
            total=total,
            page=begins[section],
        )
        for section, total in totals.items()
        if total
    )
    label = reader.labels.label(iri, language)
    return ReferencePage(
        iri=iri,
        name=name,
        label=None if name and not reader.is_labelled(iri) else label,
        summary=reader.text(Iri(iri), SUMMARIES, language),
        header=entity_groups(reader, iri, language, without=(*LABELS, *SUMMARIES)),
        ontologies=_ontologies(reader, iri, language) if name == "ontology" else (),
        sections=sections,
        terms=sum(totals.values()),
        page=page,
        pages=page_count(len(placed), TERMS),
        cut=bool(reader.terms.cut.intersection(own)),
    )


def _own(reader: Reader, iri: str) -> dict[str, Sequence[str]]:
    """Return the terms of a reference by section."""
    sections = reader.terms.sections
    if name := reference_name(reader, iri):
        return {section: sections[section] for section in REFERENCES[name]}
    return {
        section: [term for term in terms if term.startswith(f"{iri}#")]
        for section, terms in sections.items()
    }


def _placed(
    reader: Reader, own: Mapping[str, Sequence[str]], words: str, language: str
) -> list[_Placed]:
    """List the terms in the order in which they are shown, with those that they are part of."""
    parents, wanted = reader.terms.parents, words.casefold().split()
    found = []
    for section, terms in own.items():
        if wanted:
            kept = [t for t in terms if _holds(reader, t, wanted, language)]
            found += [_Placed(section=section, term=t, depth=0, wider=False) for t in kept]
            continue
        among = frozenset(terms)
        found += [
            _Placed(section=section, term=term, depth=depth, wider=term not in among)
            for term, depth in in_tree(with_wider(terms, parents), parents)
        ]
    return found


def _holds(reader: Reader, term: str, wanted: Sequence[str], language: str) -> bool:
    label = reader.labels.label(term, language).text
    text = f"{reader.labels.short(term)} {label}".casefold()
    return all(word in text for word in wanted)


def _ontologies(reader: Reader, iri: str, language: str) -> tuple[Ontology, ...]:
    """List the ontologies that are described, but for the one at hand."""
    found = [term for term in reader.things_of(ONTOLOGY, ONTOLOGIES) if term.value != iri]
    return tuple(
        Ontology(
            resource=reader.resource(term.value, language),
            version=next(iter(reader.lexicals(term, VERSION)), ""),
        )
        for term in found
    )


class _EntryWriter:
    """Writes what a page shows of terms."""

    def __init__(self, reader: Reader, iri: str, language: str) -> None:
        self._reader = reader
        self._prefix = f"{iri}#"
        self._language = language
        self._terms = reader.terms

    def trees(self, placed: Sequence[_Placed]) -> tuple[TermEntry, ...]:
        """Hang each term on the one that it follows in the tree, unless that is on another page."""
        roots: list[TermEntry] = []
        path: list[tuple[int, TermEntry]] = []
        for found in placed:
            while path and path[-1][0] >= min(found.depth, LEVELS):
                path.pop()
            parent = path[-1][1] if path else None
            entry = self._entry(found.term, parent)
            (parent.children if parent else roots).append(entry)
            path.append((min(found.depth, LEVELS), entry))
        return tuple(roots)

    def _entry(self, term: str, parent: TermEntry | None) -> TermEntry:
        reader, terms = self._reader, self._terms
        summary = reader.text(Iri(term), (*SUMMARIES, MESSAGE), self._language)
        above = [a for a in self._above(term) if parent is None or a != parent.iri]
        own = term.startswith(self._prefix)
        return TermEntry(
            iri=term,
            name=term[len(self._prefix) :] if own else "",
            short=term[len(self._prefix) :] if own else reader.labels.short(term),
            label=reader.labels.label(term, self._language),
            summary=summary
            and Label(text=shorten(summary.text, DEFINITION), language=summary.language),
            above=tuple(reader.resource(a, self._language) for a in above[:MOST_ABOVE]),
            count=terms.things.get(term, terms.uses.get(term)),
        )

    def _above(self, term: str) -> list[str]:
        targets = [
            found.value
            for predicate in APPLIES_TO
            for found in self._reader.objects(Iri(term), predicate)
            if isinstance(found, Iri)
        ]
        return list(dict.fromkeys((*self._terms.parents.get(term, ()), *targets)))
