"""Compresses an answer while it is written."""

import sys
import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: Fast levels: an answer is compressed once, on the way to one client.
_GZIP_LEVEL: Final = 4
_ZSTD_LEVEL: Final = 3
_GZIP_WINDOW: Final = 31
_ZSTD_BEST: Final = 19


class Compressor(Protocol):
    """What compresses a stream, chunk by chunk."""

    def compress(self, data: bytes, /) -> bytes:
        """Take a chunk, and give what can be sent already."""

    def flush(self) -> bytes:
        """Give the rest."""


def _gzip() -> Compressor:
    return zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)


def _zstd() -> Compressor:
    return zstd.ZstdCompressor(level=_ZSTD_LEVEL)


def compressed(data: bytes, coding: str) -> bytes:
    """Return data in a coding, small rather than soon: for what is sent many times."""
    if coding == "zstd":
        return zstd.compress(data, level=_ZSTD_BEST)
    best = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, _GZIP_WINDOW)
    return best.compress(data) + best.flush()


#: How to begin each coding, by its name in HTTP; the preferred one first.
CODINGS: Final[Mapping[str, Callable[[], Compressor]]] = MappingProxyType(
    {"zstd": _zstd, "gzip": _gzip}
)
