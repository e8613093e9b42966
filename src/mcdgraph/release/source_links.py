"""Addresses of lines of source files at the forge."""

from urllib.parse import quote

from mcdgraph.positions import Position
from mcdgraph.release.checkout import Checkout


def source_address(template: str, checkout: Checkout, position: Position | None) -> str:
    """Return the URL of a line in a commit; empty where it cannot be known.

    ``template`` is the setting ``forge.source``.
    """
    if position is None or not template or ("{commit}" in template and not checkout.commit):
        return ""
    return filled(
        template,
        {
            "{commit}": checkout.commit,
            "{path}": quote(checkout.folder + position.path),
            "{line}": str(position.line),
        },
    )


def filled(template: str, values: dict[str, str]) -> str:
    """Put encoded values, which hold no brace, in the places of a template."""
    for field, value in values.items():
        template = template.replace(field, value)
    return template
