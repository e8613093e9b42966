"""The names of shapes: one without is called after the shape that it is part of."""

import numpy as np

from mcdgraph.columns import BlankNode, Columns, Term


class ShapeNames:
    """Finds the named shape that a shape without a name is part of."""

    def __init__(self, shapes: Columns) -> None:
        """Index the shapes graph by object."""
        self._shapes = shapes
        self._order = np.argsort(shapes.object, kind="stable")
        self._objects = shapes.object[self._order]

    def of(self, shape: Term) -> Term:
        """Return the shape with a name that holds a shape without one; itself where none does."""
        terms = self._shapes.terms
        number, seen = terms.find(shape), set[int]()
        while number >= 0 and isinstance(terms[number], BlankNode) and number not in seen:
            seen.add(number)
            at = int(np.searchsorted(self._objects, number))
            if at == len(self._objects) or self._objects[at] != number:
                return shape
            number = int(self._shapes.subject[self._order[at]])
        return shape if number < 0 else terms[number]
