"""The pages as a browser shows them: no error, nothing too wide, the editor at work."""

import json
from urllib.parse import quote

import pytest
from chromium import Page

pytestmark = pytest.mark.browser

PATHS = (
    "/",
    "/?lang=fr",
    "/doc/id/pilot",
    "/doc/id/source/s1",
    f"/doc/id/pilot?property={quote('https://example.org/harbour/ontology#under', '')}",
    "/doc/graph/charter",
    "/resource?iri=https://example.com/mayor?a=1%26b=2",
    "/ontology",
    "/ontology?term=Post",
    "/shapes",
    "/guide?lang=fr",
    "/dataset",
    "/dumps/",
    "/queries/",
    "/queries/q1-posts",
    "/query",
    "/explain?s=id:pilot&p=ex:under&o=id:mayor",
    "/query?query=" + quote("SELECT * { ?s ?p ?o } LIMIT 50"),
    "/query?query=" + quote("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 50"),
)


def test_an_error_would_be_seen(page: Page, address: str) -> None:
    """The check can fail: what a page logs, and what the policy stops, is noted."""
    page.open(f"{address}/")
    page.run("console.error('planted')")
    page.run("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    page.run("1")
    assert any("planted" in error for error in page.errors)
    assert any("Content Security Policy" in error for error in page.errors)


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_without_error_and_fits(page: Page, address: str, path: str, width: int) -> None:
    """The console is silent, and nothing makes the window scroll sideways."""
    page.size(width, 800)
    page.open(address + path)
    assert page.run("document.querySelectorAll('h1').length") == 1
    assert page.run("document.styleSheets.length") == 1
    assert page.run("document.documentElement.scrollWidth") <= width
    assert page.errors == []


def test_something_too_wide_would_be_seen(page: Page, address: str) -> None:
    """The check can fail: a word that cannot break is wider than a telephone."""
    page.size(360, 800)
    page.open(f"{address}/")
    page.run("document.querySelector('h1').innerHTML = '<pre>' + 'x'.repeat(500) + '</pre>'")
    assert page.run("document.documentElement.scrollWidth") > 360


def test_a_wrong_query_is_told_in_the_page(page: Page, address: str) -> None:
    """The error is an alert, and the text is still in the editor."""
    page.open(f"{address}/query?query={quote('SELECT nonsense')}")
    assert page.run("document.querySelector('[role=alert]').textContent")
    assert page.run("document.querySelector('textarea').value") == "SELECT nonsense"


def test_a_page_can_be_used_by_keyboard(page: Page, address: str) -> None:
    """The first stop of the tab key is the link that skips to the content."""
    page.open(f"{address}/doc/id/pilot")
    page.press("Tab")
    assert page.run("document.activeElement.className") == "skip"
    assert page.run("document.activeElement.getAttribute('href')") == "#content"


#: Contrast of two colours by WCAG 2.2 (relative luminance), worked out in the page.
CONTRAST = """
(() => {
  const luminance = (text) => {
    const parts = text.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const ground = (element) => {
    for (let here = element; here; here = here.parentElement) {
      const colour = getComputedStyle(here).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const low = [];
  let seen = 0;
  for (const element of document.body.querySelectorAll('*')) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !element.checkVisibility()) continue;
    seen += 1;
    const style = getComputedStyle(element);
    const pair = [luminance(style.color), luminance(ground(element))].sort((a, b) => b - a);
    const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (contrast < 4.5) low.push([element.className, element.textContent.trim(), contrast]);
  }
  return JSON.stringify([seen, low]);
})()
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/", "/doc/id/pilot", "/query", "/ontology", "/dumps/", "/guide", "/queries/q1-posts"]
)
def test_every_text_stands_out(page: Page, address: str, path: str, scheme: str) -> None:
    """Contrast is 4.5 to 1 or better (WCAG 2.2, 1.4.3, AA), by day and by night."""
    page.prefer(scheme)
    page.open(address + path)
    seen, low = json.loads(page.run(CONTRAST))
    assert seen > 10
    assert low == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/nothing", "/query?query=SELECT%20nonsense"])
def test_errors_stand_out_too(page: Page, address: str, path: str, scheme: str) -> None:
    """The number of an error, and the mark at its place, have the contrast of all text."""
    page.prefer(scheme)
    page.open(address + path)
    seen, low = json.loads(page.run(CONTRAST))
    assert seen > 10
    assert low == []


@pytest.mark.parametrize("width", [1024, 1280, 1440, 1920])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_head_of_a_page_is_one_row(page: Page, address: str, width: int, language: str) -> None:
    """A title as long as they are in French pushes neither menu nor languages below it."""
    page.size(width, 800)
    page.open(f"{address}/?lang={language}")
    page.run(
        "document.querySelector('.brand span').textContent = "
        "'Les missions de coopération de défense de la France'"
    )
    tops = page.run(
        "JSON.stringify([...document.querySelectorAll('.top nav')]"
        ".map((nav) => nav.getBoundingClientRect()).map((box) => [box.top, box.bottom]))"
    )
    (_, one), (two, _) = json.loads(tops)
    assert two < one
    assert page.run("document.querySelector('.top').offsetHeight") < 80


TARGETS = (
    "a.out, a.why, a.all, .evidence a, .types a, .fact dt a, .forms a, .term h3 a, "
    ".top nav a, button"
)


@pytest.mark.parametrize("path", ["/doc/id/pilot", "/ontology", "/ontology?term=Post", "/dataset"])
def test_targets_are_large_enough(page: Page, address: str, path: str) -> None:
    """A link that is no part of a text is 24 pixels wide and high (WCAG 2.2, 2.5.8, AA)."""
    page.size(390, 844)
    page.open(address + path)
    found = json.loads(
        page.run(
            f"JSON.stringify([...document.querySelectorAll('{TARGETS}')]"
            ".map((a) => a.getBoundingClientRect()).map((box) => [box.width, box.height]))"
        )
    )
    assert len(found) > 6
    assert [box for box in found if min(box) < 23.9] == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_an_answer_is_in_sight(page: Page, address: str, width: int, height: int) -> None:
    """Where the form leads, the beginning of the answer stands in the window."""
    page.size(width, height)
    page.open(f"{address}/query")
    page.open(f"{address}/query?query={quote('SELECT * { ?s ?p ?o } LIMIT 50')}#answer")
    assert page.run("document.querySelector('main form').action").endswith("/query#answer")
    assert 0 <= page.run("document.querySelector('tbody tr').getBoundingClientRect().top") < height


def test_a_term_on_another_page_is_found_by_its_fragment(page: Page, address: str) -> None:
    """Where a filter has left it out, the address of a term leads to the page of its own."""
    page.open(f"{address}/ontology?q=sentence&lang=fr#Post")
    page.wait_for_load()
    page.browser.wait(
        lambda: "term=Post" in page.run("location.search"), "the page of the term to load"
    )
    assert page.run("document.querySelector('h1').textContent") == "poste"
    assert page.run("document.documentElement.lang") == "fr"
