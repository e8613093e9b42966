"""The shipped graph, released and served once for the audits of its pages."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from mcdgraph.progress import silent
from mcdgraph.release.build import build
from mcdgraph.settings import load_settings
from mcdgraph.store import Store
from mcdgraph.web.application import create_app
from mcdgraph.web.publications import release_service

ROOT = Path(__file__).parent.parent.parent


class _Quiet(WSGIRequestHandler):
    """Answers without a line on the console for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the shipped graph on a free port of the loopback; give the address."""
    folder = tmp_path_factory.mktemp("shipped")
    settings = load_settings(ROOT, flags={"release.folder": str(folder)}, environment={})
    release = build(settings, silent)
    store = Store.open(release.store)
    service = release_service(release, store, settings, settings.query)
    app = create_app(release, store, service, settings)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
