"""Whether two values can be one, as a reader takes what documents write."""

from typing import Final

from mcdgraph.columns import Literal
from mcdgraph.namespaces import XSD
from mcdgraph.reasoning import differ, primitive
from mcdgraph.snapshots import DAY_DATATYPES, Meeting, days_of

#: Primitive datatypes of numbers, which are compared with each other.
_NUMBERS: Final = frozenset(("decimal", "double", "float"))


def exclude(left: Literal, right: Literal) -> bool:
    """Say whether two literals cannot be one value; False where that cannot be told.

    Numbers are compared by value, whatever their datatypes, days and years by what they cover,
    texts of one language as they are written. A number and a text exclude nothing, nor do texts
    of two languages.
    """
    if left.language is not None or right.language is not None:
        tags = {one.language and one.language.lower() for one in (left, right)}
        return len(tags) == 1 and left.lexical != right.lexical
    if left.datatype in DAY_DATATYPES and right.datatype in DAY_DATATYPES:
        return days_of(left).meets(days_of(right)) is Meeting.NONE
    kinds = {primitive(left), primitive(right)}
    if len(kinds) == 1:
        return bool(differ(left, right))
    return kinds <= _NUMBERS and bool(differ(_as_double(left), _as_double(right)))


def _as_double(literal: Literal) -> Literal:
    """Read a number as one of floating point, whose forms those of other numbers are among."""
    return Literal(literal.lexical, XSD + "double")
