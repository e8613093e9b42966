"""What only a complete page must say is asked of a page that claims to be one, and of no other."""

from dataclasses import dataclass

import numpy as np
import pytest
from judging import axiom_rows, full, judged, named, rows_of, triples
from shipped import BASE, shipped_corpus

from mcdgraph.columns import Columns
from mcdgraph.namespaces import RDF
from mcdgraph.validation.scopes import PROFILE

MCD = BASE + "ontology#"
PAGE = BASE + "id/source/ambafrance-ml-2013"
CLAIM = (
    "source:ambafrance-ml-2013 mcd:claimsProfile "
    "<https://w3id.org/mcdgraph/concept/profile/complete-page> ."
)


@dataclass(frozen=True, kw_only=True)
class Omission:
    """Statements that the page on Mali makes, and what is reported where it does not."""

    says: str
    remove: str
    focus: str
    path: str


OMISSIONS = (
    Omission(
        says="under whose orders the mission is",
        remove="ml:mcd mcd:underOrdersOf ml-post:defence-attache .",
        focus="ml:mcd",
        path="mcd:underOrdersOf",
    ),
    Omission(
        says="under whose authority the programme is conducted",
        remove="ml:programme mcd:conductedUnderAuthorityOf ml-post:ambassador .",
        focus="ml:programme",
        path="mcd:conductedUnderAuthorityOf",
    ),
    Omission(
        says="who is above the attaché",
        remove="ml-post:defence-attache mcd:directlyUnder ml-post:ambassador .",
        focus="ml-post:defence-attache",
        path="mcd:directlyUnder",
    ),
    Omission(
        says="who hosts a project",
        remove="ml-project:dem mcd:hostedBy ml:dem .",
        focus="ml-project:dem",
        path="mcd:hostedBy",
    ),
    Omission(
        says="of which mission a project is",
        remove="ml-project:dem mcd:componentOf ml:mcd .",
        focus="ml-project:dem",
        path="mcd:componentOf",
    ),
    Omission(
        says="who is assigned to a project",
        remove="ml-post:dem-adviser mcd:assignedTo ml-project:dem .",
        focus="ml-project:dem",
        path="^mcd:assignedTo",
    ),
    Omission(
        says="to what a post is assigned",
        remove="ml-post:dem-adviser mcd:assignedTo ml-project:dem .",
        focus="ml-post:dem-adviser",
        path="mcd:assignedTo",
    ),
    Omission(
        says="the rank of a post",
        remove="ml-post:dcm-chief mcd:rank rank:officer .",
        focus="ml-post:dcm-chief",
        path="mcd:rank",
    ),
    Omission(
        says="the function of a post",
        remove="ml-post:air-force-mechanic mcd:function function:mechanic .",
        focus="ml-post:air-force-mechanic",
        path="mcd:function",
    ),
    Omission(
        says="the year of a figure",
        remove='ml-claim:staffing-2011 mcd:referenceYear "2011"^^xsd:gYear .',
        focus="ml-claim:staffing-2011",
        path="mcd:referenceYear",
    ),
)


def marked(columns: Columns, *snippets: str) -> np.ndarray:
    """Mark the rows of some statements, and of their evidence."""
    rows = np.zeros(len(columns), bool)
    for snippet in snippets:
        for triple in triples(snippet):
            said = rows_of(columns, triple)
            assert said.any(), triple
            rows |= said | axiom_rows(columns, triple)
    return rows


@pytest.mark.parametrize("omission", OMISSIONS, ids=lambda one: one.says)
def test_a_page_that_claims_to_be_complete_is_refused_where_it_is_not(omission: Omission) -> None:
    """The result names what is missing, in which version, and a line of its files."""
    corpus = shipped_corpus()
    outcome = judged(corpus, marked(corpus.columns, omission.remove), page=PAGE)
    wanted = full(omission.focus), full(omission.path)
    found = [result for result in outcome.report.results if named(result) == wanted]
    assert found
    assert {result.snapshot for result in found} == {PAGE}
    files = {outcome.position(result).path for result in found}
    assert files <= {"data/ml/ambafrance-2013.ttl", "data/editorial/ml-reading.ttl"}


@pytest.mark.parametrize("omission", OMISSIONS, ids=lambda one: one.says)
def test_a_page_that_claims_nothing_is_not(omission: Omission) -> None:
    """What it does not say is unknown."""
    corpus = shipped_corpus()
    report = judged(corpus, marked(corpus.columns, omission.remove, CLAIM), page=PAGE).report
    wanted = full(omission.focus), full(omission.path)
    assert wanted not in {named(result) for result in report.results}


def test_shapes_are_for_the_profile() -> None:
    """The shapes of complete pages say so by the flag, and by nothing else."""
    shapes = shipped_corpus().in_role("shapes")
    claimed = shapes.predicate == shapes.terms.find_iri(PROFILE)
    assert claimed.sum() >= 7
    assert not (shapes.object == shapes.terms.find_iri(MCD + "claimsProfile")).any()


@pytest.mark.parametrize(
    ("kind", "path"),
    [("CooperationMission", "underOrdersOf"), ("CooperationProject", "hostedBy")],
)
def test_other_pages_leave_out_what_a_complete_one_must_say(kind: str, path: str) -> None:
    """The graph conforms, though most missions and projects are without."""
    columns = shipped_corpus().columns
    find = columns.terms.find_iri
    typed = (columns.predicate == find(RDF + "type")) & (columns.object == find(MCD + kind))
    having = columns.subject[columns.predicate == find(MCD + path)]
    assert len(np.setdiff1d(columns.subject[typed], having)) >= 5
