"""The terminals of Turtle and TriG as regular expressions.

Source: RDF 1.1 Turtle, clause 6.5, productions 18 to 173s; RDF 1.1 TriG, clause 4.5; the signs
of annotations are those of RDF 1.2 Turtle, production annotationBlock.
Quantifiers are possessive (``++``): no text makes them backtrack.
"""

import re
from typing import Final

#: The characters of PN_CHARS_BASE [163s].
BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
#: The characters of PN_CHARS [167s]; the hyphen stands last, so that it is no range.
CHARS: Final = BASE + "_0-9\u00b7\u0300-\u036f\u203f-\u2040-"
_ESCAPED: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"

# PNAME_NS [139s], PN_LOCAL [168s]: dots may stand inside a name, not at its end.
_PREFIX: Final = f"(?:[{BASE}][{CHARS}]*+(?:\\.++[{CHARS}]++)*+)?+:"
_LOCAL: Final = (
    f"(?:(?:[{BASE}_:0-9]|{_ESCAPED})"
    f"(?:[:{CHARS}]|{_ESCAPED})*+"
    f"(?:\\.++(?:[:{CHARS}]|{_ESCAPED})++)*+)?+"
)
_NAME: Final = _PREFIX + _LOCAL

# IRIREF [18]; one with an escape takes the slower way.
_PLAIN_IRI: Final = r'<[^\x00-\x20<>"{}|^`\\]*+>'
_IRI: Final = (
    r'<[^\x00-\x20<>"{}|^`\\]*+'
    r'(?:(?:\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})[^\x00-\x20<>"{}|^`\\]*+)*+>'
)
BLANK: Final = f"_:[{BASE}_0-9][{CHARS}]*+(?:\\.++[{CHARS}]++)*+"
_TAG: Final = r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+"
_NUMBER: Final = (
    r"[+-]?(?:(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)[eE][+-]?[0-9]++|[0-9]*\.[0-9]++|[0-9]++)"
)
_BOOLEAN: Final = f"(?:true|false)(?![:{CHARS}])"
_TYPE: Final = f"a(?![:{CHARS}])"

# White space and comments, which may stand between any two tokens.
_SKIP: Final = r"(?:[ \t\r\n]++|#[^\r\n]*+)*+"
_SUFFIX: Final = rf"{_TAG}|\^\^{_SKIP}(?:{_PLAIN_IRI}|{_NAME})"
_OBJECT: Final = (
    rf"(?:({_PLAIN_IRI}|{_NAME}|{_NUMBER}|{BLANK}|{_BOOLEAN})"
    rf'|"(?!"")([^"\\\n\r]*+)"({_SUFFIX})?+)'
    rf"{_SKIP}([.;,\]]|{{\||\|}}){_SKIP}"
)

SPACE: Final = re.compile(_SKIP)
#: What may stand behind an object: one character, or a sign of an annotation.
CLOSER: Final = re.compile(r"\{\||\|\}|[.;,\]}]")
#: An object and what closes it. Groups: what is no string; text of a string; its suffix; closer.
OBJECT: Final = re.compile(_OBJECT)
#: A verb, then the groups of `OBJECT`: most triples are one match.
TRIPLE: Final = re.compile(f"({_PLAIN_IRI}|{_NAME}|{_TYPE}){_SKIP}{_OBJECT}")
VERB: Final = re.compile(f"{_IRI}|{_NAME}|{_TYPE}")
#: An IRI, a name or a labelled blank node.
RESOURCE: Final = re.compile(f"{_IRI}|{_NAME}|{BLANK}")
#: Any term that is one token, but for strings.
TERM: Final = re.compile(f"{_IRI}|{_NAME}|{_NUMBER}|{BLANK}|{_BOOLEAN}")
IRI: Final = re.compile(_IRI)
DATATYPE: Final = re.compile(rf"\^\^{_SKIP}({_IRI}|{_NAME})")
TAG: Final = re.compile(_TAG)

ESCAPE: Final = r"""\\(?:[tbnrf"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"""
#: STRING_LITERAL_* [22] to [25], one group for each: the text between the quotes.
STRING: Final = re.compile(
    rf'"""((?:"{{0,2}}+(?:[^"\\]|{ESCAPE}))*+)"""'
    rf"|'''((?:'{{0,2}}+(?:[^'\\]|{ESCAPE}))*+)'''"
    rf'|"(?!"")([^"\\\n\r]*+(?:{ESCAPE}[^"\\\n\r]*+)*+)"'
    rf"|'(?!'')((?:[^'\\\n\r]|{ESCAPE})*+)'"
)

#: How a directive begins; SPARQL's form has no at sign, and no case.
DIRECTIVE: Final = re.compile(
    rf"@(?:prefix|base)(?![-{CHARS[:-1]}])|(?:prefix|base)(?=[ \t\r\n#<])", re.IGNORECASE
)
PREFIX: Final = re.compile(_PREFIX)
GRAPH: Final = re.compile(r"graph(?=[ \t\r\n#<\[])", re.IGNORECASE)
#: Where a statement ends a line: where the next line has no indent, reading may go on there.
BOUNDARY: Final = re.compile(r"[.}][ \t]*+(?:#[^\r\n]*+)?+(?:[\r\n]++|\Z)")
