"""What a release is made of, and the file ``manifest.json`` that says so."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

from mcdgraph.errors import ReleaseError
from mcdgraph.formats import GRAPH_FORMATS, Format

#: Counts up when the layout of a release changes; a release of another layout is not read.
LAYOUT = 1

Part = TypeVar("Part")


class Scope(StrEnum):
    """What a dump holds: the union graph, every named graph, or the catalogue alone."""

    GRAPH = "graph"
    DATASET = "dataset"
    CATALOGUE = "catalogue"


@dataclass(frozen=True, kw_only=True)
class InputFile:
    """A source file as it was read; ``path`` is relative to the graph's root."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class GraphSummary:
    """A named graph and its number of distinct statements.

    ``kind`` is ``ontology``, ``shapes``, ``data``, ``editorial``, ``external``, ``inferred``,
    ``validation`` or ``catalogue``; ``default`` says whether the endpoint's default graph
    holds its statements.
    """

    iri: str
    kind: str
    statements: int
    default: bool


@dataclass(frozen=True, kw_only=True)
class Dump:
    """One file of ``dumps/``, with its size in bytes and SHA-256, plain and gzipped.

    ``name`` is the plain file's name; the gzipped one has ``.gz`` behind it.
    """

    name: str
    format: str
    scope: Scope
    statements: int
    size: int
    sha256: str
    gzip_size: int
    gzip_sha256: str

    @property
    def form(self) -> Format:
        """The serialization."""
        return next(form for form in GRAPH_FORMATS if form.name == self.format)


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """Everything that is known of a release.

    ``digest`` is the SHA-256, in hexadecimal, of all that went in: the inputs, the settings
    that shape the output, and ``tools`` (version of each program by name). ``rules`` counts
    the published conclusions by rule. ``statements`` counts those of the default graph.
    """

    digest: str
    base_iri: str
    version: str
    statements: int
    tools: Mapping[str, str]
    inputs: tuple[InputFile, ...]
    graphs: tuple[GraphSummary, ...]
    rules: Mapping[str, int]
    dumps: tuple[Dump, ...]

    def to_json(self) -> str:
        """Write the manifest, the same bytes for the same release."""
        return json.dumps({"layout": LAYOUT, **asdict(self)}, indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read a manifest; raise ReleaseError where it is damaged or of another layout."""
        try:
            table = json.loads(text)
            layout = table.pop("layout")
            if layout != LAYOUT:
                raise ReleaseError(f"layout {layout}, and this version reads layout {LAYOUT}")
            return _manifest(table)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ReleaseError(f"damaged manifest: {error}") from error


def _manifest(table: dict[str, Any]) -> Manifest:
    dumps = [{**dump, "scope": Scope(dump["scope"])} for dump in table["dumps"]]
    return _part(
        Manifest,
        {
            **table,
            "inputs": tuple(_part(InputFile, item) for item in table["inputs"]),
            "graphs": tuple(_part(GraphSummary, item) for item in table["graphs"]),
            "dumps": tuple(_part(Dump, item) for item in dumps),
        },
    )


def _part(kind: type[Part], table: dict[str, Any]) -> Part:
    expected = {item.name for item in fields(kind)}  # type: ignore[arg-type]
    if set(table) != expected:
        raise ValueError(f"{kind.__name__} has {sorted(table)}, not {sorted(expected)}")
    return kind(**table)
