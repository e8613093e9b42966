"""How things, types and properties are named to clients of reconciliation, and back."""

from collections.abc import Mapping
from dataclasses import dataclass

from mcdgraph.namespaces import shorten


@dataclass(frozen=True, kw_only=True)
class Identifiers:
    """Turns IRIs into identifiers and back.

    An identifier is the IRI; where that has a fragment and a prefix fits, the prefixed name.
    Clients put identifiers into addresses, some of them without encoding, and what stands
    behind ``#`` in an address is not sent (RFC 3986, clause 3.5).
    """

    prefixes: Mapping[str, str]

    def of(self, iri: str) -> str:
        """Return the identifier of an IRI."""
        if "#" not in iri:
            return iri
        name = shorten(f"<{iri}>", self.prefixes)
        return iri if name.startswith("<") else name

    def iri(self, identifier: str) -> str:
        """Return the IRI of an identifier, or of any prefixed name."""
        text = identifier.strip()
        prefix, colon, local = text.partition(":")
        if colon and not local.startswith("//") and prefix in self.prefixes:
            return self.prefixes[prefix] + local
        return text
