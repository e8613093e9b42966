"""Markdown shows what a graph holds, whatever that would mean in Markdown or in HTML."""

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mcdgraph.agents.markdown import escape, fenced, linked, pointed

COMMONMARK = MarkdownIt("commonmark").enable("table")
HOSTILE = [
    "<script>alert(1)</script>",
    "<!-- away -->",
    "&lt;b&gt; &amp; &#60; &#x3c; &copy; &nosuch;",
    "B & Co",
    "# not a heading",
    "- not a list",
    "+ not a list",
    "* not a list",
    "-",
    "1. not a list",
    "12) not a list",
    "2013. A year",
    "---",
    "- - -",
    "===",
    "> not quoted",
    "``` not code",
    "~~~ not code",
    "`code`",
    "[a link](javascript:alert(1))",
    "![an image](https://evil.example/x.png)",
    "[S03]: https://evil.example/",
    "<https://evil.example/>",
    "a | b\n--- | ---\n1 | 2",
    "two\n\nparagraphs",
    "    not code",
    "*a* _b_ **c** ~~d~~",
    "a trailing backslash\\",
    "\\*",
    "-5",
    "+33 1 23",
]


def inline(text: str) -> list[Token]:
    """Return the tokens of a text that is a single paragraph."""
    opened, content, closed = COMMONMARK.parse(text)
    assert (opened.type, closed.type) == ("paragraph_open", "paragraph_close")
    return content.children or []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_shown_and_not_obeyed(text: str) -> None:
    """It is one paragraph of text alone, the same but for its white space."""
    tokens = inline(escape(text))
    assert {token.type for token in tokens} <= {"text", "text_special"}
    assert "".join(token.content for token in tokens) == " ".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stands_in_a_list_and_in_a_table(text: str) -> None:
    """There it is one item, and one cell."""
    kinds = [token.type for token in COMMONMARK.parse(f"- {escape(text)}\n")]
    assert kinds.count("list_item_open") == kinds.count("paragraph_open") == 1
    kinds = [token.type for token in COMMONMARK.parse(f"| a |\n| --- |\n| {escape(text)} |\n")]
    assert (kinds.count("tr_open"), kinds.count("td_open")) == (2, 1)


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("https://a.example/?a=1&lt;=2&b=(3)", "https://a.example/?a=1&lt;=2&b=(3)"),
        ("https://a.example/<x> y\\z", "https://a.example/%3Cx%3E%20y%5Cz"),
        ("urn:isbn:1", "urn:isbn:1"),
        ("/class.md?iri=x&lang=fr", "/class.md?iri=x&lang=fr"),
        ("javascript:alert(1)", None),
        ("JavaScript:alert(1)", None),
        ("data:text/html,<script>alert(1)</script>", None),
        ("vbscript:x", None),
    ],
)
def test_a_link_leads_to_its_address(address: str, href: str | None) -> None:
    """One that may be a program is shown, and no link."""
    tokens = inline(linked("a [label]", address))
    found = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert found == ([] if href is None else [href])
    assert all(not token.type.startswith("html") for token in tokens)
    alone = [t.attrs["href"] for t in inline(pointed(address)) if t.type == "link_open"]
    assert alone == ([] if href is None or address.startswith("/") else [href])


@pytest.mark.parametrize("text", ["```", "````\n~~~", "a\n   ```\nb", "", "`" * 300, "a\r```\rb"])
def test_code_ends_where_it_should(text: str) -> None:
    """Whatever fence stands in it."""
    found = COMMONMARK.parse(fenced(text, "text") + "\nbehind\n")
    assert [token.type for token in found[:2]] == ["fence", "paragraph_open"]
    assert found[0].content.rstrip() == text.replace("\r", "\n").rstrip()
