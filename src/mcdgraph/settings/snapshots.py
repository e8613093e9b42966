"""Which graphs hold what one version of a document says, and how they say it of themselves."""

from dataclasses import dataclass

from mcdgraph.namespaces import STANDARD
from mcdgraph.settings.declaring import setting


@dataclass(frozen=True, kw_only=True)
class SnapshotSettings:
    """Properties and classes that are looked for; names may have a prefix in a file."""

    classes: tuple[str, ...] = setting(
        (), "Classes of versions of documents; without one the graph has no snapshots."
    )
    source: tuple[str, ...] = setting(
        (STANDARD["prov"] + "wasDerivedFrom",), "Of a named graph: the version that it was read in."
    )
    document: tuple[str, ...] = setting(
        (STANDARD["dcterms"] + "isVersionOf",), "Of a version: the document that it is one of."
    )
    profile: tuple[str, ...] = setting(
        (STANDARD["dcterms"] + "conformsTo",),
        "Of a version, its document or its graph: the profiles that it claims to fill.",
    )
    earliest: tuple[str, ...] = setting(
        (), "Of a graph or its version: the first day that it speaks of; without one it is unknown."
    )
    latest: tuple[str, ...] = setting(
        (), "Of a graph or its version: the last day that it speaks of; without one it is unknown."
    )
    basis: tuple[str, ...] = setting(
        (), "Of a graph or its version: what these days rest on, such as a printed date."
    )
    valid_from: tuple[str, ...] = setting(
        (), "Of an annotated axiom: the first day of which its statement holds, if it says one."
    )
    valid_to: tuple[str, ...] = setting(
        (), "Of an annotated axiom: the last day of which its statement holds, if it says one."
    )
