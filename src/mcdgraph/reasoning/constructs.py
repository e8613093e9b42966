"""SPARQL CONSTRUCT queries as rules.

A rule may use basic graph patterns, UNION, FILTER, BIND, VALUES of one variable, and property
paths of a fixed length. What is not monotone (OPTIONAL, MINUS, NOT EXISTS, aggregates) has no
fixpoint and is refused, as is what reaches out of the graph (GRAPH, SERVICE).
Source: SPARQL 1.1 Query Language, clauses 16.2 (CONSTRUCT) and 18.2 (translation to the algebra).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final

import rdflib
from rdflib.paths import AlternativePath, InvPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue

from mcdgraph.bridges.rdflib import from_rdflib_term
from mcdgraph.columns import TermTable
from mcdgraph.namespaces import OWL
from mcdgraph.reasoning.block import Slot
from mcdgraph.reasoning.expressions import Bind, Filter, blank, computed
from mcdgraph.reasoning.rule import InferenceRule, TriplePattern

#: What is refused, and what to do instead.
_REFUSED: Final = {
    "LeftJoin": "OPTIONAL: write one rule without it and one with it required",
    "Minus": "MINUS: a rule cannot conclude from what is not there",
    "Builtin_NOTEXISTS": "NOT EXISTS: a rule cannot conclude from what is not there",
    "Builtin_EXISTS": "EXISTS: write the pattern itself",
    "AggregateJoin": "an aggregate: a count may change as rules conclude more",
    "Group": "GROUP BY: a count may change as rules conclude more",
    "Graph": "GRAPH: rules see the union of all graphs",
    "ServiceGraphPattern": "SERVICE: rules see nothing but the graph",
    "ToMultiSet": "a subquery",
    "Slice": "LIMIT or OFFSET",
    "OrderBy": "ORDER BY",
    "Distinct": "DISTINCT",
}


class Unsupported(ValueError):
    """A construct that a rule cannot use."""


@dataclass(frozen=True, kw_only=True)
class _Body:
    """One way for a WHERE clause to hold: patterns, then filters and bindings in order."""

    patterns: tuple[tuple[Any, Any, Any], ...] = ()
    parts: tuple[CompValue, ...] = ()

    def __add__(self, other: "_Body") -> "_Body":
        return _Body(patterns=self.patterns + other.patterns, parts=self.parts + other.parts)


def rules_of(name: str, query: CompValue, terms: TermTable) -> tuple[InferenceRule, ...]:
    """Make rules, one for each alternative, of a translated CONSTRUCT query.

    Raises Unsupported where the query uses what a rule cannot.
    """
    if query.name != "ConstructQuery":
        raise Unsupported(f"a {query.name.removesuffix('Query').upper()} query: write CONSTRUCT")
    bodies = [_without_paths(body) for body in _bodies(query.p)]
    found = [rule for body in bodies for one in body for rule in [_rule(name, query, one, terms)]]
    return tuple(found)


def _bodies(part: CompValue) -> list[_Body]:
    """List the alternatives of a graph pattern."""
    if part.name == "Project":
        return _bodies(part.p)
    if part.name == "BGP":
        return [_Body(patterns=tuple(part.triples))]
    if part.name == "Join":
        return [a + b for a, b in product(_bodies(part.p1), _bodies(part.p2))]
    if part.name == "Union":
        return _bodies(part.p1) + _bodies(part.p2)
    if part.name in ("Filter", "Extend"):
        _refuse_inside(part.expr)
        return [body + _Body(parts=(part,)) for body in _bodies(part.p)]
    if part.name == "ToMultiSet" and part.p.name == "values":
        return [_Body(parts=(_given(row),)) for row in part.p.res]
    raise Unsupported(
        _REFUSED.get(part.name, "a subquery" if part.name == "ToMultiSet" else part.name)
    )


def _given(row: dict[rdflib.Variable, Any]) -> CompValue:
    """Make a row of VALUES a binding of one variable."""
    if len(row) != 1:
        raise Unsupported("VALUES of several variables: write one VALUES for each")
    ((variable, value),) = row.items()
    return CompValue("Extend", var=variable, expr=value)


def _refuse_inside(expression: Any) -> None:
    for part in _walk(expression):
        if isinstance(part, CompValue) and part.name in _REFUSED:
            raise Unsupported(_REFUSED[part.name])


def _walk(part: Any) -> Iterator[Any]:
    """Give an expression and its parts."""
    yield part
    if isinstance(part, CompValue):
        for name, value in part.items():
            if name != "_vars":
                yield from _walk(value)
    elif isinstance(part, list | tuple):
        for item in part:
            yield from _walk(item)


def _without_paths(body: _Body) -> list[_Body]:
    """Write property paths of a fixed length as patterns."""
    choices = [
        list(_path(s, p, o, f"{number}")) if isinstance(p, Path) else [[(s, p, o)]]
        for number, (s, p, o) in enumerate(body.patterns)
    ]
    return [
        replace(body, patterns=tuple(triple for part in chosen for triple in part))
        for chosen in product(*choices)
    ]


def _path(s: Any, path: Any, o: Any, name: str) -> Iterator[list[tuple[Any, Any, Any]]]:
    """Give the alternatives of a path, each as patterns."""
    if isinstance(path, SequencePath):
        ends = [s, *(rdflib.Variable(f"path {name} {n}") for n in range(1, len(path.args))), o]
        steps = [
            list(_path(ends[n], step, ends[n + 1], f"{name} {n}"))
            for n, step in enumerate(path.args)
        ]
        for chosen in product(*steps):
            yield [triple for part in chosen for triple in part]
    elif isinstance(path, InvPath):
        yield from _path(o, path.arg, s, f"{name} i")
    elif isinstance(path, AlternativePath):
        for number, step in enumerate(path.args):
            yield from _path(s, step, o, f"{name} a{number}")
    elif isinstance(path, Path):
        raise Unsupported("a path of any length: declare a transitive property, and use that")
    else:
        yield [(s, path, o)]


def _rule(name: str, query: CompValue, body: _Body, terms: TermTable) -> InferenceRule:
    """Make one rule of the template and one alternative of the body."""
    facts = tuple(_pattern(triple, terms) for triple in body.patterns)
    same = terms.iri(OWL + "sameAs")
    if any(fact.predicate == same for fact in facts):
        raise Unsupported("owl:sameAs in a pattern: equal things match the same variable")
    known = frozenset[str]().union(*(fact.variables for fact in facts))
    tests: list[Filter | Bind] = []
    for part in body.parts:
        needs = frozenset(str(v) for v in _walk(part.expr) if isinstance(v, rdflib.Variable))
        if missing := sorted(needs - known):
            raise Unsupported(f"?{missing[0]}: the variable has no value where it is used")
        if part.name == "Filter":
            tests.append(Filter(expression=part.expr, variables=needs, terms=terms))
        else:
            tests.append(Bind(name=str(part.var), compute=computed(part.expr, terms), needs=needs))
            known |= {str(part.var)}
    nodes = {t for triple in query.template for t in triple if _is_blank(t)}
    tests += [
        Bind(
            name=f"blank {node}",
            compute=blank(name, _spelt(query.template, node), terms),
            needs=known,
        )
        for node in sorted(nodes)
    ]
    heads = tuple(_pattern(triple, terms, "blank ") for triple in query.template)
    known |= {f"blank {node}" for node in nodes}
    for head in heads:
        if missing := sorted(head.variables - known):
            raise Unsupported(f"?{missing[0]}: the variable of the template has no value")
    return InferenceRule(name=name, facts=facts, heads=heads, tests=tuple(tests))


def _spelt(template: Any, node: rdflib.BNode) -> str:
    """Tell a blank node of a template by its triples, since its label may differ each time."""

    def word(term: Any) -> str:
        if term == node:
            return "this"
        return "blank" if _is_blank(term) else str(term.n3())

    return "|".join(sorted(" ".join(map(word, triple)) for triple in template if node in triple))


def _is_blank(term: Any) -> bool:
    return isinstance(term, rdflib.BNode)


def _pattern(triple: tuple[Any, Any, Any], terms: TermTable, prefix: str = "") -> TriplePattern:
    """Make a pattern of rdflib's terms; a blank node is a variable."""
    return TriplePattern(*(_slot(term, terms, prefix) for term in triple))


def _slot(term: Any, terms: TermTable, prefix: str) -> Slot:
    if isinstance(term, rdflib.Variable):
        return str(term)
    if _is_blank(term):
        return f"{prefix}{term}"
    return terms.intern(from_rdflib_term(term))
