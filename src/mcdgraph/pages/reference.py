"""The reference of a vocabulary: its terms by kind, each with its definition."""

from dataclasses import dataclass
from itertools import islice
from math import ceil

from mcdgraph.columns import Iri
from mcdgraph.namespaces import OWL, RDFS, SH
from mcdgraph.pages.bounds import IRI as LONGEST_IRI
from mcdgraph.pages.bounds import TERMS, TERMS_LOOKED_AT, TERMS_READ, shorten
from mcdgraph.pages.entity import entity_groups
from mcdgraph.pages.labels import Label
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.terms import LABELS, SUMMARIES, TYPE
from mcdgraph.pages.values import Group, Resource

#: Name of a section → the types of its terms.
SECTIONS = {
    "classes": (OWL + "Class", RDFS + "Class"),
    "object_properties": (OWL + "ObjectProperty",),
    "data_properties": (OWL + "DatatypeProperty",),
    "annotation_properties": (OWL + "AnnotationProperty",),
    "individuals": (OWL + "NamedIndividual",),
    "node_shapes": (SH + "NodeShape",),
    "property_shapes": (SH + "PropertyShape",),
}
#: What a term is said to be part of, or to apply to, and how much of it is listed.
ABOVE = (
    RDFS + "subClassOf",
    RDFS + "subPropertyOf",
    SH + "targetClass",
    SH + "targetSubjectsOf",
    SH + "targetObjectsOf",
    SH + "path",
)
MOST_ABOVE = 3
#: What a shape says where it has no definition.
MESSAGE = SH + "message"
#: Characters of a definition in the list.
DEFINITION = 300


@dataclass(frozen=True, kw_only=True)
class TermEntry:
    """A term of a vocabulary; ``name`` is its fragment, by which it is linked.

    ``above`` are the terms that a class, property or concept is said to be part of.
    """

    iri: str
    name: str
    label: Label
    summary: Label | None
    above: tuple[Resource, ...]


@dataclass(frozen=True, kw_only=True)
class TermSection:
    """Terms of one kind, by name: those on the page at hand, and how many there are."""

    name: str
    entries: tuple[TermEntry, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class ReferencePage:
    """A vocabulary: what is said of it as a whole, and one page of its terms.

    ``terms`` counts the terms that the filter left, of which ``page`` is one of ``pages``;
    ``cut`` is True where a kind has more terms than are looked at.
    """

    iri: str
    label: Label
    summary: Label | None
    header: tuple[Group, ...]
    sections: tuple[TermSection, ...]
    terms: int
    page: int
    pages: int
    cut: bool


def reference_page(
    reader: Reader, iri: str, language: str, *, words: str = "", page: int = 1
) -> ReferencePage:
    """Return a page of the vocabulary whose terms are named by fragments of an IRI.

    Only terms are listed whose name or label holds all of ``words``.
    """
    kinds, cut = _kinds(reader, iri)
    wanted = {name: _filtered(reader, terms, words, language) for name, terms in kinds.items()}
    numbered = [(name, term) for name, terms in wanted.items() for term in terms]
    shown = numbered[(page - 1) * TERMS : page * TERMS]
    sections = tuple(
        TermSection(
            name=name,
            entries=tuple(_entry(reader, iri, t, language) for kind, t in shown if kind == name),
            total=len(terms),
        )
        for name, terms in wanted.items()
        if terms
    )
    return ReferencePage(
        iri=iri,
        label=reader.labels.label(iri, language),
        summary=reader.text(Iri(iri), SUMMARIES, language),
        header=entity_groups(reader, iri, language, without=(*LABELS, *SUMMARIES)),
        sections=sections,
        terms=len(numbered),
        page=page,
        pages=max(1, ceil(len(numbered) / TERMS)),
        cut=cut,
    )


def _kinds(reader: Reader, iri: str) -> tuple[dict[str, list[str]], bool]:
    """Return the terms by section, each in its first, and whether some were not looked at."""
    kinds: dict[str, list[str]] = {}
    seen: set[str] = set()
    cut = False
    for name, types in SECTIONS.items():
        found, more = _terms(reader, iri, types)
        kinds[name] = [term for term in found if term not in seen]
        seen.update(found)
        cut = cut or more
    return kinds, cut


def _terms(reader: Reader, iri: str, types: tuple[str, ...]) -> tuple[list[str], bool]:
    """Return terms of some types, sorted, and whether there are others: many, or too long."""
    found: set[str] = set()
    more = False
    for type_ in types:
        quads = reader.store.quads(predicate=Iri(TYPE), object=Iri(type_))
        subjects = (quad.subject for quad in islice(quads, TERMS_LOOKED_AT))
        own = (s.value for s in subjects if isinstance(s, Iri) and s.value.startswith(iri + "#"))
        read = list(islice(own, TERMS_READ + 1))
        short = [term for term in read if len(term) <= LONGEST_IRI]
        more = more or len(short) < len(read) or len(read) > TERMS_READ
        found.update(short[:TERMS_READ])
    return sorted(found, key=lambda term: (term.casefold(), term)), more


def _filtered(reader: Reader, terms: list[str], words: str, language: str) -> list[str]:
    wanted = words.casefold().split()
    if not wanted:
        return terms
    found = []
    for term in terms:
        name = term.partition("#")[2]
        text = f"{name} {reader.labels.label(term, language).text}".casefold()
        if all(word in text for word in wanted):
            found.append(term)
    return found


def _entry(reader: Reader, iri: str, term: str, language: str) -> TermEntry:
    node = Iri(term)
    summary = reader.text(node, (*SUMMARIES, MESSAGE), language)
    above = [
        found.value
        for predicate in ABOVE
        for found in reader.objects(node, predicate)
        if isinstance(found, Iri)
    ]
    return TermEntry(
        iri=term,
        name=term[len(iri) + 1 :],
        label=reader.labels.label(term, language),
        summary=summary
        and Label(text=shorten(summary.text, DEFINITION), language=summary.language),
        above=tuple(reader.resource(found, language) for found in above[:MOST_ABOVE]),
    )
