"""What Lighthouse says of the pages that visitors come for, as a table.

usage: python tests/browser/lighthouse.py    (or: make lighthouse)

Builds and serves the shipped graph, and judges each page in French and English with Lighthouse's
settings for phones. Ends with 1 where a score is below 100. Speed is among the scores: run it
when the machine does nothing else.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "browser")]

from chromium import find_chromium  # noqa: E402
from page_kinds import LANGUAGES, page_address  # noqa: E402
from serving import serving  # noqa: E402

SCRIPT = ROOT / "browser" / "lighthouse.mjs"
INSTALLED = ROOT / "node_modules" / "lighthouse"
KINDS = ("home", "thing", "class", "query", "questions", "dumps")
CATEGORIES = ("performance", "accessibility", "best practices", "search engines")
#: Seconds that one page may take.
_PATIENCE = 120


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What is said of a page: scores of 100 in the order of `CATEGORIES`, and what cost points."""

    address: str
    scores: tuple[int, ...]
    faults: tuple[str, ...]


def what_is_missing() -> str:
    """Name the programs that Lighthouse needs and that are not here; empty for none."""
    present = {
        "Node": shutil.which("node") is not None,
        "Chromium": find_chromium() is not None,
        "Lighthouse (npm ci --prefix tests)": INSTALLED.is_dir(),
    }
    return ", ".join(name for name, here in present.items() if not here)


def judge(addresses: Sequence[str], *, throttled: bool) -> Iterator[Judgement]:
    """Judge pages one after the other; speed as on a slow phone, or as on this machine."""
    environment = {**os.environ, "CHROME_PATH": find_chromium() or ""}
    command = ["node", str(SCRIPT), "simulate" if throttled else "provided", *addresses]
    told = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_PATIENCE * len(addresses),
    )
    if told.returncode:
        raise RuntimeError(told.stderr)
    for line in told.stdout.splitlines():
        said = json.loads(line)
        scores, faults = tuple(said["scores"]), tuple(said["faults"])
        yield Judgement(address=said["address"], scores=scores, faults=faults)


def tell(*words: str) -> None:
    """Write a line at once."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Print the table; return 1 where a score is below 100."""
    if missing := what_is_missing():
        sys.exit(f"needs {missing}")
    good = True
    tell(f"{'page':<16}", *(f"{name:>15}" for name in CATEGORIES))
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(folder=Path(folder), settings={"MCDGRAPH_RELEASE_FOLDER": folder}) as server,
    ):
        pages = [(kind, language) for kind in KINDS for language in LANGUAGES]
        host = f"http://127.0.0.1:{server.port}"
        judged = judge(
            [page_address(host, kind, language) for kind, language in pages], throttled=True
        )
        for (kind, language), judgement in zip(pages, judged, strict=True):
            scores = (f"{score:>15}" for score in judgement.scores)
            tell(f"{kind:<12} {language:<3}", *scores)
            if set(judgement.scores) != {100}:
                good = False
                tell("    ", "; ".join(judgement.faults))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
