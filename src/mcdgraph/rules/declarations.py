"""The prefixes that the heads of files declare."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from mcdgraph.positions import SourceText

#: Comments and declarations, which the header of a file is made of (RDF 1.1 Turtle 6.5).
_HEADER = re.compile(
    r"\s+|#[^\n]*|@?(?:base|BASE)\s+<[^>]*>\s*\.?"
    r"|@?(?i:prefix)\s+(?P<prefix>[^\s:]*):\s*<(?P<iri>[^>]*)>\s*\.?"
)


def declarations(source: SourceText) -> Iterator[tuple[str, str, int]]:
    """Give prefix, namespace and offset of every declaration in the head of a file."""
    at = 0
    while match := _HEADER.match(source.text, at):
        if match["iri"] is not None:
            yield match["prefix"], match["iri"], match.start("prefix")
        at = match.end()


#: Prefixes of files that are taken up: every term that is written is compared with all.
MAX_DECLARED: Final = 500


def with_declared(prefixes: Mapping[str, str], files: Iterable[SourceText]) -> dict[str, str]:
    """Add to a registry what the files declare: the most usual meaning of each other prefix.

    A namespace that has a prefix already gets no second one, and rare ones are left out past
    `MAX_DECLARED`.
    """
    counts = Counter(
        (prefix, iri) for source in files for prefix, iri, _ in declarations(source) if prefix
    )
    known, named = dict(prefixes), set(prefixes.values())
    for (prefix, iri), _ in counts.most_common(MAX_DECLARED):
        if prefix not in known and iri not in named:
            known[prefix] = iri
            named.add(iri)
    return dict(sorted(known.items()))
