"""Says in a few lines what a folder is taken for."""

from collections.abc import Iterator
from typing import Final

from mcdgraph.bases import split_iri
from mcdgraph.discovery.guess import Guess
from mcdgraph.settings import ROLES, Role

_WHAT: Final[dict[Role, tuple[str, str]]] = {
    "ontology": ("terms", "classes and properties"),
    "vocabulary": ("concepts", "concepts"),
    "data": ("things", "things"),
    "shapes": ("shapes", "shapes"),
}
#: Faults and reasons that are told.
MAX_TOLD: Final = 5


def summary(guess: Guess) -> str:
    """Give the lines, without an end."""
    return "\n".join(_lines(guess))


def _lines(guess: Guess) -> Iterator[str]:
    survey = guess.survey
    titles = guess.about.title
    first = next((tag for tag in ("en", *guess.languages, *titles) if tag in titles), "")
    title = titles.get(first) or _place(guess)
    yield f"Taken for “{title}”" + (f", named below {guess.naming.base}" * bool(guess.naming.base))
    if guess.naming.bases:
        more = len(guess.naming.bases) - 3
        shown = ", ".join(guess.naming.bases[:3]) + (f" and {more} more" if more > 0 else "")
        yield f"  also below  {shown}"
    for role in ROLES:
        files = survey.of_role(role)
        if files:
            attribute, noun = _WHAT[role]
            number = sum(getattr(facts, attribute) for facts in files)
            names = str(files[0].path) if len(files) == 1 else f"{len(files):,} files"
            yield f"  {role:<11} {names}: {number:,} {noun}"
    if guess.languages:
        yield f"  languages   {', '.join(guess.languages)}"
    yield from _told("left out, broken:", [str(facts.fault) for facts in survey.broken])
    told = [f"{one.path}: {one.reason}" for one in survey.skipped if not one.is_double]
    yield from _told("not taken:", told)
    if doubles := sum(one.is_double for one in survey.skipped):
        yield f"  {doubles:,} more in another form of a file that is taken"


def _place(guess: Guess) -> str:
    """Name a graph without a title by its base, as its pages do, or by its folder."""
    parts = split_iri(guess.naming.base)
    return f"{parts.netloc}{parts.path}".rstrip("/") or guess.survey.root.resolve().name


def _told(what: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"  {what}"
        yield from (f"    {' '.join(line.split())}" for line in lines[:MAX_TOLD])
        if len(lines) > MAX_TOLD:
            yield f"    and {len(lines) - MAX_TOLD:,} more"
