"""The manifests: what the service offers, and where.

Source: Reconciliation Service API 0.2, clause 3.1; 1.0-draft, clause 3.1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from mcdgraph import __version__
from mcdgraph.namespaces import OWL, RDF, RDFS, SH, STANDARD
from mcdgraph.pages.completion import offered_classes
from mcdgraph.reconciliation.context import EVERYTHING, ReconciliationContext
from mcdgraph.reconciliation.model import MAX_QUERIES
from mcdgraph.reconciliation.suggesting import SuggestedKind
from mcdgraph.reconciliation.versions import ApiVersion

#: Pixels of a preview.
PREVIEW_WIDTH: Final = 420
PREVIEW_HEIGHT: Final = 320
#: Types that clients offer first.
DEFAULT_TYPES: Final = 12
#: Vocabularies in which a graph describes itself, whose classes nobody reconciles to.
_MACHINERY: Final = (
    *(OWL, RDF, RDFS, SH, STANDARD["void"], STANDARD["dcat"], STANDARD["sd"], STANDARD["oa"]),
    *(STANDARD["prov"], STANDARD["spdx"], STANDARD["adms"]),
)


@dataclass(frozen=True, kw_only=True)
class ManifestWords:
    """The words of a manifest in a language: what the settings of a property mean."""

    limit: str
    limit_help: str
    language: str
    language_help: str


@dataclass(frozen=True, kw_only=True)
class ManifestWriter:
    """Writes manifests; ``address`` makes an address that clients can follow out of a path."""

    context: ReconciliationContext
    name: str
    words: ManifestWords
    address: Callable[[str], str]

    def write(self, version: ApiVersion) -> dict[str, Any]:
        """Return the manifest of a version as JSON has it."""
        common = {
            "versions": [str(one) for one in ApiVersion],
            "name": self.name,
            "documentation": self.address("/guide") + "#reconciliation",
            "serviceVersion": __version__,
            "logo": self.address("/favicon.ico"),
            "defaultTypes": self._types(),
            "batchSize": MAX_QUERIES,
        }
        return {**common, **(self._stable() if version is ApiVersion.STABLE else self._draft())}

    def _types(self) -> list[dict[str, str]]:
        identifiers, context = self.context.identifiers, self.context
        classes = [
            term
            for term in offered_classes(context.reader, context.language)
            if term.iri not in EVERYTHING and not term.iri.startswith(_MACHINERY)
        ]
        return [
            {"id": identifiers.of(term.iri), "name": term.label} for term in classes[:DEFAULT_TYPES]
        ]

    def _stable(self) -> dict[str, Any]:
        root = self.address("/reconcile")
        return {
            "identifierSpace": self.context.reader.settings.base_iri,
            "schemaSpace": RDFS + "Resource",
            "view": {"url": f"{root}/view?id={{{{id}}}}"},
            "feature_view": {"url": self.address("/guide") + "#feature-{{id}}"},
            "preview": {
                "url": f"{root}/preview?id={{{{id}}}}",
                "width": PREVIEW_WIDTH,
                "height": PREVIEW_HEIGHT,
            },
            "suggest": {str(kind): _suggest(root, kind) for kind in SuggestedKind},
            "extend": {
                "propose_properties": {"service_url": root, "service_path": "/extend/propose"},
                "property_settings": self._settings("name", "label", "help_text"),
            },
        }

    def _draft(self) -> dict[str, Any]:
        root = self.address("/reconcile")
        return {
            "lang": self.context.language,
            "view": {"url": f"{root}/view?id={{id}}"},
            "featureView": {"url": self.address("/guide") + "#feature-{id}"},
            "preview": {"width": PREVIEW_WIDTH, "height": PREVIEW_HEIGHT},
            "suggest": {str(kind): True for kind in SuggestedKind},
            "extend": {
                "proposeProperties": True,
                "propertySettings": self._settings("id", "name", "helpText"),
            },
            "standardizedScore": True,
        }

    def _settings(self, name: str, label: str, help_text: str) -> list[dict[str, Any]]:
        """Return the settings of a property, whose fields each version calls otherwise."""
        words = self.words
        found = (
            ("limit", "number", 0, words.limit, words.limit_help),
            ("language", "text", "", words.language, words.language_help),
        )
        return [
            {"type": type_, "default": default, name: id_, label: told, help_text: more}
            for id_, type_, default, told, more in found
        ]


def _suggest(root: str, kind: SuggestedKind) -> dict[str, str]:
    return {
        "service_url": root,
        "service_path": f"/suggest/{kind}",
        "flyout_service_url": root,
        "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
    }
