"""A lie may stand in the ontology: what follows from it is then another answer."""

import re
from pathlib import Path
from shutil import copy, copytree

import pytest
from shipped import ROOT

from mcdgraph.checking import check
from mcdgraph.release.acceptance import RULE, questioned
from mcdgraph.settings import load_settings

SENIOR_IS_NO_OFFICER = (
    "concepts.ttl",
    r"(rank:senior-officer\s+a\s[^.]*?)skos:broader\s+rank:officer\s*;",
    r"\1skos:broader rank:civilian ;",
    "q16-officers-broad-sense",
)
PLACES_ARE_APART = (
    "mcd.ttl",
    r"\(\s*mcd:servesAt\s+mcd:within\s*\)",
    "( mcd:servesAt mcd:locatedAt )",
    "q26-posts-in-bamako",
)
A_PART_IS_UNDER_NOBODY = (
    "mcd.ttl",
    r"(mcd:componentOf\s+a\s+owl:ObjectProperty\s*;\s*)rdfs:subPropertyOf\s+mcd:directlyUnder\s*;",
    r"\1",
    "q05-everything-under-ambassador",
)


@pytest.mark.parametrize(
    ("name", "pattern", "replacement", "question"),
    [SENIOR_IS_NO_OFFICER, PLACES_ARE_APART, A_PART_IS_UNDER_NOBODY],
    ids=["broader", "chain", "subproperty"],
)
def test_a_lie_in_the_ontology_is_noticed(
    tmp_path: Path, name: str, pattern: str, replacement: str, question: str
) -> None:
    """The graph is read, closed and asked anew, and the question about it fails."""
    for folder in ("ontology", "shapes", "data", "queries"):
        copytree(ROOT / folder, tmp_path / folder)
    copy(ROOT / "mcdgraph.toml", tmp_path)
    file = tmp_path / "ontology" / name
    text, times = re.subn(pattern, replacement, file.read_text(encoding="utf8"))
    assert times == 1
    file.write_text(text, encoding="utf8")
    settings = load_settings(tmp_path)
    findings = questioned(check(settings), settings).report.findings
    failed = {
        Path(finding.position.path).stem
        for finding in findings
        if finding.rule == RULE and finding.position is not None
    }
    assert question in failed, [finding.message for finding in findings]
