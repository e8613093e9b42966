"""The time that documents speak of: days, of which either end may be unknown."""

import datetime as dt

import pytest

from mcdgraph.columns import Literal
from mcdgraph.namespaces import XSD
from mcdgraph.snapshots import DayRelation, Interval, Meeting, Snapshot, days_of, known_on


def interval(text: str) -> Interval:
    """Read ``2011-01-01/`` and the like: two days, either of which may be missing."""
    first, _, last = text.partition("/")
    return Interval(
        earliest=dt.date.fromisoformat(first) if first else None,
        latest=dt.date.fromisoformat(last) if last else None,
    )


@pytest.mark.parametrize(
    ("lexical", "datatype", "days"),
    [
        ("2011", "gYear", "2011-01-01/2011-12-31"),
        ("2012-02", "gYearMonth", "2012-02-01/2012-02-29"),
        ("2012-02Z", "gYearMonth", "2012-02-01/2012-02-29"),
        ("2013-09-13", "date", "2013-09-13/2013-09-13"),
        ("2013-09-13T23:59:59Z", "dateTime", "2013-09-13/2013-09-13"),
        ("2013-09-13T23:59:59.5+01:00", "dateTime", "2013-09-13/2013-09-13"),
        ("0000", "gYear", "/"),
        ("12011", "gYear", "/"),
        ("-0044", "gYear", "/"),
        ("2013-02-30", "date", "/"),
        ("2013-13", "gYearMonth", "/"),
        ("2013", "string", "/"),
        ("2013 or so", "gYear", "/"),
        ("٢٠١٣", "gYear", "/"),
    ],
)
def test_a_literal_covers_days(lexical: str, datatype: str, days: str) -> None:
    """A year covers its days; what cannot be read covers unknown ones."""
    assert days_of(Literal(lexical, XSD + datatype)) == interval(days)


@pytest.mark.parametrize(
    ("one", "other", "meeting"),
    [
        ("2011-01-01/2011-12-31", "2011-12-31/2012-06-01", Meeting.CERTAIN),
        ("2011-01-01/2011-12-31", "2012-01-01/2012-06-01", Meeting.NONE),
        ("/2011-12-31", "2012-01-01/", Meeting.NONE),
        ("/2012-12-31", "2012-01-01/2013-01-01", Meeting.POSSIBLE),
        ("/", "2012-01-01/2013-01-01", Meeting.POSSIBLE),
        ("/", "/", Meeting.POSSIBLE),
    ],
)
def test_two_times_meet_for_certain_only_where_all_is_known(
    one: str, other: str, meeting: Meeting
) -> None:
    """An unknown bound makes a meeting possible, and takes none of the certainty of a gap."""
    assert interval(one).meets(interval(other)) is meeting
    assert interval(other).meets(interval(one)) is meeting


@pytest.mark.parametrize(
    ("time", "relation"),
    [
        ("2018-01-01/2019-01-01", DayRelation.THEN),
        ("2019-01-01/2020-01-01", DayRelation.THEN),
        ("2017-01-01/2018-12-31", DayRelation.BEFORE),
        ("/2018-12-31", DayRelation.BEFORE),
        ("2019-01-02/", DayRelation.AFTER),
        ("/2019-02-14", DayRelation.UNKNOWN),
        ("2018-01-01/", DayRelation.UNKNOWN),
        ("/", DayRelation.UNKNOWN),
    ],
)
def test_a_time_stands_to_a_day(time: str, relation: DayRelation) -> None:
    """What has an unknown bound may or may not speak of a day between."""
    assert interval(time).stands_to(dt.date(2019, 1, 1)) is relation


@pytest.mark.parametrize(
    ("times", "order"),
    [
        (
            ["2020-05-01/2020-05-31", "/", "2017-04-01/2017-04-30", "2022-01-01/", "/2013-09-13"],
            ["/2013-09-13", "2017-04-01/2017-04-30", "2020-05-01/2020-05-31", "2022-01-01/", "/"],
        ),
        (
            ["2000-01-01/2018-12-31", "2010-01-01/2011-12-31"],
            ["2010-01-01/2011-12-31", "2000-01-01/2018-12-31"],
        ),
        (
            [
                "2019-02-01/2025-01-01",
                "2019-01-15/2026-01-01",
                "2018-06-01/2019-06-01",
                "2018-01-01/",
            ],
            [
                "2018-06-01/2019-06-01",
                "2019-01-15/2026-01-01",
                "2019-02-01/2025-01-01",
                "2018-01-01/",
            ],
        ),
    ],
    ids=["unknown bounds", "a long time before, and a short one in it", "of the day, and after"],
)
def test_documents_stand_in_order_around_a_day(times: list[str], order: list[str]) -> None:
    """The nearest before is the last of those before; what is unknown comes last."""
    snapshots = [Snapshot(version=time, graphs=(), time=interval(time)) for time in times]
    told = known_on(snapshots, dt.date(2019, 1, 1))
    assert [one.version for one, _ in told] == order
    ranks = list(DayRelation)
    assert [relation for _, relation in told] == sorted((r for _, r in told), key=ranks.index)
