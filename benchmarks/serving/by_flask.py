"""Serves files with the endpoint before a Flask application, to measure the way through WSGI."""

import sys
from dataclasses import replace
from pathlib import Path
from wsgiref.types import WSGIApplication

from flask import Flask

from mcdgraph.queries import QueryService
from mcdgraph.settings import settings_without_graph
from mcdgraph.store import Store, data_file
from mcdgraph.web.front.process import Content
from mcdgraph.web.protocol import EndpointMiddleware
from mcdgraph.web.publications import FilesPublication
from mcdgraph.web.server import publish
from mcdgraph.web.sparql import Endpoint

SETTINGS = settings_without_graph(flags={"server.port": sys.argv[2], "query.cache_bytes": 0})


class FlaskPublication(FilesPublication):
    """Files whose endpoint is at ``/flask/sparql``, too, by way of WSGI."""

    def content(self, key: str, store: Store) -> Content:
        """Put an application with nothing but the endpoint in place of the pages."""
        content = super().content(key, store)

        def make_pages(_: Store, service: QueryService) -> WSGIApplication:
            app = Flask("by_flask")
            app.wsgi_app = EndpointMiddleware(  # type: ignore[method-assign]
                app.wsgi_app,
                Endpoint(content.summary, SETTINGS.query),
                service,
                paths=("/flask/sparql",),
            )
            return app

        return replace(content, make_pages=make_pages, short=("/flask/",))


if __name__ == "__main__":
    files = [data_file(Path(sys.argv[1]))]
    publish(FlaskPublication(files, endpoint="http://127.0.0.1/"), SETTINGS)
