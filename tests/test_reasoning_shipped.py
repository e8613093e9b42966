"""The shipped graph, reasoned over: what the reader counts on follows, by both engines."""

from pathlib import Path

import numpy as np
import pytest

from mcdgraph.columns import Iri
from mcdgraph.namespaces import RDF
from mcdgraph.reasoning import Closure, close
from mcdgraph.settings import load_settings
from mcdgraph.snapshots import Snapshots, find_snapshots
from mcdgraph.sources import read_corpus

MCD = "https://w3id.org/mcdgraph/ontology#"

ROOT = Path(__file__).parent.parent
ID = "https://w3id.org/mcdgraph/id/ml/"
MCD = "https://w3id.org/mcdgraph/ontology#"


@pytest.fixture(scope="module")
def closure() -> Closure:
    """Reason over the shipped ontology and data."""
    columns = read_corpus(ROOT, roles=("ontology", "data")).require_readable().columns
    return close(columns, snapshots=find_snapshots(columns, load_settings(ROOT).snapshots))


@pytest.fixture(scope="module")
def everything(closure: Closure) -> set[tuple[str, str, str]]:
    """Give what is asserted and what follows."""
    both = (closure.asserted, closure.inferred)
    return {(str(s), str(p), str(o)) for part in both for s, p, o, _ in part.quads()}


def test_the_shipped_graph_is_consistent(closure: Closure) -> None:
    """Nothing contradicts anything."""
    assert closure.consistent


def test_both_engines_conclude_the_same_of_one_document(closure: Closure) -> None:
    """Owlrl draws the same useful conclusions from the page on Mali and what is shared."""
    version = ID.replace("/ml/", "/source/ambafrance-ml-2013")
    number = [one.version for one in closure.snapshots.members].index(version)
    whole = closure.asserted.take(closure.snapshots.whole(number))
    page = Snapshots(
        members=(closure.snapshots.members[number],),
        owner=np.minimum(closure.snapshots.owner[closure.snapshots.whole(number)], 0),
    )
    ours, reference = close(whole, snapshots=page), close(whole, snapshots=page, engine="owlrl")
    rows = [str(row) for row in ours.inferred.quads()]
    assert len(rows) > 1500
    assert rows == [str(row) for row in reference.inferred.quads()]
    held = [str(row) for row in closure.inferred.quads()]
    assert set(rows) <= set(held)


def test_congo_of_two_times_is_not_joined(everything: set[tuple[str, str, str]]) -> None:
    """The embassy of one page and the cooperation of another give nobody an ambassador above."""
    cooperation = "<https://w3id.org/mcdgraph/id/cg/cooperation>"
    above = {o for s, p, o in everything if (s, p) == (cooperation, f"<{MCD}underAuthorityOf>")}
    assert above
    assert "<https://w3id.org/mcdgraph/id/cg/post/ambassador>" not in above


def test_nineteen_are_under_the_ambassador(everything: set[tuple[str, str, str]]) -> None:
    """The programme, the attaché, the mission, its detachment, six projects and nine posts."""
    ambassador = f"<{ID}post/ambassador>"
    under = {s for s, p, o in everything if (p, o) == (f"<{MCD}underAuthorityOf>", ambassador)}
    assert len(under) == 19


@pytest.mark.parametrize(("name", "number"), [("SeniorOfficerPost", 4), ("CommissionedPost", 6)])
def test_defined_classes_have_their_members(
    everything: set[tuple[str, str, str]], name: str, number: int
) -> None:
    """Posts are classified by rank in the broad sense."""
    kind = f"<{MCD}{name}>"
    assert len({s for s, p, o in everything if (p, o) == (f"<{RDF}type>", kind)}) == number


def test_seven_posts_are_embedded(everything: set[tuple[str, str, str]]) -> None:
    """Every post in Mali but the two of the detachment serves inside a Malian institution."""
    embedded = {s for s, p, _ in everything if p == f"<{MCD}embeddedIn>"}
    assert len({post for post in embedded if post.startswith(f"<{ID}")}) == 7


def test_the_dem_adviser_serves_at_no_place(everything: set[tuple[str, str, str]]) -> None:
    """Eight of the nine posts serve somewhere: nothing is concluded where nothing is said."""
    posts = {s for s, p, _ in everything if p == f"<{MCD}servesAt>"}
    assert len({post for post in posts if post.startswith(f"<{ID}")}) == 8


def test_every_conclusion_of_the_shipped_graph_has_a_proof(closure: Closure) -> None:
    """Each goes down to rows that are written in files."""
    columns = closure.inferred
    rows = zip(
        columns.subject.tolist(), columns.predicate.tolist(), columns.object.tolist(), strict=True
    )
    for triple in rows:
        proof = closure.proof(triple)
        assert proof is not None
        leaves = [step for step in proof.steps.values() if not step.premises]
        assert leaves
        assert all(step.asserted for step in leaves)


def test_an_iri_of_the_graph_is_known(closure: Closure) -> None:
    """The counts above are about terms that the graph has."""
    for name in ("underAuthorityOf", "embeddedIn", "servesAt", "SeniorOfficerPost"):
        assert closure.asserted.terms.find(Iri(MCD + name)) >= 0
