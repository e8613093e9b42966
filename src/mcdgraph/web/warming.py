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


def warm_up(application: WSGIApplication, pages: Iterable[str], languages: Iterable[str]) -> None:
    """Ask for each of ``pages`` in each of ``languages``, and for SPARQL in every form."""
    mimetypes.init()
    for name in _CHARSETS:
        codecs.lookup(name)
    client = Client(application)
    for path, language, accept in product(pages, languages, (HTML.media_type, "text/turtle")):
        client.get(path, headers={"Accept-Language": language, "Accept": accept}).get_data()
    forms = (*RESULT_FORMATS, *GRAPH_FORMATS)
    for text, form, coding in product(_QUERIES, forms, (*CODINGS, "")):
        headers = {"Accept": f"{form.media_type}, application/json;q=0.5"}
        if coding:
            headers["Accept-Encoding"] = coding
        client.get(f"/sparql?query={quote(text)}", headers=headers).get_data()
    client.post("/sparql", data={"query": _QUERIES[0], "x": "%é"}).get_data()
