"""What a release is made of, and the file ``manifest.json`` that says so."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from mcdgraph.catalogue import Dump, GraphSummary, OmittedDump, Scope
from mcdgraph.errors import ReleaseError
from mcdgraph.release.checkout import Checkout

#: Counts up when the layout of a release changes; a release of another layout is not read.
LAYOUT = 5

Part = TypeVar("Part")


@dataclass(frozen=True, kw_only=True)
class InputFile:
    """A source file as it was read; ``path`` is relative to the graph's root."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """Everything that is known of a release.

    ``digest`` is the SHA-256, in hexadecimal, of all that went in: the inputs, the settings
    that shape the output, and ``tools`` (version of each program by name). ``rules`` counts
    the published conclusions by rule. ``modified`` is the date of the
    sources, as the settings have it. ``statements`` counts those of the default graph.
    ``omitted`` are the files that a format could not hold. ``checkout`` is where the inputs
    were in git; it does not count for the digest, so that the same sources are one release.
    """

    digest: str
    base_iri: str
    version: str
    modified: str
    statements: int
    tools: Mapping[str, str]
    inputs: tuple[InputFile, ...]
    checkout: Checkout
    graphs: tuple[GraphSummary, ...]
    rules: Mapping[str, int]
    dumps: tuple[Dump, ...]
    omitted: tuple[OmittedDump, ...]

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
    omitted = [{**dump, "scope": Scope(dump["scope"])} for dump in table["omitted"]]
    return _part(
        Manifest,
        {
            **table,
            "checkout": _part(Checkout, table["checkout"]),
            "inputs": tuple(_part(InputFile, item) for item in table["inputs"]),
            "graphs": tuple(_part(GraphSummary, item) for item in table["graphs"]),
            "dumps": tuple(_part(Dump, item) for item in dumps),
            "omitted": tuple(_part(OmittedDump, item) for item in omitted),
        },
    )


def _part(kind: type[Part], table: dict[str, Any]) -> Part:
    expected = {item.name for item in fields(kind)}  # type: ignore[arg-type]
    if set(table) != expected:
        raise ValueError(f"{kind.__name__} has {sorted(table)}, not {sorted(expected)}")
    return kind(**table)
