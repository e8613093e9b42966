"""The path of a request as the client wrote it.

WSGI gives paths percent-decoded, so that ``%2F`` and ``/`` cannot be told apart (PEP 3333);
servers that know the request's target give it beside, under one of two names.
"""

import re
from typing import Final
from urllib.parse import quote, unquote_to_bytes
from wsgiref.types import WSGIEnvironment

#: What servers call the target of a request, as gunicorn and as uWSGI do.
TARGETS: Final = ("RAW_URI", "REQUEST_URI")
#: What stands in a path as it is (RFC 3986, clause 3.3), and percent signs.
_SENT: Final = "/-._~!$&'()*+,;=:@%"
_ORIGIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/]*")


def sent_path(environ: WSGIEnvironment) -> str:
    """Return the path below the application's mount, percent-encoded as the client wrote it.

    Where the server does not say, or says something else than ``PATH_INFO``, the decoded path
    is encoded again. The path begins with a slash.
    """
    below = environ["PATH_INFO"].encode("latin-1")
    root = environ.get("SCRIPT_NAME", "").encode("latin-1")
    for name in TARGETS:
        path = _path(str(environ.get(name, "")))
        decoded = unquote_to_bytes(path)
        if decoded == below != b"":
            return path
        if decoded == root + below:
            return "/" + "/".join(path.split("/")[1 + root.count(b"/") :])
    return quote(below, _SENT.replace("%", "")) or "/"


def _path(target: str) -> str:
    """Return the path of a target, which may be absolute (RFC 9112, clause 3.2.2)."""
    path = target.partition("?")[0]
    if not path.startswith("/") and (origin := _ORIGIN.match(path)):
        path = path[origin.end() :]
    return quote(path.encode("latin-1", "replace"), _SENT)
