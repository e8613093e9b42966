"""What must hold of a request's head before anybody is asked for an answer.

Source: RFC 9112, clauses 3.2 (targets and Host), 6.1 (Transfer-Encoding); RFC 9110, clause 9.3.6
(CONNECT).
"""

from http import HTTPStatus
from typing import Final

from mcdgraph.serving.authority import is_authority, split_absolute
from mcdgraph.serving.frames import RawHeaders
from mcdgraph.serving.refusals import Refusal

#: Bytes of a path.
PATH_BYTES: Final = 8 * 1024
_VERSIONS: Final = ("1.1", "1.0")
_LENGTHS: Final = (b"content-length", b"transfer-encoding")

#: Names in lower case, values without white space around them.
Headers = list[tuple[bytes, bytes]]


def check_head(method: bytes, target: bytes, version: str, headers: Headers) -> bytes:
    """Return path and query of a target; raise the `Refusal` of what is not answered here.

    The authority of an absolute target takes the place of the Host (RFC 9112, clause 3.2.2).
    """
    if version not in _VERSIONS:
        raise Refusal(
            HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 and HTTP/1.0 are spoken here"
        )
    if method == b"CONNECT":
        raise Refusal(HTTPStatus.NOT_IMPLEMENTED, "this is not a proxy")
    hosts, codings = 0, 0
    for name, value in headers:
        if name == b"host":
            hosts += 1 if is_authority(value) else 2
        elif name == b"transfer-encoding":
            codings += 1 if value.lower() == b"chunked" else 2
    if hosts > 1 or (hosts == 0 and version == "1.1"):
        raise Refusal(HTTPStatus.BAD_REQUEST, "expected one header Host that names a host")
    if codings > 1:
        raise Refusal(HTTPStatus.NOT_IMPLEMENTED, "chunked is the only transfer coding read here")
    if not target.startswith(b"/"):
        target = _without_authority(method, target, headers)
    if len(target) > PATH_BYTES and b"?" not in target[: PATH_BYTES + 1]:
        raise Refusal(HTTPStatus.REQUEST_URI_TOO_LONG, f"the path has over {PATH_BYTES} bytes")
    return target.partition(b"#")[0]


def has_body(headers: RawHeaders) -> bool:
    """Return whether a request has a body, if perhaps an empty one (RFC 9112, clause 6)."""
    return any(name in _LENGTHS for name, _ in headers)


def _without_authority(method: bytes, target: bytes, headers: Headers) -> bytes:
    """Take the authority of an absolute target for the Host; return the rest."""
    if target == b"*" and method == b"OPTIONS":
        return b"/"
    absolute = split_absolute(target)
    if absolute is None:
        raise Refusal(HTTPStatus.BAD_REQUEST, "the target is neither a path nor a URL")
    authority, rest = absolute
    if not is_authority(authority):
        raise Refusal(HTTPStatus.BAD_REQUEST, "the target names no host")
    headers[:] = [pair for pair in headers if pair[0] != b"host"]
    headers.append((b"host", authority))
    return rest
