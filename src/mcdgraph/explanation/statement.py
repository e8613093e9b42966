"""Reads the statement that somebody asks about: three terms, or a line of N-Triples."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from mcdgraph.bridges.oxigraph import parse
from mcdgraph.columns import BlankNode, Iri, Literal, Term
from mcdgraph.errors import SyntaxProblems, TermError
from mcdgraph.explanation.model import Triple
from mcdgraph.formats import N_TRIPLES
from mcdgraph.namespaces import RDF, XSD

_LITERAL: Final = re.compile(
    r'(?P<text>"(?:[^"\\]|\\.)*")(?:@(?P<tag>\S+)|\^\^(?P<type>\S+))?', re.DOTALL
)
_NUMBERS: Final = (
    (re.compile(r"[+-]?\d+"), "integer"),
    (re.compile(r"[+-]?\d*\.\d+"), "decimal"),
    (re.compile(r"true|false"), "boolean"),
)


def parse_statement(words: Sequence[str], prefixes: Mapping[str, str]) -> Triple:
    """Read a subject, a predicate and an object, or one line of N-Triples.

    A term is ``<iri>``, an IRI, ``prefix:name``, ``a``, ``_:label``, a number, ``true`` or a
    literal ``"text"`` with ``@tag`` or ``^^datatype``. Raises TermError where one cannot be read.
    """
    if len(words) == 1:
        return _line(words[0], prefixes)
    if len(words) != 3:
        raise TermError(
            f"{len(words)} terms given: expected a subject, a predicate and an object, "
            "or one line of N-Triples in quotes"
        )
    s, p, o = (parse_term(word, prefixes) for word in words)
    for name, term in (("subject", s), ("predicate", p)):
        if isinstance(term, Literal):
            raise TermError(f"{term}: a literal cannot be a {name}")
    return s, p, o


def parse_name(word: str, prefixes: Mapping[str, str]) -> str:
    """Read an IRI, in angle brackets or not, or a prefixed name; raise TermError for others."""
    term = parse_term(word.strip(), prefixes)
    if not isinstance(term, Iri):
        raise TermError(f"{word}: expected prefix:name or <iri>")
    return term.value


def parse_term(word: str, prefixes: Mapping[str, str]) -> Term:
    """Read one term."""
    if word == "a":
        return Iri(RDF + "type")
    if word.startswith("_:"):
        return BlankNode(word[2:])
    if word.startswith('"'):
        return _literal(word, prefixes)
    if word.startswith("<") and word.endswith(">"):
        return Iri(word[1:-1])
    for pattern, local in _NUMBERS:
        if pattern.fullmatch(word):
            return Literal(word, XSD + local)
    return Iri(expand(word, prefixes))


def expand(name: str, prefixes: Mapping[str, str]) -> str:
    """Give the IRI of a prefixed name; an IRI with an authority stands for itself."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in prefixes:
        return prefixes[prefix] + local
    if colon and local.startswith("//"):
        return name
    near = get_close_matches(prefix, prefixes, n=1)
    hint = f"; did you mean {near[0]}:{local}?" if colon and near else ""
    expected = "an unknown prefix" if colon else "expected prefix:name or <iri>"
    raise TermError(f"{name}: {expected}{hint}")


def _literal(word: str, prefixes: Mapping[str, str]) -> Term:
    found = _LITERAL.fullmatch(word)
    if found is None:
        raise TermError(f'{word}: expected "text", "text"@tag or "text"^^datatype')
    kind = ""
    if found["tag"]:
        kind = f"@{found['tag']}"
    elif found["type"]:
        name = found["type"]
        iri = name[1:-1] if name.startswith("<") else expand(name, prefixes)
        kind = f"^^<{iri}>"
    text = found["text"].replace("\n", "\\n").replace("\r", "\\r")
    return _parsed(f"<urn:s> <urn:p> {text}{kind} .", word)[2]


def _line(text: str, prefixes: Mapping[str, str]) -> Triple:
    """Read a line of N-Triples, or three prefixed names in one argument."""
    words = text.split()
    if len(words) == 3 and not text.startswith(("<", "_:")):
        return parse_statement(words, prefixes)
    return _parsed(text if text.rstrip().endswith(".") else f"{text} .", text)


def _parsed(line: str, given: str) -> Triple:
    try:
        columns = parse(line.encode("utf8"), N_TRIPLES)
    except UnicodeEncodeError:
        raise TermError(f"{given}: holds a surrogate, which is no character") from None
    except SyntaxProblems as error:
        message = str(error).partition(": ")[2]
        raise TermError(f"{given}: {message}") from error
    if len(columns) != 1:
        raise TermError(f"{given}: expected one statement, found {len(columns)}")
    s, p, o, _ = next(iter(columns.quads()))
    return s, p, o
