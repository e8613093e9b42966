"""The words of the pages themselves, in each language that pages are written in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mcdgraph.web.texts.english import ENGLISH
from mcdgraph.web.texts.french import FRENCH
from mcdgraph.web.texts.model import Texts

__all__ = ["TEXTS", "Texts"]

#: Language tag → its words.
TEXTS: Final[Mapping[str, Texts]] = MappingProxyType({"en": ENGLISH, "fr": FRENCH})
