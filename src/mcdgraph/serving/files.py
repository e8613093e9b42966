"""Sends files that an application names instead of a body, so that no worker has to.

Source: the header ``X-Sendfile``, as Flask writes it; RFC 9110, clause 14.4 (Content-Range).
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mcdgraph.serving.exchange import Exchange
from mcdgraph.serving.frames import Head

#: Bytes that are read at once.
_PIECE: Final = 32 * 1024


class FileSender:
    """Sends what lies below some folders."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Send files of ``folders``, and of no other."""
        self._folders = tuple(f"{folder.resolve()}{os.sep}" for folder in folders)

    async def send(self, exchange: Exchange, head: Head, name: bytes) -> None:
        """Send a file, or the part of it that the head is about.

        Raises `OSError` where it cannot be read.
        """
        path = os.path.realpath(os.fsdecode(name))
        if not path.startswith(self._folders):
            raise PermissionError(f"{path} is not to be sent")
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            at, end = _span(head, os.fstat(descriptor).st_size)
            await exchange.begin(head)
            while piece := os.pread(descriptor, min(_PIECE, end - at), at):
                await exchange.add(piece)
                at += len(piece)
            await exchange.end()
        finally:
            os.close(descriptor)


def _span(head: Head, size: int) -> tuple[int, int]:
    """Return the first byte that is sent, and the one after the last."""
    named = dict(head.headers).get(b"content-range")
    if named is None:
        return 0, size
    first, _, last = named.removeprefix(b"bytes ").partition(b"/")[0].partition(b"-")
    return int(first), int(last) + 1
