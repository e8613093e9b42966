"""What is written for people, without what would command the terminal that shows it.

Texts of a graph may come from anybody. Forms for programs are written as they are.
"""

import re
from typing import Final

#: Controls (Unicode, category Cc) but ends of lines and tabs, and marks that turn the order of
#: what follows (UAX 9, clause 2), behind which a line may read otherwise than it is written.
_COMMANDS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Return a text with a mark (U+FFFD) in place of each character that commands."""
    return _COMMANDS.sub("\ufffd", text)
