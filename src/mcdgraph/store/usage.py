"""Which names a query uses as classes and as properties, told from its tokens.

Source: SPARQL 1.1 Query, clauses 4.2 (triple patterns) and 9.1 (property paths). A query is read
as one that the engine takes; of another some names may be missed.
"""

from collections.abc import Iterator
from enum import Enum, StrEnum, auto
from typing import Final, NamedTuple

from mcdgraph.bridges.sparql_tokens import Token, tokens
from mcdgraph.namespaces import RDF

#: Words that begin a clause outside of patterns: up to a brace, nothing is a pattern.
_CLAUSES: Final = frozenset("SELECT DESCRIBE ASK FROM GROUP HAVING ORDER LIMIT OFFSET".split())  # noqa: SIM905
_TERMS: Final = frozenset({"iri", "name", "variable", "blank", "string", "number"})


class TermRole(StrEnum):
    """What a name is used as."""

    CLASS = "class"
    PROPERTY = "property"


class Use(NamedTuple):
    """A name, and what it is used as."""

    token: Token
    role: TermRole


class _Expected(Enum):
    """What may come next: a part of a triple pattern, or nothing of one."""

    SUBJECT = auto()
    VERB = auto()
    OBJECT = auto()  # or more of a path
    MORE = auto()  # of the same subject, or the end of the pattern
    NOTHING = auto()


class _Open(NamedTuple):
    """An open bracket: what is expected behind it, and whether patterns stand in it."""

    after: _Expected
    patterns: bool


def uses(text: str) -> Iterator[Use]:
    """Return each name that stands for a class or a property in the patterns of a query."""
    reader = _PatternReader()
    for token in tokens(text):
        yield from reader.read(token)


class _PatternReader:
    """Follows the patterns of a query token by token."""

    def __init__(self) -> None:
        """Begin before the query's first clause."""
        self._expected = _Expected.NOTHING
        self._stack: list[_Open] = []
        self._types = False
        self._passed = False
        self._data = False

    def read(self, token: Token) -> Iterator[Use]:
        """Take a token; return what it is used as, if anything."""
        if token.kind == "word" and token.text not in ("a", "true", "false"):
            self._word(token.word)
        elif token.kind == "sign":
            self._sign(token.text)
        elif self._passed:
            self._passed = False
        elif token.kind in _TERMS or token.kind == "word":
            yield from self._term(token)

    def _word(self, word: str) -> None:
        if word in _CLAUSES or word in ("FILTER", "BIND"):
            self._expected = _Expected.NOTHING
        elif word in ("VALUES", "CONSTRUCT"):
            self._expected, self._data = _Expected.NOTHING, True
        elif word == "WHERE":
            self._data = False
        elif word in ("GRAPH", "SERVICE"):
            self._passed = True

    def _sign(self, sign: str) -> None:
        match sign:
            case "{":
                inside = _Expected.NOTHING if self._data else _Expected.SUBJECT
                self._open(inside, after=self._behind(), patterns=not self._data)
                self._data = False
            case "[":
                self._open(_Expected.VERB, after=self._following())
            case "(":
                self._parenthesis()
            case "}" | "]" | ")":
                self._expected = self._stack.pop().after if self._stack else _Expected.NOTHING
            case "^^":
                self._passed = True
            case _ if self._expected is not _Expected.NOTHING:
                self._mark(sign)

    def _mark(self, sign: str) -> None:
        """Take a mark between the parts of a pattern, or of a path."""
        if sign == ".":
            self._expected = _Expected.SUBJECT
        elif sign == ";" or (sign in ("/", "|") and self._expected is _Expected.OBJECT):
            self._expected = _Expected.VERB
        elif sign == ",":
            self._expected = _Expected.OBJECT

    def _open(self, inside: _Expected, after: _Expected, *, patterns: bool = False) -> None:
        self._stack.append(_Open(after, patterns))
        self._expected = inside

    def _behind(self) -> _Expected:
        """Tell what follows an expression or a group: a pattern, where patterns stand around it."""
        within = bool(self._stack) and self._stack[-1].patterns
        return _Expected.SUBJECT if within else _Expected.NOTHING

    def _parenthesis(self) -> None:
        """Open a group of a path, a list, or an expression."""
        if self._expected is _Expected.VERB:
            self._open(_Expected.VERB, after=_Expected.OBJECT)
        elif self._expected in (_Expected.SUBJECT, _Expected.OBJECT):
            self._open(_Expected.NOTHING, after=self._following())
        else:
            self._open(_Expected.NOTHING, after=self._behind())

    def _following(self) -> _Expected:
        """Tell what follows a term where one stands now."""
        known = {
            _Expected.SUBJECT: _Expected.VERB,
            _Expected.VERB: _Expected.OBJECT,
            _Expected.OBJECT: _Expected.MORE,
        }
        return known.get(self._expected, _Expected.NOTHING)

    def _term(self, token: Token) -> Iterator[Use]:
        named = token.kind in ("iri", "name")
        if self._expected is _Expected.VERB:
            self._types = token.text == "a" or token.iri == RDF + "type" or token.text == "rdf:type"
            if named and not self._types:
                yield Use(token, TermRole.PROPERTY)
        elif self._expected is _Expected.OBJECT and self._types and named:
            yield Use(token, TermRole.CLASS)
        elif self._expected is _Expected.MORE:
            self._expected = _Expected.SUBJECT
        self._expected = self._following()
