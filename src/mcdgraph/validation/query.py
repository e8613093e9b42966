"""SHACL's SPARQL queries, parsed as far as pre-binding needs: tokens, groups, subqueries.

Pre-binding (SHACL, appendix B) gives a variable its value everywhere in a query, in each
group whatever its scope. Here it is done for many nodes at once: a pattern that binds the
variables to every tuple of values joins each group that evaluates by itself. The tuples
stand in a named graph, so that blank nodes and literals need not be written in the query.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mcdgraph.bridges.sparql_tokens import Token, tokens
from mcdgraph.namespaces import RDF
from mcdgraph.validation.paths import Path, Predicate

#: The graph of the tuples, the namespace of their parts, and the variable that names a tuple.
SEEDS: Final = "urn:mcdgraph:seeds"
SEED: Final = "mcdgraphSeed"

#: Kinds of tokens that can stand for a term, or end or begin one.
_TERMS: Final = frozenset({"iri", "string", "variable", "blank", "name", "number"})
#: How many brackets may stand inside each other.
MAX_NESTING: Final = 120
_BRACKETS: Final = {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}


class ForbiddenQuery(ValueError):
    """A query that pre-binding does not allow (SHACL, clause 5.2.1 and appendix B)."""


@dataclass(frozen=True)
class Query:
    """A SELECT or ASK query as tokens."""

    tokens: tuple[Token, ...]

    @classmethod
    def parse(cls, text: str) -> "Query":
        """Cut a text into tokens."""
        return cls(tuple(tokens(text)))

    def __str__(self) -> str:
        """Give the text."""
        return "".join(token.space + token.text for token in self.tokens)

    @property
    def variables(self) -> frozenset[str]:
        """The names of all variables, wherever they stand."""
        return frozenset(token.variable for token in self.tokens if token.variable)

    @property
    def words(self) -> frozenset[str]:
        """All words, in upper case."""
        return frozenset(token.word for token in self.tokens if token.word)

    @property
    def one_by_one(self) -> bool:
        """Say whether many nodes at once would share what each must have for itself."""
        return not self.words.isdisjoint({"LIMIT", "OFFSET"})

    def refuse_nesting(self) -> None:
        """Raise `ForbiddenQuery` where more brackets are open than an engine should be asked."""
        depth = 0
        for token in self.tokens:
            depth += _BRACKETS.get(token.text, 0)
            if depth > MAX_NESTING:
                raise ForbiddenQuery(f"more than {MAX_NESTING} brackets stand inside each other")

    def refuse_forbidden(self, bound: frozenset[str]) -> None:
        """Raise `ForbiddenQuery` where variables that are pre-bound are not well used."""
        for word in ("MINUS", "VALUES", "SERVICE"):
            if word in self.words:
                raise ForbiddenQuery(f"{word} is not allowed")
        for token, following in zip(self.tokens, self.tokens[1:], strict=False):
            if token.word == "AS" and following.variable in bound:
                raise ForbiddenQuery(f"AS {following.text} assigns a variable that is pre-bound")
        for projected, mentioned in self._subqueries():
            for name in sorted(bound):
                if name not in projected and (name == "this" or name in mentioned):
                    raise ForbiddenQuery(f"a subquery does not return ${name}")

    def _subqueries(self) -> Iterator[tuple[set[str], set[str]]]:
        """Give, for each subquery, the variables it lists, and those it mentions."""
        for at, token in enumerate(self.tokens[1:], 1):
            if token.word == "SELECT" and self.tokens[at - 1].text == "{":
                end = self.closing(at - 1)
                start = next(i for i in range(at, end) if self.tokens[i].text == "{")
                listed = {t.variable for t in self.tokens[at:start] if t.variable}
                yield listed, {t.variable for t in self.tokens[at:end] if t.variable}

    def closing(self, at: int) -> int:
        """Find the brace that closes another."""
        depth = 0
        for place in range(at, len(self.tokens)):
            depth += {"{": 1, "}": -1}.get(self.tokens[place].text, 0)
            if depth == 0:
                return place
        raise ForbiddenQuery("a brace is not closed")

    def with_path(self, path: Path) -> "Query":
        """Put a path where the variable PATH stands."""
        text = str(path) if isinstance(path, Predicate) else f"({path})"
        return Query(
            tuple(
                found if number else found._replace(space=token.space)
                for token in self.tokens
                for number, found in enumerate(
                    tokens(text) if token.variable == "PATH" else [token]
                )
            )
        )

    def seeded(self, varying: Iterable[str], constant: Iterable[str]) -> "Query":
        """Bind variables in every group: those that vary as one tuple, each other by itself.

        The query becomes a SELECT that also gives the tuple, as the variable `SEED`.
        """
        varying, constant = list(varying), list(constant)
        found: list[Token] = []
        first = True
        for at, token in enumerate(self.tokens):
            found.extend(self._projected(at, token) if first else [token])
            if token.text == "{" and (first or self._is_own_group(at)):
                found.extend(self._seeds(at, varying, constant, outer=first))
                first = False
        return Query(tuple(self._grouped(found)))

    def seeded_construct(self, varying: Iterable[str]) -> "Query":
        """Bind variables in every group of a CONSTRUCT query (SHACL-AF, clause 8.5)."""
        end = self.closing(1) if self._is_construct() else 0
        if not end:
            raise ForbiddenQuery("sh:construct needs a CONSTRUCT query with a template")
        select = Query.parse("SELECT *")
        where = Query((*select.tokens, *self.tokens[end + 1 :])).seeded(varying, ())
        return Query((*self.tokens[: end + 1], *where.tokens[len(select.tokens) :]))

    def _is_construct(self) -> bool:
        """Say whether the query begins with CONSTRUCT and a template."""
        texts = [token.word or token.text for token in self.tokens[:2]]
        return texts == ["CONSTRUCT", "{"]

    def without_prologue(self) -> "Query":
        """Leave out the declarations of prefixes before the query."""
        at = 0
        while self.tokens[at : at + 1] and self.tokens[at].word == "PREFIX":
            at += 3
        return Query(self.tokens[at:])

    def _seeds(
        self, at: int, varying: list[str], constant: list[str], *, outer: bool
    ) -> list[Token]:
        """Give the pattern that binds what the group from a brace on mentions."""
        used = self.variables if outer else Query(self.tokens[at : self.closing(at)]).variables
        named = [f"<{SEEDS}:{name}> ${name}" for name in varying if name in used]
        if outer and not named:
            named = [f"<{SEEDS}:{varying[0]}> []"]
        node = f"?{SEED}" if outer else "[]"
        patterns = [f"{node} {' ; '.join(named)} ."] if named else []
        patterns += [f"[] <{SEEDS}:{name}> ${name} ." for name in constant if name in used]
        text = f" GRAPH <{SEEDS}> {{ {' '.join(patterns)} }} "
        return list(tokens(text)) if patterns else []

    def _projected(self, at: int, token: Token) -> list[Token]:
        """Add the tuple to what the query gives."""
        seed = Token("variable", f"?{SEED}", " ")
        if token.word == "ASK":
            select = [Token("word", "SELECT", token.space), Token("word", "DISTINCT", " ")]
            return [*select, seed, Token("word", "WHERE", " ")]
        after = self.tokens[at + 1].text.upper() if at + 1 < len(self.tokens) else ""
        if token.word == "WHERE" and self.tokens[max(at - 1, 0)].word == "ASK":
            return []
        selects = self.tokens[max(at - 1, 0)].word == "SELECT"
        if token.word in {"DISTINCT", "REDUCED"} and selects and after != "*":
            return [token, seed]
        if token.word == "SELECT" and after not in {"DISTINCT", "REDUCED", "*"}:
            return [token, seed]
        return [token]

    def _is_own_group(self, at: int) -> bool:
        """Say whether a brace opens a group whose variables nothing else binds.

        MINUS stands only where it was put in place of NOT EXISTS, and binds for itself.
        """
        before, after = self.tokens[at - 1], self.tokens[at + 1]
        return before.word not in {"EXISTS", "MINUS"} and after.word != "SELECT"

    @staticmethod
    def _grouped(query: list[Token]) -> Iterator[Token]:
        """Add the tuple to the outer GROUP BY."""
        depth = 0
        for at, token in enumerate(query):
            depth += {"{": 1, "}": -1}.get(token.text, 0)
            yield token
            if token.word == "BY" and depth == 0 and query[at - 1].word == "GROUP":
                yield Token("variable", f"?{SEED}", " ")

    def predicates(self, prefixes: Mapping[str, str]) -> frozenset[str] | None:
        """List the IRIs that can match a predicate: all that are written; None for any IRI.

        A variable or a negation in that place matches any, and so, because it starts from
        any node, may a path of length zero.
        """
        if "BASE" in self.words:
            return None
        found = list(self._in_patterns())
        for before, token, after in zip(found, found[1:], found[2:], strict=False):
            leads = _is_term(before) or before.text in {";", ")"}
            if leads and token.variable and (_is_term(after) or after.text == "("):
                return None
            if token.text == "?" or (token.text == "*" and (leads or before.text == "a")):
                return None
            negated = leads or before.text in {"/", "|", "^"} or after.kind in {"iri", "name"}
            if token.text == "!" and (negated or (before.text == after.text == "(")):
                return None
        return frozenset(self.iris(prefixes))

    def _in_patterns(self) -> Iterator[Token]:
        """Give the tokens without what SELECT lists."""
        listing = False
        for token in self.tokens:
            listing = token.word == "SELECT" or (listing and token.text != "{")
            if not listing:
                yield token

    def declared(self, prefixes: Mapping[str, str]) -> dict[str, str]:
        """Return the namespace of each prefix, those that the query declares included."""
        declared = dict(prefixes)
        for token, name, iri in zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False):
            if token.word == "PREFIX" and iri.iri is not None:
                declared[name.text[:-1]] = iri.iri
        return declared

    def iris(self, prefixes: Mapping[str, str]) -> Iterator[str]:
        """Give every IRI that is written, whole or with a prefix."""
        declared = self.declared(prefixes)
        for token in self.tokens:
            if token.iri is not None:
                yield token.iri
            elif token.kind == "name":
                prefix, _, local = token.text.partition(":")
                yield declared.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)
            elif token.text == "a":
                yield RDF + "type"


def _is_term(token: Token) -> bool:
    """Say whether a token can stand for a term, or end or begin one."""
    return token.kind in _TERMS or token.text in {"a", "[", "]"}
