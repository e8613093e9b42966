"""How things are called: labels in the reader's language, else in another, else a short name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mcdgraph.columns import Iri, Literal
from mcdgraph.columns.markup import plain_text
from mcdgraph.pages.bounds import IRI, LABEL, READ, TAG, shorten
from mcdgraph.pages.standard import STANDARD_LABELS
from mcdgraph.pages.terms import LABELS
from mcdgraph.store import Store

_CACHED = 50_000


@dataclass(frozen=True, kw_only=True)
class Label:
    """A text and its language tag, which is None for a text in no language."""

    text: str
    language: str | None = None

    def __str__(self) -> str:
        """Return the text."""
        return self.text


class Labels:
    """Finds labels in a store, which must not change, and remembers them."""

    def __init__(self, store: Store, prefixes: Mapping[str, str], languages: Sequence[str]) -> None:
        """Take the languages of the graph, the preferred one first."""
        self._store = store
        self._languages = tuple(languages)
        self._namespaces = sorted(
            ((namespace, prefix) for prefix, namespace in prefixes.items()),
            key=lambda pair: -len(pair[0]),
        )
        self._cache: dict[str, tuple[Literal, ...]] = {}

    def label(self, iri: str, language: str) -> Label:
        """Return what an IRI is called in a language, or the nearest thing to it."""
        texts = self._cache.get(iri)
        if texts is None:
            texts = self._read(iri)
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            self._cache[iri] = texts
        return self.choose(texts, language) or Label(text=shorten(self.short(iri), IRI))

    def choose(self, texts: Iterable[Literal], language: str) -> Label | None:
        """Choose among texts by language: the reader's, the graph's in order, none, any."""
        found = [
            (self._rank(text.language, language), order, text) for order, text in enumerate(texts)
        ]
        if not found:
            return None
        text = min(found, key=lambda item: item[:2])[2]
        return Label(text=plain_text(text.lexical, text.datatype), language=text.language)

    def nearest(self, tags: Iterable[str], language: str) -> str | None:
        """Return the tag of some that a reader of a language reads best; None where none is."""
        return min(sorted(tags), key=lambda tag: self._rank(tag, language), default=None)

    def short(self, iri: str) -> str:
        """Return the prefixed name of an IRI where a prefix fits, else the IRI itself."""
        for namespace, prefix in self._namespaces:
            if iri.startswith(namespace) and len(iri) > len(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri

    def _rank(self, tag: str | None, language: str) -> int:
        if tag is None:
            return len(self._languages) + 1
        primary = tag.lower().partition("-")[0]
        if primary == language:
            return -1
        if primary in self._languages:
            return self._languages.index(primary)
        return len(self._languages) + 2

    def _read(self, iri: str) -> tuple[Literal, ...]:
        for name in LABELS:
            quads = islice(self._store.quads(subject=Iri(iri), predicate=Iri(name)), READ)
            found = {quad.object for quad in quads if isinstance(quad.object, Literal)}
            if found:
                return _shortened(found)
        return STANDARD_LABELS.get(iri, ())


def _shortened(texts: set[Literal]) -> tuple[Literal, ...]:
    """Return labels in a stable order, none longer than a page shows."""
    short = {
        replace(
            text,
            lexical=shorten(plain_text(text.lexical, text.datatype), LABEL),
            language=text.language and text.language[:TAG],
        )
        for text in texts
    }
    return tuple(sorted(short, key=str))
