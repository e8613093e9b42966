"""The tokens of a query: what is a string, a name, a keyword."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcdgraph.bridges.sparql_tokens import tokens

CASES = [
    ("?x $y", [("variable", "?x"), ("variable", "$y")]),
    ("ex:a.b :c ex: :", [("name", "ex:a.b"), ("name", ":c"), ("name", "ex:"), ("name", ":")]),
    (r"ex:a\,b\.", [("name", r"ex:a\,b\.")]),
    ("ex:a.", [("name", "ex:a"), ("sign", ".")]),
    ("_:a", [("blank", "_:a")]),
    ("a.b", [("word", "a"), ("sign", "."), ("word", "b")]),
    ("?x.ex:y", [("variable", "?x"), ("sign", "."), ("name", "ex:y")]),
    ("1 1.5 1. .5 1e5 1.e-5", [
        *(("number", "1"), ("number", "1.5"), ("number", "1"), ("sign", "."), ("number", ".5")),
        *(("number", "1e5"), ("number", "1.e-5")),
    ]),
    ('"a"@en-GB', [("string", '"a"'), ("language", "@en-GB")]),
    ('"a"^^ex:t', [("string", '"a"'), ("sign", "^^"), ("name", "ex:t")]),
    (r'"a\"b" "c', [("string", r'"a\"b"'), ("sign", '"'), ("word", "c")]),
    ("'''a''b''' ''''", [("string", "'''a''b'''"), ("string", "''"), ("string", "''")]),
    ('"a\n"', [("sign", '"'), ("word", "a"), ("sign", '"')]),
    ("<a:b> < >", [("iri", "<a:b>"), ("sign", "<"), ("sign", ">")]),
    (r"<a\u003Ab>", [("iri", r"<a\u003Ab>")]),
    ("?x<?y>?z", [("variable", "?x"), ("iri", "<?y>"), ("variable", "?z")]),
    ("?x<?y >", [("variable", "?x"), ("sign", "<"), ("variable", "?y"), ("sign", ">")]),
    ("a <= b && c", [("word", "a"), ("sign", "<="), ("word", "b"), ("sign", "&&"), ("word", "c")]),
    ("a # 'b\nc", [("word", "a"), ("word", "c")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_tokens(text: str, expected: list[tuple[str, str]]) -> None:
    """A text splits as SPARQL's grammar has it, the longest token first."""
    assert [(token.kind, token.text) for token in tokens(text)] == expected


@given(st.text(alphabet="ab1.:-_\\\"'<>#%@?^ \né²/uA0\t{}", max_size=40))
def test_nothing_is_lost(text: str) -> None:
    """Tokens and what is between them are the text, whatever it is; each knows its place."""
    found = list(tokens(text))
    joined = "".join(token.space + token.text for token in found)
    assert text.startswith(joined)
    assert all(text[token.at : token.end] == token.text for token in found)
    assert not "".join(line.partition("#")[0] for line in text[len(joined) :].split("\n")).strip()


@pytest.mark.parametrize(
    ("text", "iri"),
    [(r"<a:\u0062>", "a:b"), (r"<a:\U0001F30D>", "a:🌍"), (r"<a:\UFFFFFFFF>", r"a:\UFFFFFFFF")],
)
def test_escapes_in_an_iri_stand_for_characters(text: str, iri: str) -> None:
    """What `Token.iri` gives is the IRI that the engine reads (SPARQL 1.1 Query, 19.2)."""
    assert [token.iri for token in tokens(text)] == [iri]


@pytest.mark.parametrize(
    ("text", "word"), [("select", "SELECT"), ("?select", ""), ("1service", "SERVICE")]
)
def test_keywords_have_no_case(text: str, word: str) -> None:
    """A keyword is told in upper case, and is no variable."""
    assert [token.word for token in tokens(text)][-1] == word
