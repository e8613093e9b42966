"""The reference engine: pyshacl, over rdflib, in memory."""

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO

import pyshacl
import rdflib
from pyparsing import ParseBaseException
from pyshacl.errors import ValidationFailure

from mcdgraph.bridges.rdflib import from_graph, to_graph
from mcdgraph.columns import BlankNode, Columns, ColumnsBuilder, Term
from mcdgraph.errors import ShapesError
from mcdgraph.validation.graph import Graph
from mcdgraph.validation.report import ShaclResult, read_results

#: Set before the blank nodes of a shapes graph that has its own term table, to tell them from
#: those of the data.
MARK = "shapes-"
_LOGGERS = ("pyshacl-validate", "rdflib.term")

#: What pyshacl and rdflib raise where shapes are not as they expect; most is not on purpose.
_REFUSALS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    ParseBaseException,
    RuntimeError,
    re.error,
    StopIteration,
    SyntaxError,
    TypeError,
    ValueError,
)


def run_pyshacl(data: Columns, shapes: Columns) -> list[ShaclResult]:
    """Validate with pyshacl and the Advanced Features that it knows.

    Raise `ShapesError` where it refuses the shapes.
    """
    apart = shapes.terms is not data.terms
    with _refusing(), _quiet():
        _, report, text = pyshacl.validate(
            to_graph(data),
            shacl_graph=to_graph(_marked(shapes) if apart else shapes),
            advanced=True,
            inplace=True,
        )
    if isinstance(report, ValidationFailure) or not isinstance(report, rdflib.Graph):
        raise ShapesError([f"pyshacl: {text}"])
    results = read_results(Graph(from_graph(report)))
    return list(_unmarked(results) if apart else results)


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what pyshacl and rdflib raise into `ShapesError`."""
    try:
        yield
    except _REFUSALS as error:
        raise ShapesError([f"pyshacl: {_words(error)}"]) from error
    except Exception as error:  # rdflib raises it bare, for an unknown prefix
        if type(error) is not Exception:
            raise
        raise ShapesError([f"pyshacl: {_words(error)}"]) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what pyshacl and rdflib log, warn of and print from the reader: the report says it."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    with warnings.catch_warnings(), redirect_stdout(StringIO()):
        warnings.simplefilter("ignore")
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)


def _words(error: BaseException) -> str:
    """Say in one line what pyshacl objects to."""
    return " ".join(str(error).split()) or type(error).__name__


def _marked(shapes: Columns) -> Columns:
    """Rename the blank nodes of the shapes, so that none is taken for one of the data."""
    builder = ColumnsBuilder()
    for triple in shapes.quads():
        subject, predicate, object_ = (
            builder.terms.intern(
                BlankNode(MARK + term.label) if isinstance(term, BlankNode) else term
            )
            for term in triple[:3]
            if term is not None
        )
        builder.add(subject, predicate, object_)
    return builder.freeze()


def _unmarked(results: Iterator[ShaclResult]) -> Iterator[ShaclResult]:
    for result in results:
        yield ShaclResult(
            focus=result.focus,
            path=result.path,
            value=result.value,
            component=result.component,
            source_shape=_own(result.source_shape),
            source_constraint=result.source_constraint and _own(result.source_constraint),
            severity=result.severity,
            messages=result.messages,
            details=tuple(_unmarked(iter(result.details))),
        )


def _own(term: Term) -> Term:
    if isinstance(term, BlankNode) and term.label.startswith(MARK):
        return BlankNode(term.label.removeprefix(MARK))
    return term
