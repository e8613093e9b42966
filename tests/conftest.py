"""What tests of several rooms share: the harbour, a tiny graph, published."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mcdgraph.pages.labels import Labels
from mcdgraph.pages.reader import Reader
from mcdgraph.progress import silent
from mcdgraph.release import Release
from mcdgraph.release.build import build
from mcdgraph.settings import Settings, load_settings
from mcdgraph.store import Store
from mcdgraph.web.application import create_app
from mcdgraph.web.publications import release_service

HARBOUR = Path(__file__).parent / "corpus" / "published"


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
