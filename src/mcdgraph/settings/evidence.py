"""Which properties say what stands behind a statement: a profile, not a vocabulary of ours."""

from dataclasses import dataclass

from mcdgraph.namespaces import STANDARD
from mcdgraph.settings.declaring import setting


@dataclass(frozen=True, kw_only=True)
class EvidenceSettings:
    """Properties that are looked for; of those for one purpose, all that a graph uses count.

    Once loaded, each is an IRI; in a file it may be a name with a prefix.
    """

    source: tuple[str, ...] = setting(
        (
            STANDARD["prov"] + "wasDerivedFrom",
            STANDARD["prov"] + "hadPrimarySource",
            STANDARD["prov"] + "wasQuotedFrom",
            STANDARD["dcterms"] + "source",
            STANDARD["schema"] + "citation",
        ),
        "Of an annotated axiom: what says the statement, a passage or a document.",
    )
    status: tuple[str, ...] = setting((), "Of an annotated axiom: how its source says it.")
    document: tuple[str, ...] = setting(
        (STANDARD["dcterms"] + "isPartOf",),
        "Of a passage: the document that it stands in; of a version: what it is a version of.",
    )
    name: tuple[str, ...] = setting(
        (STANDARD["dcterms"] + "identifier",), "Of a passage: how it is cited."
    )
    start: tuple[str, ...] = setting(
        (STANDARD["oa"] + "start",), "Of a passage: where it begins, in code points from 0."
    )
    end: tuple[str, ...] = setting(
        (STANDARD["oa"] + "end",), "Of a passage: where it ends, in code points."
    )
    gloss: tuple[str, ...] = setting(
        (STANDARD["dcterms"] + "description", STANDARD["schema"] + "description"),
        "Of a passage: what it says, in words of the graph's own.",
    )
    locator: tuple[str, ...] = setting(
        (STANDARD["schema"] + "pagination",), "Of a passage: where it stands, in words."
    )
    fragment_start: tuple[str, ...] = setting(
        (), "Of a passage: its first words, by which a link finds it."
    )
    fragment_end: tuple[str, ...] = setting(
        (), "Of a passage: its last words, by which a link finds its end."
    )
    url: tuple[str, ...] = setting(
        (STANDARD["schema"] + "url", STANDARD["foaf"] + "page"),
        "Of a document: where it is read.",
    )
    date: tuple[str, ...] = setting(
        (
            STANDARD["dcterms"] + "modified",
            STANDARD["dcterms"] + "issued",
            STANDARD["dcterms"] + "date",
            STANDARD["schema"] + "dateModified",
            STANDARD["schema"] + "datePublished",
        ),
        "Of a document: the day at which an archived copy is looked for.",
    )
    digest: tuple[str, ...] = setting(
        (STANDARD["spdx"] + "checksum", STANDARD["schema"] + "sha256"),
        "Of a document: its SHA-256, or an `spdx:Checksum` that holds it.",
    )
    language: tuple[str, ...] = setting(
        (STANDARD["dcterms"] + "language", STANDARD["schema"] + "inLanguage"),
        "Of a document: its language, as a tag.",
    )
    exempt: tuple[str, ...] = setting(
        (), "Of a property or class: `true` where its statements need no evidence."
    )
    number: tuple[str, ...] = setting((), "Numbers of statements, which pages show last.")
