"""The search box at work: suggestions by keyboard and pointer, and the form without a script."""

import pytest
from axe import findings, load_axe
from chromium import Page

pytestmark = pytest.mark.browser

BOX = "document.getElementById('search')"
OPTIONS = "document.querySelectorAll('#search-suggestions [role=option]')"


@pytest.fixture
def box(page: Page, address: str) -> Page:
    """Open the first page, with the script ready."""
    page.size(1280, 900)
    page.open(f"{address}/?lang=en")
    page.until(f"{BOX}?.getAttribute('role') === 'combobox'")
    return page


def typed(page: Page, text: str) -> None:
    """Type into the box, and wait for suggestions."""
    page.run(f"{BOX}.focus()")
    page.write(text)
    page.until(f"{OPTIONS}.length")


def expanded(page: Page) -> bool:
    """Tell whether the list is open, by what assistive technology is told."""
    return bool(page.run(f"{BOX}.getAttribute('aria-expanded')") == "true")


def test_the_slash_leads_to_the_box(box: Page) -> None:
    """But is a letter where one types."""
    box.press("/")
    assert box.run(f"document.activeElement === {BOX}")
    assert box.run(f"{BOX}.value") == ""
    box.write("a/b")
    assert box.run(f"{BOX}.value") == "a/b"


def test_names_are_suggested_and_followed_by_keyboard(box: Page) -> None:
    """Down goes to the first, up from it to the box, Enter follows."""
    typed(box, "pil")
    assert expanded(box)
    assert box.run(f"{OPTIONS}[0].textContent").startswith("Pilot")
    box.press("ArrowDown")
    assert box.run(f"{BOX}.getAttribute('aria-activedescendant')") == "search-suggestion-0"
    assert box.run(f"{OPTIONS}[0].getAttribute('aria-selected')") == "true"
    box.press("ArrowUp")
    assert box.run(f"{BOX}.getAttribute('aria-activedescendant')") is None
    box.press("ArrowDown")
    box.press("Enter")
    box.until("location.pathname === '/doc/id/pilot'")


def test_escape_closes_the_list_and_keeps_the_text(box: Page) -> None:
    """Down opens it again."""
    typed(box, "pil")
    box.press("Escape")
    assert not expanded(box)
    assert box.run(f"{BOX}.value") == "pil"
    box.press("ArrowDown")
    assert expanded(box)


def test_enter_without_a_choice_searches(box: Page) -> None:
    """As the form does without a script."""
    typed(box, "pil")
    box.press("Enter")
    box.until("location.pathname === '/search'")
    assert box.run("new URLSearchParams(location.search).get('q')") == "pil"
    assert box.run("new URLSearchParams(location.search).get('lang')") == "en"


def test_a_suggestion_is_followed_by_pointer(box: Page) -> None:
    """Its text is text, whatever it holds."""
    typed(box, "lotse")
    assert "<b>Lotse</b>" in box.run(f"{OPTIONS}[0].textContent")
    box.run(f"{OPTIONS}[0].click()")
    box.until("location.pathname === '/doc/id/pilot'")


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(390, "light", "en"), (390, "dark", "fr"), (1440, "light", "fr"), (1440, "dark", "en")],
)
def test_axe_finds_nothing(
    page: Page, address: str, width: int, scheme: str, language: str
) -> None:
    """With the list of suggestions open, too; and nothing is wider than the window."""
    page.size(width, 844)
    page.prefer(scheme)
    page.open(f"{address}/search?lang={language}&q=post")
    page.until(f"{BOX}?.getAttribute('role') === 'combobox'")
    typed(page, " p")
    load_axe(page)
    assert findings(page) == []
    assert page.run("document.documentElement.scrollWidth") <= width
    assert page.errors == []
