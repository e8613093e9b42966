"""Answers in the content coding that a client takes (RFC 9110, clauses 8.4 and 12.5.3).

A representation in another coding has another entity tag (clause 8.8.3.3): `coded` makes it
where a tag is made, and what is compressed is decided by the same look at the request.
"""

from typing import Final

from flask import Flask, Response, request

from mcdgraph.sparql.codings import CODINGS
from mcdgraph.web.sparql.codings import choose_coding

ACCEPT_ENCODING: Final = "Accept-Encoding"
#: Bytes from which on an answer is worth compressing.
_LEAST: Final = 300


def register_compression(app: Flask) -> None:
    """Compress what the application writes, but for files, which have codings of their own."""
    app.after_request(compress)


def coding() -> str:
    """Return the coding that the client prefers; empty for none."""
    return choose_coding(request.headers.getlist(ACCEPT_ENCODING))


def coded(tag: str) -> str:
    """Return the entity tag of a representation in the coding that the client prefers."""
    return f"{tag}-{found}" if (found := coding()) else tag


def compress(response: Response) -> Response:
    """Put a text in the coding that the client prefers, where it is long enough."""
    if response.direct_passthrough or response.is_streamed:
        return response
    if "Content-Encoding" in response.headers:
        return response
    response.vary.add(ACCEPT_ENCODING)
    found, data = coding(), response.get_data()
    if found and len(data) >= _LEAST:
        compressor = CODINGS[found]()
        response.set_data(compressor.compress(data) + compressor.flush())
        response.headers["Content-Encoding"] = found
    return response
