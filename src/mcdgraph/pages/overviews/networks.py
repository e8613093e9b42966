"""The members of networks: the status of each over time, and who says so."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from mcdgraph.pages.bounds import GRAPHS
from mcdgraph.pages.order import alphabetical
from mcdgraph.pages.overviews.rows import bounded, iri_in, resource_in, time_in
from mcdgraph.pages.overviews.times import order_of
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.values import Resource
from mcdgraph.snapshots import Interval
from mcdgraph.store import Solution


@dataclass(frozen=True, kw_only=True)
class Membership:
    """A status of a member, the time that it is said to have it, and what says so."""

    status: Resource
    time: Interval
    claimant: Resource | None
    version: Resource | None
    evidence: Resource | None


@dataclass(frozen=True, kw_only=True)
class NetworkMember:
    """A member of a network, with what else is told of it."""

    item: Resource
    domains: tuple[Resource, ...]
    places: tuple[Resource, ...]
    memberships: tuple[Membership, ...]


@dataclass(kw_only=True)
class _Member:
    domains: dict[str, None] = field(default_factory=dict)
    places: dict[str, None] = field(default_factory=dict)
    rows: dict[tuple[str | None, ...], Solution] = field(default_factory=dict)


def network_members(
    reader: Reader, rows: Iterable[Solution], language: str
) -> tuple[NetworkMember, ...]:
    """Read rows of ?item ?status, in the order of the names of the items.

    Optional are ?from ?to ?claimant ?domain ?place ?version ?evidence.
    """
    found: dict[str, _Member] = {}
    for row in bounded(rows):
        item, status = iri_in(row, "item"), iri_in(row, "status")
        if item is None or status is None:
            continue
        member = found.setdefault(item, _Member())
        for name, kept in (("domain", member.domains), ("place", member.places)):
            if (iri := iri_in(row, name)) and len(kept) < GRAPHS:
                kept[iri] = None
        said = (status, str(row.get("from")), str(row.get("to")), iri_in(row, "version"))
        member.rows.setdefault(said, row)
    members = [_member(reader, iri, member, language) for iri, member in found.items()]
    return tuple(sorted(members, key=lambda m: (alphabetical(m.item.label.text), m.item.iri)))


def networks(rows: Iterable[Solution]) -> list[str]:
    """Return the IRIs of the networks that rows name by ?network."""
    return list(dict.fromkeys(iri for row in bounded(rows) if (iri := iri_in(row, "network"))))


def _member(reader: Reader, iri: str, member: _Member, language: str) -> NetworkMember:
    memberships = [_membership(reader, row, language) for row in member.rows.values()]
    return NetworkMember(
        item=reader.resource(iri, language),
        domains=tuple(reader.resource(found, language) for found in member.domains),
        places=tuple(reader.resource(found, language) for found in member.places),
        memberships=tuple(sorted(memberships, key=lambda m: (*order_of(m.time), m.status.iri))),
    )


def _membership(reader: Reader, row: Solution, language: str) -> Membership:
    return Membership(
        status=reader.resource(iri_in(row, "status") or "", language),
        time=time_in(row, "from", "to"),
        claimant=resource_in(reader, row, "claimant", language),
        version=resource_in(reader, row, "version", language),
        evidence=resource_in(reader, row, "evidence", language),
    )
