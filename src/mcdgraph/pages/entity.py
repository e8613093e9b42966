"""The page of one thing, and the pages of the values of one property."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.pages.bounds import (
    COUNTED,
    GRAPHS,
    LABEL,
    LISTED,
    PROPERTIES,
    READ,
    TAG,
    VALUES,
    Allowance,
    shorten,
)
from mcdgraph.pages.contents import conveyed, described, passage_of, passages
from mcdgraph.pages.evidence import EvidenceReader
from mcdgraph.pages.labels import Label
from mcdgraph.pages.lists import flat, list_page
from mcdgraph.pages.neighbourhood import End, Neighbourhood, Part, PropertyUse
from mcdgraph.pages.order import alphabetical, term_order
from mcdgraph.pages.points import GeoPoint
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.terms import (
    ALTERNATIVES,
    LATITUDE,
    LONGITUDE,
    SUMMARIES,
    TYPE,
)
from mcdgraph.pages.values import (
    EntityPage,
    Group,
    Resource,
    Statement,
    StatementEvidence,
    Text,
    Value,
    ValuesPage,
)

#: Types and other names in the head of a page.
HEAD: Final = 12


def entity_page(
    reader: Reader, iri: str, language: str, *, told: frozenset[str] = frozenset()
) -> EntityPage:
    """Return the page of one thing; the first values of each property, and the first of lists.

    What leads to the thing by a property that is ``told`` elsewhere is left out.
    """
    return _EntityReader(reader, iri, language).page(told)


def values_page(
    reader: Reader, iri: str, property_iri: str, language: str, page: int, *, inverse: bool
) -> ValuesPage | None:
    """Return one page of the values of a property, or of the things that it leads from.

    None stands for a property that is not used so.
    """
    return _EntityReader(reader, iri, language).values(property_iri, page, inverse=inverse)


def entity_groups(
    reader: Reader, iri: str, language: str, *, without: tuple[str, ...] = ()
) -> tuple[Group, ...]:
    """Return what is asserted of a thing by property, leaving some properties out."""
    return _EntityReader(reader, iri, language).asserted(without)


@dataclass(frozen=True, kw_only=True)
class _Head:
    """What stands at the top of a page, and is not repeated below."""

    types: tuple[Resource, ...]
    label: Label
    alternatives: tuple[Label, ...]
    summary: Label | None

    def shows(self, statement: Statement) -> bool:
        """Return whether a statement without evidence says no more than the head."""
        value = statement.value
        if not isinstance(value, Text) or statement.evidence:
            return False
        text = Label(text=value.text, language=value.language)
        return text in (self.label, self.summary, *self.alternatives)


class _EntityReader:
    """Reads what one page shows of a thing, within one allowance."""

    def __init__(self, reader: Reader, iri: str, language: str) -> None:
        self._reader = reader
        self._iri = iri
        self._node = Iri(iri)
        self._language = language
        self._around = Neighbourhood(reader, self._node)
        self._allowance = Allowance()
        self._evidence = EvidenceReader(reader, language, self._allowance)

    def page(self, told: frozenset[str]) -> EntityPage:
        outgoing, pointing = self._around.outgoing(), self._around.incoming()
        listed = passages(self._reader, self._iri, self._language)
        if listed.entries:
            told |= frozenset(self._reader.evidence.document)
        incoming = [use for use in pointing if use.property.value not in told]
        head = self._head()
        asserted = self._groups(outgoing, Part.ASSERTED, head)
        inferred = self._groups(outgoing, Part.INFERRED)
        return EntityPage(
            iri=self._iri,
            label=head.label,
            types=head.types,
            alternatives=head.alternatives,
            summary=head.summary,
            asserted=asserted,
            inferred=inferred,
            incoming=self._groups(incoming, Part.ALL),
            left_out=sum(max(0, len(uses) - PROPERTIES) for uses in (outgoing, incoming)),
            passage=passage_of(self._reader, self._iri, self._language),
            passages=listed,
            conveys=conveyed(self._reader, self._iri, self._language),
            describes=described(self._reader, self._iri, self._language),
            graphs=self._graphs(outgoing),
            point=GeoPoint.read(self._texts(LATITUDE), self._texts(LONGITUDE)),
        )

    def asserted(self, without: tuple[str, ...]) -> tuple[Group, ...]:
        uses = [use for use in self._around.outgoing() if use.property.value not in without]
        return self._groups(uses, Part.ASSERTED)

    def values(self, property_iri: str, page: int, *, inverse: bool) -> ValuesPage | None:
        uses = self._around.incoming() if inverse else self._around.outgoing()
        use = next((use for use in uses if use.property.value == property_iri), None)
        if use is None:
            return None
        ends = list(islice(self._around.ends(use, Part.ALL), LISTED + 1))
        if len(ends) <= LISTED:
            ends.sort(key=self._end_order)
        found = list_page(ends, page, lambda end: self._statements(use, [end]))
        return ValuesPage(
            iri=self._iri,
            label=self._reader.labels.label(self._iri, self._language),
            property=self._reader.resource(property_iri, self._language),
            inverse=inverse,
            statements=flat(found),
        )

    def _head(self) -> _Head:
        objects = self._reader.objects
        texts = [
            Label(text=shorten(term.lexical, LABEL), language=term.language and term.language[:TAG])
            for predicate in ALTERNATIVES
            for term in objects(self._node, predicate)
            if isinstance(term, Literal)
        ]
        return _Head(
            label=self._reader.labels.label(self._iri, self._language),
            types=self._types(),
            alternatives=tuple(dict.fromkeys(texts))[:HEAD],
            summary=self._reader.text(self._node, SUMMARIES, self._language),
        )

    def _types(self) -> tuple[Resource, ...]:
        quads = list(islice(self._reader.store.quads(self._node, Iri(TYPE)), READ))
        said = [quad for quad in quads if not self._reader.is_inferred(quad.graph)] or quads
        found = {quad.object.value for quad in said if isinstance(quad.object, Iri)}
        plain = {iri for iri in found if not iri.endswith(("#NamedIndividual", "#Thing"))}
        resources = [
            self._reader.resource(iri, self._language) for iri in sorted(plain or found)[:HEAD]
        ]
        return tuple(sorted(resources, key=lambda found: alphabetical(found.label.text)))

    def _texts(self, predicate: str) -> list[str]:
        found = self._reader.objects(self._node, predicate)
        return sorted({term.lexical for term in found if isinstance(term, Literal)})

    def _graphs(self, uses: Sequence[PropertyUse]) -> tuple[Resource, ...]:
        graphs = {graph.value for use in uses for graph in use.asserted if isinstance(graph, Iri)}
        graphs |= {graph.value for use in uses for graph in use.inferred if isinstance(graph, Iri)}
        return tuple(
            self._reader.resource(graph, self._language) for graph in sorted(graphs)[:GRAPHS]
        )

    def _groups(
        self, uses: Sequence[PropertyUse], part: Part, head: _Head | None = None
    ) -> tuple[Group, ...]:
        used = [use for use in uses if use.count(part)]
        used.sort(key=lambda use: self._reader.order(use.property.value, use.property.value))
        groups = (self._group(use, part, head) for use in used[:PROPERTIES])
        return self._reader.in_order(group for group in groups if group.total)

    def _group(self, use: PropertyUse, part: Part, head: _Head | None) -> Group:
        """Read the first values of a property; few are sorted by what they are called."""
        most = min(READ, self._allowance.values)
        ends = list(islice(self._around.ends(use, part), most + 1))
        whole = len(ends) <= most
        total = len(ends) if whole else use.count(part)
        if whole and len(ends) <= VALUES:
            ends = [end for end in ends if not (end.inferred and self._around.is_echo(use, end))]
            total = len(ends)
        if whole:
            ends.sort(key=self._end_order)
        statements = self._statements(use, ends[:VALUES])
        kept = [found for found in statements if not (head and head.shows(found))]
        total -= len(statements) - len(kept)
        if whole and len(ends) <= VALUES:
            kept.sort(key=lambda found: _statement_order(found, self._language))
            total = len(kept) if self._allowance.values else total
        return Group(
            property=self._reader.resource(use.property.value, self._language),
            statements=tuple(kept),
            total=total,
            more_than_total=total >= COUNTED,
            cut=len(ends) > VALUES or len(kept) < total,
        )

    def _statements(self, use: PropertyUse, ends: Iterable[End]) -> list[Statement]:
        """Show statements, as many as the page may; one whose subject has no name is not."""
        shown: dict[Value, Statement] = {}
        for end in ends:
            if self._allowance.take() and (found := self._statement(use, end)):
                shown.setdefault(found.value, found)
        return list(shown.values())

    def _statement(self, use: PropertyUse, end: End) -> Statement | None:
        value = self._value(use, end.term)
        if value is None:
            return None
        evidence: tuple[StatementEvidence, ...] = ()
        more, position = 0, None
        if not end.inferred:
            subject, object_ = (end.term, self._node) if use.inverse else (self._node, end.term)
            if not isinstance(subject, Literal):
                evidence, more = self._evidence.of(subject, use.property, object_)
                position = self._reader.place(subject, use.property, object_)
        graphs = self._around.graphs_of(use, end.term)
        return Statement(
            value=value,
            evidence=evidence,
            graphs=tuple(self._reader.resource(graph, self._language) for graph in graphs),
            inferred=end.inferred,
            more_evidence=more,
            position=position,
        )

    def _value(self, use: PropertyUse, term: Term) -> Value | None:
        if not use.inverse:
            return self._reader.value(term, self._language, self._allowance)
        subject = None if isinstance(term, Literal) else self._around.named(term)
        return self._reader.resource(subject.value, self._language) if subject else None

    def _end_order(self, end: End) -> tuple[object, ...]:
        term = end.term
        foreign = isinstance(term, Literal) and term.language not in (None, self._language)
        return end.inferred, foreign, term_order(term)


def _statement_order(statement: Statement, language: str) -> tuple[object, ...]:
    value = statement.value
    spoken = value.language if isinstance(value, Text) else None
    text = value.text if isinstance(value, Text) else ""
    if isinstance(value, Resource):
        text = value.label.text
    return statement.inferred, spoken not in (None, language), spoken or "", *alphabetical(text)
