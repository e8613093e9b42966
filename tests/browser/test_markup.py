"""Every kind of page, its style and its drawings, judged by the Nu HTML checker (vnu)."""

import shutil
import subprocess
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from page_kinds import FRAMED_KINDS, LANGUAGES, PAGE_KINDS, STATUSES, page_address

pytestmark = [pytest.mark.java, pytest.mark.xdist_group("shipped-pages")]

JAR = Path(__file__).parent.parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def fetched(address: str) -> tuple[int, bytes]:
    """Return status and body of what a browser is sent."""
    try:
        with urlopen(Request(address, headers={"Accept": "text/html"}), timeout=30) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def faults(folder: Path) -> str:
    """Return what the checker says of the files of a folder, a fault on each line."""
    java = shutil.which("java")
    if java is None or not JAR.is_file():
        pytest.skip("needs Java and vnu-jar of tests/package.json (npm ci --prefix tests)")
    judged = subprocess.run(
        [java, "-Xss4m", "-jar", JAR, "--also-check-css", "--also-check-svg", folder],
        capture_output=True,
        text=True,
        timeout=120,
    )
    return judged.stderr


def test_a_fault_would_be_found(tmp_path: Path) -> None:
    """The check can fail: an element where none may be is told."""
    (tmp_path / "page.html").write_text("<!doctype html><title>x</title><p><ul></ul></p>")
    assert "error" in faults(tmp_path)


def test_markup_is_without_fault(shipped: str, tmp_path: Path) -> None:
    """Pages in both languages, the style sheet and the mark: no error and no warning."""
    for kind in (*PAGE_KINDS, *FRAMED_KINDS):
        for language in LANGUAGES:
            status, body = fetched(page_address(shipped, kind, language))
            assert status == STATUSES.get(kind, 200), kind
            (tmp_path / f"{kind}.{language}.html").write_bytes(body)
    for name in ("site.css", "mark.svg"):
        status, body = fetched(f"{shipped}/static/{name}")
        assert status == 200
        (tmp_path / name).write_bytes(body)
    assert faults(tmp_path) == ""
