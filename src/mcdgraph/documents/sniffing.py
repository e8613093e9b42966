"""Tells what a file holds by how it begins; its name is asked only where that does not say."""

import re
from pathlib import PurePath
from typing import Final

from mcdgraph.errors import InputError
from mcdgraph.formats import (
    GRAPH_FORMATS,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    TRIG,
    TURTLE,
    Format,
    by_suffix,
)

#: Bytes of a file that are looked at.
HEAD: Final = 1 << 14

_UTF16: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\0": "utf-16-le"}
_IRI: Final = r"<[^\x00-\x20<>\"]*+>"
_NODE: Final = rf"(?:{_IRI}|_:[^\s<>\"]++)"
_LITERAL: Final = rf'"(?:[^"\\\n\r]++|\\.)*+"(?:@[A-Za-z0-9-]++|\^\^{_IRI})?+'
_NAME: Final = r"[^\s<>\"{}\[\]():;,#]*+:[^\s<>\"{}\[\]();,#]*+"
_SKIP: Final = r"(?:\s++|#[^\n\r]*+)*+"

_XML: Final = re.compile(r"<(?:\?xml\b|!--|!DOCTYPE\b|[A-Za-z_][\w.\-]*+(?::[\w.\-]++)?+\s)")
_HTML: Final = re.compile(r"<(?:!DOCTYPE\s++html\b|html\b)", re.IGNORECASE)
_JSON: Final = re.compile(r'\{\s*+["}]|\[\s*+(?:[\[{"0-9]|\]\s*+\Z)')
_DIRECTIVE: Final = re.compile(
    rf"{_SKIP}(?:@(?:prefix|base|version)\b|(?:prefix|base|version)\s++(?:\"|<|{_NAME}\s*+<))",
    re.IGNORECASE,
)
_QUAD: Final = re.compile(
    rf"{_SKIP}{_NODE}[ \t]*+{_IRI}[ \t]*+(?:{_NODE}|{_LITERAL})[ \t]*+{_NODE}[ \t]*+\."
)
_BLOCK: Final = re.compile(
    rf"^[ \t]*+(?:(?:GRAPH\b\s*+)?(?:{_NODE}|{_NAME}|\[\s*+\])\s*+)?\{{(?!\|)",
    re.IGNORECASE | re.MULTILINE,
)
_TRIPLE: Final = re.compile(
    rf"{_SKIP}(?:{_NODE}|{_NAME}|\[|\(|<<){_SKIP}(?:{_IRI}|{_NAME}|a\s|\]|\))"
)
#: Notations of OWL and others that are no RDF, with what they begin with.
_OTHERS: Final = (
    ("HTML, a page for people", _HTML),
    ("OWL/XML", re.compile(r"<(?:\w+:)?Ontology\b[^>]*http://www.w3.org/2002/07/owl#")),
    ("OWL 2 Functional Syntax", re.compile(rf"{_SKIP}(?:Prefix|Ontology)\s*+\(")),
    ("OWL 2 Manchester Syntax", re.compile(rf"{_SKIP}(?:Prefix|Ontology):\s")),
    ("OBO", re.compile(r"\s*+format-version:")),
)
_SUFFIXES: Final = {"n3": TURTLE, "turtle": TURTLE, "shacl": TURTLE, "json": JSON_LD}


def tell_format(head: bytes, name: PurePath) -> Format:
    """Tell the format of a file by its first bytes, or else by its name.

    Raises `InputError` where neither says, and for notations that are no RDF.
    """
    known = _SUFFIXES.get(name.suffix[1:].lower()) or by_suffix(name.suffix[1:])
    named = known if known in GRAPH_FORMATS else None
    text = _decoded(head)
    for notation, begins in _OTHERS:
        if begins.match(text):
            raise InputError(f"{name}: this is {notation}, not a form of RDF; convert it first")
    found = _by_content(text)
    if named is not None and (named in found or not found):
        return named
    if found:
        return found[0]
    forms = ", ".join(f".{form.suffix}" for form in GRAPH_FORMATS)
    raise InputError(
        f"{name}: neither its content nor its suffix tells an RDF format; "
        f"there are {forms}, gzipped or not"
    )


def _by_content(text: str) -> tuple[Format, ...]:
    """Give the formats that a text may be, the likeliest first; none where it does not say."""
    if _XML.match(text):
        return (RDF_XML,)
    if _JSON.match(text):
        return (JSON_LD,)
    if _QUAD.match(text):
        return (N_QUADS,)
    if _DIRECTIVE.match(text):
        return (TRIG, TURTLE) if _BLOCK.search(text) else (TURTLE, TRIG)
    return (TURTLE, TRIG, N_TRIPLES, N_QUADS) if _TRIPLE.match(text) else ()


def _decoded(head: bytes) -> str:
    """Decode as far as it goes, without a byte order mark and white space before the text."""
    coding = _UTF16.get(head[:2], "utf8")
    return head.decode(coding, "replace").lstrip("\ufeff \t\r\n")
