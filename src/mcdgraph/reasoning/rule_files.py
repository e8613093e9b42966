"""A graph's own rules: SPARQL CONSTRUCT queries in ``ontology/rules/*.rq``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pyparsing import ParseException
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from mcdgraph.columns import TermTable
from mcdgraph.errors import InputError, SyntaxProblems
from mcdgraph.positions import Position, SyntaxProblem
from mcdgraph.reasoning.constructs import Unsupported, rules_of
from mcdgraph.reasoning.rule import InferenceRule

#: Where a graph keeps its rules, below its root.
FOLDER: Final = Path("ontology") / "rules"


@dataclass(frozen=True, kw_only=True)
class RuleFile:
    """One rule of a graph: its path from the root, which is its name, and its query."""

    path: str
    text: str = field(repr=False)
    query: Any = field(repr=False)

    def rules(self, terms: TermTable) -> tuple[InferenceRule, ...]:
        """Number the terms of the rule; raise SyntaxProblems where it cannot be a rule."""
        try:
            return rules_of(self.path, self.query, terms)
        except Unsupported as error:
            raise SyntaxProblems([_problem(self.path, 1, 1, f"no rule: {error}")]) from error


def read_rules(root: Path, prefixes: Mapping[str, str]) -> tuple[RuleFile, ...]:
    """Read the rules of the graph at ``root``, in order of name; a graph need not have any.

    The prefixes of the graph need not be declared. Raises SyntaxProblems that name every file
    which is not SPARQL or uses what a rule cannot, with line and column.
    """
    found: list[RuleFile] = []
    problems: list[SyntaxProblem] = []
    for path in sorted((root / FOLDER).glob("*.rq")):
        try:
            rule = _read(path, path.relative_to(root).as_posix(), prefixes)
            rule.rules(TermTable())
            found.append(rule)
        except SyntaxProblems as error:
            problems += [part for part in error.problems if isinstance(part, SyntaxProblem)]
    if problems:
        raise SyntaxProblems(problems)
    return tuple(found)


def _read(path: Path, name: str, prefixes: Mapping[str, str]) -> RuleFile:
    try:
        text = path.read_text(encoding="utf8")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}") from error
    try:
        parsed = parseQuery(text)
    except ParseException as error:
        rest = error.line[error.column - 1 :].strip()[:40] or "the end of the file"
        message = f"not a SPARQL query: cannot be read on from {rest!r}"
        raise SyntaxProblems([_problem(name, error.lineno, error.column, message)]) from error
    declared = {part.prefix for part in _named(parsed[0], "PrefixDecl")}
    for part in _named(parsed[1], "pname"):
        prefix = part.prefix or ""
        if prefix not in declared and prefix not in prefixes:
            line, column = _place(text, f"{prefix}:")
            raise SyntaxProblems([_problem(name, line, column, f"unknown prefix {prefix}:")])
    return RuleFile(
        path=name, text=text, query=translateQuery(parsed, initNs=dict(prefixes)).algebra
    )


def _named(part: Any, name: str) -> Iterator[CompValue]:
    """Give the parts of a parsed query that have a name."""
    if isinstance(part, CompValue):
        if part.name == name:
            yield part
        for value in part.values():
            yield from _named(value, name)
    elif not isinstance(part, str) and hasattr(part, "__iter__"):
        for item in part:
            yield from _named(item, name)


def _place(text: str, word: str) -> tuple[int, int]:
    """Give line and column of a word's first use."""
    at = max(text.find(word), 0)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _problem(path: str, line: int, column: int, message: str) -> SyntaxProblem:
    return SyntaxProblem(position=Position(path=path, line=line, column=column), message=message)
