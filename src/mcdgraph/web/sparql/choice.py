"""Which form an answer takes: by the parameter ``format``, or by the Accept header."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from mcdgraph.errors import QueryRefused
from mcdgraph.formats import (
    GRAPH_FORMATS,
    HTML,
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    RESULT_FORMATS,
    Format,
)
from mcdgraph.web.negotiation import negotiate

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
_REMEMBERED: Final = 256
_SHORT: Final = {"ttl": "turtle", "nt": "n-triples", "nq": "n-quads", "jsonld": "json-ld"}
_TWINS: Final = {"json": JSON_LD, "xml": RDF_XML, "rdf": RDF_XML}


@dataclass(frozen=True, kw_only=True)
class Choice:
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


class Preferences:
    """Chooses, and remembers what was chosen: few Accept headers are ever seen."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._choices: dict[tuple[str, ...], Choice] = {}

    def of(self, accept: Sequence[str], form: str) -> Choice:
        """Give the choice for an Accept header and the parameter ``format``."""
        key = (form, *accept)
        found = self._choices.get(key)
        if found is None:
            found = choose(accept, form)
            if len(self._choices) >= _REMEMBERED:
                self._choices.clear()
            self._choices[key] = found
        return found


def choose(accept: Sequence[str], form: str) -> Choice:
    """Choose; raise `QueryRefused` for a format that has no such name."""
    results = negotiate(accept, RESULT_FORMATS)
    graph = _plain(negotiate(accept, _GRAPHS))
    if not form:
        page = negotiate(accept, (*RESULT_FORMATS, *_GRAPHS, HTML)) is HTML
        return Choice(results=results, graph=graph, page=page)
    if form == HTML.name:
        return Choice(results=results, graph=graph, page=True)
    name = _SHORT.get(form, form)
    named_result = _named(name, RESULT_FORMATS)
    named_graph = _TWINS.get(name) or _named(name, GRAPH_FORMATS)
    if named_result is None and named_graph is None:
        known = ", ".join(known.name for known in (*RESULT_FORMATS, *GRAPH_FORMATS))
        raise QueryRefused(f"there is no format {form!r}; there are {known}")
    return Choice(results=named_result or results, graph=named_graph or graph)


def _named(name: str, forms: Sequence[Format]) -> Format | None:
    return next((form for form in forms if name in (form.name, form.media_type)), None)


def _plain(form: Format | None) -> Format | None:
    return next((known for known in GRAPH_FORMATS if form and known.name == form.name), None)
