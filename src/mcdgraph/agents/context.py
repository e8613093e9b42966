"""What tools and resources read: one release, and everything that answers about it."""

from collections.abc import Callable
from dataclasses import dataclass

from mcdgraph.agents.markdown import PageWords
from mcdgraph.columns import Iri, Literal
from mcdgraph.errors import TermError, UsageError
from mcdgraph.explanation.statement import expand
from mcdgraph.pages.explanation import Explanations
from mcdgraph.pages.reader import Reader
from mcdgraph.questions import SavedQuery
from mcdgraph.release import Release
from mcdgraph.search import SearchIndex, local_name
from mcdgraph.settings import Settings
from mcdgraph.sparql import QueryService

#: Things that are named where nothing was found.
MEANT = 5


@dataclass(frozen=True, kw_only=True)
class AgentContext:
    """One release, and what answers questions about it; ``words`` are those of a language."""

    release: Release
    settings: Settings
    reader: Reader
    explanations: Explanations
    service: QueryService
    questions: tuple[SavedQuery, ...]
    search: SearchIndex
    words: Callable[[str], PageWords]

    def language(self, tag: str) -> str:
        """Return a language of the graph that was asked for, the first one where none was."""
        return tag or self.settings.languages[0]

    def known_iri(self, name: str, language: str) -> str:
        """Return the IRI that a name stands for, of which the graph says something.

        A name is an IRI, with or without angle brackets, or has a prefix of the graph. Raises
        `UsageError`, with what may be meant, where the graph says nothing of it.
        """
        text = name.strip()
        iri = text[1:-1] if text.startswith("<") and text.endswith(">") else ""
        try:
            iri = iri or expand(text, self.settings.prefixes)
            known = self.reader.store.mentions(iri) or self.reader.fragments.names(iri)
        except TermError as error:
            raise UsageError(f"{error}{self._meant(text, language)}") from None
        if not known:
            raise UsageError(f"the graph says nothing of {iri}{self._meant(text, language)}")
        return iri

    def passage_iri(self, name: str, language: str) -> str:
        """Return the IRI of a passage by that IRI, or by the name under which it is cited."""
        literal, found = Literal(name.strip()), set[str]()
        for predicate in self.reader.evidence.name:
            quads = self.reader.store.quads(predicate=Iri(predicate), object=literal)
            found |= {quad.subject.value for quad in quads if isinstance(quad.subject, Iri)}
        if len(found) > 1:
            listed = ", ".join(sorted(found)[:MEANT])
            raise UsageError(
                f"{len(found)} passages are cited as {name}; name one by its IRI: {listed}"
            )
        return found.pop() if found else self.known_iri(name, language)

    def question(self, name: str, language: str) -> SavedQuery:
        """Return a saved question by its name; raise `UsageError` with those that are like it."""
        found = next((saved for saved in self.questions if saved.name == name), None)
        if found is None:
            raise UsageError(f"there is no question {name}{self._meant(name, language)}")
        return found

    def _meant(self, name: str, language: str) -> str:
        found = self.search.suggest(local_name(name), language, MEANT)
        told = ", ".join(f"{item.iri} ({item.name.text})" for item in found)
        return (
            f"; is one of these meant? {told}"
            if told
            else "; the tool search finds things by words"
        )
