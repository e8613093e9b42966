"""The one page of a dataset that has no release: what it holds, and a form to ask it."""

from collections.abc import Iterable
from html import escape
from typing import Final
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

from mcdgraph.characters import control_in
from mcdgraph.web.sparql.description import DatasetSummary

_PAGE: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SPARQL endpoint</title>
<style>
:root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }}
body {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
textarea {{ box-sizing: border-box; width: 100%; font: 0.9rem/1.4 ui-monospace, monospace; }}
td + td {{ text-align: right; padding-left: 2rem; font-variant-numeric: tabular-nums; }}
td {{ overflow-wrap: anywhere; }}
</style>
<h1>SPARQL endpoint</h1>
<form action="/sparql" method="get">
<p><label for="query">Query</label>
<textarea id="query" name="query" rows="12" spellcheck="false" required>{query}</textarea></p>
<p><label>Form <select name="format">
<option>csv<option>tsv<option>json<option>xml<option>turtle<option>json-ld<option>n-triples
<option>rdf-xml<option>trig<option>n-quads</select></label> <button>Ask</button></p>
</form>
<h2>Graphs</h2>
<table><tr><td>default graph</td><td>{triples:,}</td></tr>
{graphs}</table>
"""
_EXAMPLE: Final = "SELECT * {\n  ?subject ?predicate ?object\n} LIMIT 20"


class BarePages:
    """A WSGI application with a page at ``/`` and ``/query``, and ``/-/health``."""

    def __init__(self, summary: DatasetSummary) -> None:
        """Show what ``summary`` says."""
        self._summary = summary

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf8", "replace")
        asked = parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            status, media_type, text = "405 Method Not Allowed", "text/plain", "GET, HEAD\n"
        elif found := next(filter(None, map(_control_in, [(path, ""), *asked])), ""):
            status, media_type = "400 Bad Request", "text/plain"
            text = f"the request holds a control character, {found}\n"
        elif path == "/-/health":
            status, media_type, text = "200 OK", "text/plain", "ok\n"
        elif path in ("/", "/query"):
            query = next((value for name, value in asked if name == "query" and value), _EXAMPLE)
            status, media_type, text = "200 OK", "text/html", self._page(query)
        else:
            status, media_type, text = "404 Not Found", "text/plain", f"nothing at {path}\n"
        body = text.encode("utf8", "replace")
        headers = [
            ("Content-Type", f"{media_type}; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
        ]
        if status.startswith("405"):
            headers.append(("Allow", "GET, HEAD"))
        start_response(status, headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _page(self, query: str) -> str:
        graphs = "".join(
            f"<tr><td>{escape(graph.iri)}</td><td>{graph.triples:,}</td></tr>\n"
            for graph in self._summary.graphs
        )
        return _PAGE.format(query=escape(query), triples=self._summary.triples, graphs=graphs)


def _control_in(parameter: tuple[str, str]) -> str:
    name, value = parameter
    return control_in(name) or control_in(value, lines=True)
