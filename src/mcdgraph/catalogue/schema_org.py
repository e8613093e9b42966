"""The dataset as search engines of datasets read it, and as packages of research data name it.

Sources: schema.org, Dataset and DataDownload; Croissant 1.0 (MLCommons 2024); RO-Crate 1.1
(Research Object Crate, 2020).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mcdgraph.catalogue.citation import Citation
from mcdgraph.catalogue.model import Dump, Scope
from mcdgraph.formats import CROISSANT, RO_CRATE
from mcdgraph.settings import Agent, Settings, split_words

#: A value of JSON.
Json = Any

#: Where a crate's description stands, from the crate's root.
RO_CRATE_FILE: Final = "ro-crate-metadata.json"

_SCHEMA: Final = "https://schema.org/"
#: The context that Croissant's specification gives (its clause on the JSON-LD context).
_CROISSANT_CONTEXT: Final[Mapping[str, Json]] = {
    "@vocab": _SCHEMA,
    **{
        name: f"cr:{name}"
        for name in (
            *("citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty"),
            *("fileObject", "fileSet", "format", "includes", "isLiveDataset", "jsonPath", "key"),
            *("md5", "parentField", "path", "recordSet", "references", "regex", "repeated"),
            *("replace", "samplingRate", "separator", "source", "subField", "transform"),
        )
    },
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "sc": _SCHEMA,
}


@dataclass(frozen=True, kw_only=True)
class DatasetFacts:
    """What is said of a dataset in each of these forms, in one language."""

    settings: Settings
    digest: str
    dumps: Sequence[Dump]
    language: str

    def schema_org(self) -> dict[str, Json]:
        """Return the dataset as schema.org has it, with every file of the whole graph."""
        return {
            "@context": _SCHEMA,
            "@type": "Dataset",
            "@id": self._base + "dataset",
            **self._facts(),
            "isAccessibleForFree": True,
            "distribution": [
                {"@type": "DataDownload", **self._file(dump)} for dump in self._whole()
            ],
        }

    def croissant(self) -> dict[str, Json]:
        """Return the dataset as Croissant has it: schema.org with checksums and a context."""
        return {
            "@context": {"@language": self.language, **_CROISSANT_CONTEXT},
            "@type": "sc:Dataset",
            "conformsTo": CROISSANT.profile,
            **self._facts(),
            "citeAs": self._citation(),
            "isLiveDataset": False,
            "distribution": [
                {"@type": "cr:FileObject", "@id": dump.name, **self._file(dump)}
                for dump in self._whole()
            ],
        }

    def ro_crate(self) -> dict[str, Json]:
        """Return the site as a crate: its root is the base IRI, its parts are the files."""
        facts = self._facts()
        agents = {f"#{role}": facts.pop(role) for role in ("creator", "publisher") if role in facts}
        root = {
            "@id": "./",
            "@type": "Dataset",
            **facts,
            **{name.removeprefix("#"): {"@id": name} for name in agents},
            "hasPart": [{"@id": self._base + f"dumps/{dump.name}"} for dump in self._whole()],
        }
        if licence := self.settings.licence:
            root["license"] = {"@id": licence}
        descriptor = {
            "@id": RO_CRATE_FILE,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": RO_CRATE.profile},
        }
        files = [
            {"@id": self._base + f"dumps/{dump.name}", "@type": "File", **self._file(dump)}
            for dump in self._whole()
        ]
        people = [{"@id": name, **about} for name, about in agents.items()]
        context = f"{RO_CRATE.profile}/context"
        return {"@context": context, "@graph": [descriptor, root, *people, *files]}

    @property
    def _base(self) -> str:
        return self.settings.base_iri

    def _whole(self) -> list[Dump]:
        return [dump for dump in self.dumps if dump.scope is not Scope.CATALOGUE]

    def _facts(self) -> dict[str, Json]:
        settings, tag = self.settings, self.language
        name = settings.named(settings.title, tag) or self._base
        words = settings.named(settings.catalogue.keywords, tag)
        found: dict[str, Json] = {
            "name": name,
            "description": settings.named(settings.description, tag) or name,
            "url": self._base,
            "identifier": f"sha256:{self.digest}",
            "version": settings.version,
            "license": settings.licence,
            "datePublished": settings.issued,
            "dateModified": settings.modified,
            "inLanguage": list(settings.languages),
            "keywords": list(split_words(words)),
            "creator": _agent(settings.creator),
            "publisher": _agent(settings.publisher),
        }
        return {key: value for key, value in found.items() if value}

    def _citation(self) -> str:
        cited = Citation(
            settings=self.settings,
            digest=self.digest,
            language=self.language,
            iri=self._base + "dataset",
        )
        return cited.bibtex

    def _file(self, dump: Dump) -> dict[str, Json]:
        return {
            "name": dump.name,
            "contentUrl": f"{self._base}dumps/{dump.name}",
            "encodingFormat": dump.form.media_type,
            "contentSize": f"{dump.size} B",
            "sha256": dump.sha256,
        }


def _agent(agent: Agent) -> dict[str, Json] | None:
    if not agent.name:
        return None
    return {
        "@type": "Organization",
        "name": agent.name,
        **({"url": agent.iri} if agent.iri else {}),
    }
