"""Classes and properties that a query uses and the dataset does not have."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Final
from urllib.parse import urljoin

import pyoxigraph as ox

from mcdgraph.bridges.sparql_tokens import Token, position, tokens
from mcdgraph.columns import Iri
from mcdgraph.errors import TermError
from mcdgraph.namespaces import OWL, RDF, RDFS, SKOS, shorten
from mcdgraph.store.evaluation import Dialect
from mcdgraph.store.store import Store
from mcdgraph.store.usage import TermRole, uses

#: Statements that are looked at for terms which may be meant, where none are declared.
MAX_STATEMENTS: Final = 20_000
#: Terms that may be meant are looked for among this many, for names of this many characters.
MAX_CANDIDATES: Final = 5_000
MAX_NAME: Final = 80
#: How many are told, and how alike they must be (`difflib.get_close_matches`).
MAX_MEANT: Final = 3
#: Unknown terms of one query that are told: for each the text is read up to its place, and all
#: candidates are compared.
MAX_UNKNOWN: Final = 10
_ALIKE: Final = 0.6

_IRI: Final = r"<[^<>\"{}|^`\\\x00-\x20]*+>"
#: A declaration, as most queries have them before all else.
_DECLARATION: Final = re.compile(rf"\s*+PREFIX\s++([\w.-]*+):\s*+({_IRI})", re.IGNORECASE)
#: An IRI, or a name with a prefix; or a word. A string may hold what looks like one.
_NAME: Final = re.compile(rf"({_IRI}|[\w.-]*+:[\w:%-]*+(?:\.++[\w:%-]++)*+)|[\w.-]++")

_LABELS: Final = (RDFS + "label", SKOS + "prefLabel")
_DECLARED: Final = {
    TermRole.CLASS: (OWL + "Class", RDFS + "Class"),
    TermRole.PROPERTY: (
        *(RDF + "Property", OWL + "ObjectProperty", OWL + "DatatypeProperty"),
        OWL + "AnnotationProperty",
    ),
}
#: Terms that are declared, and those that are used in the first statements.
_CANDIDATES: Final = """
SELECT DISTINCT ?term {{
  {{ SELECT ?term {{
    VALUES ?kind {{ {kinds} }}
    {{ ?term a ?kind }} UNION {{ GRAPH ?g {{ ?term a ?kind }} }} }} LIMIT {looked} }}
  UNION
  {{ SELECT ?term {{ {{ {used} }} UNION {{ GRAPH ?g {{ {used} }} }} }} LIMIT {looked} }}
  FILTER(ISIRI(?term))
}} LIMIT {most}
"""


@dataclass(frozen=True, kw_only=True)
class UnknownTerm:
    """An IRI that a query uses as a class or a property, and that occurs nowhere in a dataset.

    ``name`` is what the query writes; ``line`` and ``column`` tell where it does so first, from
    1. ``meant`` are IRIs of the dataset whose local name or label is like its local name, the
    most alike first.
    """

    iri: str
    name: str
    role: TermRole
    line: int
    column: int
    meant: tuple[str, ...] = ()

    def told(self, prefixes: Mapping[str, str]) -> str:
        """Say it in a sentence, with the names that may be meant shortened by prefixes."""
        names = [shorten(f"<{iri}>", prefixes) for iri in self.meant]
        hint = f"; did you mean {' or '.join(names)}?" if names else ""
        return f"{self.name} occurs nowhere in this dataset, as a {self.role} or otherwise{hint}"


def unknown_terms(store: Store, text: str, dialect: Dialect) -> tuple[UnknownTerm, ...]:
    """List the first classes and properties of a query that the dataset does not have, each once.

    Costs a look-up a name; where one is unknown also a look at the terms that are declared, or
    at the first `MAX_STATEMENTS` statements. For a query that the engine takes.
    """
    if _all_occur(store, text, dialect):
        return ()
    prefixes = {**dialect.prefixes, **_declared_prefixes(text)}
    found: dict[tuple[str, TermRole], Token] = {}
    for token, role in uses(text):
        iri = _iri(token, prefixes, dialect.base)
        if iri is not None:
            found.setdefault((iri, role), token)
    missing = list(islice((key for key in found if not _occurs(store, key[0])), MAX_UNKNOWN))
    known = {role: _names(store, role) for role in {role for _, role in missing}}
    return tuple(_unknown(text, found[iri, role], iri, role, known[role]) for iri, role in missing)


def _all_occur(store: Store, text: str, dialect: Dialect) -> bool:
    """Tell at a glance whether all that a query names occurs; errs on the side of no.

    Of most queries it does, and to read their tokens costs more than to answer them. What hides a
    name from this glance is taken for one itself, and occurs nowhere.
    """
    prefixes, at = dict(dialect.prefixes), 0
    while declared := _DECLARATION.match(text, at):
        prefixes[declared[1]], at = declared[2][1:-1], declared.end()
    names = set(_NAME.findall(text, at)) - {""}
    if "\\" in text or any(name.endswith(":") for name in names):  # escapes; more declarations
        return False
    found = (Token("iri" if name[0] == "<" else "name", name) for name in names)
    iris = (_iri(token, prefixes, dialect.base) for token in found)
    try:
        return all(iri is not None and store.mentions(iri) for iri in iris)
    except TermError:
        return False


def _unknown(
    text: str, token: Token, iri: str, role: TermRole, known: Mapping[str, list[str]]
) -> UnknownTerm:
    line, column = position(text, token.at)
    meant = tuple(_meant(_local(iri), known))
    return UnknownTerm(iri=iri, name=token.text, role=role, line=line, column=column, meant=meant)


def _meant(name: str, known: Mapping[str, list[str]]) -> Iterator[str]:
    """Return the IRIs whose names are like a name, each once."""
    if len(name) > MAX_NAME:
        return
    near = get_close_matches(name.casefold(), known, n=MAX_MEANT, cutoff=_ALIKE)
    yield from islice(dict.fromkeys(iri for match in near for iri in known[match]), MAX_MEANT)


def _declared_prefixes(text: str) -> dict[str, str]:
    """Return the prefixes that a query declares."""
    words = list(tokens(text))
    return {
        name.text[:-1]: iri.iri
        for word, name, iri in zip(words, words[1:], words[2:], strict=False)
        if word.word == "PREFIX" and name.kind == "name" and iri.iri is not None
    }


def _iri(token: Token, prefixes: Mapping[str, str], base: str) -> str | None:
    """Return the IRI that a token stands for; None where its prefix is not known."""
    if token.iri is not None:
        return token.iri if ":" in token.iri else urljoin(base, token.iri)
    prefix, _, local = token.text.partition(":")
    return prefixes[prefix] + local.replace("\\", "") if prefix in prefixes else None


def _occurs(store: Store, iri: str) -> bool:
    """Tell whether an IRI occurs; what is no absolute one is not held against a query."""
    try:
        return store.mentions(iri)
    except TermError:
        return True


def _names(store: Store, role: TermRole) -> dict[str, list[str]]:
    """Return the terms of a kind by their local names and labels, without case."""
    found: dict[str, list[str]] = {}
    for iri in _candidates(store, role):
        for name in {_local(iri), *_labels(store, iri)}:
            if len(name) <= MAX_NAME:
                found.setdefault(name.casefold(), []).append(iri)
    return found


def _candidates(store: Store, role: TermRole) -> Iterator[str]:
    """Return the terms that are declared and, of the first statements, those that are used."""
    kinds = " ".join(f"<{kind}>" for kind in _DECLARED[role])
    used = "?s a ?term" if role is TermRole.CLASS else "?s ?term ?o"
    text = _CANDIDATES.format(kinds=kinds, used=used, looked=MAX_STATEMENTS, most=MAX_CANDIDATES)
    for row in store.select(text):
        if isinstance(term := row["term"], Iri):
            yield term.value


def _labels(store: Store, iri: str) -> Iterator[str]:
    """Return the labels of a term in any graph, the default one too."""
    for predicate in _LABELS:
        found = store.engine.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None)
        yield from (quad.object.value for quad in found if isinstance(quad.object, ox.Literal))


def _local(iri: str) -> str:
    """Return what is behind an IRI's last mark."""
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
