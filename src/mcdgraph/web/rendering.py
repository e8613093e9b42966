"""What the templates may call."""

import re
from typing import Any

from flask import Flask, request
from markupsafe import Markup, escape

from mcdgraph import __version__
from mcdgraph.catalogue import Citation
from mcdgraph.columns import Literal
from mcdgraph.errors import SyntaxFault
from mcdgraph.formats import DOCUMENT_FORMATS, GRAPH_FORMATS, HTML, RESULT_FORMATS
from mcdgraph.namespaces import XSD
from mcdgraph.pages.bounds import IRI, LABEL, LITERAL, shorten
from mcdgraph.pages.numbers import grouped
from mcdgraph.pages.overviews.times import written, written_bounds
from mcdgraph.pages.portrait import description, title
from mcdgraph.pages.values import Listed, Nested, Resource, Text, Value
from mcdgraph.snapshots import days_of
from mcdgraph.turtle.abbreviation import Abbreviations
from mcdgraph.web.changes import comparison_path
from mcdgraph.web.forge import Forge
from mcdgraph.web.parameters import LANGUAGE, parameters
from mcdgraph.web.representation import MOST_LOCATION
from mcdgraph.web.search import address_of, suggestions_for
from mcdgraph.web.site import known, language, named_language, site, texts, urls
from mcdgraph.web.targets import sent_path

#: Datatypes that a value shows by itself.
PLAIN_TYPES = frozenset(
    XSD + name
    for name in ("integer", "nonNegativeInteger", "decimal", "double", "boolean", "date", "anyURI")
)
NUMBERS = frozenset(XSD + name for name in ("integer", "nonNegativeInteger", "decimal"))
DATES = frozenset(XSD + name for name in ("date", "gYearMonth", "gYear"))


def register_rendering(app: Flask) -> None:
    """Return the templates their words, URLs, tests and filters."""
    app.jinja_options = {**app.jinja_options, "trim_blocks": True, "lstrip_blocks": True}
    environment = app.jinja_env
    environment.tests.update(
        resource=lambda value: isinstance(value, Resource),
        text=lambda value: isinstance(value, Text),
        nested=lambda value: isinstance(value, Nested),
        listed=lambda value: isinstance(value, Listed),
    )
    environment.filters.update(
        as_read=as_read,
        beginning=beginning,
        bound=bound,
        decimals=decimals,
        embedded=embedded,
        fault_words=fault_words,
        filled=filled,
        number=grouped,
        oneline=oneline,
        size=size,
        spoken=spoken,
        wrappable=wrappable,
        written=lambda time: written(time, texts().date_words),
        written_bounds=lambda time: written_bounds(time, texts().date_words),
    )
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    here, tongue = site(), language()
    return {
        "t": texts(),
        "url": urls(),
        "forge": Forge(settings=here.settings.forge, manifest=here.release.manifest),
        "language": tongue,
        "languages": [(tag, here.texts[tag].language_name) for tag in here.languages],
        "switch": _switch,
        "address": _address,
        "turn": _turn,
        "path": _path(),
        "asked_iri": parameters().get("iri", ""),
        "settings": here.settings,
        "title": title(here.reader, here.portrait.header, tongue).text,
        "about": description(here.reader, here.portrait.header, tongue),
        "offers": here.portrait,
        "history": here.history,
        "comparison_path": comparison_path,
        "known": known,
        "has_questions": bool(here.questions),
        "release": here.release,
        "graph_formats": GRAPH_FORMATS,
        "result_formats": RESULT_FORMATS,
        "document_formats": DOCUMENT_FORMATS,
        "html": HTML,
        "longest_iri": IRI,
        "plain_types": PLAIN_TYPES,
        "version": __version__,
        "named_language": named_language(),
        "sentence": sentence,
        "cite": _cite,
        "prefixed": _prefixed,
        "address_of": address_of,
        "suggestions_for": suggestions_for,
    }


def _cite(iri: str, name: str = "") -> Citation:
    """Return how a thing is cited, or the dataset where nothing is named."""
    here = site()
    return Citation(
        settings=here.settings,
        digest=here.release.digest,
        language=language(),
        iri=iri,
        name="" if name == iri else name,
    )


def _prefixed(iri: str) -> str:
    """Return an IRI as a prefixed name that a query may hold; empty where no prefix fits."""
    name = Abbreviations(site().settings.prefixes).iri(iri)
    return "" if name.startswith("<") else name


def _here(tag: str) -> str:
    """Return the path of this page in a language, without its parameters if they are long."""
    named: dict[str, str | int] = {LANGUAGE: tag} if tag else {}
    path = urls().with_parameters(_path(), {**parameters(), **named})
    return path if len(path) <= MOST_LOCATION else urls().with_parameters(_path(), named)


def _switch(tag: str) -> str:
    """Return the URL of this page in another language."""
    return urls().plain(_here(tag))


def _address(tag: str = "") -> str:
    """Return the address of this page below the base IRI, in a language or in any."""
    return site().settings.base_iri.rstrip("/") + _here(tag)


def _turn(page: int) -> str:
    """Return the URL of another page of the list at hand."""
    changed: dict[str, str | int] = {**parameters(), "page": page}
    return urls().page(_path(), **changed)


def _path() -> str:
    return sent_path(request.environ)


def as_read(value: Value) -> str:
    """Return a number or a date as the language of the answer writes it; empty for all else."""
    if not isinstance(value, Text) or value.datatype is None:
        return ""
    if value.datatype.iri in NUMBERS:
        return decimals(value.text)
    if value.datatype.iri in DATES:
        return written(days_of(Literal(value.text, value.datatype.iri, None)), texts().date_words)
    return ""


def beginning(text: str) -> str:
    """Return as much of a text as a page shows."""
    return shorten(text, LITERAL)


def oneline(text: str) -> str:
    """Return the beginning of a text on one line, for the head of a page."""
    return shorten(" ".join(str(text)[:LITERAL].split()), LABEL)


def spoken(value: Value) -> str:
    """Return a value as a name of a link says it."""
    if isinstance(value, Resource):
        return value.label.text
    return shorten(value.text, LABEL) if isinstance(value, Text) else ""


def decimals(text: str) -> str:
    """Return a number that is written with a point as the language of the answer has it."""
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text.lstrip("+"))
    whole, _, part = digits.partition(".")
    if not whole.isdecimal():
        return text
    return sign + grouped(int(whole)) + (texts().decimal_mark + part if part else "")


def fault_words(fault: SyntaxFault) -> str:
    """Return what is wrong with the syntax of a query, in the language of the answer."""
    words = texts()
    names = [words.named("sparql", name) for name in fault.expected]
    expected = ", ".join(names) + (", …" if fault.more else "")
    return words.named("syntax", fault.kind).format(fault.found or words.sparql_end, expected)


def sentence(text: str) -> str:
    """Begin a text with a capital letter, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def size(count: int) -> str:
    """Return a number of bytes as people read it, in units of 1024."""
    if count < 1024:
        return f"{count} B"
    amount = float(count)
    for unit in ("KiB", "MiB", "GiB"):
        amount /= 1024
        if amount < 1024 or unit == "GiB":
            break
    return f"{amount:.1f} {unit}"


def embedded(data: str) -> Markup:
    """Return JSON as it may stand in a script element: nothing in it ends one (HTML, 4.12.1.3)."""
    return Markup(data.replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704 - escaped


def bound(text: str) -> str:
    """Keep French punctuation on the line of the word before it."""
    return re.sub(r" (?=[?!:;»])", "\u00a0", text)


def filled(text: str, *values: object) -> Markup:
    """Fill the ``{}`` of a text with values, which are escaped where they are no markup."""
    return escape(text).format(*values)


def wrappable(text: str) -> Markup:
    """Let an IRI break after its separators where a line is too short for it."""
    pieces = str(escape(text)).replace("/", "/\0").replace("#", "#\0").replace("?", "?\0")
    pieces = pieces.replace("&#\0", "&#")
    return Markup(pieces.replace("\0", "<wbr>"))  # noqa: S704 - escaped above
