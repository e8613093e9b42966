"""Every kind of page by keyboard alone, and without a script."""

import json

import pytest
from chromium import Page
from page_kinds import PAGE_KINDS, page_address

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("shipped-pages")]

STOP = """
(() => {
  const here = document.activeElement;
  return JSON.stringify({
    what: here.outerHTML.slice(0, 120),
    number: [...document.querySelectorAll('*')].indexOf(here),
  });
})()
"""
#: Whether the focus can be seen: it is in the window, and has an outline, or in a chart a thick
#: border. The editor of queries draws its own, in its shadow tree, a moment later.
SEEN = """
(() => {
  const here = document.activeElement, box = here.getBoundingClientRect();
  const editor = here.shadowRoot?.querySelector('.cm-focused');
  const drawn = [here, editor, here.querySelector('rect, circle + circle')]
    .filter(Boolean).map((element) => getComputedStyle(element))
    .some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      || style.stroke !== 'none' && parseFloat(style.strokeWidth) >= 2);
  return drawn && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
})()
"""
STOPS = 25


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_the_tab_key_leads_through_a_page(page: Page, shipped: str, kind: str) -> None:
    """First the link that skips, then on and on in order, each stop drawn and in the window."""
    page.size(1280, 900)
    page.open(page_address(shipped, kind, "fr"))
    before = -1
    for number in range(STOPS):
        page.press("Tab")
        stop = json.loads(page.run(STOP))
        around = number > 0 and 'href="#content"' in stop["what"]
        if around or "<body" in stop["what"][:6]:
            assert number > 5, "the end came too soon"
            break
        assert stop["number"] > before, f"the focus went back, or stayed: {stop}"
        page.until(SEEN)
        before = stop["number"]
        if number == 0:
            assert 'href="#content"' in stop["what"]


def test_the_first_link_skips_to_the_content(page: Page, shipped: str) -> None:
    """After it, the next stop is in the content."""
    page.open(f"{shipped}/ontology")
    page.press("Tab")
    page.press("Enter")
    page.press("Tab")
    assert page.run("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_a_page_stands_without_scripts(page: Page, shipped: str, kind: str) -> None:
    """Its content is there, and no button stands that would do nothing."""
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.open(page_address(shipped, kind, "fr"))
    finally:
        page.call("Emulation.setScriptExecutionDisabled", value=False)
    assert page.run("document.querySelector('main').innerText.length") > 30
    shown = "(button) => button.checkVisibility({visibilityProperty: true})"
    idle = f"[...document.querySelectorAll('button[type=button]')].filter({shown})"
    assert page.run(f"{idle}.length") == 0
