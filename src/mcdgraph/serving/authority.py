"""The authority that a request names: its Host, and that of an absolute target.

Source: RFC 3986, clause 3.2; RFC 9110, clauses 4.2.4 (no user) and 7.2 (Host).
"""

from functools import lru_cache
from typing import Final

#: Bytes of an authority, of a registered name, of an address in brackets, of a port.
_MOST: Final = 8 * 1024
_NAME: Final = frozenset(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=%"
)
_ADDRESS: Final = frozenset(_NAME | {ord(":")})
_DIGITS: Final = frozenset(b"0123456789")
_MARKS: Final = (b"/", b"?", b"#")
_SCHEMES: Final = (b"http", b"https")


@lru_cache(64)
def is_authority(value: bytes) -> bool:
    """Return whether ``value`` is a host and perhaps a port, as a URL of HTTP names them."""
    if value.startswith(b"["):
        host, closed, port = value[1:].partition(b"]")
        if not closed or (port and not port.startswith(b":")):
            return False
        allowed, port = _ADDRESS, port[1:]
    else:
        host, _, port = value.partition(b":")
        allowed = _NAME
    named = 0 < len(host) <= _MOST and allowed.issuperset(host)
    return named and len(port) <= _MOST and _DIGITS.issuperset(port)


def split_absolute(target: bytes) -> tuple[bytes, bytes] | None:
    """Split an absolute target into its authority and the rest; None where it is not of HTTP."""
    # httptools.parse_url refuses what may stand there: an underscore, an escape or a tilde in a
    # name, a colon without a port (RFC 3986, clauses 3.2.2 and 3.2.3), and over 64 KiB.
    scheme, mark, rest = target.partition(b"://")
    if not mark or scheme.lower() not in _SCHEMES:
        return None
    end = min((at for at in map(rest.find, _MARKS) if at >= 0), default=len(rest))
    authority, path = rest[:end], rest[end:]
    return authority, path if path.startswith(b"/") else b"/" + path
