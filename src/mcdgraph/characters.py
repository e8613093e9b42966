"""Control characters, which stand in no name and in no value that a stranger sends.

Source: The Unicode Standard, clause 23.1: C0, DELETE and C1.
"""

import re
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
#: A query and a literal may have tabs and lines.
_CONTROL_IN_LINES: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def control_in(text: str, *, lines: bool = False) -> str:
    """Name the first control character of a text; empty where there is none.

    Of a text that may have ``lines``, tabs and ends of lines do not count.

    >>> control_in("a\\0b")
    'U+0000'
    >>> control_in("a\\n", lines=True)
    ''
    """
    found = (_CONTROL_IN_LINES if lines else _CONTROL).search(text)
    return f"U+{ord(found[0]):04X}" if found else ""
