"""Where the sources are kept in git, and where errors are reported."""

import re
from dataclasses import dataclass
from typing import Final

from mcdgraph.settings.declaring import setting

_FIELD: Final = re.compile(r"\{[^{}]*\}")
#: Setting → the places in its template.
FIELDS: Final = {"source": ("{commit}", "{path}", "{line}"), "issue": ("{title}", "{body}")}


@dataclass(frozen=True, kw_only=True)
class ForgeSettings:
    """Templates of addresses; empty for no link."""

    source: str = setting(
        "", "URL of a line of a source file, with `{commit}`, `{path}` and `{line}` in it."
    )
    issue: str = setting("", "URL that begins a report, with `{title}` and `{body}` in it.")


def template_problem(name: str, template: str) -> str:
    """Say why a template cannot be used; empty where it can, or where there is none."""
    if not template:
        return ""
    if not template.startswith(("https://", "http://")):
        return "expected an http or https URL"
    unknown = [field for field in _FIELD.findall(template) if field not in FIELDS[name]]
    if unknown:
        return f"expected {', '.join(FIELDS[name])} at most, without {unknown[0]}"
    return ""
