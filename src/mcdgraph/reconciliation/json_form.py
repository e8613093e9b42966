"""Answers of reconciliation as JSON, in the form of each version.

Source: Reconciliation Service API 0.2, clauses 4.2, 6.3, 6.5, 7.3 and 7.5; 1.0-draft, clauses 4.2,
6.4, 7.2 and 7.4, and its section on text-processing languages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from mcdgraph.pages.completion import OfferedTerm
from mcdgraph.pages.labels import Label
from mcdgraph.pages.values import Resource
from mcdgraph.reconciliation.extension import (
    DataExtension,
    ExtendedColumn,
    ExtensionValue,
    PointInTime,
)
from mcdgraph.reconciliation.identifiers import Identifiers
from mcdgraph.reconciliation.model import FeatureName, MatchCandidate
from mcdgraph.reconciliation.suggesting import SuggestedItem
from mcdgraph.reconciliation.versions import ApiVersion

Json = dict[str, Any]
#: Scripts that are written from right to left, by the language that is mostly written in them.
_RIGHT_TO_LEFT: Final = frozenset(
    ("ar", "arc", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi")
)


@dataclass(frozen=True, kw_only=True)
class AnswerWriter:
    """Writes answers in the form of a version; ``features`` are the names of features."""

    version: ApiVersion
    identifiers: Identifiers
    features: Mapping[FeatureName, str]

    @property
    def _is_draft(self) -> bool:
        return self.version is ApiVersion.DRAFT

    def batch(self, results: Mapping[str, Iterable[MatchCandidate]]) -> Json:
        """Write the candidates of each query of 0.2, by its key."""
        return {
            key: {"result": list(map(self._candidate, found))} for key, found in results.items()
        }

    def draft_batch(self, results: Iterable[Iterable[MatchCandidate]]) -> Json:
        """Write the candidates of each query of 1.0-draft, in order."""
        return {"results": [{"candidates": list(map(self._candidate, r))} for r in results]}

    def suggestions(self, found: Iterable[SuggestedItem]) -> Json:
        """Write suggestions, which are the same in both versions."""
        return {"result": list(map(self._suggestion, found))}

    def proposals(self, found: Iterable[OfferedTerm], type_id: str, limit: int | None) -> Json:
        """Write the properties that may be asked for."""
        told: Json = {"properties": list(map(self._proposal, found)), "type": type_id}
        return told if limit is None else {**told, "limit": limit}

    def flyout(self, item: SuggestedItem, identifier: str) -> Json:
        """Write a few words on one thing, as HTML in which all that the graph says is text."""
        types = ", ".join(type_.label.text for type_ in item.types)
        pieces = [f"<h3>{escape(item.name.text)}</h3>"]
        pieces += [f"<p>{escape(types)}</p>"] if types else []
        pieces += [f"<p>{escape(item.description.text)}</p>"] if item.description else []
        return {"id": identifier, "html": "".join(pieces)}

    def extension(self, found: DataExtension) -> Json:
        """Write columns and rows."""
        meta = list(map(self._column, found.columns))
        ids = [column.id for column in found.columns]
        if self._is_draft:
            rows: Any = [
                {
                    "id": row.id,
                    "properties": [
                        {"id": id_, "values": list(map(self._value, values))}
                        for id_, values in zip(ids, row.values, strict=True)
                    ],
                }
                for row in found.rows
            ]
        else:
            rows = {
                row.id: {
                    id_: list(map(self._value, values))
                    for id_, values in zip(ids, row.values, strict=True)
                }
                for row in found.rows
            }
        return {"meta": meta, "rows": rows}

    def _candidate(self, found: MatchCandidate) -> Json:
        told = {"id": self.identifiers.of(found.iri), **self._named(found.name)}
        if found.description:
            told["description"] = found.description.text
        features = [self._feature(name, value) for name, value in found.features]
        return {
            **told,
            "type": list(map(self._resource, found.types)),
            "score": found.score,
            "features": features,
            "match": found.match,
        }

    def _feature(self, name: FeatureName, value: float | bool) -> Json:
        named = {"name": self.features[name]} if self._is_draft else {}
        return {"id": str(name), **named, "value": value}

    def _suggestion(self, item: SuggestedItem) -> Json:
        told = {"id": self.identifiers.of(item.iri), **self._named(item.name)}
        if item.description:
            told["description"] = item.description.text
        if item.types:
            told["notable"] = list(map(self._resource, item.types))
        return told

    def _proposal(self, term: OfferedTerm) -> Json:
        told = {"id": self.identifiers.of(term.iri), "name": term.label}
        return {**told, "description": term.definition} if term.definition else told

    def _column(self, column: ExtendedColumn) -> Json:
        told = {"id": column.id, **self._named(column.name)}
        return {**told, "type": self._resource(column.type)} if column.type else told

    def _resource(self, resource: Resource) -> Json:
        return {"id": self.identifiers.of(resource.iri), **self._named(resource.label)}

    def _value(self, value: ExtensionValue) -> Json:
        if isinstance(value, Resource):
            return self._resource(value)
        if isinstance(value, Label):
            return {"str": value.text, **self._tagged(value)}
        if isinstance(value, PointInTime):
            return {"date": value.lexical}
        return {"int": value} if isinstance(value, int) else {"float": value}

    def _named(self, label: Label) -> Json:
        return {"name": label.text, **self._tagged(label)}

    def _tagged(self, label: Label) -> Json:
        """Return the language of a text, and its direction where that is not the usual one."""
        if not self._is_draft or not label.language:
            return {}
        tagged = {"lang": label.language}
        primary = label.language.lower().partition("-")[0]
        return {**tagged, "dir": "rtl"} if primary in _RIGHT_TO_LEFT else tagged
