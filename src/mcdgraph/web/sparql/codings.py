"""Which content coding an answer is sent in (RFC 9110, clause 12.5.3)."""

from collections.abc import Collection, Sequence

from mcdgraph.sparql.codings import CODINGS
from mcdgraph.web.negotiation import read_quality


def choose_coding(accept: Sequence[str], offered: Collection[str] = tuple(CODINGS)) -> str:
    """Choose for the lines of an Accept-Encoding header; empty means none.

    ``offered`` are one coding or more. Of codings wanted equally the one that this server would
    rather write comes first.
    """
    if not accept:
        return ""
    wanted = {name: quality for line in accept for name, quality in map(_element, line.split(","))}
    best = max(offered, key=lambda name: wanted.get(name, wanted.get("*", 0.0)))
    return best if wanted.get(best, wanted.get("*", 0.0)) > 0 else ""


def _element(text: str) -> tuple[str, float]:
    name, *parameters = text.split(";", 1)
    key, _, value = "".join(parameters).strip().partition("=")
    quality = read_quality(value.strip()) if key.strip().lower() == "q" else 1.0
    return name.strip().lower(), quality or 0.0
