"""The reference of a vocabulary: its terms by kind, each with what is said of it."""

from dataclasses import dataclass

from mcdgraph.columns import Iri
from mcdgraph.namespaces import OWL, RDFS, SH
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
_SHOWN_APART = (*LABELS, *SUMMARIES[:1], RDFS + "isDefinedBy")


@dataclass(frozen=True, kw_only=True)
class TermEntry:
    """A term of a vocabulary; ``name`` is its fragment, by which it is linked."""

    iri: str
    name: str
    label: Label
    summary: Label | None
    groups: tuple[Group, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """The terms of one kind, by name."""

    name: str
    entries: tuple[TermEntry, ...]


@dataclass(frozen=True, kw_only=True)
class ReferencePage:
    """A vocabulary: what is said of it as a whole, and its terms."""

    iri: str
    label: Label
    summary: Label | None
    header: tuple[Group, ...]
    sections: tuple[Section, ...]


def reference_page(reader: Reader, iri: str, language: str) -> ReferencePage:
    """Tell the vocabulary whose terms are named by fragments of an IRI."""
    sections = []
    seen: set[str] = set()
    for name, types in SECTIONS.items():
        terms = [term for term in _terms(reader, iri, types) if term not in seen]
        seen.update(terms)
        if terms:
            entries = tuple(_entry(reader, iri, term, language) for term in terms)
            sections.append(Section(name=name, entries=entries))
    return ReferencePage(
        iri=iri,
        label=reader.labels.label(iri, language),
        summary=reader.text(Iri(iri), SUMMARIES, language),
        header=entity_groups(reader, Iri(iri), language, without=(*LABELS, *SUMMARIES)),
        sections=tuple(sections),
    )


def _terms(reader: Reader, iri: str, types: tuple[str, ...]) -> list[str]:
    found = {
        quad.subject.value
        for type_ in types
        for quad in reader.store.quads(predicate=Iri(TYPE), object=Iri(type_))
        if isinstance(quad.subject, Iri) and quad.subject.value.startswith(iri + "#")
    }
    return sorted(found, key=str.casefold)


def _entry(reader: Reader, iri: str, term: str, language: str) -> TermEntry:
    groups = entity_groups(reader, Iri(term), language, without=_SHOWN_APART)
    return TermEntry(
        iri=term,
        name=term[len(iri) + 1 :],
        label=reader.labels.label(term, language),
        summary=reader.text(Iri(term), SUMMARIES, language),
        groups=tuple(group for group in groups if not _is_kind(group)),
    )


def _is_kind(group: Group) -> bool:
    """Tell whether a group says no more than the section that a term stands in."""
    told = {iri for types in SECTIONS.values() for iri in types}
    values = [statement.value for statement in group.statements]
    return group.property.iri == TYPE and all(
        isinstance(value, Resource) and value.iri in told for value in values
    )
