"""Sends the whole-graph files of a release: ranges, checksums as tags, gzip as a coding.

Source: RFC 9110, clauses 8.4 (Content-Encoding), 8.8.3 (ETag) and 14 (ranges).
"""

from typing import Final

from flask import Response, request, send_from_directory

from mcdgraph.release import Dump, Release
from mcdgraph.web.compression import ACCEPT_ENCODING
from mcdgraph.web.sparql.codings import choose_coding

CHECKSUMS: Final = "SHA256SUMS"
_GZIP: Final = ".gz"


def send_dump(release: Release, name: str) -> Response | None:
    """Send a file of a release, or its checksums; None where it has no such file.

    A plain file goes out as the gzipped one that lies beside it where the client takes that as
    a coding, and asks for no part of the file.
    """
    found = release.dump(name.removesuffix(_GZIP))
    if found is not None:
        return _send_dump(release, found, gzipped=name.endswith(_GZIP))
    if name != CHECKSUMS:
        return None
    response = send_from_directory(release.dumps, name, conditional=False, etag=False)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.set_etag(release.digest[:16])
    return _finish(response, (release.dumps / name).stat().st_size)


def _send_dump(release: Release, dump: Dump, *, gzipped: bool) -> Response:
    coded = not gzipped and "Range" not in request.headers and _takes_gzip()
    name = dump.name + _GZIP if gzipped or coded else dump.name
    response = send_from_directory(
        release.dumps,
        name,
        mimetype="application/gzip" if gzipped else dump.form.content_type,
        download_name=name if gzipped else dump.name,
        conditional=False,
        etag=False,
    )
    if not gzipped:
        response.vary.add(ACCEPT_ENCODING)
    if coded:
        response.headers["Content-Encoding"] = "gzip"
    tag = dump.gzip_sha256 if gzipped else f"{dump.sha256}-gzip" if coded else dump.sha256
    response.set_etag(tag)
    return _finish(response, dump.gzip_size if gzipped or coded else dump.size)


def _takes_gzip() -> bool:
    return choose_coding(request.headers.getlist(ACCEPT_ENCODING), ("gzip",)) == "gzip"


def _finish(response: Response, size: int) -> Response:
    response.headers["Cache-Control"] = "public, no-cache"
    if _one_range():
        response.make_conditional(request, accept_ranges=True, complete_length=size)
    else:
        response.make_conditional(request)
    return response


def _one_range() -> bool:
    """True for one range of bytes, or none; any other may be ignored (RFC 9110, clause 14.2)."""
    asked = request.range
    if asked is None:
        return "Range" not in request.headers
    return asked.units == "bytes" and len(asked.ranges) == 1
