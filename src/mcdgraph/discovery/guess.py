"""What a folder is taken for: its files by what they are for, its names, what it says of itself."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mcdgraph.discovery.about import About, about
from mcdgraph.discovery.naming import Naming, languages_of, naming_of, prefixes_of
from mcdgraph.discovery.survey import Survey, look_at
from mcdgraph.errors import MissingInputError
from mcdgraph.progress import Progress, silent

#: How licences begin that are kept beside data, and their IRIs.
_LICENCES: Final = (
    (r"Attribution 4\.0 International", "https://creativecommons.org/licenses/by/4.0/"),
    (r"Attribution-ShareAlike 4\.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    (r"CC0 1\.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
    (r"MIT License", "https://opensource.org/license/mit"),
    (r"BSD 3-Clause", "https://opensource.org/license/bsd-3-clause"),
    (r"Apache License", "https://www.apache.org/licenses/LICENSE-2.0"),
)
_HEAD: Final = 1_000


@dataclass(frozen=True, kw_only=True)
class Guess:
    """All that can be told of a graph by looking at its files.

    ``licence_hint`` is what the file of the licence seems to be, which covers the repository.
    """

    survey: Survey
    naming: Naming
    prefixes: dict[str, str]
    languages: tuple[str, ...]
    about: About
    licence_hint: str


def discover(root: Path, progress: Progress = silent) -> Guess:
    """Look at a folder; raise `MissingInputError` where nothing in it is RDF."""
    survey = look_at(root, progress)
    if not survey.taken:
        skipped = "".join(f"\n  {one.path}: {one.reason}" for one in survey.skipped[:10])
        raise MissingInputError(f"{root}: no file of RDF in it{skipped}")
    own = tuple(f for f in survey.taken if f.defined) or survey.taken
    naming = naming_of(own)
    languages = languages_of(survey.taken)
    bases = tuple(base for base in (naming.base, *naming.bases) if base)
    return Guess(
        survey=survey,
        naming=naming,
        prefixes=prefixes_of(survey.taken, naming.base),
        languages=languages,
        about=about(survey.taken, languages[0] if languages else "en", bases),
        licence_hint=_licence(survey),
    )


def _licence(survey: Survey) -> str:
    if survey.licence_file is None:
        return ""
    try:
        with (survey.root / survey.licence_file).open("rb") as file:
            text = file.read(_HEAD).decode("utf8", "replace")
    except OSError:
        return ""
    return next((iri for begins, iri in _LICENCES if re.search(begins, text)), "")
