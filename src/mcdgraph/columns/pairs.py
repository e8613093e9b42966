"""Sets of pairs of term numbers, each pair packed into one 64-bit key.

A key is ``first << 32 | second``: sorted keys are an index by the first half, and the same keys
with their halves exchanged are an index by the second.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns.columns import IntArray

Keys = NDArray[np.int64]
Mask = NDArray[np.bool_]

NONE: Final[Keys] = np.empty(0, np.int64)
_LOW: Final = np.int64(0xFFFFFFFF)
_SHIFT: Final = np.int64(32)
#: Arrays shorter than this are sorted to find their distinct values.
_FEW: Final = 4096


def pack(high: IntArray, low: IntArray) -> Keys:
    """Make keys of two parallel arrays of term numbers."""
    keys = high.astype(np.int64)
    keys <<= _SHIFT
    keys |= low
    return keys


def high(keys: Keys) -> IntArray:
    """Give the first half of each key."""
    return (keys >> _SHIFT).astype(np.int32)


def low(keys: Keys) -> IntArray:
    """Give the second half of each key."""
    return (keys & _LOW).astype(np.int32)


def flip(keys: Keys) -> Keys:
    """Exchange the halves of each key, and sort."""
    flipped = (keys >> _SHIFT) | ((keys & _LOW) << _SHIFT)
    flipped.sort()
    return flipped


def distinct(keys: Keys) -> Keys:
    """Sort keys and drop those that repeat."""
    ordered = np.sort(keys)
    return ordered[first_of_run(ordered)]


def first_of_run(ordered: NDArray[np.integer]) -> Mask:
    """Mark, in a sorted array, each value that differs from the one before."""
    marks = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=marks[1:])
    return marks


def values_of(numbers: IntArray) -> list[int]:
    """List the distinct term numbers of an array, in order."""
    if len(numbers) < _FEW:
        return sorted(set(numbers.tolist()))
    marks = np.zeros(int(numbers.max()) + 1, np.bool_)
    marks[numbers] = True
    found: list[int] = np.flatnonzero(marks).tolist()
    return found


def contains(ordered: Keys, wanted: Keys) -> Mask:
    """Mark those of ``wanted`` that stand in a sorted array."""
    if not len(ordered):
        return np.zeros(len(wanted), np.bool_)
    place = np.searchsorted(ordered, wanted)
    place[place == len(ordered)] = 0
    found: Mask = ordered[place] == wanted
    return found


def merge(ordered: Keys, more: Keys) -> Keys:
    """Merge two sorted arrays without a common value."""
    if not len(ordered):
        return more
    both = np.concatenate([ordered, more])
    both.sort(kind="stable")
    return both
