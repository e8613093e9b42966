"""What a page weighs on the wire, all that it loads counted; and that it fits a narrow window."""

import json

import pytest
from chromium import Page
from page_kinds import LANGUAGES, PAGE_KINDS, page_address

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("shipped-pages")]

#: Bytes that a page may load in all, heads of answers counted.
BUDGET = 100_000
WEIGHTS = """
JSON.stringify([
  ...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')
].map((entry) => [entry.name, entry.transferSize]))
"""


def weights(page: Page) -> dict[str, int]:
    """Return the bytes of each file that the page loaded, its own among them, by address."""
    found: dict[str, int] = dict(json.loads(page.run(WEIGHTS)))
    assert len(found) >= 3
    assert all(found.values()), "one came from the cache"
    return found


@pytest.fixture
def visitor(page: Page) -> Page:
    """Visit for the first time: nothing is kept."""
    page.size(1440, 900)
    page.call("Network.setCacheDisabled", cacheDisabled=True)
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_a_page_is_light(visitor: Page, shipped: str, kind: str, language: str) -> None:
    """Page, style, mark and scripts; on the page of queries the editor too."""
    visitor.open(page_address(shipped, kind, language))
    if visitor.run("Boolean(document.querySelector('form.editor'))"):
        visitor.until("document.querySelector('.code-editor')")
    loaded = weights(visitor)
    assert sum(loaded.values()) <= BUDGET, loaded


def test_completion_comes_with_the_first_letter(visitor: Page, shipped: str) -> None:
    """It is a file of its own, light too, that nobody loads who only reads."""
    visitor.open(page_address(shipped, "query", "fr"))
    visitor.until("document.querySelector('.code-editor')")
    before = weights(visitor)
    visitor.run(
        "document.querySelector('.code-editor').shadowRoot.querySelector('.cm-content').focus()"
    )
    visitor.press("a")
    visitor.until(
        "performance.getEntriesByType('resource').some((e) => e.name.includes('completion'))"
    )
    after = {name: size for name, size in weights(visitor).items() if name not in before}
    (script,) = [size for name, size in after.items() if name.endswith("/editor-completion.js")]
    assert script <= 15_000


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_a_page_reflows(page: Page, shipped: str, kind: str) -> None:
    """At 320 pixels, as at 1,280 enlarged four times, nothing scrolls sideways (WCAG 1.4.10)."""
    page.size(320, 640)
    page.open(page_address(shipped, kind, "fr"))
    assert page.run("document.documentElement.scrollWidth") <= 320
    assert page.run("document.querySelectorAll('h1').length") == 1
