"""Control characters, which stand in no name and in no value that a stranger sends.

Source: The Unicode Standard, clause 23.1: C0, DELETE and C1.
"""

import re
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
#: A query and a literal may have tabs and lines.
_CONTROL_IN_LINES: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: The grammar lets those of C1 stand in literals and comments of a query.
_CONTROL_IN_QUERY: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def control_in(text: str, *, lines: bool = False) -> str:
    """Name the first control character of a text; empty where there is none.

    Of a text that may have ``lines``, tabs and ends of lines do not count.

    >>> control_in("a\\0b")
    'U+0000'
    >>> control_in("a\\n", lines=True)
    ''
    """
    return _first(_CONTROL_IN_LINES if lines else _CONTROL, text)


def control_in_query(text: str) -> str:
    """Name the first control character that may not stand in a query; empty where there is none.

    Source: SPARQL 1.1 Query, clause 19.8, which lets U+0080 and those after it stand in a literal.

    >>> control_in_query("ASK {} # \x7f")
    'U+007F'
    >>> control_in_query("ASK {} # \x80")
    ''
    """
    return _first(_CONTROL_IN_QUERY, text)


def _first(characters: re.Pattern[str], text: str) -> str:
    found = characters.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""
