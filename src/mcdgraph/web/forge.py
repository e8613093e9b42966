"""Links to the forge: a line of a source file, and a report of an error with all it needs."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from mcdgraph.pages.bounds import LABEL, shorten
from mcdgraph.positions import Position
from mcdgraph.release import Manifest
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
        template, checkout = self.settings.source, self.manifest.checkout
        if position is None or not template or ("{commit}" in template and not checkout.commit):
            return ""
        values = {
            "{commit}": checkout.commit,
            "{path}": quote(checkout.folder + position.path),
            "{line}": str(position.line),
        }
        return _filled(template, values)

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
        return _filled(self.settings.issue, values)


def _filled(template: str, values: dict[str, str]) -> str:
    """Put encoded values, which hold no brace, in the places of a template."""
    for field, value in values.items():
        template = template.replace(field, value)
    return template
