"""The style, the scripts and the mark: small files, held ready in each content coding.

Source: RFC 9110, clauses 8.4 (content codings) and 12.5.3 (Accept-Encoding); RFC 8246
(immutable).
"""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from mcdgraph.sparql.codings import CODINGS, compressed

#: What a browser may keep without asking, in seconds.
A_YEAR: Final = 365 * 24 * 3600
#: Digits of a digest that stand in an address.
_MARK: Final = 12


@dataclass(frozen=True, kw_only=True)
class StaticFile:
    """A file in each coding, by name; the empty name is the file as it is.

    ``mark`` begins the SHA-256 of its content, in hexadecimal, and changes with it.
    """

    content_type: str
    mark: str
    bodies: Mapping[str, bytes]

    def caching(self, asked: str) -> str:
        """Return how long it may be kept at an address with a mark: for good if it is its own."""
        return f"public, max-age={A_YEAR}, immutable" if asked == self.mark else "public, no-cache"


def read_static_files(folder: Path) -> Mapping[str, StaticFile]:
    """Read the files of a folder, by name."""
    return {path.name: _read(path) for path in sorted(folder.iterdir()) if path.is_file()}


def _read(path: Path) -> StaticFile:
    data = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    text = media_type.startswith("text/")
    return StaticFile(
        content_type=f"{media_type}; charset=utf-8" if text else media_type,
        mark=sha256(data).hexdigest()[:_MARK],
        bodies={"": data, **{coding: compressed(data, coding) for coding in CODINGS}},
    )
