"""What may have one value at a time, so that two documents can contradict each other in it."""

from dataclasses import dataclass

from mcdgraph.settings.declaring import setting


@dataclass(frozen=True, kw_only=True)
class ConflictSettings:
    """Properties and values that are looked for; names may have a prefix in a file."""

    single: tuple[str, ...] = setting(
        (), "Properties with one value at a time, beside those declared functional."
    )
    figure: tuple[str, ...] = setting(
        (), "Of a figure: what it is of; without one no figures are compared."
    )
    measure: tuple[str, ...] = setting(
        (), "Of a figure: what two figures have in common that measure the same."
    )
    value: tuple[str, ...] = setting((), "Of a figure: its value.")
    period_from: tuple[str, ...] = setting((), "Of a figure: the first day that it is for.")
    period_to: tuple[str, ...] = setting((), "Of a figure: the last day that it is for.")
    qualifier: tuple[str, ...] = setting(
        (), "Of a figure or a thing: how exactly its value is meant."
    )
    exact: tuple[str, ...] = setting(
        (), "Qualifiers of exact values; what has another is not compared."
    )
