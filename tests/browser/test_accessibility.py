"""Every kind of page, judged by axe: wide and narrow, by day and by night, in both languages."""

import pytest
from axe import findings, load_axe
from chromium import Page
from page_kinds import FRAMED_KINDS, LANGUAGES, PAGE_KINDS, page_address

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("shipped-pages")]


def show(page: Page, width: int, scheme: str) -> None:
    """Give the window a width, and the page the colours of day or night."""
    page.size(width, 844)
    page.prefer(scheme)


def test_a_fault_would_be_found(page: Page, shipped: str) -> None:
    """The check can fail: a picture without a text is found."""
    show(page, 1440, "light")
    page.open(f"{shipped}/guide")
    load_axe(page)
    page.run("document.querySelector('main').append(new Image(9, 9)); 1")
    assert [rule for rule, _ in findings(page)] == ["image-alt"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*PAGE_KINDS, *FRAMED_KINDS])
def test_axe_finds_nothing(page: Page, shipped: str, kind: str, language: str) -> None:
    """In four settings."""
    page.open(page_address(shipped, kind, language))
    load_axe(page)
    found = []
    for width in (1440, 390):
        for scheme in ("light", "dark"):
            show(page, width, scheme)
            found += [(width, scheme, *violation) for violation in findings(page)]
    assert found == []
