"""What can be set, each with its default and one sentence of help."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from mcdgraph.namespaces import LOCAL, STANDARD, for_base
from mcdgraph.settings.conflicts import ConflictSettings
from mcdgraph.settings.declaring import setting, table
from mcdgraph.settings.evidence import EvidenceSettings
from mcdgraph.settings.forge import ForgeSettings
from mcdgraph.settings.snapshots import SnapshotSettings

#: The file of a graph's settings, in its folder.
FILE_NAME: Final = "mcdgraph.toml"

Role = Literal["ontology", "vocabulary", "data", "shapes"]
#: What source files are for; the first that a file is for says what kind of graph it is.
ROLES: Final[tuple[Role, ...]] = ("ontology", "vocabulary", "data", "shapes")


@dataclass(frozen=True, kw_only=True)
class Agent:
    """Who made or publishes the graph."""

    name: str = setting("", "Name as it is printed.")
    iri: str = setting("", "IRI that identifies the person or organisation; may be empty.")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Whom to write to about the graph."""

    name: str = setting("", "Name of the person or office.")
    email: str = setting("", "Address for electronic mail.")
    page: str = setting("", "IRI of a page with a form or an address.")


@dataclass(frozen=True, kw_only=True)
class CatalogueSettings:
    """What harvesters of data portals want to know beyond title, licence and dates."""

    keywords: Mapping[str, str] = table("Keywords, with commas between them, by language.")
    themes: tuple[str, ...] = setting(
        (), "IRIs of themes, such as those of the EU's data-theme table."
    )
    spatial: tuple[str, ...] = setting(
        (), "IRIs of the places that the data speak of, such as those of the EU's country table."
    )
    frequency: str = setting(
        "", "How often the data change, as a code of the EU's frequency table, such as `IRREG`."
    )
    availability: str = setting(
        "",
        "How long the files will be there, as a code of the EU's planned-availability table, "
        "such as `STABLE`.",
    )


@dataclass(frozen=True, kw_only=True)
class SourceSettings:
    """Which files are the graph's, by what they are for; a file may be for several things.

    Globs are relative to the root and never leave it (`mcdgraph.sources.globs`).
    """

    ontology: tuple[str, ...] = setting(
        ("ontology/**",), "Globs of the files that describe classes and properties."
    )
    shapes: tuple[str, ...] = setting(("shapes/**",), "Globs of the files of SHACL shapes.")
    data: tuple[str, ...] = setting(("data/**",), "Globs of the files of data.")
    vocabulary: tuple[str, ...] = setting(
        ("vocabulary/**",), "Globs of the files of concept schemes (SKOS)."
    )
    exclude: tuple[str, ...] = setting((), "Globs of what is left out of all of these.")
    broken: Literal["refuse", "skip"] = setting(
        "refuse", "What a file that cannot be read does: stop a build, or be left out with a word."
    )


@dataclass(frozen=True, kw_only=True)
class ImportSettings:
    """Where what `owl:imports` and JSON-LD contexts name is found; nothing is fetched."""

    folders: tuple[str, ...] = setting(
        (), "Folders with copies of imported ontologies, found by the IRIs that they declare."
    )
    catalogs: tuple[str, ...] = setting(
        ("**/catalog-v001.xml",), "Globs of XML catalogs, as Protégé writes them."
    )
    files: Mapping[str, str] = table(
        "Files that stand for imported IRIs (table `[imports.files]`)."
    )
    contexts: Mapping[str, str] = table(
        "Files that stand for contexts that JSON-LD names (table `[imports.contexts]`)."
    )


@dataclass(frozen=True, kw_only=True)
class CheckSettings:
    """How the graph is checked."""

    engine: Literal["columns", "pyshacl"] = setting("columns", "SHACL engine.")
    profile: Literal["own", "published"] = setting(
        "published",
        "How strict the check is: `own` for a graph made to these rules, `published` for one "
        "that has its own ways; `mcdgraph rules` shows both.",
    )
    shape_rules: Literal["asked", "all", "none"] = setting(
        "asked",
        "Rules of the shapes (`sh:rule`) to run before validation: all, none, or all where the "
        "shapes ask for it by `sh:entailment sh:Rules`.",
    )
    off: tuple[str, ...] = setting((), "Rules that are switched off; `mcdgraph rules` lists all.")
    baseline: Path = setting(
        Path("mcdgraph-baseline.json"), "File of accepted findings; it need not exist."
    )


@dataclass(frozen=True, kw_only=True)
class ReasoningSettings:
    """How conclusions are drawn."""

    engine: Literal["columns", "owlrl"] = setting("columns", "OWL 2 RL engine.")


@dataclass(frozen=True, kw_only=True)
class ReleaseSettings:
    """Where releases are kept."""

    folder: Path = setting(Path(".mcdgraph"), "Folder that holds the releases.")
    keep: int = setting(3, "How many releases to keep, the current one included.")
    violations: Literal["refuse", "accept"] = setting(
        "refuse", "What violations do that the checks find: stop a build, or be told."
    )


@dataclass(frozen=True, kw_only=True)
class ServerSettings:
    """Where the server listens."""

    host: str = setting("127.0.0.1", "Address to listen on.")
    port: int = setting(8000, "Port to listen on; 0 takes a free one.")
    connections: int = setting(2000, "Connections of a server process; more than query.queue.")
    access_log: Literal["auto", "off", "common", "json"] = setting(
        "auto",
        "A line for each answer on standard error; `auto` is off on a terminal, else common.",
    )


@dataclass(frozen=True, kw_only=True)
class QuerySettings:
    """What a request may take."""

    deadline: float = setting(30.0, "Seconds that a worker may spend on a query.")
    memory: int = setting(512, "Mebibytes a worker may take beyond the store it shares.")
    rows: int = setting(10_000_000, "Rows, or statements of a graph, an answer may have.")
    answer_bytes: int = setting(4 * 2**30, "Bytes an answer may have.")
    request_bytes: int = setting(1 * 2**20, "Bytes a request may have.")
    nesting: int = setting(200, "Brackets that may be open at one place of a query.")
    processes: int = setting(0, "Server processes; 0 is one for every two processors.")
    workers: int = setting(2, "Workers of a server process that answer light queries.")
    slow_workers: int = setting(2, "Workers of a server process that go on with slow queries.")
    senders: int = setting(16, "Answers of a server process too long to be sent at once.")
    sending: float = setting(600.0, "Seconds that sending such an answer may take.")
    queue: int = setting(1024, "Requests of a server process that may wait for a worker.")
    queue_bytes: int = setting(32 * 2**20, "Bytes that these requests may have together.")
    cache_bytes: int = setting(32 * 2**20, "Bytes of answers a server process keeps; 0 for none.")
    client_header: str = setting(
        "", "Header in which a trusted proxy names the client, such as `X-Real-IP`."
    )
    service: tuple[str, ...] = setting((), "Endpoints that SERVICE may call; none by default.")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that can be set for one graph.

    ``root`` is the graph's folder and ``file`` what the settings were read from, mostly its
    ``mcdgraph.toml``; every `Path` is absolute once loaded.
    ``title`` and ``description`` map a language tag to a text. Mappings are plain dictionaries,
    which worker processes can be sent; nothing writes into them.
    """

    root: Path = Path()
    file: Path = Path(FILE_NAME)
    base_iri: str = setting(LOCAL, "IRI under which the graph names things; ends with a slash.")
    bases: tuple[str, ...] = setting(
        (), "Further IRIs below which the graph names things; each ends with a slash or `#`."
    )
    title: Mapping[str, str] = table("Title of the graph, by language.")
    description: Mapping[str, str] = table("What the graph holds, in a paragraph, by language.")
    version: str = setting("", "Version of the graph, as its maintainers count.")
    issued: str = setting("", "Date of first publication, `YYYY-MM-DD`.")
    modified: str = setting("", "Date of the last change that matters, `YYYY-MM-DD`.")
    licence: str = setting("", "IRI of the licence of ontology and data.")
    languages: tuple[str, ...] = setting(
        ("en",), "Languages of the pages, the preferred one first."
    )
    locale: Path = setting(
        Path("locale"), "Folder of catalogues of the pages in further languages; it need not exist."
    )
    documents: Path = setting(
        Path("documents"),
        "Folder of copies of source documents, whose passages pages then quote; nothing of it is "
        "published otherwise, and it need not exist.",
    )
    own_prefixes: Mapping[str, str] = table(
        "Prefixes of the graph, beside the standard ones (table `[prefixes]`)."
    )
    creator: Agent = setting(Agent(), "Who made the graph.")
    publisher: Agent = setting(Agent(), "Who publishes the graph.")
    sources: SourceSettings = setting(SourceSettings(), "Which files are the graph's.")
    imports: ImportSettings = setting(ImportSettings(), "Where imported ontologies are found.")
    contact: Contact = setting(Contact(), "Whom to write to about the graph.")
    catalogue: CatalogueSettings = setting(
        CatalogueSettings(), "What harvesters of data portals want to know."
    )
    evidence: EvidenceSettings = setting(
        EvidenceSettings(), "Which properties say what stands behind a statement."
    )
    snapshots: SnapshotSettings = setting(
        SnapshotSettings(), "Which graphs hold what one version of a document says."
    )
    conflicts: ConflictSettings = setting(ConflictSettings(), "What may have one value at a time.")
    forge: ForgeSettings = setting(
        ForgeSettings(), "Where the sources are kept, and where errors are reported."
    )
    check: CheckSettings = setting(CheckSettings(), "How the graph is checked.")
    reasoning: ReasoningSettings = setting(ReasoningSettings(), "How conclusions are drawn.")
    release: ReleaseSettings = setting(ReleaseSettings(), "Where releases are kept.")
    server: ServerSettings = setting(ServerSettings(), "Where the server listens.")
    query: QuerySettings = setting(QuerySettings(), "What a request may take.")

    @property
    def queries(self) -> Path:
        """The folder of the saved queries."""
        return self.root / "queries"

    @property
    def prefixes(self) -> dict[str, str]:
        """All prefixes, sorted by name: the standard ones, those of the base, the graph's own."""
        merged = {**STANDARD, **for_base(self.base_iri), **self.own_prefixes}
        return dict(sorted(merged.items()))

    def named(self, texts: Mapping[str, str], language: str) -> str:
        """Choose a text by language, else by the order of ``languages``, else any, else ""."""
        for tag in (language, *self.languages, *texts):
            if tag in texts:
                return texts[tag]
        return ""
