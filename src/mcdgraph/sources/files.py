"""Which files a graph is made of, what each is for, and which named graph it becomes."""

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from mcdgraph.documents.packing import read_unpacked
from mcdgraph.documents.sniffing import HEAD, tell_format
from mcdgraph.errors import InputError, MissingInputError
from mcdgraph.formats import TURTLE
from mcdgraph.namespaces import BASE, MADE_GRAPHS
from mcdgraph.settings import ROLES, Role, SourceSettings
from mcdgraph.sources.globs import files_of, folders_of

#: Steps below ``data/`` that say of whom a statement is, beside the sources themselves.
_VOICES: Final = ("editorial", "external")
#: First steps of a graph's name that mean something else than a folder of ``data/``.
_TAKEN: Final = frozenset({"ontology", "vocabulary", "shapes", "imported", *MADE_GRAPHS})
#: Folders whose files of RDF are mostly no sources.
_BESIDE: Final = re.compile(r"[._]|docs?\b|tests?\b|examples?\b|queries\b", re.IGNORECASE)
_NOT_IN_IRI: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\%#?]")
_DEFAULT: Final = SourceSettings()


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A file of a graph: its path from the root, and what it is for.

    ``imported`` is a copy of what others publish, read because a file imports it.
    """

    path: PurePosixPath
    roles: frozenset[Role]
    imported: bool = False

    @property
    def kind(self) -> str:
        """What the named graph of this file holds, as the catalogue says it."""
        if self.imported:
            return "external" if self.roles != {"shapes"} else "shapes"
        first = next(role for role in ROLES if role in self.roles)
        voice = self.path.parts[1] if len(self.path.parts) > 2 else ""
        of_data = first == "data" and self.path.parts[0] == "data"
        return voice if of_data and voice in _VOICES else first


def graph_iri(path: PurePosixPath, base: str = BASE) -> str:
    """Name the graph of a file by its path from the root: ``data/ml/x.ttl`` is ``graph/ml/x``.

    The suffix of Turtle is left out, others stay, so that no two files have one name.
    """
    parts = (path.with_suffix("") if path.suffix == ".ttl" else path).parts
    if len(parts) > 1 and parts[0] == "data" and parts[1] not in _TAKEN:
        parts = parts[1:]
    return f"{base}graph/" + _NOT_IN_IRI.sub(_encoded, "/".join(parts))


def _encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf8"))


def find_sources(
    root: Path, sources: SourceSettings = _DEFAULT, roles: tuple[Role, ...] = ROLES
) -> tuple[SourceFile, ...]:
    """List the files that the globs of some roles mean, by role and path.

    Raises MissingInputError where there is none at all, or where a glob that was set means none.
    """
    found: dict[PurePosixPath, set[Role]] = defaultdict(set)
    for role in ("ontology", "shapes", "data", "vocabulary"):
        if role in roles:
            for path in _of_role(root, sources, role):
                found[path].add(role)
    if not found:
        globs = ", ".join(glob for role in roles for glob in getattr(sources, role))
        raise MissingInputError(f"{root}: no file of RDF in it; looked for {globs}")
    return tuple(SourceFile(path=path, roles=frozenset(of)) for path, of in found.items())


def _of_role(root: Path, sources: SourceSettings, role: Role) -> list[PurePosixPath]:
    globs: tuple[str, ...] = getattr(sources, role)
    found = files_of(root, globs, sources.exclude)
    if globs != getattr(_DEFAULT, role):
        for glob, paths in found.items():
            if not paths:
                raise MissingInputError(f"{root}: sources.{role}: no file is meant by {glob!r}")
    return sorted({path for paths in found.values() for path in paths})


def overlooked_files(root: Path, sources: SourceSettings = _DEFAULT) -> tuple[PurePosixPath, ...]:
    """List the files of RDF near the root that no glob means, where a default one means none.

    Who names a folder otherwise than the defaults do would not be told else. What lies deeper,
    or in a folder of tests, examples or documentation, is not looked for.
    """
    by_default = [role for role in ROLES if getattr(sources, role) == getattr(_DEFAULT, role)]
    if all(_of_role(root, sources, role) for role in by_default):
        return ()
    folders = (path.name for path in root.iterdir() if path.is_dir())
    globs = ("*", *(f"{name}/*" for name in folders if not _BESIDE.match(name)))
    read = {path for role in ROLES for path in _of_role(root, sources, role)}
    near = files_of(root, [glob for glob in globs if "[" not in glob], sources.exclude)
    return tuple(sorted({path for paths in near.values() for path in paths} - read))


def source_folders(sources: SourceSettings, root: Path) -> list[PurePosixPath]:
    """List the folders below ``root`` in which sources are looked for."""
    return folders_of(root, [glob for role in ROLES for glob in getattr(sources, role)])


def turtle_sources(root: Path, sources: SourceSettings = _DEFAULT) -> list[PurePosixPath]:
    """List the sources that hold Turtle, in order of path."""
    return sorted(s.path for s in find_sources(root, sources) if _is_turtle(root / s.path))


def _is_turtle(path: Path) -> bool:
    """Say whether a file holds Turtle that can be written in its place; a broken one may."""
    if path.suffix.lower() == ".gz":
        return False
    try:
        return tell_format(read_unpacked(path, HEAD), PurePosixPath(path.name)) is TURTLE
    except InputError:
        return path.suffix == ".ttl"


def turtle_files(folder: Path) -> list[Path]:
    """List the Turtle files below a folder, sorted, but hidden ones; raise where there is none.

    Raises InputError for a name that no file can be read by, such as a link that leads nowhere.
    """
    named = (path for path in folder.rglob("*.ttl") if not path.name.startswith("."))
    files = sorted(path for path in named if not path.is_dir())
    if not files:
        raise MissingInputError(f"{folder}: no Turtle file (*.ttl) in it")
    for path in files:
        if not path.is_file():
            what = "a link that leads to no file" if path.is_symlink() else "not a regular file"
            raise InputError(f"{path}: {what}")
    return files
