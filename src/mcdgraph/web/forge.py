"""Links to the forge: a line of a source file, and a report of an error with all it needs."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from mcdgraph.pages.bounds import LABEL, shorten
from mcdgraph.positions import Position
from mcdgraph.release import Manifest
from mcdgraph.release.source_links import filled, source_address
from mcdgraph.settings import ForgeSettings

#: Characters of a line of a report.
_LINE: Final = 600


@dataclass(frozen=True, kw_only=True)
class Forge:
    """Builds links from the templates of the settings, for one release."""

    settings: ForgeSettings
    manifest: Manifest

    def source(self, position: Position | None) -> str:
        """Return the URL of a line in the release's commit; empty where it cannot be known."""
        return source_address(self.settings.source, self.manifest.checkout, position)

    def report(self, title: str, *lines: str) -> str:
        """Return the URL of a new report about what the lines name; empty without a template.

        The release, and its commit where that is known, are named last.
        """
        manifest = self.manifest
        release = f"release {manifest.digest}"
        commit = f"commit {manifest.checkout.commit}" if manifest.checkout.commit else ""
        told = [shorten(line, _LINE) for line in (*lines, release, commit) if line]
        values = {
            "{title}": quote(shorten(title, LABEL), ""),
            "{body}": quote("\n".join(told), ""),
        }
        return filled(self.settings.issue, values)
