"""Reads whole files, unpacked where they are gzipped, which their first bytes tell."""

import zlib
from gzip import GzipFile
from io import BytesIO
from pathlib import Path, PurePath
from typing import IO, Final, TypeVar

from mcdgraph.errors import InputError

#: Bytes that a file may have once it is unpacked.
MAX_BYTES: Final = 2**31
_AnyPath = TypeVar("_AnyPath", bound=PurePath)
_GZIP: Final = b"\x1f\x8b"


def is_gzipped(head: bytes) -> bool:
    """Say whether a file that begins so is gzipped (RFC 1952, clause 2.3.1)."""
    return head.startswith(_GZIP)


def unpacked_name(path: _AnyPath) -> _AnyPath:
    """Give the path of what a file holds, without the suffix that says that it is gzipped."""
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


def read_unpacked(path: Path, size: int = -1) -> bytes:
    """Read a file, or the first ``size`` bytes of what it holds, unpacked.

    Raises `InputError` where it cannot be read, or holds more than `MAX_BYTES`.
    """
    try:
        with path.open("rb") as raw:
            packed = is_gzipped(raw.read(len(_GZIP)))
            raw.seek(0)
            return _bounded(GzipFile(fileobj=raw) if packed else raw, path, size)
    except (OSError, EOFError, zlib.error) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"{path}: cannot be read: {why}") from error


def unpacked(data: bytes, path: Path) -> bytes:
    """Unpack what was read from a file; raise `InputError` where it is damaged or too large."""
    if not is_gzipped(data):
        return data
    try:
        return _bounded(GzipFile(fileobj=BytesIO(data)), path, -1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error


def _bounded(stream: IO[bytes] | GzipFile, path: Path, size: int) -> bytes:
    data = stream.read(size if size >= 0 else MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(f"{path}: more than {MAX_BYTES:,} bytes")
    return data
