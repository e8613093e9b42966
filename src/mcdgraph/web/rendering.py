"""What the templates may call."""

import re
from typing import Any

from flask import Flask, request
from markupsafe import Markup, escape

from mcdgraph import __version__
from mcdgraph.formats import DOCUMENT_FORMATS, GRAPH_FORMATS, HTML
from mcdgraph.namespaces import XSD
from mcdgraph.pages.values import Listed, Nested, Resource, Text
from mcdgraph.web.site import language, named_language, site, texts, urls
from mcdgraph.web.texts import TEXTS

#: Datatypes that a value shows by itself.
PLAIN_TYPES = frozenset(
    XSD + name
    for name in ("integer", "nonNegativeInteger", "decimal", "double", "boolean", "date", "anyURI")
)


def register_rendering(app: Flask) -> None:
    """Give the templates their words, URLs, tests and filters."""
    app.jinja_options = {**app.jinja_options, "trim_blocks": True, "lstrip_blocks": True}
    environment = app.jinja_env
    environment.tests.update(
        resource=lambda value: isinstance(value, Resource),
        text=lambda value: isinstance(value, Text),
        nested=lambda value: isinstance(value, Nested),
        listed=lambda value: isinstance(value, Listed),
    )
    environment.filters.update(bound=bound, number=number, size=size, wrappable=wrappable)
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    here, spoken = site(), language()
    return {
        "t": texts(),
        "url": urls(),
        "language": spoken,
        "languages": [(tag, TEXTS[tag].language_name) for tag in here.languages],
        "switch": _switch,
        "settings": here.settings,
        "title": here.settings.named(here.settings.title, spoken),
        "release": here.release,
        "graph_formats": GRAPH_FORMATS,
        "document_formats": DOCUMENT_FORMATS,
        "html": HTML,
        "plain_types": PLAIN_TYPES,
        "version": __version__,
        "named_language": named_language(),
        "here_with": _here_with,
        "sentence": sentence,
    }


def _switch(tag: str) -> str:
    """Give this page in another language."""
    parameters = {name: value for name, value in request.args.items() if name != "lang"}
    return urls().plain(request.path, **{**parameters, "lang": tag})


def _here_with(**changed: str | int) -> dict[str, str | int]:
    """Give the parameters of this page, some of them changed."""
    kept = {name: value for name, value in request.args.items() if name != "lang"}
    return {**kept, **changed}


def sentence(text: str) -> str:
    """Begin a text with a capital letter, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def size(count: int) -> str:
    """Give a number of bytes as people read it, in units of 1024."""
    if count < 1024:
        return f"{count} B"
    amount = float(count)
    for unit in ("KiB", "MiB", "GiB"):
        amount /= 1024
        if amount < 1024 or unit == "GiB":
            break
    return f"{amount:.1f} {unit}"


def bound(text: str) -> str:
    """Keep French punctuation on the line of the word before it."""
    return re.sub(r" (?=[?!:;»])", "\u00a0", text)


def number(count: int) -> str:
    """Group the digits of a number by thin spaces, as both languages read it."""
    return f"{count:,}".replace(",", "\u202f")


def wrappable(text: str) -> Markup:
    """Let an IRI break after its separators where a line is too short for it."""
    pieces = str(escape(text)).replace("/", "/\0").replace("#", "#\0").replace("?", "?\0")
    pieces = pieces.replace("&#\0", "&#")
    return Markup(pieces.replace("\0", "<wbr>"))  # noqa: S704 - escaped above
