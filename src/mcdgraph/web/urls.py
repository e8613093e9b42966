"""Every URL that a page writes, built in one place."""

from dataclasses import dataclass
from urllib.parse import urlencode

from mcdgraph.columns import Literal
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.formats import Format
from mcdgraph.pages.values import Resource, Text, Value
from mcdgraph.web.addresses import Addresses


@dataclass(frozen=True, kw_only=True)
class Urls:
    """Builds URLs for one request.

    ``root`` is where the application is mounted, without a slash at its end. ``language`` is
    the language asked for by name, which links carry on; None where the client's own
    preference decides. ``versions`` maps a static file to the mark of its content.
    """

    addresses: Addresses
    root: str
    language: str | None
    versions: dict[str, str]

    def of(self, iri: str, **parameters: str | int) -> str:
        """Give the URL of the page about an IRI, on this server."""
        return self.page(self.addresses.path(iri), **parameters)

    def form(self, iri: str, form: Format) -> str:
        """Give the URL of one form of the document about an IRI."""
        return self.root + self.addresses.document_path(iri, form)

    def page(self, path: str, **parameters: str | int) -> str:
        """Give the URL of a page by its path, in the language asked for."""
        named: dict[str, str | int] = {"lang": self.language} if self.language else {}
        return self.root + _with(path, named | parameters)

    def plain(self, path: str, **parameters: str | int) -> str:
        """Give the URL of what has no language."""
        return self.root + _with(path, parameters)

    def explain(self, subject: str, predicate: str, value: Value) -> str:
        """Give the URL of the proof of a statement; empty where its value cannot be named."""
        if isinstance(value, Resource):
            return self.page("/explain", s=subject, p=predicate, o=value.iri)
        if not isinstance(value, Text):
            return ""
        datatype = value.datatype.iri if value.datatype else XSD_STRING
        literal = Literal(value.text, datatype, value.language)
        return self.page("/explain", s=subject, p=predicate, o=str(literal))

    def static(self, name: str) -> str:
        """Give the URL of a static file, which changes with its content."""
        return self.root + _with(f"/static/{name}", {"v": self.versions[name]})


def _with(path: str, parameters: dict[str, str | int]) -> str:
    """Add parameters to a path that may have a query and a fragment already."""
    if not parameters:
        return path
    path, hash_, fragment = path.partition("#")
    mark = "&" if "?" in path else "?"
    return f"{path}{mark}{urlencode(parameters)}{hash_}{fragment}"
