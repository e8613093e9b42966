"""IRIs: what is one, and how a reference is resolved against a base.

Source: RFC 3987, clause 2.2 (grammar); RFC 3986, clause 5.2 (resolution).
"""

import re
from ipaddress import AddressValueError, IPv6Address
from typing import Final

_UCS: Final = (
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14))
    + "\U000e1000-\U000efffd"
)
_PRIVATE: Final = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_PERCENT: Final = "%[0-9A-Fa-f]{2}"
_CHAR: Final = rf"A-Za-z0-9\-._~{_UCS}!$&'()*+,;=:@"

#: The components of RFC 3986, appendix B.
PARTS: Final = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.S)

_NAME: Final = rf"A-Za-z0-9\-._~{_UCS}!$&'()*+,;="
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+\-.]*+:")
_AUTHORITY: Final = re.compile(
    rf"//(?:(?:[{_NAME}:]|{_PERCENT})*+@)?"
    rf"(?:\[([{_NAME}:]++)\]|(?:[{_NAME}]|{_PERCENT})*+)(?::[0-9]*+)?+"
)
_FUTURE_ADDRESS: Final = re.compile(r"v[0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+", re.IGNORECASE)
_REST: Final = re.compile(
    rf"(?:[{_CHAR}/]|{_PERCENT})*+"
    rf"(?:\?(?:[{_CHAR}/?{_PRIVATE}]|{_PERCENT})*+)?+"
    rf"(?:#(?:[{_CHAR}/?]|{_PERCENT})*+)?+"
)

_DOTS: Final = (".", "..")


def has_scheme(reference: str) -> bool:
    """Say whether a reference names its scheme, so that no base is needed."""
    return _SCHEME.match(reference) is not None


def fault(iri: str) -> str | None:
    """Say what keeps a text from being an absolute IRI (RFC 3987, clause 2.2); None if nothing."""
    scheme = _SCHEME.match(iri)
    if scheme is None:
        return "it has no scheme such as https:"
    authority = _AUTHORITY.match(iri, scheme.end())
    end = authority.end() if authority else scheme.end()
    if authority and authority[1] is not None and not _is_address(authority[1]):
        return f"[{authority[1]}] is no IPv6 address"
    if authority is None or iri[end : end + 1] in ("", "/", "?", "#"):
        found = _REST.match(iri, end)
        end = found.end() if found else end
    if end == len(iri):
        return None
    character = iri[end]
    if character == "%":
        return f"{iri[end : end + 3]!r} is not a percent-encoded byte"
    return f"{character!r} cannot stand there"


def _is_address(text: str) -> bool:
    """Say whether a text may stand in the brackets of an authority (RFC 3986, clause 3.2.2)."""
    if _FUTURE_ADDRESS.fullmatch(text):
        return True
    try:
        return IPv6Address(text).scope_id is None
    except AddressValueError:
        return False


def resolve(base: str, reference: str) -> str:
    """Resolve a reference against an absolute base, strictly (RFC 3986, clause 5.2.2)."""
    scheme, authority, path, query, fragment = _split(reference)
    if scheme is not None:
        return _join(scheme, authority, _without_dots(path), query, fragment)
    base_scheme, base_authority, base_path, base_query, _ = _split(base)
    if authority is not None:
        return _join(base_scheme, authority, _without_dots(path), query, fragment)
    if not path:
        query = base_query if query is None else query
        return _join(base_scheme, base_authority, base_path, query, fragment)
    if not path.startswith("/"):
        path = _merge(base_authority, base_path, path)
    return _join(base_scheme, base_authority, _without_dots(path), query, fragment)


def _split(reference: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    found = PARTS.fullmatch(reference)
    assert found is not None
    scheme, authority, path, query, fragment = found.groups()
    return scheme, authority, path, query, fragment


def _merge(authority: str | None, base: str, path: str) -> str:
    """Clause 5.2.3."""
    if authority is not None and not base:
        return "/" + path
    return base[: base.rfind("/") + 1] + path


def _without_dots(path: str) -> str:
    """Clause 5.2.4."""
    if "." not in path:
        return path
    segments = path.split("/")
    start = next((n for n, text in enumerate(segments) if text not in _DOTS), len(segments) - 1)
    first, *rest = segments[start:]
    kept = [] if first in _DOTS else [first]
    for segment in rest:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append("/" + segment)
    if rest and rest[-1] in _DOTS:
        kept.append("/")
    return "".join(kept)


def _join(
    scheme: str | None,
    authority: str | None,
    path: str,
    query: str | None,
    fragment: str | None,
) -> str:
    """Clause 5.3."""
    text = "" if scheme is None else scheme + ":"
    text += "" if authority is None else "//" + authority
    text += path
    text += "" if query is None else "?" + query
    return text if fragment is None else f"{text}#{fragment}"
