"""The pages that visitors come for, judged by Lighthouse in both languages.

Speed is left to `make lighthouse`, which wants a machine that does nothing else; what it depends
on, what a page weighs and whether anything moves, is judged here and in `test_weights.py`.
"""

import os
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from lighthouse import KINDS, judge, what_is_missing
from page_kinds import LANGUAGES, page_address

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("shipped-pages")]

MOVES = "cumulative-layout-shift"


@pytest.fixture(autouse=True)
def lighthouse() -> None:
    """Skip where something is missing; a machine that promises it (CI) must have it."""
    if missing := what_is_missing():
        assert not os.environ.get("CI"), f"CI needs {missing}"
        pytest.skip(f"needs {missing}")


def test_a_fault_would_be_found(tmp_path: Path) -> None:
    """The check can fail: a page without language, title and description loses points."""
    (tmp_path / "index.html").write_text("<!doctype html><p>text</p>")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        (found,) = judge([f"http://127.0.0.1:{server.server_port}/"], throttled=False)
        server.shutdown()
        thread.join()
    assert {"document-title", "html-has-lang", "meta-description"} <= set(found.faults)
    assert max(found.scores[1], found.scores[3]) < 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_lighthouse_finds_nothing(shipped: str, language: str) -> None:
    """Accessibility, practices, search engines: 100 each; and nothing moves as a page loads."""
    found = judge([page_address(shipped, kind, language) for kind in KINDS], throttled=False)
    judged = {page.address: page for page in found}
    assert len(judged) == len(KINDS)
    for page in judged.values():
        assert page.scores[1:] == (100, 100, 100), page
        assert not [fault for fault in page.faults if fault.startswith(MOVES)], page
