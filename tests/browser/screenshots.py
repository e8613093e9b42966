"""Screenshots of every kind of page, to be looked at.

usage: python tests/browser/screenshots.py ADDRESS FOLDER [KIND ...]

ADDRESS is where the shipped graph is served, such as http://127.0.0.1:8000. Each kind of page
(all by default) is shown wide and narrow, in French and English, by day and by night.
"""

import base64
import sys
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "browser")]

from chromium import Chromium, Page, find_chromium  # noqa: E402
from page_kinds import LANGUAGES, PAGE_KINDS, page_address  # noqa: E402

WIDTHS = {"wide": 1440, "narrow": 390}
SCHEMES = ("light", "dark")
#: The longest page that is shown whole, in pixels.
LONGEST = 6000


def shoot(page: Page, width: int) -> bytes:
    """Return the page as it stands, from its head to its foot, as a PNG."""
    height = min(int(page.run("document.documentElement.scrollHeight")), LONGEST)
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    answer = page.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
    return base64.b64decode(answer["data"])


def main(address: str, folder: Path, kinds: list[str]) -> None:
    """Write a file for each kind of page and setting."""
    program = find_chromium()
    if program is None:
        sys.exit("no Chromium on this machine (Debian: apt-get install chromium)")
    if unknown := set(kinds) - set(PAGE_KINDS):
        sys.exit(f"no such kind of page: {', '.join(sorted(unknown))}")
    folder.mkdir(parents=True, exist_ok=True)
    with Chromium(program) as browser:
        page = browser.page()
        for kind, language, (name, width), scheme in product(
            kinds or PAGE_KINDS, LANGUAGES, WIDTHS.items(), SCHEMES
        ):
            page.size(width, 900)
            page.prefer(scheme)
            page.open(page_address(address.rstrip("/"), kind, language))
            file = folder / f"{kind}.{language}.{name}.{scheme}.png"
            file.write_bytes(shoot(page, width))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
