"""What one file says of itself: how many terms, concepts, shapes, things; its headers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

import numpy as np

from mcdgraph.columns import Columns
from mcdgraph.columns.markup import plain_text
from mcdgraph.columns.terms import Kind
from mcdgraph.formats import Format
from mcdgraph.namespaces import OWL, RDF, RDFS, SH, SKOS
from mcdgraph.positions import SyntaxProblem
from mcdgraph.settings import Role

_TERM_TYPES: Final = frozenset(
    {
        *(RDF + "Property", RDFS + "Class", RDFS + "Datatype"),
        *(
            OWL + name
            for name in (
                *("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"),
                *("FunctionalProperty", "InverseFunctionalProperty", "TransitiveProperty"),
                *("SymmetricProperty", "AsymmetricProperty", "ReflexiveProperty"),
                *("IrreflexiveProperty", "DeprecatedClass", "DeprecatedProperty"),
            )
        ),
    }
)
_SCHEME: Final = SKOS + "ConceptScheme"
_CONCEPT_TYPES: Final = frozenset(
    {_SCHEME, *(SKOS + name for name in ("Concept", "Collection", "OrderedCollection"))}
)
_HEADER_TYPES: Final = (OWL + "Ontology", _SCHEME)
_SHAPE_TYPES: Final = frozenset(
    SH + name for name in ("NodeShape", "PropertyShape", "ShapeClass", "ConstraintComponent")
)
_SHAPE_MARKS: Final = (
    *("property", "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "sparql"),
    *("and", "or", "xone", "not", "node"),
)
_LABELS: Final = (
    *(RDFS + "label", SKOS + "prefLabel", SKOS + "definition", RDFS + "comment"),
    *("http://purl.org/dc/terms/title", "https://schema.org/name", "http://schema.org/name"),
)
_INDIVIDUAL: Final = frozenset({OWL + "NamedIndividual", OWL + "Thing"})


@dataclass(frozen=True, kw_only=True)
class HeaderValue:
    """One value of a header: an IRI, or a text with its language ("" for none)."""

    text: str
    language: str = ""
    is_iri: bool = False


@dataclass(frozen=True, kw_only=True)
class Header:
    """What a file says of an ontology or a concept scheme as a whole.

    ``values`` are its values by the IRI of the property; ``terms`` counts what the file
    describes beside it. ``names`` are the labels of the agents that it names.
    """

    iri: str
    is_scheme: bool
    terms: int
    values: Mapping[str, tuple[HeaderValue, ...]]
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """A file that was looked at; all counts are of distinct subjects.

    ``fault`` is the first place where it breaks; its counts are then of what stands before.
    ``described`` are the IRIs that get a type here, terms and concepts in ``defined`` among
    them. ``is_cut`` says that only its beginning was read.
    """

    path: PurePosixPath
    form: Format | None
    size: int
    statements: int = 0
    terms: int = 0
    concepts: int = 0
    shapes: int = 0
    things: int = 0
    defined: tuple[str, ...] = ()
    described: tuple[str, ...] = ()
    headers: tuple[Header, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    fault: SyntaxProblem | None = None
    is_cut: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """What the file is for, by what there is most of in it.

        None where it says nothing, or has a header alone.
        """
        if not self.statements:
            return frozenset()
        found: set[Role] = {"shapes"} if self.shapes else set()
        most = max(self.terms, self.concepts, self.things)
        if self.terms and 10 * self.terms >= most:
            found.add("ontology")
        elif self.concepts and 2 * self.concepts >= most:
            found.add("vocabulary")
        elif self.things > self.shapes or not (found or self.headers):
            found.add("data")
        return frozenset(found)


def facts_of(
    columns: Columns,
    *,
    path: PurePosixPath,
    form: Format | None,
    size: int,
    prefixes: Mapping[str, str],
    fault: SyntaxProblem | None,
    is_cut: bool,
) -> FileFacts:
    """Count what one file describes."""
    reader = _FactsReader(columns)
    types = reader.types()
    terms = _of(types, _TERM_TYPES)
    concepts = _of(types, _CONCEPT_TYPES) - terms
    headers = _of(types, _HEADER_TYPES)
    shapes = _of(types, _SHAPE_TYPES) | reader.with_predicates(SH + name for name in _SHAPE_MARKS)
    things = {
        subject
        for subject, kinds in types.items()
        if kinds - _INDIVIDUAL and subject not in headers | shapes | terms | concepts
    }
    named = reader.iris
    return FileFacts(
        path=path,
        form=form,
        size=size,
        statements=len(columns),
        terms=len(named(terms)),
        concepts=len(named(concepts)),
        shapes=len(shapes),
        things=len(named(things)),
        defined=named(terms | concepts),
        described=named(types),
        headers=tuple(reader.header(subject, types, len(terms | concepts)) for subject in headers),
        prefixes=prefixes,
        languages=reader.languages(),
        fault=fault,
        is_cut=is_cut,
    )


def _of(types: Mapping[int, set[str]], wanted: Iterable[str]) -> set[int]:
    chosen = frozenset(wanted)
    return {subject for subject, kinds in types.items() if not chosen.isdisjoint(kinds)}


class _FactsReader:
    """Asks the rows of one file."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.terms = columns.terms

    def types(self) -> dict[int, set[str]]:
        """Map each subject with a type to its types."""
        found: dict[int, set[str]] = {}
        rows = self.columns.predicate == self.terms.find_iri(RDF + "type")
        pairs = zip(
            self.columns.subject[rows].tolist(), self.columns.object[rows].tolist(), strict=True
        )
        for subject, kind in pairs:
            found.setdefault(subject, set()).add(self.terms.text(kind))
        return found

    def with_predicates(self, names: Iterable[str]) -> set[int]:
        """Find the subjects of some predicates."""
        numbers = [n for n in (self.terms.find_iri(name) for name in names) if n >= 0]
        found: set[int] = set(
            self.columns.subject[np.isin(self.columns.predicate, numbers)].tolist()
        )
        return found

    def iris(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """Name those of some terms that are IRIs, in order."""
        of_iris = (n for n in numbers if self.terms.facet(n).kind is Kind.IRI)
        return tuple(sorted(self.terms.text(n) for n in of_iris))

    def languages(self) -> dict[str, int]:
        """Count the labels and definitions of each language; "" for those without."""
        labels = [n for n in (self.terms.find_iri(name) for name in _LABELS) if n >= 0]
        objects = self.columns.object[np.isin(self.columns.predicate, labels)]
        tags: Counter[str] = Counter()
        for number in objects.tolist():
            facet = self.terms.facet(number)
            if facet.kind is Kind.LITERAL:
                tags[(facet.tag or "").lower()] += 1
        return dict(tags)

    def header(self, subject: int, types: Mapping[int, set[str]], terms: int) -> Header:
        """Read what is said of an ontology or a scheme."""
        values: dict[str, list[HeaderValue]] = {}
        names: dict[str, str] = {}
        for predicate, number in self._about(subject):
            value = self._value(number)
            if value is not None:
                values.setdefault(self.terms.text(predicate), []).append(value)
            elif (name := self._label(number)) is not None:
                values.setdefault(self.terms.text(predicate), []).append(name)
            if value is not None and value.is_iri and (name := self._label(number)) is not None:
                names[value.text] = name.text
        return Header(
            iri=self.terms.text(subject) if self.terms.facet(subject).kind is Kind.IRI else "",
            is_scheme=OWL + "Ontology" not in types[subject],
            terms=terms,
            values={predicate: tuple(found) for predicate, found in values.items()},
            names=names,
        )

    def _about(self, subject: int) -> list[tuple[int, int]]:
        rows = np.flatnonzero(self.columns.subject == subject)
        return list(
            zip(
                self.columns.predicate[rows].tolist(),
                self.columns.object[rows].tolist(),
                strict=True,
            )
        )

    def _value(self, number: int) -> HeaderValue | None:
        facet = self.terms.facet(number)
        if facet.kind is Kind.BLANK:
            return None
        tag = (facet.tag or "").lower()
        is_iri = facet.kind is Kind.IRI
        text = self.terms.text(number)
        if not is_iri:
            text = plain_text(text, self.terms.text(facet.datatype))
        return HeaderValue(text=text, language=tag, is_iri=is_iri)

    def _label(self, number: int) -> HeaderValue | None:
        """Give the name of an agent that a file describes."""
        for predicate, other in self._about(number):
            local = self.terms.text(predicate).replace("#", "/").rpartition("/")[2]
            if local in ("name", "label", "prefLabel", "title"):
                return self._value(other)
        return None
