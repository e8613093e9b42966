"""What a client may read as a whole: the ontology, the shapes and the saved questions."""

import json
from dataclasses import dataclass
from typing import Any, Final

from mcdgraph.agents.context import AgentContext
from mcdgraph.formats import TURTLE
from mcdgraph.pages.bounds import COUNTED
from mcdgraph.pages.description import graph_statements
from mcdgraph.questions import SavedQuery, word_of
from mcdgraph.serialization import serialize

_JSON: Final = "application/json"
_SPARQL: Final = "application/sparql-query"
#: Where questions are, below the base IRI.
_QUESTIONS: Final = "queries/"


@dataclass(frozen=True, kw_only=True)
class Resources:
    """The resources of one release, named below its base IRI."""

    context: AgentContext

    def listed(self) -> list[dict[str, Any]]:
        """Describe the resources, as ``resources/list`` does."""
        return [
            self._entry("ontology", "The ontology: classes, properties, rules", TURTLE.media_type),
            self._entry("shapes", "The shapes that the data conform to", TURTLE.media_type),
            self._entry(_QUESTIONS, "The saved questions, with their parameters", _JSON),
        ]

    def templates(self) -> list[dict[str, Any]]:
        """Describe the queries of single questions, as ``resources/templates/list`` does."""
        return [
            {
                "uriTemplate": f"{self._base}{_QUESTIONS}{{name}}",
                "name": "question",
                "title": "The query of a saved question",
                "mimeType": _SPARQL,
            }
        ]

    def read(self, uri: str) -> dict[str, Any] | None:
        """Return what a resource holds; None where there is no such one."""
        if not uri.startswith(self._base):
            return None
        name = uri.removeprefix(self._base)
        if name in ("ontology", "shapes"):
            return _content(uri, TURTLE.media_type, self._turtle(name))
        if name == _QUESTIONS:
            return _content(uri, _JSON, self._questions())
        asked = name.removeprefix(_QUESTIONS) if name.startswith(_QUESTIONS) else ""
        saved = next((saved for saved in self.context.questions if saved.name == asked), None)
        return _content(uri, _SPARQL, saved.text) if saved else None

    @property
    def _base(self) -> str:
        return self.context.settings.base_iri

    def _entry(self, name: str, title: str, media_type: str) -> dict[str, Any]:
        found = {"uri": self._base + name, "name": name.strip("/"), "title": title}
        return found | {"mimeType": media_type}

    def _turtle(self, kind: str) -> str:
        """Write the graphs of a kind; where they are too many statements, say where they are."""
        graphs = [g for g in self.context.release.manifest.graphs if g.kind == kind]
        if sum(graph.statements for graph in graphs) > COUNTED:
            return f"# too large to be read here; see {self._base}dumps/\n"
        columns = graph_statements(self.context.reader, [graph.iri for graph in graphs])
        return serialize(columns, TURTLE, self.context.settings.prefixes).decode("utf8")

    def _questions(self) -> str:
        told = [question_data(saved) for saved in self.context.questions]
        return json.dumps({"questions": told}, ensure_ascii=False)


def question_data(saved: SavedQuery) -> dict[str, Any]:
    """Return what a client needs to ask a question."""
    return {
        "name": saved.name,
        "title": dict(saved.titles),
        "description": dict(saved.descriptions),
        "origins": [str(origin) for origin in saved.origins],
        "parameters": [
            {
                "name": found.name,
                "type": str(found.type),
                "default": None if found.default is None else word_of(found.default),
                "allowed": [word_of(value) for value in found.allowed],
                "class": found.members,
            }
            for found in saved.parameters
        ],
    }


def _content(uri: str, media_type: str, text: str) -> dict[str, Any]:
    return {"uri": uri, "mimeType": media_type, "text": text}
