"""Lets servers answer by turns, so that all meet the machine in the same moods."""

import argparse
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPException

from benchmarks.serving.load import Measure, alone, measure
from benchmarks.serving.queries import Query, Target
from benchmarks.serving.servers import Contestant, Running

Rounds = list[Measure]


@dataclass(kw_only=True)
class Entrant:
    """A server that is up, and what it is asked next; nothing where it sits this one out.

    ``alone`` are the seconds of one such request by itself.
    """

    contestant: Contestant
    server: Running
    targets: list[Target] = field(default_factory=list)
    alone: float = 0.0
    dead: bool = False

    @property
    def name(self) -> str:
        """What its figures are told by."""
        return self.contestant.name


@dataclass(kw_only=True)
class Results:
    """What each server needed for each query in each round, and how fast the machine was."""

    figures: dict[str, dict[str, Rounds]] = field(default_factory=dict)
    pace: list[float] = field(default_factory=list)


def contend(
    entrants: list[Entrant], query: Query, arguments: argparse.Namespace, results: Results
) -> None:
    """Have one query asked of every server, round after round."""
    print(f"{query.name} …", file=sys.stderr, flush=True)
    for number in range(arguments.rounds):
        first = number % len(entrants)
        for entrant in (*entrants[first:], *entrants[:first]):
            if entrant.dead or not entrant.targets:
                continue
            results.pace.append(pace())
            found = results.figures.setdefault(entrant.name, {})
            try:
                found.setdefault(query.name, []).append(take(entrant, query, number, arguments))
            except (OSError, HTTPException) as error:
                print(f"{entrant.name} failed under {query.name}: {error}\n", flush=True)
                entrant.dead = True
                found.pop(query.name, None)


def take(entrant: Entrant, query: Query, number: int, arguments: argparse.Namespace) -> Measure:
    """Have one server take its turn; it is idle before and after."""
    server, targets = entrant.server, entrant.targets
    if number == 0:
        entrant.alone = alone(server, targets)
        server.settle()
    try:
        return measure(
            server,
            targets,
            query,
            alone=entrant.alone,
            number=number,
            seconds=arguments.seconds,
            connections=arguments.connections,
        )
    finally:
        server.settle()


def pace() -> float:
    """Give the milliseconds that a fixed piece of work takes just now, of processor time."""
    words = {number: str(number) for number in range(3000)}
    began = time.process_time()
    for _ in range(30):
        for number in words:
            len(words[number])
    return (time.process_time() - began) * 1e3
