"""Which IRI stands at which path, and back."""

from dataclasses import dataclass
from urllib.parse import quote

from mcdgraph.formats import DOCUMENT_FORMATS, Format, by_suffix

#: First segments, below the base IRI, of the IRIs that name things.
SPACES = ("id", "concept", "graph")
#: Documents whose terms are named by a fragment.
VOCABULARIES = ("ontology", "shapes")
#: Documents at a path of their own that describe the graph itself.
METADATA = ("dataset",)

_SAFE = "/-._~!$&'()*+,;=:@"


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Turns IRIs into the paths of their documents and back, for one base IRI.

    Paths begin with a slash, are percent-encoded, and are relative to where the server is
    mounted. Every IRI has one: those below the base by name, all others as a parameter.
    """

    base_iri: str

    def path(self, iri: str) -> str:
        """Give the path, with query or fragment, of the document about an IRI."""
        tail = self._tail(iri)
        document, _, fragment = tail.partition("#")
        if document in VOCABULARIES:
            return f"/{document}#{quote(fragment, _SAFE)}" if fragment else f"/{document}"
        if tail in METADATA:
            return f"/{tail}"
        if self.is_thing(iri):
            return f"/doc/{quote(tail, _SAFE)}"
        return f"/resource?iri={quote(iri, '/:')}"

    def document_path(self, iri: str, form: Format) -> str:
        """Give the path that names one form of the document about an IRI."""
        path, mark, query = self.path(iri).partition("#")[0].partition("?")
        if mark:
            return f"{path}.{form.suffix}?{query}"
        return f"{path}.{form.suffix}"

    def is_thing(self, iri: str) -> bool:
        """Tell whether an IRI can stand as it is in a path of this server.

        Empty and dot segments cannot (RFC 3986, clause 5.2.4): clients and proxies take
        them away.
        """
        first, *rest = self._tail(iri).split("/")
        return first in SPACES and bool(rest) and not {"", ".", ".."} & set(rest)

    def canonical(self, iri: str) -> str:
        """Give the address of the document below the base IRI, wherever the server runs."""
        return self.base_iri.rstrip("/") + self.path(iri)

    def candidates(self, tail: str, query: str = "") -> tuple[str, ...]:
        """List the IRIs that a path below the base may stand for, the most likely first.

        ``tail`` is the path after the base, percent-decoded as WSGI gives it, and ``query``
        the query string. An IRI may be written with the characters themselves or encoded.
        """
        encoded = quote(tail, _SAFE + "%")
        tails = [f"{tail}?{query}", f"{encoded}?{query}"] if query else []
        return tuple(dict.fromkeys(self.base_iri + found for found in (*tails, tail, encoded)))

    def documents(self, tail: str) -> tuple[tuple[str, Format | None], ...]:
        """List what a path below ``/doc/`` may stand for: an IRI, and a form by its suffix."""
        stem, dot, suffix = tail.rpartition(".")
        form = by_suffix(suffix) if dot else None
        exact = (self.base_iri + tail, None)
        if form in DOCUMENT_FORMATS and stem:
            return exact, (self.base_iri + stem, form)
        return (exact,)

    def _tail(self, iri: str) -> str:
        return iri[len(self.base_iri) :] if iri.startswith(self.base_iri) else ""
