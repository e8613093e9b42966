"""Looks at every file of a folder that may hold RDF, within bounds, and keeps what is found."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from mcdgraph.columns import ColumnsBuilder
from mcdgraph.discovery.facts import FileFacts, facts_of
from mcdgraph.documents.json import NOT_FETCHED
from mcdgraph.documents.packing import read_unpacked, unpacked_name
from mcdgraph.documents.sniffing import HEAD
from mcdgraph.errors import InputError
from mcdgraph.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE
from mcdgraph.progress import Progress, silent
from mcdgraph.settings import Role
from mcdgraph.sources.files import graph_iri
from mcdgraph.sources.globs import is_rdf_name, walk
from mcdgraph.sources.reading import Placement, read_source

#: Bytes of a file that are read, and of all files together; of others the beginning tells.
MAX_FILE: Final = 8 * 2**20
MAX_ALL: Final = 128 * 2**20
BEGINNING: Final = 2**18

#: Of the same thing in several forms, the first is taken.
_PREFERRED: Final = (TURTLE, TRIG, N_TRIPLES, N_QUADS, RDF_XML, JSON_LD)
#: Names of files that are sometimes RDF, and what then stands near their beginning.
_MAYBE: Final = {
    ".xml": re.compile(rb"<(?:\w+:)?RDF[\s>]"),
    ".json": re.compile(rb'"@(?:context|graph|id)"\s*:'),
}
_DATA: Final[tuple[Role, ...]] = ("data",)
_LICENCES: Final = re.compile(r"(?:licen[cs]e|copying)(?:\.\w+)?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """A file that is not taken, and why; ``is_double`` where another says the same."""

    path: PurePosixPath
    reason: str
    is_double: bool = False


@dataclass(frozen=True, kw_only=True)
class Survey:
    """All that was found below a folder: what is taken, with its roles, and what is not."""

    root: Path
    facts: tuple[FileFacts, ...]
    roles: dict[PurePosixPath, frozenset[Role]]
    skipped: tuple[Skipped, ...]
    licence_file: PurePosixPath | None

    @property
    def taken(self) -> tuple[FileFacts, ...]:
        """The files that the graph is made of."""
        return tuple(facts for facts in self.facts if facts.path in self.roles)

    @property
    def broken(self) -> tuple[FileFacts, ...]:
        """Those of them that break."""
        return tuple(facts for facts in self.taken if facts.fault)

    def of_role(self, role: Role) -> tuple[FileFacts, ...]:
        """Those that are for one thing."""
        return tuple(facts for facts in self.taken if role in self.roles[facts.path])


def look_at(root: Path, progress: Progress = silent) -> Survey:
    """Look at a folder; raise `InputError` where it cannot be read, or has too many files."""
    progress(f"Looking at {root}")
    candidates, licence = [], None
    for path in walk(root, PurePosixPath()):
        if _may_be_rdf(root, path):
            candidates.append(path)
        elif licence is None and len(path.parts) == 1 and _LICENCES.fullmatch(path.name):
            licence = path
    total = sum((root / path).stat().st_size for path in candidates)
    progress(f"Reading {len(candidates):,} files of RDF, {total / 2**20:,.1f} MiB")
    found = tuple(_read_all(root, candidates))
    facts = tuple(one for one in found if isinstance(one, FileFacts))
    skipped = tuple(one for one in found if isinstance(one, Skipped))
    taken, doubles = _without_doubles(facts)
    roles, empty = _roles(taken)
    return Survey(
        root=root,
        facts=facts,
        roles=roles,
        skipped=(*skipped, *doubles, *empty),
        licence_file=licence,
    )


def _may_be_rdf(root: Path, path: PurePosixPath) -> bool:
    full = root / path
    if not full.is_file() or not full.resolve().is_relative_to(root.resolve()):
        return False
    if is_rdf_name(path):
        return True
    mark = _MAYBE.get(path.suffix.lower())
    if mark is None:
        return False
    try:
        return mark.search(read_unpacked(full, HEAD)) is not None
    except InputError:
        return False


def _read_all(root: Path, paths: Iterable[PurePosixPath]) -> Iterator[FileFacts | Skipped]:
    """Read each file, or its beginning once enough was read."""
    left = MAX_ALL
    for path in paths:
        bound = min(MAX_FILE, max(left, BEGINNING))
        try:
            data = read_unpacked(root / path, bound + 1)
        except InputError as error:
            yield Skipped(path=path, reason=str(error).removeprefix(f"{root / path}: "))
            continue
        left -= len(data)
        yield _facts(root, path, data[:bound], is_cut=len(data) > bound)


def _facts(root: Path, path: PurePosixPath, data: bytes, *, is_cut: bool) -> FileFacts:
    builder = ColumnsBuilder()
    place = Placement(iri=graph_iri(path, "urn:x-look:"), number=0)
    if is_cut:
        data = data[: data.rfind(b"\n") + 1] or data
    reading = read_source(unpacked_name(path), data, builder, place, {}, keep=True)
    faults = () if is_cut else reading.problems
    return facts_of(
        builder.freeze(),
        path=path,
        form=reading.form,
        size=(root / path).stat().st_size,
        prefixes=reading.prefixes,
        fault=next(
            (replace(f, position=replace(f.position, path=str(path))) for f in faults), None
        ),
        is_cut=is_cut,
    )


def _without_doubles(facts: Iterable[FileFacts]) -> tuple[list[FileFacts], list[Skipped]]:
    """Of files that are forms of the same, keep the one that is best read."""
    groups: dict[PurePosixPath, list[FileFacts]] = defaultdict(list)
    for one in facts:
        groups[unpacked_name(one.path).with_suffix("")].append(one)
    taken: list[FileFacts] = []
    doubles: list[Skipped] = []
    for group in groups.values():
        kept: list[FileFacts] = []
        for one in sorted(group, key=_preference):
            first = next((other for other in kept if _says_the_same(one, other)), None)
            if first is None:
                kept.append(one)
            else:
                doubles.append(_double(one, first))
        taken += kept
    return taken, doubles


def _says_the_same(one: FileFacts, other: FileFacts) -> bool:
    """Say whether two files of one name are two forms of what they describe.

    What cannot be read, or describes nothing by an IRI, is believed by its name.
    """
    if one.form is other.form:
        return False
    fewer, more = sorted((frozenset(one.described), frozenset(other.described)), key=len)
    return one.fault is not None or not fewer or 2 * len(fewer & more) >= len(fewer)


def _double(other: FileFacts, first: FileFacts) -> Skipped:
    reason = f"{first.path.name} is the same in another form"
    # A context that is not at hand is no fault of the file.
    if other.fault is None or NOT_FETCHED in other.fault.message:
        return Skipped(path=other.path, reason=reason, is_double=True)
    at = other.fault.position
    message = f"broken at line {at.line}, column {at.column}: {other.fault.message}"
    return Skipped(path=other.path, reason=f"{message}; {reason}")


def _preference(facts: FileFacts) -> tuple[bool, bool, int, PurePosixPath]:
    form = _PREFERRED.index(facts.form) if facts.form in _PREFERRED else len(_PREFERRED)
    return facts.fault is not None, not facts.statements, form, facts.path


def _roles(
    facts: Sequence[FileFacts],
) -> tuple[dict[PurePosixPath, frozenset[Role]], list[Skipped]]:
    """Say what each file is for; one that cannot be told is for what its neighbours are."""
    found: dict[PurePosixPath, frozenset[Role]] = {}
    empty: list[Skipped] = []
    silent_ones: list[FileFacts] = []
    for one in facts:
        if one.roles:
            found[one.path] = one.roles
        elif one.form is not None and (one.fault or one.statements):
            silent_ones.append(one)
        else:
            reason = "it says nothing" if one.fault is None else one.fault.message
            empty.append(Skipped(path=one.path, reason=reason))
    for one in silent_ones:
        found[one.path] = frozenset(_beside(one.path, found)[:1] or _DATA)
    for one in facts:
        is_module = any(not header.is_scheme for header in one.headers)
        if is_module and found.get(one.path) == frozenset(_DATA):
            # A module that names things beside the terms of others is one of an ontology.
            found[one.path] = frozenset(_beside(one.path, found)[:1] or _DATA)
    return found, empty


def _beside(path: PurePosixPath, roles: Mapping[PurePosixPath, frozenset[Role]]) -> list[Role]:
    """List what the files in and below a file's folder are for, the commonest first."""
    near = (other for other in roles if other != path and other.is_relative_to(path.parent))
    counts = Counter(role for other in near for role in roles[other])
    return [role for role, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
