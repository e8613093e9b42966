"""Makes an application do once all that it does, before workers are forked that can open no file.

What is imported, read or compiled when it is first needed is there then, and shared by all.
"""

import codecs
import mimetypes
from collections.abc import Iterable
from itertools import product
from typing import Final
from urllib.parse import quote
from wsgiref.types import WSGIApplication

from werkzeug.test import Client

from mcdgraph.formats import GRAPH_FORMATS, HTML, RESULT_FORMATS
from mcdgraph.sparql.codings import CODINGS
from mcdgraph.web.metrics import COUNTED

#: Character sets that a request or a reply may name, whose modules are imported when first used.
_CHARSETS: Final = (
    "ascii", "idna", "latin-1", "punycode", "raw_unicode_escape", "unicode_escape", "utf-8",
    "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp1252",
)  # fmt: skip
#: Queries of each kind, and two that fail.
_QUERIES: Final = (
    "SELECT * { ?s ?p ?o } LIMIT 3",
    'ASK { FILTER(REGEX("é", "É", "i")) }',
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 3",
    "SELECT * {",
    "INSERT DATA {}",
)


def warm_up(
    application: WSGIApplication,
    pages: Iterable[str],
    forms: Iterable[str],
    languages: Iterable[str],
) -> None:
    """Ask for each of ``pages`` in each of ``languages``, for ``forms`` once, and for SPARQL."""
    mimetypes.init()
    for name in _CHARSETS:
        codecs.lookup(name)
    client = Client(application)

    def get(path: str, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items() if value}
        client.get(path, headers=named, environ_overrides={COUNTED: True}).get_data()

    for path, language in product(pages, languages):
        get(path, accept_language=language, accept=HTML.media_type)
    for path in forms:
        get(path)
    for text, form, coding in product(_QUERIES, (*RESULT_FORMATS, *GRAPH_FORMATS), (*CODINGS, "")):
        accept = f"{form.media_type}, application/json;q=0.5"
        get(f"/sparql?query={quote(text)}", accept=accept, accept_encoding=coding)
    get("/sparql", accept=GRAPH_FORMATS[0].media_type)
    for method in ("OPTIONS", "PUT"):
        client.open("/sparql", method=method, environ_overrides={COUNTED: True}).get_data()
    posted = {"query": _QUERIES[0], "x": "%é"}
    client.post("/sparql", data=posted, environ_overrides={COUNTED: True}).get_data()
