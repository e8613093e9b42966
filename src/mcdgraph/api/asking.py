"""What is asked of a graph: does it hold to its rules, what follows, why, and any query."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from mcdgraph.api.answers import QueryAnswer, StatementProof
from mcdgraph.api.arguments import require, require_texts
from mcdgraph.api.graphs import KnowledgeGraph, ReasonedGraph, ReleasedGraph
from mcdgraph.baseline import compare
from mcdgraph.bridges.rdflib import RdflibGraph, to_dataset, to_graph
from mcdgraph.columns import Columns, ColumnsBuilder
from mcdgraph.errors import UsageError
from mcdgraph.explanation import parse_statement
from mcdgraph.explanation.data import write_json
from mcdgraph.explanation.text import write_text
from mcdgraph.findings import Report
from mcdgraph.questions import WrittenNames, given_values, named_question
from mcdgraph.release.acceptance import check_release
from mcdgraph.sparql import QueryRequest, QueryService
from mcdgraph.store import AnswerKind

AnyGraph = KnowledgeGraph | ReasonedGraph | ReleasedGraph
_GRAPHS: Final = (KnowledgeGraph, ReasonedGraph, ReleasedGraph)
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def check(graph: KnowledgeGraph) -> Report:
    """Find what is wrong with a graph: grammar, shapes, contradictions, rules, saved questions.

    That is what ``mcdgraph check`` reports, less what the graph's baseline accepts. Raises
    SyntaxProblems where the header of a saved question or a rule of the graph is broken.
    """
    require("check", graph, KnowledgeGraph)
    checked = check_release(graph.settings, corpus=graph.corpus)
    return compare(checked.report, graph.settings.check.baseline).report


def reason(graph: KnowledgeGraph) -> ReasonedGraph:
    """Draw what follows from a graph by OWL 2 RL and its own rules; the graph stays as it is.

    Raises SyntaxProblems where a file is broken, RuleError where a rule does not end.
    """
    require("reason", graph, KnowledgeGraph)
    return graph.reasoned


def explain(graph: AnyGraph, *statement: str) -> StatementProof | None:
    """Prove a statement by the fewest levels; None where it is neither said nor concluded.

    The statement is a subject, a predicate and an object, or one line of N-Triples. Terms are
    prefixed names, IRIs, ``a``, or literals as ``"text"@en``. Raises TermError where one cannot
    be read, and as `reason` does.
    """
    require("explain", graph, *_GRAPHS)
    require_texts("explain", "the terms of a statement", statement)
    source = graph.reasoned if isinstance(graph, KnowledgeGraph) else graph
    prefixes = source.settings.prefixes
    found = source.explainer.explain(parse_statement(statement, prefixes))
    if found is None:
        return None
    passages = source.read_passage
    return StatementProof(
        steps=found.steps,
        text=write_text(found, prefixes, passages),
        json=write_json(found, passages),
    )


def query(
    graph: AnyGraph,
    text: str = "",
    *,
    saved: str = "",
    parameters: Mapping[str, str] = _NOTHING,
) -> QueryAnswer:
    """Ask a graph in SPARQL 1.1, or a saved question of it by its name.

    The prefixes of the graph need not be declared. The default graph holds ontology, vocabulary
    and data and, of a reasoned graph or a release, what follows; named graphs are those of the
    files. ``parameters`` are values of those of the saved question, each written as for the
    command. Raises QueryError, with line and column where it has a place, and UsageError.
    """
    require("query", graph, *_GRAPHS)
    require("query", parameters, Mapping)
    require_texts("query", "text, saved and parameters", (text, saved, *parameters.values()))
    if bool(text) == bool(saved):
        raise UsageError("query takes a text of SPARQL, or the name of a saved question by saved=")
    asked = _saved_text(graph, saved, parameters) if saved else text
    answer = _answered(graph.service, asked)
    if answer:
        return answer
    unknown = graph.service.unknown_terms(asked)
    return replace(answer, hints=tuple(term.told(graph.settings.prefixes) for term in unknown))


def to_rdflib(source: AnyGraph | QueryAnswer, *, named_graphs: bool = False) -> RdflibGraph:
    """Return a graph, or the answer to a CONSTRUCT or DESCRIBE, as a graph of rdflib.

    It holds what the default graph does; with ``named_graphs`` it is an ``rdflib.Dataset`` with
    every named graph, shapes among them. Literals keep their lexical forms. Changes of it do not
    show in the source.
    """
    require("to_rdflib", source, *_GRAPHS, QueryAnswer)
    if isinstance(source, QueryAnswer):
        columns = _columns(source)
        return to_dataset(columns) if named_graphs else to_graph(columns)
    return to_dataset(source.dataset.columns) if named_graphs else to_graph(source.dataset.union)


def _saved_text(graph: AnyGraph, name: str, parameters: Mapping[str, str]) -> str:
    settings = graph.settings
    question = named_question(graph.questions, name)
    names = WrittenNames(base=settings.base_iri, prefixes=settings.prefixes)
    return question.bound(given_values(question, parameters, names, graph.service.store))


def _answered(service: QueryService, text: str) -> QueryAnswer:
    found = service.evaluate(QueryRequest(text=text))
    if found.kind is AnswerKind.BOOLEAN:
        return QueryAnswer(kind=found.kind, truth=found.truth)
    if found.kind is AnswerKind.GRAPH:
        return QueryAnswer(kind=found.kind, statements=tuple(found.triples()))
    return QueryAnswer(kind=found.kind, variables=found.variables, rows=tuple(found.rows()))


def _columns(answer: QueryAnswer) -> Columns:
    if answer.kind is not AnswerKind.GRAPH:
        raise UsageError("the answer is no graph; those to CONSTRUCT and DESCRIBE are")
    builder = ColumnsBuilder()
    intern = builder.terms.intern
    for s, p, o in answer.statements:
        builder.add(intern(s), intern(p), intern(o))
    return builder.freeze()
