"""The manner of a Turtle file: how it names things, and what is kept of it.

A file's directives stay in their order and in their form (``@prefix`` or ``PREFIX``), used or
not, and its relative IRIs and the ends of its lines stay as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from mcdgraph.positions import SourceText
from mcdgraph.turtle.iris import resolve
from mcdgraph.turtle.names import Directive
from mcdgraph.turtle.reader import Reading


@dataclass(frozen=True, kw_only=True)
class Manner:
    """What a file says before its triples, and how it writes IRIs and lines.

    ``directives`` name each prefix, and a base, once. ``references`` are the relative IRIs by
    what they stand for. With ``crlf`` each line ends as on Windows.
    """

    directives: tuple[Directive, ...] = ()
    references: Mapping[str, str] = field(default_factory=dict)
    crlf: bool = False

    @property
    def base(self) -> str | None:
        """The base that is declared."""
        return next((one.iri for one in self.directives if one.name is None), None)


NO_MANNER: Final = Manner()


def manner_of(source: SourceText, reading: Reading, base: str) -> Manner:
    """Find the manner of a file that was read.

    Of several bases the first is kept, with those relative IRIs that still mean the same below
    it; of several meanings of a prefix the last. ``base`` is what is relative to, without any.
    """
    first = {one.name: one for one in reversed(reading.directives)}
    kept = sorted(first.values(), key=lambda one: one.at)
    against = first[None].iri if None in first else base
    meant = reading.prefixes
    return Manner(
        directives=tuple(
            one if one.name is None else replace(one, iri=meant[one.name]) for one in kept
        ),
        references={
            iri: reference
            for iri, reference in reading.references.items()
            if resolve(against, reference) == iri
        },
        crlf=2 * source.text.count("\r\n") > source.text.count("\n"),
    )
