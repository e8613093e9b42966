"""How long to wait before a process that died is started again, and when to give up."""

from dataclasses import dataclass, field


@dataclass(kw_only=True)
class BackOff:
    """Counts the processes that died young, one after the other.

    The pause before the next, in seconds, begins with ``pause`` and doubles with each; ``most``
    are too many. One that lived for ``long_lived`` seconds is replaced at once.
    """

    pause: float
    most: int
    long_lived: float
    failures: int = field(default=0, init=False)

    def after(self, lived: float) -> float:
        """Count the death of what lived for so many seconds; return the pause that is due."""
        if lived >= self.long_lived:
            self.failures = 0
            return 0.0
        self.failures += 1
        return self.pause * 2.0 ** (min(self.failures, self.most) - 1)

    @property
    def is_over(self) -> bool:
        """Whether too many failed."""
        return self.failures >= self.most
