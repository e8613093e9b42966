"""The pause before a process that died is started again, and when that is given up."""

import pytest

from mcdgraph.serving.back_off import BackOff


@pytest.mark.parametrize(
    ("lives", "pauses", "over"),
    [
        ([0, 0, 0], [0.5, 1, 2], True),
        ([0, 9, 10], [0.5, 1, 0], False),
        ([60, 0], [0, 0.5], False),
        ([0, 0, 60, 0], [0.5, 1, 0, 0.5], False),
        ([0, 0, 0, 0, 0], [0.5, 1, 2, 2, 2], True),
    ],
)
def test_who_dies_young_is_waited_for_longer_each_time(
    lives: list[float], pauses: list[float], over: bool
) -> None:
    """The pause doubles up to a bound, and one that lived long enough ends the count."""
    back_off = BackOff(pause=0.5, most=3, long_lived=10)
    assert [back_off.after(lived) for lived in lives] == pauses
    assert back_off.is_over is over
