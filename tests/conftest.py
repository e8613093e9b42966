"""What tests of several rooms share: the harbour, a tiny graph, published."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from chromium import Chromium, Page, find_chromium
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from mcdgraph.pages.labels import Labels
from mcdgraph.pages.reader import Reader
from mcdgraph.progress import silent
from mcdgraph.release import Release
from mcdgraph.release.build import build
from mcdgraph.settings import Settings, load_settings
from mcdgraph.sparql.release_service import release_service
from mcdgraph.store import Store
from mcdgraph.web.application import create_app

if sys.version_info >= (3, 14):
    from compression import zstd as zstd
else:
    from backports import zstd as zstd

HARBOUR = Path(__file__).parent / "corpus" / "published"
ROOT = Path(__file__).parent.parent
#: The document of the shipped graph that its release of before lacks.
EARLIER = "data/ml/ml-cooperation-militaire.stored.ttl"
#: Where a report of an error begins, for pages that have it; nobody goes there.
ISSUE = "https://forge.example/issues/new?title={title}&body={body}"


@dataclass(frozen=True, kw_only=True)
class Harbour:
    """The tiny graph, built: its settings, its release, its store."""

    settings: Settings
    release: Release
    store: Store

    @property
    def reader(self) -> Reader:
        """What pages read it with."""
        labels = Labels(self.store, self.settings.prefixes, self.settings.languages)
        return Reader(store=self.store, labels=labels, settings=self.settings)


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Harbour:
    """Build the tiny graph once."""
    folder = tmp_path_factory.mktemp("harbour")
    settings = load_settings(HARBOUR, flags={"release.folder": str(folder)})
    release = build(settings, silent)
    return Harbour(settings=settings, release=release, store=Store.open(release.store))


@pytest.fixture(scope="session")
def harbour_app(harbour: Harbour) -> Flask:
    """Serve the tiny graph, queries answered in process."""
    settings = harbour.settings
    service = release_service(harbour.release, harbour.store, settings, settings.query)
    return create_app(harbour.release, harbour.store, service, settings)


@pytest.fixture
def client(harbour_app: Flask) -> FlaskClient:
    """Ask the application that serves the tiny graph."""
    return harbour_app.test_client()


@pytest.fixture(scope="session")
def address(harbour_app: Flask) -> Iterator[str]:
    """Serve the tiny graph on a free port of the loopback."""
    with listening(harbour_app) as address:
        yield address


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Release the shipped graph, and serve it on a free port of the loopback.

    A release of before, without one document, is kept, so that there is one to compare with.
    """
    flags = {"release.folder": str(tmp_path_factory.mktemp("shipped")), "forge.issue": ISSUE}
    less = {"sources.exclude": [EARLIER], "release.violations": "accept"}
    build(load_settings(ROOT, flags={**flags, **less}, environment={}), silent)
    settings = load_settings(ROOT, flags=flags, environment={})
    release = build(settings, silent)
    store = Store.open(release.store)
    service = release_service(release, store, settings, settings.query)
    with listening(create_app(release, store, service, settings)) as address:
        yield address


@contextmanager
def listening(app: Flask) -> Iterator[str]:
    """Serve an application in a thread of its own; give the address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    """Start Chromium; a machine that promises it (CI) must have it."""
    program = find_chromium()
    if program is None:
        assert not os.environ.get("CI"), "CI needs Chromium (Debian: chromium)"
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with Chromium(program) as running:
        yield running


@pytest.fixture(scope="session")
def tab(browser: Chromium) -> Page:
    """Open one tab for all."""
    return browser.page()


@pytest.fixture
def page(tab: Page) -> Page:
    """Give the tab with no error noted."""
    tab.errors.clear()
    return tab
