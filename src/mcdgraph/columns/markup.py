"""What literals of markup say to people: ``rdf:XMLLiteral`` and ``rdf:HTML`` without their tags.

Source: RDF 1.1 Concepts and Abstract Syntax, clauses 5.2 and 5.3.
"""

import re
from html import unescape
from typing import Final

from mcdgraph.namespaces import RDF

#: Datatypes of literals whose lexical form is markup.
MARKUP_TYPES: Final = frozenset((RDF + "XMLLiteral", RDF + "HTML"))

#: Tags that stand inside a word or a sentence; all others end one.
_INLINE: Final = re.compile(
    r"</?+(?:\w++:)?+(?:a|abbr|b|bdi|bdo|cite|code|dfn|em|i|kbd|mark|q|s|samp|small|span|strong"
    r"|sub|sup|time|u|var)\b[^<>]*+>",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[^<>]*+>")


def plain_text(lexical: str, datatype: str) -> str:
    """Return a text without its tags where its datatype is one of markup, else as it is.

    >>> plain_text("<p>One <em>word</em>s &amp; more.</p><p>Two</p>", RDF + "HTML")
    'One words & more. Two'
    """
    if datatype not in MARKUP_TYPES:
        return lexical
    bare = _TAG.sub(" ", _INLINE.sub("", lexical))
    return " ".join(unescape(bare).split())
