"""Which IRIs a site answers for, and at which address of the web each is looked up.

An IRI below the graph's base IRI is answered at its path, wherever the server runs; one below a
further base at the host and path that it names itself.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

#: Characters of a path, and of a query string that may be part of an IRI.
MOST_PATH: Final = 2_000
MOST_QUERY: Final = 1_000
#: What stands in a path as it is, beside letters and digits (RFC 3986, clause 3.3).
SAFE: Final = "/-._~!$&'()*+,;=:@"

#: Characters that IRIREF of Turtle 1.1 excludes.
_NOT_IN_IRI: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_DOTS: Final = frozenset((".", ".."))


@dataclass(frozen=True, kw_only=True)
class WebAddress:
    """Where the server answers for an IRI: a host, empty for whichever it is, and a path.

    The path is percent-encoded, below the server's mount, and may have a query string.
    """

    host: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Bases:
    """The base IRI of a graph, which ends with a slash, and the further prefixes of its IRIs.

    A prefix is an http or https IRI with a path, and ends with ``/`` or ``#``. Without that last
    sign it counts as below itself, since an ontology is often named so.

    >>> bases = Bases(base_iri="https://a.example/g/", others=("http://b.example/ont#",))
    >>> bases.resolve("https://a.example/g/id/x")
    WebAddress(host='', path='/id/x')
    >>> bases.resolve("http://b.example/ont#Term")
    WebAddress(host='b.example', path='/ont')
    >>> bases.resolve("http://c.example/x") is None
    True
    """

    base_iri: str
    others: tuple[str, ...] = ()

    def is_own(self, iri: str) -> bool:
        """Return whether an IRI stands below the base IRI or a further base."""
        return iri.startswith(self.base_iri) or self._other(iri)

    def resolve(self, iri: str) -> WebAddress | None:
        """Return where the server answers for an IRI that the graph describes; None for nowhere.

        Nowhere is what stands below no base, and what no path can hold: empty and dot segments,
        which clients and proxies take away (RFC 3986, clause 5.2.4), and very long ones. The
        fragment is the client's own: the document of what stands before it answers for it.
        """
        document = iri.partition("#")[0]
        if iri.startswith(self.base_iri):
            return _address("", document[len(self.base_iri) :])
        if not self._other(iri):
            return None
        host, _, tail = document.partition("://")[2].partition("/")
        return _address(authority(host), tail)

    def origins(self, host: str) -> tuple[str, ...]:
        """List what the IRIs of further bases at a host begin with, up to their path.

        Nothing is made from ``host``, which is looked up as a client sent it.
        """
        asked = authority(host)
        found = (_origin(base) for base in self.others)
        return tuple(dict.fromkeys(o for o in found if authority(urlsplit(o).netloc) == asked))

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the further bases, in lower case."""
        return frozenset(authority(urlsplit(base).netloc) for base in self.others)

    def _other(self, iri: str) -> bool:
        return any(iri.startswith(base) or iri == base.rstrip("/#") for base in self.others)


def authority(host: str) -> str:
    """Write a host with its port in one way: in lower case, without the port of its scheme."""
    return host.lower().removesuffix(":80").removesuffix(":443")


def can_be_path(tail: str) -> bool:
    """Return whether what follows a base can stand as it is in a path of the server."""
    *segments, last = tail.split("/")
    return not (last in _DOTS or {"", *_DOTS} & {*segments})


def split_iri(text: str) -> SplitResult:
    """Split an absolute IRI into its parts, all of which are empty where a text is none.

    It is none with a character that IRIREF of Turtle 1.1 excludes, or a host that cannot be.
    """
    try:
        return urlsplit("" if _NOT_IN_IRI.search(text) else text)
    except ValueError:
        return urlsplit("")


def base_problem(base: str) -> str:
    """Say what further bases should be, where a text is none; empty where it is one."""
    parts = split_iri(base)
    if parts.scheme not in ("http", "https") or not parts.netloc or "@" in parts.netloc:
        return "expected http or https IRIs"
    if not base.endswith(("/", "#")):
        return "expected IRIs that end with a slash or '#'"
    if not parts.path or parts.query or "#" in base[:-1]:
        return "expected IRIs with a path, without query and fragment"
    return ""


def _address(host: str, tail: str) -> WebAddress | None:
    path, mark, query = tail.partition("?")
    if len(path) > MOST_PATH or len(query) > MOST_QUERY or not can_be_path(path):
        return None
    return WebAddress(
        host=host, path=f"/{quote(path, SAFE + '%')}{mark}{quote(query, SAFE + '?%')}"
    )


def _origin(base: str) -> str:
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"
