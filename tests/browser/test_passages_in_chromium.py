"""Passages as a browser shows them: unfolded by keyboard, readable by night, on a phone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Page
from conftest import listening
from test_pages_in_chromium import CONTRAST

from mcdgraph.progress import silent
from mcdgraph.release.build import build
from mcdgraph.settings import load_settings
from mcdgraph.sparql.release_service import release_service
from mcdgraph.store import Store
from mcdgraph.web.application import create_app

pytestmark = pytest.mark.browser

LOCK = Path(__file__).parents[1] / "corpus" / "documented"
BADGE = "document.querySelector('details.evidence')"
PATHS = ("/doc/id/barge", "/doc/id/log", "/doc/id/log-1", "/queries/waits")


@pytest.fixture(scope="module")
def lock_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the graph of the lock, whose document is at hand."""
    folder = tmp_path_factory.mktemp("lock")
    settings = load_settings(LOCK, flags={"release.folder": str(folder)})
    release = build(settings, silent)
    store = Store.open(release.store)
    service = release_service(release, store, settings, settings.query)
    with listening(create_app(release, store, service, settings)) as address:
        yield address


def test_a_badge_is_unfolded_by_keyboard(page: Page, lock_address: str) -> None:
    """Its summary takes the focus, and Enter opens it; no script is needed."""
    page.open(f"{lock_address}/doc/id/barge")
    assert page.run(f"{BADGE}.open") is False
    page.run(f"{BADGE}.querySelector('summary').focus()")
    page.press("Enter")
    assert page.run(f"{BADGE}.open") is True
    assert page.run(f"{BADGE}.querySelector('mark').offsetHeight") > 0
    assert page.run(f"{BADGE}.querySelector('summary').offsetHeight") >= 24
    assert page.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_what_unfolds_stands_out_and_fits(
    page: Page, lock_address: str, path: str, scheme: str
) -> None:
    """All that can be unfolded has the contrast of text, and no page scrolls sideways."""
    page.prefer(scheme)
    page.size(390, 844)
    page.open(lock_address + path)
    page.run("document.querySelectorAll('details').forEach((found) => { found.open = true })")
    assert page.run("document.querySelectorAll('.passages li, header .passage').length") > 0
    seen, low = json.loads(page.run(CONTRAST))
    assert seen > 10
    assert low == []
    assert page.run("document.documentElement.scrollWidth") <= 390
    assert page.errors == []
