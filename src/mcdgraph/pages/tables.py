"""A table for readers of one language: columns that only repeat others are left out."""

from collections.abc import Sequence

from mcdgraph.pages.answers import Table


def in_language(table: Table, language: str, languages: Sequence[str]) -> Table:
    """Return a table without columns of labels in other languages, and without doubled ones.

    A variable that ends in ``_fr`` holds texts in French. Where the table has the variable
    without the ending too, the values there are shown by their labels, so that the texts say
    nothing more; else the column in the reader's language stands for all. Names are told in
    words.
    """
    names = table.variables
    kept = [n for n, name in enumerate(names) if _is_wanted(name, names, language, languages)]
    return Table(
        variables=tuple(_in_words(names[n], languages) for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in table.rows),
    )


def _is_wanted(name: str, names: Sequence[str], language: str, languages: Sequence[str]) -> bool:
    stem, _, ending = name.rpartition("_")
    if not stem or ending not in languages:
        return True
    if stem in names:
        return False
    return ending == language or f"{stem}_{language}" not in names


def _in_words(name: str, languages: Sequence[str]) -> str:
    stem, _, ending = name.rpartition("_")
    return (stem if stem and ending in languages else name).replace("_", " ")
