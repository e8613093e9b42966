"""Which IRI stands at which path, and back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, unquote_to_bytes

from mcdgraph.bases import MOST_QUERY, SAFE, Bases, can_be_path
from mcdgraph.formats import DOCUMENT_FORMATS, Format, by_suffix

#: Documents whose terms are named by a fragment.
VOCABULARIES = ("ontology", "shapes")
#: Documents at a path of their own that describe the graph itself.
METADATA = ("dataset",)

_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Turns IRIs into the paths of their documents and back, for one base IRI.

    ``others`` are the further bases, whose IRIs are known by the host that a request names.

    Paths begin with a slash, are percent-encoded, and are relative to where the server is
    mounted. Every IRI has one: those below the base by name, all others as a parameter.
    """

    base_iri: str
    others: tuple[str, ...] = ()

    @cached_property
    def bases(self) -> Bases:
        """What the site answers for."""
        return Bases(base_iri=self.base_iri, others=self.others)

    def path(self, iri: str) -> str:
        """Return the path, with query or fragment, of the document about an IRI."""
        tail = self._tail(iri)
        document, _, fragment = tail.partition("#")
        if document in VOCABULARIES:
            return f"/{document}#{quote(fragment, SAFE)}" if fragment else f"/{document}"
        if tail in METADATA:
            return f"/{tail}"
        if self.has_path(iri):
            return f"/doc/{quote(tail, SAFE)}"
        return f"/resource?iri={quote(iri, '/:')}"

    def term(self, iri: str) -> str:
        """Return the fragment of an IRI of a vocabulary's term, as it is written."""
        return iri.partition("#")[2]

    def document_path(self, iri: str, form: Format) -> str:
        """Return the path that names one form of the document about an IRI."""
        path, mark, query = self.path(iri).partition("#")[0].partition("?")
        if mark:
            return f"{path}.{form.suffix}?{query}"
        return f"{path}.{form.suffix}"

    def has_path(self, iri: str) -> bool:
        """Return whether an IRI can stand as it is in a path of this server.

        Empty and dot segments cannot (RFC 3986, clause 5.2.4): clients and proxies take
        them away; only the last may be empty.
        """
        tail = self._tail(iri)
        return bool(tail) and can_be_path(tail)

    def canonical(self, iri: str) -> str:
        """Return the address of the document below the base IRI, wherever the server runs."""
        return self.base_iri.rstrip("/") + self.path(iri)

    def candidates(self, sent: str, query: str = "") -> tuple[str, ...]:
        """List the IRIs that a path below the base may stand for, the most likely first.

        ``sent`` is the path after the base as it was sent, percent-encoded, and ``query`` the
        query string. The IRI written like that comes first, then those that differ only in
        how characters are encoded; ``%2F`` is never a slash (RFC 3986, clauses 2.2 and 6.2.2).
        """
        return tuple(self.base_iri + tail for tail in _tails(sent, query))

    def candidates_at(self, host: str, sent: str, query: str = "") -> tuple[str, ...]:
        """List the IRIs below further bases that a path at a host may stand for, as above.

        There is none where no base names the host. ``sent`` is the path after its first slash.
        """
        found = (o + "/" + t for o in self.bases.origins(host) for t in _tails(sent, query))
        return tuple(iri for iri in found if self.bases.is_own(iri))

    def documents(self, sent: str) -> tuple[tuple[str, Format | None], ...]:
        """List what a path below ``/doc/`` may stand for: an IRI, and a form by its suffix.

        ``sent`` is the path after ``/doc/``, percent-encoded. The IRI that `path` encodes like
        that comes first, then other spellings; an IRI comes before the form that it ends like.
        """
        readings = list(dict.fromkeys((decode(sent), *_readings(sent))))
        found: list[tuple[str, Format | None]] = [(self.base_iri + r, None) for r in readings]
        for reading in readings:
            stem, dot, suffix = reading.rpartition(".")
            form = by_suffix(suffix) if dot else None
            if form in DOCUMENT_FORMATS and stem:
                found.append((self.base_iri + stem, form))
        return tuple(found)

    def _tail(self, iri: str) -> str:
        return iri[len(self.base_iri) :] if iri.startswith(self.base_iri) else ""


def _tails(sent: str, query: str) -> list[str]:
    """List what a path and a query string may stand for, with the query first."""
    readings = _readings(sent)
    queries = _readings(query)[:2] if 0 < len(query) <= MOST_QUERY else []
    asked = [f"{reading}?{asked}" for reading in readings for asked in queries]
    return list(dict.fromkeys((*asked, *readings)))


def decode(sent: str) -> str:
    """Decode a path, all but its encoded slashes."""
    return _ENCODED.sub(lambda found: _decoded(found[0], _but_slash), sent)


def _readings(sent: str) -> list[str]:
    """List the spellings of an IRI's tail that one path may stand for."""
    normal = _ENCODED.sub(lambda found: _decoded(found[0], _plain), sent)
    decoded = decode(sent)
    encoded = [quote(decoded, safe + "%") for safe in (SAFE, "/")]
    spellings = (sent, normal, decoded, *encoded)
    upper = [_ENCODED.sub(lambda found: found[0].upper(), s) for s in (sent, *encoded)]
    lower = [_ENCODED.sub(lambda found: found[0].lower(), s) for s in (sent, *encoded)]
    return list(dict.fromkeys((*spellings, *upper, *lower)))


def _decoded(encoded: str, wanted: Callable[[str], bool]) -> str:
    """Decode a run of percent-encoded octets as UTF-8, but for characters that are not wanted."""
    try:
        text = unquote_to_bytes(encoded).decode("utf8")
    except UnicodeDecodeError:
        return encoded
    return "".join(c if wanted(c) else quote(c, "") for c in text)


def _plain(character: str) -> bool:
    """Return whether a character means the same encoded (RFC 3986, clause 2.3; RFC 3987)."""
    return not character.isascii() or character.isalnum() or character in "-._~"


def _but_slash(character: str) -> bool:
    return character != "/"
