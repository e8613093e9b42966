"""FILTER NOT EXISTS turned into MINUS where the two mean the same.

Oxigraph evaluates the group of NOT EXISTS once for each solution before it, and may scan the
graph each time; the group of MINUS it evaluates once. They mean the same where the group is
triple patterns alone, and each variable that it shares with the rest of the query is bound in
every solution that it is compared with (SPARQL 1.1, clause 8.3). It is done for the triple
patterns of one subject, whose solutions are seldom many more than the graph's triples.
"""

from mcdgraph.bridges.sparql_tokens import Token
from mcdgraph.validation.query import Query

_TRUE = (
    Token("word", "FILTER", " "),
    Token("sign", "("),
    Token("word", "true"),
    Token("sign", ")"),
)
_MINUS = (Token("word", "MINUS", " "), Token("sign", "{", " "))
_CLOSE = Token("sign", "}", " ")
_OPENS = ["FILTER", "NOT", "EXISTS"]


def decorrelated(query: Query, bound: frozenset[str]) -> Query:
    """Rewrite all that can be; ``bound`` are the variables that are pre-bound."""
    at = 0
    tokens = query.tokens
    while at + 3 < len(tokens):
        if [token.word for token in tokens[at : at + 3]] == _OPENS and tokens[at + 3].text == "{":
            end = Query(tokens).closing(at + 3)
            parent = _enclosing(tokens, at)
            if parent is not None and _means_the_same(tokens, at, end, parent, bound):
                close = Query(tokens).closing(parent)
                inner = (*_MINUS, *tokens[at + 4 : end], _CLOSE)
                tokens = (*tokens[:at], *_TRUE, *tokens[end + 1 : close], *inner, *tokens[close:])
        at += 1
    return Query(tokens)


def _enclosing(tokens: tuple[Token, ...], at: int) -> int | None:
    """Find the brace that opens the group that a place is in."""
    depth = 0
    for place in range(at - 1, -1, -1):
        depth += {"{": -1, "}": 1}.get(tokens[place].text, 0)
        if depth < 0:
            return place
    return None


def _means_the_same(
    tokens: tuple[Token, ...], at: int, end: int, parent: int, bound: frozenset[str]
) -> bool:
    content = tokens[at + 4 : end]
    own = {token.variable for token in content if token.variable}
    elsewhere = {t.variable for t in (*tokens[:at], *tokens[end:]) if t.variable}
    shared = own & (elsewhere | bound)
    certain = _certain(tokens, parent)
    if tokens[parent - 1].word != "EXISTS":
        certain |= bound
    return bool(shared) and shared <= certain and _is_star(content)


def _is_star(content: tuple[Token, ...]) -> bool:
    """Say whether tokens are triple patterns of one subject, or a walk from it, and nothing else.

    A lone pattern stays: Oxigraph looks it up. A walk against the direction of a predicate
    stays too: what it meets may be many more than the triples.
    """
    texts = [token.text for token in content]
    if texts and texts[-1] == ".":
        texts.pop()
    words = {token.word for token in content} - {"", "A", "TRUE", "FALSE"}
    joined = ";" in texts or "/" in texts
    return not words and joined and not set(texts) & set("{.*+?!^[(")


def _certain(tokens: tuple[Token, ...], parent: int) -> set[str]:
    """Collect the variables of the triple patterns that stand directly in a group."""
    found: set[str] = set()
    braces = brackets = 0
    for token in tokens[parent + 1 : Query(tokens).closing(parent)]:
        braces += {"{": 1, "}": -1}.get(token.text, 0)
        brackets += {"(": 1, ")": -1}.get(token.text, 0)
        if token.variable and not braces and not brackets:
            found.add(token.variable)
    return found
