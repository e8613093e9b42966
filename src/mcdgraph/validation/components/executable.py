"""Queries of shapes with their prefixes and messages: SHACL, clauses 5.2.1 and 6.2.3."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mcdgraph.bridges.sparql import SparqlStore
from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.errors import QueryError
from mcdgraph.namespaces import OWL, SH, XSD
from mcdgraph.validation.components.base import ParameterReader
from mcdgraph.validation.graph import Graph
from mcdgraph.validation.query import ForbiddenQuery, Query

TRUE: Final = Literal("true", XSD + "boolean")

_PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, kw_only=True)
class Executable:
    """A SELECT or ASK query with its prefixes and messages (SHACL, clause 5.2.1).

    ``functions`` are those that it calls and that the shapes graph declares (SHACL-AF).
    """

    node: Term
    query: Query
    prefixes: tuple[tuple[str, str], ...]
    messages: tuple[Literal, ...]
    asks: bool = False
    functions: tuple[str, ...] = ()

    def says(self, bindings: Mapping[str, Term]) -> tuple[Literal, ...]:
        """Give the messages with the values of variables in their places."""

        def value(found: re.Match[str]) -> str:
            term = bindings.get(found[1])
            return found[0] if term is None else plain(term)

        return tuple(
            Literal(_PLACEHOLDER.sub(value, text.lexical), text.datatype, text.language)
            for text in self.messages
        )


def plain(term: Term) -> str:
    """Write a term into a message: a literal's lexical form, an IRI without brackets."""
    if isinstance(term, Literal):
        return term.lexical
    return term.value if isinstance(term, Iri) else str(term)


def read_executable(
    reader: ParameterReader,
    node: Term,
    form: str,
    bound: frozenset[str],
    also: Term | None = None,
    *,
    free: bool = False,
) -> Executable | None:
    """Read a query, try it, and report where it is not one or uses what is forbidden.

    ``form`` is ``select`` or ``ask``; ``also`` is a node whose messages serve if it has none.
    A ``free`` one is not asked of focus nodes, and may use all of SPARQL where nothing is bound.
    """
    row = reader.graph.row(node, SH + form)
    query = _query(reader, node, form)
    if query is None:
        return None
    prefixes = dict(_prefixes(reader.graph, node))
    declared = {plain(one) for one in reader.graph.instances(SH + "SPARQLFunction")}
    functions = tuple(sorted(declared.intersection(query.iris(prefixes))))
    try:
        query.refuse_nesting()
        if bound or not free:
            query.refuse_forbidden(bound)
        if not functions:
            _try(query if free and not bound else _seeded(query, bound), prefixes)
    except (ForbiddenQuery, QueryError) as error:
        reader.fault_at(f"sh:{form} of {node}: {error}", row)
        return None
    return Executable(
        node=node,
        query=query,
        prefixes=tuple(sorted(prefixes.items())),
        messages=_messages(reader.graph, node, also),
        asks=form == "ask",
        functions=functions,
    )


def _query(reader: ParameterReader, node: Term, form: str) -> Query | None:
    """Read the text of a query, and put the path in its place; report where there is no text."""
    texts = [one for one in reader.graph.objects(node, SH + form) if isinstance(one, Literal)]
    row = reader.graph.row(node, SH + form)
    if len(texts) != 1:
        reader.fault_at(f"{node} has {len(texts)} values of sh:{form}, and needs one", row)
        return None
    query = Query.parse(texts[0].lexical)
    if reader.path is not None:
        return query.with_path(reader.path)
    if "PATH" in query.variables:
        reader.fault_at(f"sh:{form} of {node} uses $PATH, and the shape has no path", row)
        return None
    return query


def _messages(graph: Graph, node: Term, also: Term | None) -> tuple[Literal, ...]:
    messages = graph.objects(node, SH + "message")
    if not messages and also is not None:
        messages = graph.objects(also, SH + "message")
    return tuple(sorted((one for one in messages if isinstance(one, Literal)), key=str))


def read_construct(reader: ParameterReader, node: Term) -> Executable:
    """Read the query of a rule (SHACL-AF, clause 8.5); raise `ValueError` where it is none."""
    graph = reader.graph
    texts = [t for t in graph.objects(node, SH + "construct") if isinstance(t, Literal)]
    if len(texts) != 1:
        raise ValueError(f"it has {len(texts)} values of sh:construct, and needs one")
    prefixes = dict(_prefixes(graph, node))
    query = Query.parse(texts[0].lexical)
    prefixes = query.declared(prefixes)
    query = query.without_prologue()
    query.refuse_nesting()
    try:
        list(SparqlStore().construct(str(query.seeded_construct(["this"])), prefixes))
    except QueryError as error:
        raise ValueError(str(error)) from error
    return Executable(node=node, query=query, prefixes=tuple(sorted(prefixes.items())), messages=())


def _seeded(query: Query, bound: frozenset[str]) -> Query:
    """Bind what will be bound when the query is run."""
    known = bound | {"currentShape", "shapesGraph"}
    return query.seeded(["this"], sorted(known - {"this"}))


def _try(query: Query, prefixes: Mapping[str, str]) -> None:
    """Run a query over nothing."""
    list(SparqlStore().select(str(query), prefixes))


def _prefixes(graph: Graph, node: Term) -> Iterator[tuple[str, str]]:
    """Give the declarations of a query's prefixes (SHACL, clause 5.2.1).

    They are those of each value of sh:prefixes and of the ontologies it imports.
    """
    places = graph.objects(node, SH + "prefixes")
    for place in places:
        places.extend(one for one in graph.objects(place, OWL + "imports") if one not in places)
        for one in graph.objects(place, SH + "declare"):
            prefix, namespace = graph.value(one, SH + "prefix"), graph.value(one, SH + "namespace")
            if isinstance(prefix, Literal) and isinstance(namespace, Literal):
                yield prefix.lexical, namespace.lexical
