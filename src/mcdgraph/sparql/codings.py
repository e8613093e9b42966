"""Compresses an answer while it is written."""

import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Protocol

import zstandard

#: Fast levels: an answer is compressed once, on the way to one client.
_GZIP_LEVEL: Final = 4
_ZSTD_LEVEL: Final = 3
_GZIP_WINDOW: Final = 31


class Compressor(Protocol):
    """What compresses a stream, chunk by chunk."""

    def compress(self, data: bytes, /) -> bytes:
        """Take a chunk, and give what can be sent already."""

    def flush(self) -> bytes:
        """Give the rest."""


def _gzip() -> Compressor:
    return zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)


def _zstd() -> Compressor:
    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()


#: How to begin each coding, by its name in HTTP; the preferred one first.
CODINGS: Final[Mapping[str, Callable[[], Compressor]]] = MappingProxyType(
    {"zstd": _zstd, "gzip": _gzip}
)
