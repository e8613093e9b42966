"""Under which IRIs a folder's files name things, by which prefixes, in which languages."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mcdgraph.bases import split_iri
from mcdgraph.discovery.facts import FileFacts
from mcdgraph.namespaces import STANDARD, for_base

#: Namespaces and prefixes that are written down; of more the first, by how much they name.
MAX_BASES: Final = 40
MAX_PREFIXES: Final = 80
MAX_LANGUAGES: Final = 5
#: How many in a hundred of what is described a namespace must have to be the graph's own.
_SHARE: Final = 2
#: The same for a namespace that everybody uses: a copy of it may lie among a graph's own files.
_STANDARD_SHARE: Final = 20
_EVERYBODYS: Final = frozenset(
    {
        *STANDARD.values(),
        "http://purl.org/dc/elements/1.1/",
        "http://schema.org/",
        "http://www.geneontology.org/formats/oboInOwl#",
    }
)
#: Hosts at whose root the names of many begin.
_SHARED_HOSTS: Final = frozenset(
    {"purl.org", "purl.oclc.org", "w3id.org", "www.w3.org", "github.com", "doi.org"}
)

#: What XML itself declares (Namespaces in XML 1.0, clause 3).
_OF_XML: Final = {
    "xml": "http://www.w3.org/XML/1998/namespace",
    "xmlns": "http://www.w3.org/2000/xmlns/",
}
_PREFIX: Final = re.compile(r"[A-Za-z]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


@dataclass(frozen=True, kw_only=True)
class Naming:
    """The site's own base, if one can be told, and the bases beside it."""

    base: str
    bases: tuple[str, ...]


def namespace_of(iri: str) -> str:
    """Cut an IRI behind its last ``#``, else its last ``/``; "" for one that has neither."""
    return iri[: iri.rfind("#") + 1 or iri.rfind("/") + 1]


def naming_of(files: Iterable[FileFacts]) -> Naming:
    """Guess the bases: the namespaces of what is described, and those of the headers."""
    files = tuple(files)
    counts = _owned(files)
    if not counts:
        return Naming(base="", bases=())
    hosts: Counter[str] = Counter()
    for space, number in counts.items():
        hosts[split_iri(space).netloc] += number
    main = hosts.most_common(1)[0][0]
    here = [space for space in counts if split_iri(space).netloc == main]
    headers = [header.iri for facts in files for header in facts.headers]
    here += [namespace_of(iri) for iri in headers if split_iri(iri).netloc == main]
    base = _common_folder(here)
    if split_iri(base).path == "/" and main in _SHARED_HOSTS:
        base = _common_folder([max(here, key=lambda space: (counts[space], space))])
    rest = [space for space, _ in counts.most_common() if not space.startswith(base)]
    return Naming(base=base, bases=tuple(_outermost(rest))[:MAX_BASES])


def _owned(files: tuple[FileFacts, ...]) -> Counter[str]:
    """Count what is described in each namespace that may be the graph's own."""
    has_terms = any(facts.defined for facts in files)
    counts = Counter(
        namespace_of(iri)
        for facts in files
        for iri in (facts.defined if has_terms else facts.described)
    )

    def is_own(space: str, number: int) -> bool:
        share = _STANDARD_SHARE if space in _EVERYBODYS else _SHARE
        return _is_web(space) and 100 * number >= share * counts.total()

    return Counter({space: n for space, n in counts.items() if is_own(space, n)})


def _is_web(space: str) -> bool:
    parts = split_iri(space)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not parts.query


def _common_folder(spaces: list[str]) -> str:
    """Give the longest start of some IRIs that ends with a slash; they have one host."""
    schemes = Counter(space.partition("://")[0] for space in spaces)
    scheme = schemes.most_common(1)[0][0]
    same = [space for space in spaces if space.startswith(f"{scheme}://")]
    first, last = min(same), max(same)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), None)
    common = first[:length] if length is not None else first[: len(last)]
    return common[: common.rindex("/") + 1]


def _outermost(spaces: Iterable[str]) -> list[str]:
    """Leave out the namespaces below another."""
    kept: list[str] = []
    for space in spaces:
        if not any(space.startswith(other) for other in kept):
            kept = [other for other in kept if not other.startswith(space)] + [space]
    return kept


def prefixes_of(files: Iterable[FileFacts], base: str) -> dict[str, str]:
    """Choose the prefixes that the files declare most, each for one namespace and the other way.

    The standard ones, and those that every graph has, are left out.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for facts in files:
        counts.update(facts.prefixes.items())
    taken = {**STANDARD, **for_base(base), **_OF_XML}
    known = set(taken.values())
    found: dict[str, str] = {}
    for (prefix, space), _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if prefix in taken or prefix in found or space in known:
            continue
        if _PREFIX.fullmatch(prefix) and split_iri(space).scheme:
            found[prefix] = space
            known.add(space)
    return dict(sorted(list(found.items())[:MAX_PREFIXES]))


def languages_of(files: Iterable[FileFacts]) -> tuple[str, ...]:
    """List the languages of at least half as many labels as the commonest, that one first."""
    counts: Counter[str] = Counter()
    for facts in files:
        for tag, number in facts.languages.items():
            if tag:
                counts[tag.partition("-")[0]] += number
    if not counts:
        return ()
    most = counts.most_common(1)[0][1]
    often = [(-number, tag) for tag, number in counts.items() if 2 * number >= most]
    return tuple(tag for _, tag in sorted(often))[:MAX_LANGUAGES]
