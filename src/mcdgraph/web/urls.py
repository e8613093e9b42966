"""Every URL that a page writes, built in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from mcdgraph.columns import Literal
from mcdgraph.columns.markup import MARKUP_TYPES
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.formats import Format
from mcdgraph.pages.bounds import IRI, LITERAL
from mcdgraph.pages.values import Resource, Text, Value
from mcdgraph.web.addresses import Addresses
from mcdgraph.web.static_files import StaticFile


@dataclass(frozen=True, kw_only=True)
class Urls:
    """Builds URLs for one request.

    ``root`` is where the application is mounted, without a slash at its end. ``language`` is
    the language asked for by name, which links carry on; None where the client's own
    preference decides. ``static_files`` are the static files by name.
    """

    addresses: Addresses
    root: str
    language: str | None
    static_files: Mapping[str, StaticFile]

    def of(self, iri: str, **parameters: str | int) -> str:
        """Return the URL of the page about an IRI, on this server; a term has a page of its own."""
        path, _, fragment = self.addresses.path(iri).partition("#")
        if fragment:
            return self.page(path, term=self.addresses.term(iri), **parameters)
        return self.page(path, **parameters)

    def members(self, iri: str, **parameters: str | int) -> str:
        """Return the URL of the list of the things of a class."""
        return self.page("/class", iri=iri, **parameters)

    def form(self, iri: str, form: Format) -> str:
        """Return the URL of one form of the document about an IRI."""
        return self.root + self.addresses.document_path(iri, form)

    def page(self, path: str, **parameters: str | int) -> str:
        """Return the URL of a page by its path, in the language asked for."""
        named: dict[str, str | int] = {"lang": self.language} if self.language else {}
        return self.root + self.with_parameters(path, named | parameters)

    def plain(self, path: str, **parameters: str | int) -> str:
        """Return the URL of what has no language."""
        return self.root + self.with_parameters(path, parameters)

    def explain(self, subject: str, predicate: str, value: Value) -> str:
        """Return the URL of the proof of a statement; empty where its value cannot be named.

        That is a blank node, a list, a literal or an IRI that is too long, and one of markup,
        whose tags are not shown.
        """
        if isinstance(value, Resource):
            return self._explain(subject, predicate, value.iri)
        if not isinstance(value, Text) or value.length is not None:
            return ""
        datatype = value.datatype.iri if value.datatype else XSD_STRING
        if datatype in MARKUP_TYPES:
            return ""
        literal = Literal(value.text, datatype, value.language)
        return self._explain(subject, predicate, str(literal))

    def explain_to(self, subject: Value, predicate: str, iri: str) -> str:
        """Return the URL of the proof of a statement that leads to a thing, or nothing."""
        return self._explain(subject.iri, predicate, iri) if isinstance(subject, Resource) else ""

    def _explain(self, subject: str, predicate: str, value: str) -> str:
        if max(len(subject), len(predicate)) > IRI or len(value) > LITERAL:
            return ""
        return self.page("/explain", s=subject, p=predicate, o=value)

    def static(self, name: str) -> str:
        """Return the URL of a static file, which changes with its content."""
        return self.root + self.with_parameters(
            f"/static/{name}", {"v": self.static_files[name].mark}
        )

    @staticmethod
    def with_parameters(path: str, parameters: Mapping[str, str | int]) -> str:
        """Add parameters to a path that may have a query and a fragment already."""
        if not parameters:
            return path
        path, hash_, fragment = path.partition("#")
        mark = "&" if "?" in path else "?"
        return f"{path}{mark}{urlencode(parameters)}{hash_}{fragment}"
