"""Globs below a graph's folder: which files they mean, without ever leaving it.

``*`` stands for anything within a step of a path, ``?`` for one character, ``[abc]`` for one of
several, ``**`` for any number of steps; the name of a folder stands for all that is in it. A
glob that ends in ``*`` or ``**`` means the files whose names end like a form of RDF.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from mcdgraph.documents.packing import unpacked_name
from mcdgraph.errors import InputError

#: How the names of files of RDF end; a file of any other name is meant by its ending alone.
RDF_SUFFIXES: Final = frozenset(
    {".ttl", ".turtle", ".n3", ".shacl", ".trig", ".nt", ".nq", ".rdf", ".owl", ".jsonld"}
)
#: Folders whose content is made or fetched by programs; a glob may still name one.
MADE_FOLDERS: Final = frozenset(
    {
        *("__pycache__", "_build", "_site", "bower_components", "build", "dist", "env"),
        *("node_modules", "out", "site-packages", "target", "venv", "virtualenv"),
    }
)
#: Files that are looked at below one graph's folder.
MAX_FILES: Final = 200_000

_WILD: Final = re.compile(r"[*?\[]")
_SET: Final = re.compile(r"\[(!?)(\]?[^\]/]*+)\]")


def files_of(
    root: Path, globs: Sequence[str], exclude: Sequence[str] = ()
) -> dict[str, list[PurePosixPath]]:
    """List the files that each glob means, in order of path, relative to ``root``.

    Hidden files and folders and `MADE_FOLDERS` are passed over, unless a glob names them.
    Raises InputError for a link that leads nowhere or out of ``root``, and past `MAX_FILES`.
    """
    left_out = [_compiled(glob, root) for glob in exclude]
    found: dict[str, list[PurePosixPath]] = {glob: [] for glob in globs}
    patterns = {glob: _compiled(glob, root) for glob in globs}
    for start in folders_of(root, globs):
        here = [g for g in globs if _start(g, root) == start]
        for path in walk(root, start):
            text = path.as_posix()
            meant = [g for g in here if patterns[g].fullmatch(text) and _is_named(g, path)]
            if meant and not any(pattern.fullmatch(text) for pattern in left_out):
                _require_inside(root, path)
                for glob in meant:
                    found[glob].append(path)
    return {glob: sorted(paths) for glob, paths in found.items()}


def walk(root: Path, start: PurePosixPath) -> Iterator[PurePosixPath]:
    """Give the files below a folder of ``root``, in order; links to folders are not followed.

    Raises InputError past `MAX_FILES`.
    """
    pending, seen = [start], 0
    while pending:
        folder = pending.pop()
        folders = []
        for name, is_folder in _entries(root / folder):
            seen += 1
            if seen > MAX_FILES:
                too_many = f"more than {MAX_FILES:,} files; name fewer folders in [sources]"
                raise InputError(f"{root / start}: {too_many}")
            if is_folder and name not in MADE_FOLDERS:
                folders.append(folder / name)
            elif not is_folder:
                yield folder / name
        pending += reversed(folders)


def is_rdf_name(path: PurePosixPath) -> bool:
    """Say whether a file's name ends like that of a form of RDF, gzipped or not."""
    return unpacked_name(path).suffix.lower() in RDF_SUFFIXES


def _entries(folder: Path) -> list[tuple[str, bool]]:
    """List the names in a folder that are not hidden, and which are folders themselves."""
    try:
        with os.scandir(folder) as entries:
            return sorted(
                (entry.name, entry.is_dir(follow_symlinks=False))
                for entry in entries
                if not entry.name.startswith(".") and not (entry.is_symlink() and entry.is_dir())
            )
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise InputError(f"{folder}: cannot be read: {error.strerror}") from error


def folders_of(root: Path, globs: Iterable[str]) -> list[PurePosixPath]:
    """List the folders below ``root`` in which the files of some globs are looked for."""
    return sorted({_start(glob, root) for glob in globs})


def _start(glob: str, root: Path) -> PurePosixPath:
    """Give the folder that a glob's walk begins in: its steps before the first wildcard."""
    steps = PurePosixPath(glob).parts
    wild = next((i for i, step in enumerate(steps) if _WILD.search(step)), None)
    if wild is None:
        return PurePosixPath(glob) if (root / glob).is_dir() else PurePosixPath(glob).parent
    return PurePosixPath(*steps[:wild])


def _is_named(glob: str, path: PurePosixPath) -> bool:
    """Say whether a glob says more of a file's name than its folder, or the name says RDF."""
    last = PurePosixPath(glob).name
    return is_rdf_name(path) or (last not in ("*", "**") and path.match(last))


def _require_inside(root: Path, path: PurePosixPath) -> None:
    """Refuse what is named like a file and is none, or is one outside of the graph's folder."""
    full = root / path
    if not full.is_file():
        what = "a link that leads to no file" if full.is_symlink() else "not a regular file"
        raise InputError(f"{full}: {what}")
    if not full.resolve().is_relative_to(root.resolve()):
        raise InputError(f"{full}: a link that leads out of the graph's folder, {root}")


def _compiled(glob: str, root: Path) -> re.Pattern[str]:
    """Translate a glob; one that names a folder means all that is in it."""
    text = PurePosixPath(glob).as_posix()
    if not _WILD.search(text) and (root / text).is_dir():
        text += "/**"
    steps = text.split("/")
    parts = [_step(step) + ("/" if i < len(steps) - 1 else "") for i, step in enumerate(steps)]
    for i, step in enumerate(steps):
        if step == "**":
            parts[i] = "(?:[^/]+/)*" if i < len(steps) - 1 else ".+"
    return re.compile("".join(parts))


def _step(step: str) -> str:
    """Translate one step of a glob's path."""
    pattern, at = "", 0
    while at < len(step):
        found = _SET.match(step, at)
        if found and found[2]:
            inside = re.sub(r"([\\\[\]&~|^])", r"\\\1", found[2])
            pattern += f"[{'^/' if found[1] else ''}{inside}]"
            at = found.end()
            continue
        sign = step[at]
        pattern += {"*": "[^/]*", "?": "[^/]"}.get(sign, re.escape(sign))
        at += 1
    return pattern
