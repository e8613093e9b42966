"""Pages judged by axe-core, which tests/package.json names."""

import json
from pathlib import Path
from typing import Final

import pytest
from chromium import Page

_AXE: Final = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
#: Rules of WCAG 2.2 at A and AA, the size of targets with them, and axe's own best practices.
_FINDINGS: Final = """
axe.run({rules: {'target-size': {enabled: true}}}).then((found) => {
  window.found = JSON.stringify({
    passes: found.passes.length,
    violations: found.violations.map(
      (rule) => [rule.id, rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 300))]
    ),
  });
}); 1
"""


def load_axe(page: Page) -> None:
    """Load axe into the page that is open; without axe the test is skipped."""
    if not _AXE.is_file():
        pytest.skip("needs axe-core of tests/package.json (npm ci --prefix tests)")
    page.run(f"{_AXE.read_text(encoding='utf8')}; 1")


def findings(page: Page) -> list[list[object]]:
    """Judge the page as it stands; axe must have been loaded into it."""
    page.run(f"window.found = ''; {_FINDINGS}")
    page.until("window.found")
    found = json.loads(page.run("window.found"))
    assert found["passes"] > 10
    return list(found["violations"])
