"""Addresses that lead to a passage: in its document, and in what archives have of it.

Source: URL Fragment Text Directives (WICG), "Syntax" and "Serialization"; the Memento addresses
of the Wayback Machine.
"""

import re
from typing import Final
from urllib.parse import quote, urlsplit

#: Characters of an address that is linked.
MOST_ADDRESS: Final = 1_000
_ARCHIVE: Final = "https://web.archive.org/web/"
_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")
_BAD: Final = re.compile(r"[\x00-\x20\x7f<>\"{}|^`\\]")


def is_address(text: str) -> bool:
    """Return whether a text may be linked as the address of a document."""
    if len(text) > MOST_ADDRESS or _BAD.search(text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def with_text(address: str, start: str, end: str = "") -> str:
    """Add a text directive: ``start`` alone, or from ``start`` to ``end``.

    >>> with_text("http://a.example/page", "Well-known words", "the end, as")
    'http://a.example/page#:~:text=Well%2Dknown%20words,the%20end%2C%20as'
    """
    if not start:
        return address
    directive = ",".join(_encoded(words) for words in (start, end) if words)
    return f"{address}{'' if '#' in address else '#'}:~:text={directive}"


def archived(address: str, date: str = "") -> str:
    """Return where the copy nearest to a date is looked for; of no date, where all are listed.

    >>> archived("http://a.example/page", "2013-09-13")
    'https://web.archive.org/web/20130913/http://a.example/page'
    >>> archived("http://a.example/page")
    'https://web.archive.org/web/*/http://a.example/page'
    """
    found = _DAY.match(date)
    moment = "".join(part for part in found.groups() if part) if found else "*"
    return f"{_ARCHIVE}{moment}/{address}"


def _encoded(words: str) -> str:
    """Encode what a directive reserves, too: the dash, the comma and the ampersand."""
    return quote(" ".join(words.split()), safe="").replace("-", "%2D")
