"""A dataset whose queries have a deadline and a bound on memory, as those of a server have."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mcdgraph.columns import Term
from mcdgraph.processes.bounded_caller import BoundedCaller
from mcdgraph.settings import QuerySettings
from mcdgraph.validation import ExactDataset


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A query, SELECT or ASK, with values for variables."""

    text: str
    asks: bool = False
    values: Mapping[str, Term] = field(default_factory=dict)


class BoundedDataset:
    """Asks another dataset, in a process of its own."""

    def __init__(self, dataset: ExactDataset, settings: QuerySettings) -> None:
        """Fork nothing yet; the dataset is not to change."""

        def answer(asked: _Asked) -> list[Mapping[str, Term]] | bool:
            return (
                dataset.ask(asked.text) if asked.asks else dataset.select(asked.text, asked.values)
            )

        self._caller = BoundedCaller(answer, settings)

    def select(
        self, text: str, substitutions: Mapping[str, Term] | None = None
    ) -> list[Mapping[str, Term]]:
        """Answer a SELECT query; raise as `ExactDataset.select` does, and past a bound."""
        found = self._caller(_Asked(text=text, values=substitutions or {}))
        assert isinstance(found, list)
        return found

    def ask(self, text: str) -> bool:
        """Answer an ASK query; raise as `select` does."""
        return bool(self._caller(_Asked(text=text, asks=True)))

    def close(self) -> None:
        """End the process."""
        self._caller.close()
