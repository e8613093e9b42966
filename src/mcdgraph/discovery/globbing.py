"""Writes a list of files as few globs that mean these files, and no other candidate."""

import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from mcdgraph.sources.globs import is_rdf_name

_SPECIAL: Final = str.maketrans({"*": "[*]", "?": "[?]", "[": "[[]"})


def globs_for(wanted: Iterable[PurePosixPath], others: Iterable[PurePosixPath]) -> list[str]:
    """Give globs that mean all of ``wanted``, none of ``others``; the fewest that are plain.

    A whole folder, else the files of one suffix below it or in it, else each by its name.
    """
    ordered = sorted(wanted)
    if not ordered:
        return []
    common = PurePosixPath(os.path.commonpath([path.parent for path in ordered]))
    return _below(common, ordered, [path for path in sorted(others) if path.is_relative_to(common)])


def _below(
    folder: PurePosixPath, wanted: list[PurePosixPath], others: list[PurePosixPath]
) -> list[str]:
    at_root = folder == PurePosixPath()
    if not others and not at_root and all(map(is_rdf_name, wanted)):
        return [_written(folder / "**")]
    by_suffix: dict[str, list[PurePosixPath]] = defaultdict(list)
    for path in wanted:
        by_suffix[path.suffix].append(path)
    taken = {other.suffix for other in others}
    found = [
        _written(folder / f"**/*{suffix}")
        for suffix, paths in by_suffix.items()
        if suffix and suffix not in taken and len(paths) > 1
    ]
    left = [p for p in wanted if not p.suffix or p.suffix in taken or len(by_suffix[p.suffix]) == 1]
    depth = len(folder.parts)
    found += [_escaped(path) for path in left if len(path.parts) == depth + 1]
    steps: dict[str, list[PurePosixPath]] = defaultdict(list)
    for path in left:
        if len(path.parts) > depth + 1:
            steps[path.parts[depth]].append(path)
    for step, paths in steps.items():
        beside = [other for other in others if other.is_relative_to(folder / step)]
        found += _below(folder / step, paths, beside)
    return found


def _written(path: PurePosixPath) -> str:
    head = [step.translate(_SPECIAL) for step in path.parts if step != "**" and "*" not in step]
    tail = [step for step in path.parts if step == "**" or "*" in step]
    return "/".join([*head, *tail])


def _escaped(path: PurePosixPath) -> str:
    return path.as_posix().translate(_SPECIAL)
