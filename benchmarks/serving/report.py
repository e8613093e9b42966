"""Prints what was measured, and how it compares."""

from collections.abc import Iterable
from statistics import geometric_mean

from benchmarks.serving.load import Measure

Results = dict[str, dict[str, Measure]]
REFERENCE = "oxigraph"
#: A server that answered fewer kinds of query has no mean to compare.
FEWEST = 8


def print_table(name: str, measures: dict[str, Measure]) -> None:
    """Print the figures of one server."""
    print(f"### {name}\n")
    print("| query | CPU µs/request | requests/s | p50 ms | p95 ms | memory MiB | errors |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for query, found in measures.items():
        print(
            f"| {query} | {found.cpu:,.0f} | {found.rate:,.1f} | {found.p50:,.2f} "
            f"| {found.p95:,.2f} | {found.memory:,.0f} | {found.errors} |"
        )
    print(flush=True)


def print_ratios(results: Results) -> None:
    """Print each server's figures over those of the reference, in geometric means."""
    reference = results.get(REFERENCE)
    if reference is None:
        return
    print(f"### Ratios to {REFERENCE}\n")
    print("CPU and p95 are means of light queries, kinds that of each kind by itself, mix all in")
    print("turn; kinds, mix and export are rates.\n")
    print("| server | CPU | p95 | kinds | mix | export |")
    print("|---|--:|--:|--:|--:|--:|")
    for name, measures in results.items():
        silent = [query for query, found in measures.items() if not found.requests]
        if any(found.errors for found in measures.values()) or len(measures) < FEWEST:
            print(f"| {name} | failed: see its errors above | | | | |")
            continue
        if silent:
            print(f"| {name} | no answer in time to {', '.join(silent)} | | | | |")
            continue
        light = [q for q, found in measures.items() if found.light and q in reference]
        kinds = [q for q in measures if q in reference and q not in ("export", "mix")]
        cpu = mean(measures[q].cpu / reference[q].cpu for q in light)
        rate = mean(measures[q].rate / reference[q].rate for q in kinds)
        p95 = mean(measures[q].p95 / reference[q].p95 for q in light)
        mix, export = (
            f"{measures[q].rate / reference[q].rate:.2f}" if q in measures else "–"
            for q in ("mix", "export")
        )
        print(f"| {name} | {cpu:.2f} | {p95:.2f} | {rate:.2f} | {mix} | {export} |")
    print(flush=True)


def mean(ratios: Iterable[float]) -> float:
    """Give the mean that suits ratios."""
    return geometric_mean(ratios)
