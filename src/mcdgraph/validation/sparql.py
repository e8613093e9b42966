"""Runs SHACL's SPARQL queries for many nodes at once, on a copy of the data in Oxigraph."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mcdgraph.bridges.sparql import SparqlStore
from mcdgraph.columns import BlankNode, Columns, Iri, Term
from mcdgraph.errors import QueryError, ShapesError
from mcdgraph.validation.decorrelation import decorrelated
from mcdgraph.validation.encoding import TermEncoding
from mcdgraph.validation.exact_query import exact
from mcdgraph.validation.query import SEED, SEEDS, ForbiddenQuery, Query
from mcdgraph.validation.terms import Ints, Terms

SHAPES_GRAPH = "urn:mcdgraph:shapes"
MARK = "shapes-"


@dataclass(frozen=True, kw_only=True)
class Solution:
    """One solution: the tuple it belongs to, and the other variables' values."""

    seed: int
    bindings: Mapping[str, Term]


class _Layer:
    """Rows of which some were copied."""

    def __init__(self, data: Columns) -> None:
        """Copy nothing yet."""
        self._data = data
        self._waiting = np.ones(len(data), bool)

    def due(self, predicates: list[int] | None) -> Columns:
        """Return the rows of some predicates, or of all, that are not copied, as copied now."""
        rows = self._waiting
        if predicates is not None:
            rows = rows & np.isin(self._data.predicate, predicates)
        self._waiting = self._waiting & ~rows
        return self._data.take(rows)

    @property
    def loaded(self) -> Columns:
        """The rows that were copied."""
        return self._data.take(~self._waiting)


class SparqlRunner:
    """Holds the part of the data that queries have needed so far."""

    def __init__(self, data: Columns, shapes: Columns, terms: Terms) -> None:
        """Copy nothing yet."""
        self._data = data
        self._shapes = shapes
        self._terms = terms
        self._encoding = TermEncoding()
        self._layers = [_Layer(data)]
        self._has_shapes = False

    @cached_property
    def _store(self) -> SparqlStore:
        return SparqlStore()

    def select(
        self,
        query: Query,
        prefixes: Mapping[str, str],
        varying: Mapping[str, Ints],
        constant: Mapping[str, Term],
    ) -> Iterator[Solution]:
        """Run a query with variables bound to tuples of nodes, given as parallel arrays."""
        self._load(query, prefixes)
        constants = {name: self._own(term) for name, term in constant.items()}
        if "shapesGraph" in query.variables:
            constants["shapesGraph"] = Iri(SHAPES_GRAPH)
            self._load_shapes()
        plan = decorrelated(query, frozenset(varying) | frozenset(constants))
        seeded = plan.seeded(varying, constants)
        count = len(next(iter(varying.values())))
        size = 1 if query.one_by_one else max(count, 1)
        for start in range(0, count, size):
            tuples = {name: nodes[start : start + size] for name, nodes in varying.items()}
            self._seed(tuples, constants, start)
            yield from self._run(seeded, prefixes)
            self._store.remove(SEEDS)

    def select_once(
        self, query: Query, prefixes: Mapping[str, str], constant: Mapping[str, Term]
    ) -> Iterator[Mapping[str, Term]]:
        """Run a query for no node in particular; raise `ShapesError` where it cannot be run."""
        if constant:
            nowhere = np.array([self._terms.iri(SEEDS)])
            for solution in self.select(query, prefixes, {SEED: nowhere}, constant):
                yield solution.bindings
            return
        self._load(query, prefixes)
        yield from self._select(query, prefixes)

    def construct(
        self, query: Query, prefixes: Mapping[str, str], varying: Mapping[str, Ints]
    ) -> Iterator[tuple[Term, Term, Term]]:
        """Run a CONSTRUCT query with a variable bound to nodes.

        Raise `ShapesError` where it cannot be run.
        """
        self._load(query, prefixes)
        self._seed(varying, {}, 0)
        decode = self._encoding.decode
        try:
            text = str(exact(query.seeded_construct(varying), prefixes, self._encoding))
            functions = self._encoding.functions if self._encoding.active else None
            for s, p, o in self._store.construct(text, prefixes, functions=functions):
                yield s, p, decode(o)
        except (QueryError, ForbiddenQuery) as error:
            raise ShapesError([f"a SPARQL query of the shapes: {error}"]) from error
        finally:
            self._store.remove(SEEDS)

    def _run(self, query: Query, prefixes: Mapping[str, str]) -> Iterator[Solution]:
        for bindings in self._select(query, prefixes):
            seed = bindings.pop(SEED)
            if isinstance(seed, Iri):
                number = int(seed.value.rpartition(":")[2])
                yield Solution(seed=number, bindings=bindings)

    def _select(self, query: Query, prefixes: Mapping[str, str]) -> Iterator[dict[str, Term]]:
        """Return solutions in the data's own terms."""
        decode = self._encoding.decode
        try:
            text = str(exact(query, prefixes, self._encoding))
            functions = self._encoding.functions if self._encoding.active else None
            for found in self._store.select(text, prefixes, functions=functions):
                yield {name: decode(term) for name, term in found.items()}
        except (QueryError, ForbiddenQuery) as error:
            raise ShapesError([f"a SPARQL query of the shapes: {error}"]) from error

    def _seed(self, tuples: Mapping[str, Ints], constants: Mapping[str, Term], start: int) -> None:
        """Write the tuples as triples, each tuple about a node of its own."""
        triples: list[tuple[Term, Term, Term]] = []
        encode = self._encoding.encode
        for name, nodes in tuples.items():
            predicate = Iri(f"{SEEDS}:{name}")
            terms = [self._terms[node] for node in nodes.tolist()]
            self._encoding.learn(terms)
            for place, term in enumerate(terms, start):
                triples.append((Iri(f"{SEEDS}:{place}"), predicate, encode(term)))
        for name, term in constants.items():
            triples.append((Iri(SEEDS), Iri(f"{SEEDS}:{name}"), encode(term)))
        self._store.put(triples, SEEDS)

    def _load(self, query: Query, prefixes: Mapping[str, str]) -> None:
        """Copy the triples that the query can match and that were not copied before."""
        wanted = query.predicates(prefixes)
        numbers = None if wanted is None else [self._terms.iri(iri) for iri in wanted]
        for layer in self._layers:
            loaded = layer.due(numbers)
            if len(loaded):
                self._encoding.learn_columns(loaded)
                self._store.add(loaded, self._encoding.encode)

    @contextmanager
    def laid_over(self, more: Columns) -> Iterator[None]:
        """Answer queries with more data for a while, of which no triple is in the data."""
        layer = _Layer(more)
        self._layers.append(layer)
        try:
            yield
        finally:
            self._layers.remove(layer)
            self._store.take_away(layer.loaded, self._encoding.encode)

    def _load_shapes(self) -> None:
        if not self._has_shapes:
            self._encoding.learn_columns(self._shapes)
            quads = self._shapes.quads()
            self._store.put(
                ((self._own(s), p, self._encoding.encode(self._own(o))) for s, p, o, _ in quads),
                SHAPES_GRAPH,
            )
            self._has_shapes = True

    def _own(self, term: Term) -> Term:
        """Keep the blank nodes of the shapes apart from the data's, where they are others."""
        apart = self._shapes.terms is not self._data.terms
        if apart and isinstance(term, BlankNode):
            return BlankNode(MARK + term.label)
        return term
