"""Every kind of page, judged by axe: wide and narrow, by day and by night, in both languages."""

import json
from pathlib import Path

import pytest
from chromium import Page
from page_kinds import LANGUAGES, PAGE_KINDS, page_path

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("shipped-pages")]

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
#: Rules of WCAG 2.2 at A and AA, the size of targets with them, and axe's own best practices.
FINDINGS = """
axe.run({rules: {'target-size': {enabled: true}}}).then((found) => {
  window.found = JSON.stringify({
    passes: found.passes.length,
    violations: found.violations.map(
      (rule) => [rule.id, rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 300))]
    ),
  });
}); 1
"""


@pytest.fixture(scope="module")
def axe() -> str:
    """Read axe-core."""
    if not AXE.is_file():
        pytest.skip("needs axe-core of tests/package.json (npm ci --prefix tests)")
    return AXE.read_text(encoding="utf8")


def findings(page: Page) -> list[list[object]]:
    """Judge the page as it stands; axe must have been loaded into it."""
    page.run(f"window.found = ''; {FINDINGS}")
    page.until("window.found")
    found = json.loads(page.run("window.found"))
    assert found["passes"] > 10
    return list(found["violations"])


def show(page: Page, width: int, scheme: str) -> None:
    """Give the window a width, and the page the colours of day or night."""
    page.size(width, 844)
    page.call(
        "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
    )


def test_a_fault_would_be_found(page: Page, shipped: str, axe: str) -> None:
    """The check can fail: a picture without a text is found."""
    show(page, 1440, "light")
    page.open(f"{shipped}/guide")
    page.run(f"{axe}; document.querySelector('main').append(new Image(9, 9)); 1")
    assert [rule for rule, _ in findings(page)] == ["image-alt"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_axe_finds_nothing(page: Page, shipped: str, axe: str, kind: str, language: str) -> None:
    """In four settings."""
    page.open(shipped + page_path(kind, language))
    page.run(f"{axe}; 1")
    found = []
    for width in (1440, 390):
        for scheme in ("light", "dark"):
            show(page, width, scheme)
            found += [(width, scheme, *violation) for violation in findings(page)]
    assert found == []
