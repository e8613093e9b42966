"""Prints what was measured, and how it compares."""

from collections.abc import Callable
from statistics import geometric_mean, median

from benchmarks.serving.contest import Results, Rounds
from benchmarks.serving.load import Measure

REFERENCE = "oxigraph"
#: A server that answered fewer kinds of query has no mean to compare.
FEWEST = 8


def print_table(name: str, measures: dict[str, Rounds]) -> None:
    """Print the figures of one server: medians of the rounds, and the range of the first."""
    print(f"### {name}\n")
    print(
        "| query | CPU µs/request | (range) | requests/s | p50 ms | p95 ms | memory MiB | errors |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for query, rounds in measures.items():
        cpu = [found.cpu for found in rounds]
        print(
            f"| {query} | {median(cpu):,.0f} | {min(cpu):,.0f} – {max(cpu):,.0f} "
            f"| {median(found.rate for found in rounds):,.1f} "
            f"| {median(found.p50 for found in rounds):,.2f} "
            f"| {median(found.p95 for found in rounds):,.2f} "
            f"| {rounds[-1].memory:,.0f} | {sum(found.errors for found in rounds)} |"
        )
    print(flush=True)


def print_ratios(results: Results) -> None:
    """Print each server's figures over those of the reference."""
    reference = results.figures.get(REFERENCE)
    if reference is None or problem_of(reference):
        return
    print(f"### Ratios to {REFERENCE}\n")
    print(
        "CPU and p95 are geometric means of light queries, kinds that of each kind by itself, mix"
    )
    print("all in turn; kinds, mix and export are rates. In brackets, the range over the rounds.\n")
    print("| server | CPU | p95 | kinds | mix | export |")
    print("|---|--:|--:|--:|--:|--:|")
    for name, measures in results.figures.items():
        if problem := problem_of(measures):
            print(f"| {name} | {problem} | | | | |")
            continue
        common = [query for query in measures if query in reference]
        light = [query for query in common if measures[query][0].light]
        kinds = [query for query in common if query not in ("export", "mix")]
        rows = (
            (light, cpu),
            (light, p95),
            (kinds, rate),
            ([query for query in common if query == "mix"], rate),
            ([query for query in common if query == "export"], rate),
        )
        cells = (compare(measures, reference, queries, figure) for queries, figure in rows)
        print(f"| {name} | {' | '.join(cells)} |")
    print(flush=True)


def print_pace(results: Results) -> None:
    """Print how fast this Python was on this machine, and how much that changed meanwhile."""
    pace = results.pace
    print(
        f"A fixed piece of work took this Python {median(pace):.1f} ms of processor time "
        f"({min(pace):.1f} to {max(pace):.1f}, {len(pace)} times between the turns).\n",
        flush=True,
    )


def problem_of(measures: dict[str, Rounds]) -> str:
    """Say why a server's figures cannot be compared; nothing where they can."""
    if len(measures) < FEWEST or any(found.errors for one in measures.values() for found in one):
        return "failed: see its errors above"
    silent = [q for q, rounds in measures.items() if not all(found.requests for found in rounds)]
    return f"no answer in time to {', '.join(silent)}" if silent else ""


def compare(
    measures: dict[str, Rounds],
    reference: dict[str, Rounds],
    queries: list[str],
    figure: Callable[[Measure], float],
) -> str:
    """Give the mean ratio of a figure over some queries: median and range of the rounds."""
    if not queries:
        return "–"
    rounds = min(min(len(measures[q]), len(reference[q])) for q in queries)
    ratios = [
        geometric_mean(figure(measures[q][n]) / figure(reference[q][n]) for q in queries)
        for n in range(rounds)
    ]
    return f"{median(ratios):.2f} ({min(ratios):.2f} – {max(ratios):.2f})"


def cpu(found: Measure) -> float:
    """Give microseconds of processor time for a request."""
    return found.cpu


def p95(found: Measure) -> float:
    """Give the milliseconds within which 95 of 100 requests were answered."""
    return found.p95


def rate(found: Measure) -> float:
    """Give requests per second."""
    return found.rate
