"""Queries rewritten for a store whose literals are encoded: see `mcdgraph.validation.encoding`.

Where SPARQL looks at a term (patterns, sameTerm, STR, COUNT, DISTINCT, what SELECT returns) the
encoded term serves; where it looks at a value (operators, numeric functions, conditions, ORDER
BY) the value is put in its place. Constants of the query are encoded as the data is.

Source: SPARQL 1.1 Query Language, clause 19.8 (productions 107 to 128).
"""

# ruff: noqa: SIM905 - names read better as text than as a list of strings

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mcdgraph.bridges.sparql_tokens import Token
from mcdgraph.columns import Iri, Literal
from mcdgraph.columns.terms import RDF_LANG_STRING, XSD_STRING
from mcdgraph.namespaces import XSD
from mcdgraph.validation.encoding import EXACT, FUNCTIONS, ILL_TYPED, TermEncoding
from mcdgraph.validation.query import ForbiddenQuery, Query

_PRECEDENCE: Final = {
    "||": 1,
    "&&": 2,
    **dict.fromkeys(("=", "!=", "<", ">", "<=", ">=", "IN", "NOT"), 3),
    **dict.fromkeys("+-", 4),
    **dict.fromkeys("*/", 5),
}
#: Functions that look at terms, or at strings, which are never encoded as values.
_OF_TERMS: Final = frozenset(
    """
    BNODE BOUND CONCAT CONTAINS COUNT ENCODE_FOR_URI GROUP_CONCAT IRI ISBLANK ISIRI ISLITERAL
    ISURI LANGMATCHES LCASE MD5 REGEX REPLACE SAMETERM SHA1 SHA256 SHA384 SHA512 STR STRAFTER
    STRBEFORE STRENDS STRLEN STRSTARTS UCASE URI
    """.split()
)
#: Words that a bracket may follow and that call nothing.
_CLAUSES: Final = frozenset("FILTER HAVING ORDER GROUP LIMIT OFFSET SELECT VALUES BIND".split())
#: Functions that return one of their arguments.
_PASSING: Final = frozenset({"COALESCE", "SAMPLE"})
_OURS: Final = {"STRDT": "strdt", "STRLANG": "strlang"}
_AGGREGATES: Final = {"MIN": "min", "MAX": "max"}
_ESCAPES: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_DECODED: Final = f'"^(?:{EXACT}|{ILL_TYPED})"'


@dataclass(frozen=True, kw_only=True)
class _Expression:
    """An expression as it is written where a term counts, and where its value does."""

    term: list[Token]
    value: list[Token]


def exact(query: Query, prefixes: Mapping[str, str], encoding: TermEncoding) -> Query:
    """Rewrite a query for an encoded store; return it as it is where nothing would differ.

    Raise `ForbiddenQuery` where brackets are nested too deep or are not closed.
    """
    query.refuse_nesting()
    declared = query.declared(prefixes)
    encoding.has_values |= "STRDT" in query.words
    encoding.has_languages |= "STRLANG" in query.words
    written = _Rewriter(query, declared, encoding).rewritten()
    if encoding.note(token.text for token in written if token.kind == "string"):
        written = _Rewriter(query, declared, encoding).rewritten()
    return Query(written) if encoding.active else query


class _Rewriter:
    """Reads tokens one after the other, and writes what stands in their place."""

    def __init__(self, query: Query, prefixes: Mapping[str, str], encoding: TermEncoding) -> None:
        self._query = query
        self._tokens = query.tokens
        self._prefixes = prefixes
        self._encoding = encoding
        self._at = 0

    def rewritten(self) -> tuple[Token, ...]:
        """Rewrite all."""
        written: list[Token] = []
        while self._at < len(self._tokens):
            written += self._step()
        return tuple(written)

    def _step(self) -> list[Token]:
        """Rewrite the next token of a group or clause, with the expression that follows it."""
        token = self._take()
        if token.word in {"FILTER", "HAVING"}:
            return [token, *self._constraints(several=token.word == "HAVING")]
        if token.word in {"LIMIT", "OFFSET"}:
            return [token, self._take()]
        if token.word == "BY":
            return [token, *self._conditions(by_value=self._tokens[self._at - 2].word == "ORDER")]
        if token.word == "BIND" and self._next == "(":
            return [token, *self._assignment()]
        if token.word in {"SELECT", "DISTINCT", "REDUCED"}:
            return [token, *self._projection()]
        if token.word in {"PREFIX", "BASE"}:
            return [token, *self._take_until("iri")]
        self._at -= 1
        return self._constant().term if self._starts_constant() else [self._take()]

    @property
    def _next(self) -> str:
        """The next token, words in upper case; empty at the end."""
        if self._at == len(self._tokens):
            return ""
        token = self._tokens[self._at]
        return token.word or token.text

    def _take(self) -> Token:
        if self._at == len(self._tokens):
            raise ForbiddenQuery("the query ends inside an expression")
        self._at += 1
        return self._tokens[self._at - 1]

    def _take_until(self, kind: str) -> list[Token]:
        taken: list[Token] = []
        while self._at < len(self._tokens) and (not taken or taken[-1].kind != kind):
            taken.append(self._take())
        return taken

    def _constraints(self, *, several: bool) -> list[Token]:
        """Rewrite the constraints of FILTER (one) or HAVING (one or more)."""
        written = list(self._primary().value)
        while several and (self._next == "(" or self._is_call()):
            written += self._primary().value
        return written

    def _conditions(self, *, by_value: bool) -> list[Token]:
        """Rewrite what solutions are grouped or ordered by."""
        written: list[Token] = []
        while (
            self._next == "("
            or self._is_call()
            or self._next in {"ASC", "DESC"}
            or (self._at < len(self._tokens) and self._tokens[self._at].variable)
        ):
            if self._next in {"ASC", "DESC"}:
                written.append(self._take())
            elif self._next == "(" and not by_value:
                written += self._assignment()
            else:
                found = self._primary()
                written += _spaced(found.value if by_value else found.term)
        return written

    def _is_call(self) -> bool:
        """Say whether the next tokens call a function."""
        if self._at + 1 >= len(self._tokens) or self._tokens[self._at + 1].text != "(":
            return False
        token = self._tokens[self._at]
        return token.kind in {"iri", "name"} or bool(token.word and token.word not in _CLAUSES)

    def _projection(self) -> list[Token]:
        """Rewrite the variables and assignments that SELECT lists."""
        written: list[Token] = []
        while self._next == "(" or (
            self._at < len(self._tokens) and self._tokens[self._at].variable
        ):
            written += self._assignment() if self._next == "(" else [self._take()]
        return written

    def _assignment(self) -> list[Token]:
        """Rewrite ``(expression AS ?variable)``, or an expression in brackets."""
        opening = self._take()
        written = [opening, *self._expression().term]
        while self._next != ")":
            written.append(self._take())
        return [*written, self._take()]

    def _expression(self, least: int = 1) -> _Expression:
        """Rewrite operators that bind as tight as ``least`` (productions 110 to 118)."""
        left = self._unary()
        while (strength := _PRECEDENCE.get(self._next, 0)) >= least:
            operator = [self._take()]
            if operator[0].word == "NOT":
                operator.append(self._take())
            if operator[-1].word == "IN":
                right = self._arguments(range(10**6))
            else:
                right = self._expression(strength + 1).value
            written = [*left.value, *operator, *right]
            left = _Expression(term=written, value=written)
        return left

    def _unary(self) -> _Expression:
        if self._next in {"!", "-", "+"}:
            signs = []
            while self._next in {"!", "-", "+"}:
                signs.append(self._take())
            written = [*signs, *self._primary().value]
            return _Expression(term=written, value=written)
        return self._primary()

    def _primary(self) -> _Expression:
        """Rewrite a bracket, a call, a variable, a constant or EXISTS (production 119)."""
        if self._next == "(":
            opening, inner, closing = self._take(), self._expression(), self._take()
            return _Expression(
                term=[opening, *inner.term, closing], value=[opening, *inner.value, closing]
            )
        if self._next in {"EXISTS", "NOT"}:
            written = [*self._words("EXISTS"), *self._group()]
            return _Expression(term=written, value=written)
        if self._starts_constant():
            return self._constant()
        if self._is_call():
            return self._call()
        token = self._take()
        return self._variable(token) if token.variable else _Expression(term=[token], value=[token])

    def _words(self, last: str) -> list[Token]:
        """Take words up to one."""
        taken = [self._take()]
        while taken[-1].word != last:
            taken.append(self._take())
        return taken

    def _group(self) -> list[Token]:
        """Rewrite a group in braces."""
        end = self._query.closing(self._at)
        written = [self._take()]
        while self._at < end:
            written += self._step()
        return [*written, self._take()]

    def _variable(self, token: Token) -> _Expression:
        if not self._encoding.has_values:
            return _Expression(term=[token], value=[token])
        name = token.text
        of = f"STR(DATATYPE({name}))"
        value = (
            f'COALESCE(STRDT(IF(STRSTARTS({of},"{EXACT}"),STR({name}),1/0),'
            f'IRI(STRAFTER({of},"{EXACT}"))),{name})'
        )
        return _Expression(term=[token], value=_spaced(_tokens(value)))

    def _call(self) -> _Expression:
        """Rewrite a function's call (productions 121, 127, 128)."""
        function = self._take()
        name = function.word
        if name == "DATATYPE":
            written = self._datatype(function)
            return _Expression(term=written, value=written)
        if name == "LANG" and self._encoding.has_languages:
            written = [_ours("lang", function), *self._arguments(())]
            return _Expression(term=written, value=written)
        if name in _OURS:
            written = [_ours(_OURS[name], function), *self._arguments(())]
            return _Expression(term=written, value=_valued(written))
        if name in _AGGREGATES and self._encoding.has_values:
            written = [_ours(_AGGREGATES[name], function), *self._arguments(())]
            return _Expression(term=written, value=_valued(written))
        return self._known_call(function)

    def _known_call(self, function: Token) -> _Expression:
        name, start = function.word, self._at
        terms = [function, *self._arguments(() if name != "IF" else (0,))]
        if name in _OF_TERMS:
            return _Expression(term=terms, value=terms)
        self._at = start
        values = [function, *self._arguments(range(10**6))]
        passing = name in _PASSING or name == "IF"
        return _Expression(term=terms if passing else values, value=values)

    def _datatype(self, function: Token) -> list[Token]:
        """Write the true datatype in place of ours."""
        arguments = self._arguments(())
        if not self._encoding.has_values:
            return [function, *arguments]
        before, after = _tokens("IRI(REPLACE(STR(DATATYPE"), _tokens(f'),{_DECODED},""))')
        return [*_spaced(before), *arguments, *after]

    def _arguments(self, valued: Sequence[int]) -> list[Token]:
        """Rewrite a list of arguments; those at some places are given by value."""
        written, place = [self._take()], 0
        while self._next != ")":
            if self._next in {"DISTINCT", "*", ";", "SEPARATOR", "="}:
                written.append(self._take())
                continue
            if self._next == ",":
                written.append(self._take())
                place += 1
                continue
            found = self._expression()
            written += _spaced(found.value if place in valued else found.term)
        return [*written, self._take()]

    def _starts_constant(self) -> bool:
        """Say whether the next token begins a literal."""
        token = self._tokens[self._at]
        if token.text in {"+", "-"} and self._at + 1 < len(self._tokens):
            following = self._tokens[self._at + 1]
            return following.kind == "number" and not following.space
        return token.kind in {"string", "number"} or token.word in {"TRUE", "FALSE"}

    def _constant(self) -> _Expression:
        """Encode a literal of the query as the data's literals are."""
        start = self._at
        literal = self._literal()
        raw = list(self._tokens[start : self._at])
        encoded = self._encoding.constant(literal)
        if encoded is literal:
            return _Expression(term=raw, value=raw)
        token = Token("string", str(encoded), raw[0].space or " ")
        return _Expression(
            term=[token], value=raw if encoded.datatype.startswith(EXACT) else [token]
        )

    def _literal(self) -> Literal:
        """Read a literal (productions 129 to 134)."""
        token = self._take()
        if token.text in {"+", "-"}:
            return _number(token.text + self._take().text)
        if token.kind == "number":
            return _number(token.text)
        if token.word:
            return Literal(token.text.lower(), XSD + "boolean")
        text = _unescaped(token.text)
        if self._at < len(self._tokens) and self._tokens[self._at].kind == "language":
            return Literal(text, RDF_LANG_STRING, self._take().text[1:])
        if self._next == "^^":
            self._take()
            return Literal(text, self._iri(self._take()))
        return Literal(text, XSD_STRING)

    def _iri(self, token: Token) -> str:
        if token.kind == "iri":
            return token.text[1:-1]
        prefix, _, local = token.text.partition(":")
        return self._prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)


def _tokens(text: str) -> list[Token]:
    return list(Query.parse(text).tokens)


def _number(text: str) -> Literal:
    kind = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
    return Literal(text, XSD + kind)


def _unescaped(text: str) -> str:
    """Read a string with its quotes."""
    quotes = 3 if text[:3] in {'"""', "'''"} and len(text) >= 6 else 1

    def character(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        return chr(int(code, 16)) if code else _ESCAPES.get(found[3], found[3])

    return _ESCAPE.sub(character, text[quotes:-quotes])


def _ours(name: str, function: Token) -> Token:
    return Token("iri", str(Iri(FUNCTIONS + name)), function.space or " ")


def _valued(call: list[Token]) -> list[Token]:
    """Take the value of what a call returns."""
    return [
        Token("iri", str(Iri(FUNCTIONS + "value")), " "),
        Token("sign", "("),
        *call,
        Token("sign", ")"),
    ]


def _spaced(written: list[Token]) -> list[Token]:
    """Set a space before tokens that may follow a word."""
    if not written or written[0].space:
        return written
    first = written[0]
    return [Token(first.kind, first.text, " "), *written[1:]]
