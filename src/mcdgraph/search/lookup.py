"""What a name may stand for: things with all that they are called."""

from dataclasses import dataclass

from mcdgraph.search.ranking import FoldedName


@dataclass(frozen=True, kw_only=True)
class NamedThing:
    """A thing with its names, other names and codes.

    ``holds`` tells whether one of them has all the words that were looked for.
    """

    iri: str
    deprecated: bool
    names: tuple[FoldedName, ...]
    holds: bool


@dataclass(frozen=True, kw_only=True)
class NameLookup:
    """The things that a name may stand for, in the order in which search finds them.

    ``words`` are those of the name, folded; ``asked`` is the IRI that it is, whole or as a
    prefixed name, or empty. ``whole`` tells that the words were looked for as they are, all of
    them, and that no thing was left out that has the very name.
    """

    words: tuple[str, ...]
    asked: str
    things: tuple[NamedThing, ...]
    whole: bool
