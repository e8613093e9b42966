"""Seven things that visitors come for, each from the home page in three clicks at most."""

import hashlib
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from chromium import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("shipped-pages")]

MOST_CLICKS = 3
#: A click that links of drawings take too.
CLICK = "new MouseEvent('click', {bubbles: true, cancelable: true, composed: true})"


@dataclass
class Visit:
    """A visit that begins on the home page in English, and counts its clicks."""

    page: Page
    clicks: int = 0

    def click(self, selector: str, text: str = "") -> None:
        """Click on the first element in sight that a selector finds and a text begins."""
        self.clicks += 1
        assert self.clicks <= MOST_CLICKS
        found = self.page.run(
            f"(() => {{ window.left = true;"
            f" const found = [...document.querySelectorAll({selector!r})]"
            f".find((e) => e.checkVisibility() && e.textContent.trim().startsWith({text!r}));"
            f" found?.dispatchEvent({CLICK}); return Boolean(found); }})()"
        )
        assert found, f"nothing to click on: {selector} {text}"

    def follow(self, selector: str, text: str = "") -> None:
        """Click on a link, and wait for the page that it leads to."""
        self.click(selector, text)
        self.page.until("!window.left && document.readyState === 'complete'")

    def shown(self, selector: str) -> str:
        """Return the text that can be seen in the first element that a selector finds."""
        return str(self.page.run(f"document.querySelector({selector!r})?.innerText ?? ''"))


@pytest.fixture
def visit(page: Page, shipped: str) -> Visit:
    """Open the home page."""
    page.size(1280, 900)
    page.open(f"{shipped}/?lang=en")
    return Visit(page)


def test_who_heads_the_mission_and_which_words_say_so(visit: Visit) -> None:
    """The mission, then the badge beside whose orders it is under."""
    visit.follow(".tree-chart a, .tree a", "Defence cooperation mission in Mali")
    fact = ".fact:has(> dt a[href*='term=underOrdersOf'])"
    assert "Defence attaché in Mali" in visit.shown(fact)
    assert "takes its orders" not in visit.shown(fact)
    visit.click(f"{fact} .evidence summary")
    assert "takes its orders from the defence attaché" in visit.shown(fact)
    assert visit.page.run(f'document.querySelector("{fact} .ways a").href').startswith("http://")


def test_where_the_posts_are_on_a_map(visit: Visit) -> None:
    """The map stands on the home page; a dot leads to its place."""
    visit.follow("svg a[href*='/doc/id/ml/place/bamako?']")
    assert "Bamako" in visit.shown("h1")


def test_which_figure_is_contradicted(visit: Visit) -> None:
    """What is stated and what is counted stand on the home page, with the gap."""
    figure = visit.shown(".figures .figure")
    assert "14" in figure
    assert "not listed\n5" in figure
    visit.follow(".figures .what a")
    assert visit.shown("h1") == "Fourteen posts stated, nine enumerated"


def test_ask_take_csv_and_copy_curl(visit: Visit) -> None:
    """To the editor, whose query runs by Ctrl+Enter; then the answer as CSV, and the command."""
    page = visit.page
    visit.follow("header a", "Query")
    page.until("document.querySelector('.code-editor')?.shadowRoot.querySelector('.cm-content')")
    page.run(
        "document.querySelector('.code-editor').shadowRoot.querySelector('.cm-content').focus()"
    )
    page.run(
        "document.querySelector('.code-editor').shadowRoot.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown',"
        " {key: 'Enter', ctrlKey: true, bubbles: true, composed: true}))"
    )
    page.until("document.querySelector('#result .answer tbody tr')")
    csv = "[...document.querySelectorAll('#result a')].find((a) => a.textContent.trim() === 'CSV')"
    with urlopen(page.run(f"{csv}.href"), timeout=30) as answer:
        assert answer.headers["Content-Type"].startswith("text/csv")
        assert answer.read().count(b"\n") > 1
    visit.clicks += 1
    page.run("window.copied = ''; navigator.clipboard.writeText = (t) => { window.copied = t; }; 1")
    visit.click("[data-act=curl]")
    page.until("window.copied")
    assert page.run("window.copied").startswith("curl ")


def test_download_and_verify(visit: Visit) -> None:
    """Each file has its sum beside it, and the sum is right."""
    visit.follow("header a", "Downloads")
    file = "document.querySelector('.dumps a.file')"
    stated = visit.page.run(f"{file}.closest('li').querySelector('.sum code').textContent")
    with urlopen(visit.page.run(f"{file}.href"), timeout=30) as answer:
        assert hashlib.sha256(answer.read()).hexdigest() == stated


def test_read_a_class_and_list_its_things(visit: Visit) -> None:
    """The ontology, the class, its things."""
    visit.follow("header a", "Ontology")
    visit.follow("main a[href*='term=CooperantPost']")
    assert "cooperant" in visit.shown("h1")
    visit.follow("main a[href^='/class'][href*='CooperantPost']")
    assert visit.page.run("document.querySelectorAll('table tbody tr').length") > 3


def test_propose_a_correction(visit: Visit) -> None:
    """The thing, then a report that is begun: thing, address and release are in it."""
    visit.follow(".tree-chart a, .tree a", "Defence cooperation mission in Mali")
    href = visit.page.run("document.querySelector('a[href^=\"https://forge.example/\"]').href")
    (body,) = parse_qs(urlsplit(href).query)["body"]
    assert "https://w3id.org/mcdgraph/id/ml/mcd" in body
    assert visit.clicks < MOST_CLICKS
