"""What goes into a release, and the digest that names it."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path

import mcdgraph
from mcdgraph.errors import InputError
from mcdgraph.reasoning.rule_files import FOLDER as RULES_FOLDER
from mcdgraph.release.manifest import LAYOUT, InputFile
from mcdgraph.search import SQLITE_VERSION
from mcdgraph.settings import ConflictSettings, Settings
from mcdgraph.sources import find_sources
from mcdgraph.sources.globs import files_of

#: Libraries whose output stands in a release.
LIBRARIES = ("owlrl", "pyoxigraph", "pyshacl", "pystemmer", "rdflib")
#: Settings that shape the bytes of a release, or what it had to pass; a port does not.
SHAPING = (
    "base_iri",
    "bases",
    "title",
    "description",
    "version",
    "issued",
    "modified",
    "licence",
    "creator.name",
    "creator.iri",
    "publisher.name",
    "publisher.iri",
    "contact.name",
    "contact.email",
    "contact.page",
    "catalogue.keywords",
    "catalogue.themes",
    "catalogue.spatial",
    "catalogue.frequency",
    "catalogue.availability",
    "languages",
    "own_prefixes",
    "sources.ontology",
    "sources.shapes",
    "sources.data",
    "sources.vocabulary",
    "sources.exclude",
    "sources.broken",
    "imports.folders",
    "imports.catalogs",
    "imports.files",
    "imports.contexts",
    "snapshots.classes",
    "snapshots.source",
    "snapshots.document",
    "snapshots.profile",
    *(f"snapshots.{key}" for key in ("earliest", "latest", "basis", "valid_from", "valid_to")),
    *(f"conflicts.{field.name}" for field in fields(ConflictSettings)),
    "release.violations",
    "check.engine",
    "check.profile",
    "reasoning.engine",
)


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """The source files, the versions of the programs, and the digest of both and the settings."""

    digest: str
    files: tuple[InputFile, ...]
    tools: dict[str, str]


def read_inputs(settings: Settings) -> Inputs:
    """Take the digest of everything that shapes a release: SHA-256, in hexadecimal."""
    files = tuple(_input(settings.root, path) for path in _paths(settings))
    tools = _tools()
    said = {
        "layout": LAYOUT,
        "files": [asdict(file) for file in files],
        "tools": tools,
        "settings": {name: attrgetter(name)(settings) for name in SHAPING},
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode("utf8")).hexdigest()
    return Inputs(digest=digest, files=files, tools=tools)


def _paths(settings: Settings) -> list[Path]:
    """List the sources, the saved queries, the rules, and all that an import may be found in."""
    root, imports = settings.root, settings.imports
    named = {root / source.path for source in find_sources(root, settings.sources)}
    at_hand = (*imports.files.values(), *imports.contexts.values())
    named |= {root / path for path in at_hand if (root / path).is_file()}
    globs = (*imports.folders, *imports.catalogs)
    named |= {root / path for found in files_of(root, globs).values() for path in found}
    for folder in (settings.queries, root / RULES_FOLDER):
        queries = folder.rglob("*.rq")
        named |= {p for p in queries if p.is_file() and not p.name.startswith(".")}
    return sorted(named)


def _input(root: Path, path: Path) -> InputFile:
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    return InputFile(path=path.relative_to(root).as_posix(), size=size, sha256=digest)


def _tools() -> dict[str, str]:
    """Name the programs; our own also by its code, so that a change of it is a new release."""
    package = Path(mcdgraph.__file__).parent
    code = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        code.update(path.relative_to(package).as_posix().encode("utf8") + b"\0")
        code.update(path.read_bytes())
    own = f"{mcdgraph.__version__}+{code.hexdigest()[:12]}"
    libraries = {name: version(name) for name in LIBRARIES}
    return {"mcdgraph": own, **libraries, "sqlite": SQLITE_VERSION}
