"""Strings and languages: SHACL, clause 4.4."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mcdgraph.columns import Literal, Term
from mcdgraph.columns.terms import XSD_STRING
from mcdgraph.validation.components.base import (
    Component,
    ConstraintFailures,
    FlagConstraint,
    IntegerConstraint,
    ParameterReader,
    Scene,
    Values,
)
from mcdgraph.validation.patterns import PatternError, compile_pattern
from mcdgraph.validation.relations import firsts, pack
from mcdgraph.validation.terms import NONE


@dataclass(frozen=True, kw_only=True)
class MinLength(IntegerConstraint):
    """The string of each value node has so many characters or more (4.4.1)."""

    NAME = "MinLength"
    PARAMETERS = ("minLength",)

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Measure each different value; a blank node fails."""
        return ConstraintFailures.of_values(
            values, ~scene.terms.test_text(values.value, self._holds)
        )

    def _holds(self, text: str) -> bool:
        return len(text) >= self.number

    def text(self) -> str:
        """Say how long."""
        return f"Value must have at least {self.number} characters"


@dataclass(frozen=True, kw_only=True)
class MaxLength(IntegerConstraint):
    """The string of each value node has so many characters or fewer (4.4.2)."""

    NAME = "MaxLength"
    PARAMETERS = ("maxLength",)

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Measure each different value; a blank node fails."""
        return ConstraintFailures.of_values(
            values, ~scene.terms.test_text(values.value, self._holds)
        )

    def _holds(self, text: str) -> bool:
        return len(text) <= self.number

    def text(self) -> str:
        """Say how long."""
        return f"Value must have at most {self.number} characters"


@dataclass(frozen=True, kw_only=True)
class PatternConstraint(Component):
    """The string of each value node matches a regular expression (4.4.3)."""

    NAME = "Pattern"
    PARAMETERS = ("pattern", "flags")

    pattern: str
    flags: str = ""

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Component]:
        """Read sh:pattern and sh:flags, and try them."""
        pattern, flags = reader.literal("pattern"), reader.literal("flags")
        if pattern is None:
            return
        letters = flags.lexical if flags else ""
        try:
            compile_pattern(pattern.lexical, letters)
        except PatternError as error:
            reader.fault(f"sh:pattern {pattern}: {error}", "pattern")
        else:
            yield cls(pattern=pattern.lexical, flags=letters, row=reader.row("pattern"))

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Search in each different value; a blank node fails."""
        search = compile_pattern(self.pattern, self.flags).search
        right = scene.terms.test_text(values.value, lambda text: search(text) is not None)
        return ConstraintFailures.of_values(values, ~right)

    def text(self) -> str:
        """Show the expression."""
        flags = f" (flags {self.flags})" if self.flags else ""
        return f"Value must match the pattern {self.pattern!r}{flags}"


@dataclass(frozen=True, kw_only=True)
class LanguageIn(Component):
    """Each value node has a language tag in one of some ranges (4.4.4)."""

    NAME = "LanguageIn"
    PARAMETERS = ("languageIn",)

    languages: tuple[str, ...]

    @classmethod
    def read(cls, reader: ParameterReader) -> Iterator[Component]:
        """Read sh:languageIn."""
        reader.one("languageIn")
        for _, members in reader.members("languageIn")[:1]:
            literals = [term for term in members if isinstance(term, Literal)]
            tags = [term.lexical for term in literals if term.datatype == XSD_STRING]
            if len(tags) < len(members):
                reader.fault("a member of sh:languageIn is not a string", "languageIn")
            yield cls(languages=tuple(tags), row=reader.row("languageIn"))

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Compare tags as langMatches does (basic filtering, RFC 4647)."""
        return ConstraintFailures.of_values(values, ~scene.terms.test(values.value, self._holds))

    def _holds(self, term: Term) -> bool:
        if not isinstance(term, Literal) or not term.language:
            return False
        tag = term.language.lower() + "-"
        return any(known == "*" or tag.startswith(known.lower() + "-") for known in self.languages)

    def text(self) -> str:
        """List the languages."""
        return f"Value must be in one of the languages {', '.join(self.languages)}"


@dataclass(frozen=True, kw_only=True)
class UniqueLang(FlagConstraint):
    """No two value nodes of a focus node have the same language tag (4.4.5).

    ``"1"`` does not switch it on (W3C test uniqueLang-002).
    """

    NAME = "UniqueLang"
    PARAMETERS = ("uniqueLang",)
    NEEDS_PATH = True

    def check(self, values: Values, scene: Scene) -> ConstraintFailures:
        """Find the (focus node, tag) groups of two or more: one result for each."""
        language = scene.terms.languages(values.value)
        tagged = language != NONE
        groups = pack(values.index[tagged], language[tagged])
        different, counts = np.unique(groups, return_counts=True)
        index = firsts(different[counts > 1])
        return ConstraintFailures(index=index, value=np.full(len(index), NONE))

    def text(self) -> str:
        """Say so."""
        return "No two values may have the same language"
