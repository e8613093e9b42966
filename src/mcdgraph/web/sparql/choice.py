"""Which form an answer takes: by the parameter ``format``, or by the Accept header."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from mcdgraph.formats import (
    GRAPH_FORMATS,
    HTML,
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    RESULT_FORMATS,
    Format,
)
from mcdgraph.web.negotiation import Wishes

#: Clients of results often send the plain types for a graph, too.
_GRAPHS: Final = tuple(
    replace(form, aliases=(*form.aliases, *more))
    for form in GRAPH_FORMATS
    for more in [
        {
            JSON_LD: ("application/json",),
            RDF_XML: ("application/xml", "text/xml"),
            N_TRIPLES: ("text/plain",),
        }.get(form, ())
    ]
)
#: Choices that are remembered: few Accept headers are ever seen.
_REMEMBERED: Final = 256
_SHORT: Final = {"ttl": "turtle", "nt": "n-triples", "nq": "n-quads", "jsonld": "json-ld"}
_TWINS: Final = {"json": JSON_LD, "xml": RDF_XML, "rdf": RDF_XML}


@dataclass(frozen=True, kw_only=True)
class FormChoice:
    """The form for results and the form for a graph; None where the client takes none.

    ``page`` is true for a browser, which would rather be shown a page.
    """

    results: Format | None
    graph: Format | None
    page: bool = False

    @property
    def acceptable(self) -> bool:
        """True when an answer of one kind at least could be given."""
        return self.results is not None or self.graph is not None


@lru_cache(_REMEMBERED)
def choose(accept: tuple[str, ...], form: str) -> FormChoice:
    """Choose; a name that is none counts for nothing, and Accept decides.

    The parameter is this server's own: many clients send theirs to every endpoint.
    """
    wishes = Wishes(accept)
    results = wishes.choose(RESULT_FORMATS)
    graph = _plain(wishes.choose(_GRAPHS))
    name = _SHORT.get(form.lower(), form.lower())
    if not first_known([form]):
        page = wishes.choose((*RESULT_FORMATS, *_GRAPHS, HTML)) is HTML
        return FormChoice(results=results, graph=graph, page=page)
    if name == HTML.name:
        return FormChoice(results=results, graph=graph, page=True)
    named_result = _named(name, RESULT_FORMATS)
    named_graph = _TWINS.get(name) or _named(name, GRAPH_FORMATS)
    return FormChoice(results=named_result or results, graph=named_graph or graph)


def first_known(names: Sequence[str]) -> str:
    """Return the first name of a form that there is, or a media type; empty for none."""
    return next((name for name in names if _is_known(name.lower())), "")


def _is_known(name: str) -> bool:
    short = _SHORT.get(name, name)
    every = (HTML, *RESULT_FORMATS, *GRAPH_FORMATS)
    return short in _TWINS or _named(short, every) is not None


def _named(name: str, forms: Sequence[Format]) -> Format | None:
    return next((form for form in forms if name in (form.name, form.media_type)), None)


def _plain(form: Format | None) -> Format | None:
    return next((known for known in GRAPH_FORMATS if form and known.name == form.name), None)
