"""The two profiles of a check: how grave each rule is, how it reads, and what refuses a build.

``own`` is for a graph that is made to these rules. ``published`` is for one that was made by
others, with ways of its own: what is a matter of taste is not reported, hygiene only warns, and
one finding stands for all mentions of one IRI.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from mcdgraph.findings import Finding, Severity


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """What a profile makes of one rule.

    ``severity`` is None where the rule is left out. ``once`` makes one finding of all that say
    the same. ``reading`` is true where the rule has a reading for the profile alone.
    """

    severity: Severity | None
    once: bool = False
    reading: bool = False


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A name, what it makes of each rule, and whose violations refuse a build.

    Where ``files_name`` is true, the prefixes that the files declare are the registry's, too.

    Rules that ``treatments`` does not name are as they say of themselves. ``gates`` names rules,
    or whole families such as ``shacl``; None stands for all.
    """

    name: str
    treatments: Mapping[str, Treatment]
    gates: frozenset[str] | None = None
    files_name: bool = False

    def blocks(self, finding: Finding) -> bool:
        """Say whether a finding keeps a release from being made."""
        family = finding.rule.partition("/")[0]
        gated = self.gates is None or family in self.gates
        return gated and finding.severity is Severity.VIOLATION


_OFF: Final = Treatment(severity=None)
_INFO: Final = Treatment(severity=Severity.INFO)
_INFO_ONCE: Final = Treatment(severity=Severity.INFO, once=True)
_WARNING: Final = Treatment(severity=Severity.WARNING)

OWN: Final = Profile(
    name="own",
    treatments=MappingProxyType({"prefix-conflict": _OFF}),
)
PUBLISHED: Final = Profile(
    name="published",
    treatments=MappingProxyType(
        {
            "cardinality-datatype": Treatment(severity=Severity.WARNING, once=True),
            "dangling-iri": Treatment(severity=Severity.WARNING, once=True, reading=True),
            "defined-elsewhere": _OFF,
            "definition-missing": Treatment(severity=Severity.INFO, reading=True),
            "deprecated-without-successor": Treatment(severity=Severity.INFO, reading=True),
            "evidence-doubled": _WARNING,
            "evidence-elsewhere": _WARNING,
            "evidence-missing": _WARNING,
            "evidence-without-fact": _WARNING,
            "file-not-read": _INFO,
            "idle-shape": _OFF,
            "import-not-read": _INFO_ONCE,
            "label-duplicate": Treatment(severity=Severity.WARNING, reading=True),
            "label-missing": Treatment(severity=Severity.WARNING, reading=True),
            "label-numbers-differ": _INFO,
            "literal-not-canonical": Treatment(severity=Severity.INFO, once=True, reading=True),
            "not-in-every-format": Treatment(severity=Severity.WARNING, once=True),
            "prefix-conflict": _INFO_ONCE,
            "prefix-off-registry": _OFF,
            "shacl-term-unknown": Treatment(severity=Severity.WARNING, once=True),
            "shape-ill-formed": _WARNING,
            "shape-not-evaluated": _WARNING,
            "shape-rules": _INFO,
            "statement-repeated": _INFO,
            "subject-split": _OFF,
            "term-unused": _OFF,
            "undeclared-term": Treatment(severity=Severity.WARNING, once=True, reading=True),
            "unresolved-iri": _INFO,
            "untyped-subject": Treatment(severity=Severity.INFO, reading=True),
            "vanished-iri": _WARNING,
        }
    ),
    gates=frozenset({"syntax", "owl", "question", "page-query"}),
    files_name=True,
)
PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {profile.name: profile for profile in (OWN, PUBLISHED)}
)
