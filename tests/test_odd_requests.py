"""What is made of odd requests is what the table says, and whatever differs there is judged."""

import sys
from collections.abc import Iterator

import pytest
from odd_requests import odd_requests, outcome, outcomes, read_table, this_server

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the server forks")

REQUESTS = odd_requests()
#: Requests longer than this are not sent byte by byte.
SHORT = 1000


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve one triple."""
    with this_server(tmp_path_factory.mktemp("odd")) as number:
        yield number


def test_the_table_has_every_request_and_judges_every_difference() -> None:
    """None is missing, none is left over, and no difference from the peer is unexplained."""
    table = read_table()
    assert list(table) == list(REQUESTS)
    assert len(table) > 300
    assert [n for n, row in table.items() if (row.ours != row.peer) != bool(row.judgement)] == []


@pytest.mark.parametrize("piece", [0, 1], ids=["whole", "byte by byte"])
def test_each_has_the_outcome_of_the_table(port: int, piece: int) -> None:
    """However the bytes come, each is accepted, refused or awaited as written."""
    expected = {name: row.ours for name, row in read_table().items()}
    chosen = {n: r for n, r in REQUESTS.items() if not piece or len(r) < SHORT}
    assert len(chosen) > 300
    found = outcomes(port, chosen, expected, piece)
    differing = {n: (expected[n], found[n]) for n in chosen if found[n] != expected[n]}
    assert differing == {}


@pytest.mark.parametrize("name", ["chunks that never end", "Host twice, differing", "CL.TE"])
def test_an_outcome_that_is_not_the_expected_one_is_seen(port: int, name: str) -> None:
    """The comparison notices: another request has another outcome."""
    assert outcome(port, REQUESTS[name]) != read_table()["pipelined gets"].ours
