"""Texts made to be slow to read, each of a kind, by name: ``text(n)`` has about n signs."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

START: Final = "<http://e/a> <http://e/b> "
NAMES: Final = "@prefix e: <http://e/> . e:a e:b "

#: For Turtle and TriG. Most are broken: the reader must say so in linear time, too.
TURTLE: Final[Mapping[str, Callable[[int], str]]] = MappingProxyType(
    {
        "string without its end": lambda n: START + '"' + "a" * n,
        "apostrophe without its end": lambda n: START + "'" + "a" * n,
        "long string without its end": lambda n: START + '"""' + "a" * n,
        "long string of single quotes": lambda n: START + '"""' + '"a' * n,
        "long string of pairs of quotes": lambda n: START + '"""' + '""a' * n,
        "quotes": lambda n: START + '"' * n,
        "apostrophes": lambda n: START + "'" * n,
        "long quotes": lambda n: START + '"""' * n,
        "lines with a string without its end": lambda n: (START + '"abc\n') * (n // 20),
        "lines with a long string": lambda n: (START + '"""abc .\n') * (n // 20),
        "escapes": lambda n: START + '"' + "\\n" * n,
        "escapes before a wrong one": lambda n: START + '"' + "\\n" * n + '\\q" .',
        "numbered escapes": lambda n: START + '"' + "\\u0041" * n + '" .',
        "escapes of an IRI": lambda n: START + "<http://e/" + "\\u0041" * n,
        "escapes of a name": lambda n: NAMES + "e:" + "\\." * n + "!",
        "percents of a name": lambda n: NAMES + "e:" + "%41" * n + "%4",
        "IRI without its end": lambda n: START + "<http://e/" + "a" * n,
        "lines with a broken IRI": lambda n: (START + "<http://e/ \n") * (n // 20),
        "angle brackets": lambda n: START + "<" * n,
        "IRI of dots": lambda n: f"@base <http://e/> . <a> <b> <{'a/' * n}{'../' * n}> .",
        "dots": lambda n: "." * n,
        "dots in a name": lambda n: NAMES + "e:a" + "." * n + ";",
        "dots in a prefix": lambda n: START + "a.." * n,
        "dots in a label": lambda n: START + "_:a" + ".a." * n,
        "dots and comments after a fault": lambda n: START + "!" + ".#" * n,
        "commas": lambda n: START + "," * n,
        "objects and commas": lambda n: START + "<http://e/c>," * n,
        "semicolons": lambda n: START + "1" + ";" * n,
        "brackets": lambda n: START + "[<http://e/b> " * n,
        "brackets that close": lambda n: START + "[<http://e/b> " * n + "]" * n + ".",
        "brackets of a subject": lambda n: "[" * n,
        "closing brackets": lambda n: "]" * n,
        "lists": lambda n: START + "(" * n,
        "lists that close": lambda n: START + "(" * n + ")" * n + ".",
        "comments": lambda n: "#\n" * n + "!",
        "one comment": lambda n: "#" * n,
        "blanks": lambda n: START + " " * n + "!",
        "lines": lambda n: START + "\n" * n + "!",
        "digits": lambda n: START + "1" * n + "x",
        "digits and no exponent": lambda n: START + "1" * n + "." + "1" * n + "e",
        "points": lambda n: START + "1." * n,
        "language tag": lambda n: START + '"a"@' + "a" * n,
        "subtags": lambda n: START + '"a"@a' + "-a" * n + "-",
        "blanks before a datatype": lambda n: START + '"a"^^' + " " * n + "!",
        "prefix without its colon": lambda n: "@prefix " + "a" * n,
        "prefixes": lambda n: "".join(f"@prefix p{i}: <http://e/{i}> .\n" for i in range(n // 10)),
        "a prefix that changes": lambda n: "".join(
            f"@prefix p: <http://e/{i % 2}> .\np:a{i} p:b p:c .\n" for i in range(n // 10)
        ),
        "prefixes that are not declared": lambda n: "".join(
            f"@prefix p{i}: <http://e/> . q{i}:a p{i}:b p{i}:c .\n" for i in range(n // 10)
        ),
        "bases": lambda n: "".join(
            f"@base <http://e/{i}> .\n<a> <b> <c> .\n" for i in range(n // 9)
        ),
        "faults": lambda n: "! .\n" * n,
        "graphs": lambda n: "<http://e/g> {" * n,
        "booleans": lambda n: START + "true" * n,
        "colons": lambda n: ":" * n,
        "signs of RDF 1.2": lambda n: START + "<<( " * n,
        "at signs": lambda n: "@" * n,
    }
)
#: For N-Triples and N-Quads.
LINES: Final[Mapping[str, Callable[[int], str]]] = MappingProxyType(
    {
        "string without its end": lambda n: START + '"' + "a" * n,
        "escapes before a wrong one": lambda n: START + '"' + "\\n" * n + '\\q" .',
        "lines with a string without its end": lambda n: (START + '"abc\n') * (n // 20),
        "dots in a label": lambda n: START + "_:a" + ".a." * n,
        "blanks": lambda n: START + " " * n + "!",
        "lines": lambda n: "\n" * n + "!",
        "comments": lambda n: "#" * n + "\n!",
        "subtags": lambda n: START + '"a"@a' + "-a" * n + "-",
        "escapes of an IRI": lambda n: START + "<http://e/" + "\\u0041" * n,
    }
)
XML: Final = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<rdf:Description rdf:about="http://e/x">'
)
#: For RDF/XML.
RDF_XML: Final[Mapping[str, Callable[[int], str]]] = MappingProxyType(
    {
        "elements that are not closed": lambda n: XML + "<e:p><e:C>" * min(n, 2000),
        "comments": lambda n: XML + "<!---->" * n,
        "character references": lambda n: XML + "<e:p>" + "&#65;" * n,
        "an attribute without its end": lambda n: XML + '<e:p a="' + "a" * n,
        "a long attribute": lambda n: XML + '<e:p a="' + "a" * (100 * n),
        "a long comment": lambda n: XML + "<!--" + "a" * (100 * n),
        "an entity of another file": lambda n: (
            '<!DOCTYPE r SYSTEM "d">' + XML + '<e:p e:a="&amp;"/>' * n
        ),
        "attributes": lambda n: XML + "<e:p " + " ".join(f'e:a{i}="1"' for i in range(n // 10)),
        "a tag without its end": lambda n: XML + "<e:" + "p" * n,
        "angle brackets": lambda n: XML + ">" * n,
        "CDATA sections": lambda n: XML + "<e:p>" + "<![CDATA[]]>" * n,
        "properties": lambda n: XML + "<e:p/>" * n,
    }
)
#: For JSON-LD.
JSON_LD: Final[Mapping[str, Callable[[int], str]]] = MappingProxyType(
    {
        "string without its end": lambda n: '{"http://e/p": "' + "a" * n,
        "quotes": lambda n: '{"' + '"' * n,
        "escapes": lambda n: '{"http://e/p": "' + "\\n" * n,
        "numbered escapes": lambda n: '{"http://e/p": "' + "\\u0041" * n + '"}',
        "commas": lambda n: '{"http://e/p": [' + "," * n,
        "arrays": lambda n: '{"http://e/p":' + "[" * n,
        "objects": lambda n: '{"http://e/p":' * n,
        "values": lambda n: '{"http://e/p": [' + "1," * n + "1]}",
        "contexts": lambda n: '[{"@context":{}},' * (n // 10),
        "keys that are contexts": lambda n: '{"@context":["x",' * (n // 10),
    }
)
