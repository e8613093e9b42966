"""What is open while a document of Turtle is read: statements, brackets, lists, annotations."""

from enum import IntEnum
from typing import Final

#: How what ends with a sign begins.
_OPENERS: Final = {"]": "[", ")": "(", "|}": "{|"}


class State(IntEnum):
    """What a frame waits for."""

    SUBJECT = 0
    PREDICATE = 1
    OBJECT = 2
    PUNCTUATION = 3
    ITEM = 4


class Frame:
    """A statement, a blank node in brackets, a list or an annotation that is being read.

    ``closer`` is the sign that ends it. ``filled`` says that it has a triple (or an item);
    ``optional`` that it needs none: its subject is a blank node with its own. ``object`` is that
    of its last triple, -1 once that is annotated.
    """

    __slots__ = (
        "closer",
        "filled",
        "object",
        "opened_at",
        "optional",
        "predicate",
        "predicate_at",
        "state",
        "subject",
        "subject_at",
    )

    def __init__(self, closer: str, state: State, subject: int, at: int) -> None:
        self.closer = closer
        self.state = state
        self.subject = subject
        self.subject_at = self.opened_at = at
        self.predicate = self.predicate_at = self.object = -1
        self.filled = self.optional = False

    @property
    def opener(self) -> str:
        """How it begins, where it is no statement."""
        return _OPENERS[self.closer]

    def closers(self, *, in_block: bool) -> str:
        """Name the signs that may stand behind an object."""
        if self.closer != ".":
            return f"';', ',' or '{self.closer}'"
        return "';', ',', '.' or '}'" if in_block else "';', ',' or '.'"
