"""The tools: search, describe, ask, sparql, explain and passage.

Each answers with the release that it speaks of, and with what its statements rest on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mcdgraph.agents.context import AgentContext
from mcdgraph.agents.markdown import MarkdownWriter, escape, evidence_of, section
from mcdgraph.agents.markdown_pages import (
    entity_markdown,
    explanation_markdown,
    question_markdown,
)
from mcdgraph.agents.resources import question_data
from mcdgraph.agents.tool import (
    TEXT,
    Argument,
    JsonSchema,
    Tool,
    ToolAnswer,
    list_of,
    object_of,
    or_null,
)
from mcdgraph.agents.values import (
    ANSWER_SCHEMA,
    EVIDENCE_SCHEMA,
    FACT_SCHEMA,
    RESOURCE_SCHEMA,
    STATEMENT_SCHEMA,
    answer_data,
    evidence_data,
    fact_data,
    group_data,
    resource_data,
)
from mcdgraph.errors import QuerySyntaxError, UsageError
from mcdgraph.explanation import parse_name, parse_statement
from mcdgraph.explanation.data import snapshot_data, step_data
from mcdgraph.pages.answers import Answer, answer_page
from mcdgraph.pages.bounds import LABEL, STEPS, shorten
from mcdgraph.pages.contents import conveyed
from mcdgraph.pages.entity import entity_page
from mcdgraph.pages.evidence import sentence_evidence
from mcdgraph.pages.explanation import grounds
from mcdgraph.pages.values import Resource, StatementEvidence
from mcdgraph.questions import SavedQuery, WrittenNames, given_values
from mcdgraph.search import EntryKind, SearchHit, SearchRequest, Suggestion, results_form
from mcdgraph.sparql.screening import wrong_operation

#: Passages of an answer that are told in full.
MOST_EVIDENCE: Final = 50
_RELEASE: Final[JsonSchema] = object_of({"digest": TEXT, "version": TEXT, "commit": TEXT})
_COMMON: Final = {"evidence": list_of(EVIDENCE_SCHEMA), "release": _RELEASE}
_SNAPSHOTS: Final = {"snapshot": or_null(TEXT), "others": list_of(TEXT)}
_HIT: Final[JsonSchema] = {"type": "object"}
_STEP: Final[JsonSchema] = {"type": "object"}


@dataclass(frozen=True, kw_only=True)
class GraphTools:
    """Answers the calls of tools about one release."""

    context: AgentContext

    def all(self) -> tuple[Tool, ...]:
        """Return the tools."""
        return (
            *(self._search(), self._describe(), self._ask()),
            *(self._sparql(), self._explain(), self._passage()),
        )

    def search(self, given: Mapping[str, str]) -> ToolAnswer:
        """Find things and questions by words."""
        tongue = self.context.language(given["language"])
        kind = EntryKind(given["kind"]) if given["kind"] else None
        results = self.context.search.search(
            SearchRequest(text=given["text"], language=tongue, kind=kind)
        )
        data = results_form(
            results, (), self._address, lambda iri: self._resource(iri, tongue).label.text
        )
        lines = [_hit_line(hit) for hit in results.hits] or ["Nothing was found."]
        if results.meant:
            lines.append(f"\nDid you mean: {escape(results.meant)}?")
        told = {"hits": data["hits"], "total": results.total}
        return self._answer(tongue, "\n".join(lines) + "\n", told)

    def describe(self, given: Mapping[str, str]) -> ToolAnswer:
        """Tell what the graph says of a thing."""
        tongue = self.context.language(given["language"])
        iri = self.context.known_iri(given["iri"], tongue)
        page = entity_page(self.context.reader, iri, tongue)
        data = {
            "iri": page.iri,
            "label": page.label.text,
            "types": [resource_data(found) for found in page.types],
            "summary": page.summary.text if page.summary else "",
            "statements": group_data((*page.asserted, *page.inferred)),
            "incoming": group_data(page.incoming),
        }
        found = evidence_of((*page.asserted, *page.incoming))
        return self._answer(
            tongue, entity_markdown(self._writer(tongue), page), data, found, told=True
        )

    def ask(self, given: Mapping[str, str]) -> ToolAnswer:
        """Answer a saved question."""
        tongue = self.context.language(given["language"])
        saved = self.context.question(given["question"], tongue)
        text = saved.asked(self._values(saved, given["parameters"]))
        answer = self._answered(text, tongue)
        data = {"question": question_data(saved), "query": text, "answer": answer_data(answer)}
        written = question_markdown(self._writer(tongue), saved, text, answer, tongue)
        return self._answer(tongue, written, data, answer.passages)

    def sparql(self, given: Mapping[str, str]) -> ToolAnswer:
        """Answer a query."""
        tongue = self.context.language(given["language"])
        answer = self._answered(given["query"], tongue)
        prefixes = self.context.settings.prefixes
        unknown: list[str] = []
        if answer.truth is False or (answer.table and not answer.table.rows):
            found = self.context.service.unknown_terms(given["query"])
            unknown = [shorten(term.told(prefixes), LABEL) for term in found[:5]]
        data = {"answer": answer_data(answer), "unknown_terms": unknown}
        answered = self._writer(tongue).answer(answer)
        written = answered + "".join(f"\n{line}\n" for line in unknown)
        return self._answer(tongue, written, data, answer.passages)

    def explain(self, given: Mapping[str, str]) -> ToolAnswer:
        """Prove a statement."""
        tongue = self.context.language(given["language"])
        prefixes = self.context.settings.prefixes
        triple = parse_statement([given[name].strip() for name in ("s", "p", "o")], prefixes)
        version = given["snapshot"].strip()
        snapshot = parse_name(version, prefixes) if version else None
        found = self.context.explanations.explain(triple, snapshot)
        if found is None:
            raise UsageError("the statement is neither written nor concluded")
        evidence = grounds(self.context.reader, found, tongue)
        steps = [step_data(step) for step in found.steps[:STEPS]]
        data = {"steps": steps, **snapshot_data(found)}
        written = explanation_markdown(self._writer(tongue), found, prefixes, evidence)
        return self._answer(tongue, written, data, evidence, told=True)

    def passage(self, given: Mapping[str, str]) -> ToolAnswer:
        """Tell of a passage: what it says, where it stands, and which statements rest on it."""
        tongue = self.context.language(given["language"])
        iri = self.context.passage_iri(given["passage"], tongue)
        found = sentence_evidence(self.context.reader, iri, "", tongue)
        facts = conveyed(self.context.reader, iri, tongue).entries
        writer = self._writer(tongue)
        lines = section(writer.words.conveys, map(writer.fact, facts))
        written = f"# {writer.evidence(found)}\n\n" + "\n".join(lines)
        data = {"passage": evidence_data(found), "statements": [fact_data(f) for f in facts]}
        return self._answer(tongue, written, data, [found], told=True)

    def _writer(self, language: str) -> MarkdownWriter:
        return MarkdownWriter(words=self.context.words(language))

    def _answer(
        self,
        language: str,
        text: str,
        data: dict[str, Any],
        evidence: Iterable[StatementEvidence] = (),
        *,
        told: bool = False,
    ) -> ToolAnswer:
        """Add what every answer carries; ``told`` where the text names the evidence already."""
        first = list(evidence)[:MOST_EVIDENCE]
        manifest = self.context.release.manifest
        release = {
            "digest": manifest.digest,
            "version": manifest.version,
            "commit": manifest.checkout.commit,
        }
        below = (
            "" if told else "\n".join(self._writer(language).evidence_section(first)).rstrip("\n")
        )
        parts = [text.rstrip("\n"), below, f"Release {manifest.digest}"]
        common = {"evidence": [evidence_data(found) for found in first], "release": release}
        return ToolAnswer(text="\n\n".join(filter(None, parts)) + "\n", data=data | common)

    def _answered(self, text: str, language: str) -> Answer:
        try:
            return answer_page(self.context.reader, self.context.service, text, language)
        except QuerySyntaxError as error:
            raise wrong_operation(text, error) from error

    def _values(self, saved: SavedQuery, given: str) -> dict[str, Any]:
        """Read ``name=value`` lines as the values of a question's parameters."""
        settings = self.context.settings
        names = WrittenNames(base=settings.base_iri, prefixes=settings.prefixes)
        pairs = [line.partition("=") for line in given.splitlines() if line.strip()]
        words = {name.strip(): value.strip() for name, _, value in pairs}
        return given_values(saved, words, names, self.context.reader.store)

    def _resource(self, iri: str, language: str) -> Resource:
        return self.context.reader.resource(iri, language)

    def _address(self, hit: SearchHit | Suggestion) -> str:
        if hit.kind is EntryKind.QUESTION:
            return f"{self.context.settings.base_iri}queries/{hit.iri}"
        return hit.iri

    def _language(self) -> Argument:
        return Argument(
            name="language",
            description="Language of names and glosses; the graph's first unless given.",
            choices=tuple(self.context.settings.languages),
            required=False,
        )

    def _search(self) -> Tool:
        return Tool(
            name="search",
            title="Search",
            description="Find things, terms and saved questions of the graph by words. Case, "
            "accents and endings do not matter. Start here when you do not know an IRI.",
            arguments=(
                Argument(name="text", description="Words, an IRI or a prefixed name."),
                Argument(
                    name="kind",
                    description="Find only things of this kind.",
                    choices=tuple(kind.value for kind in EntryKind),
                    required=False,
                ),
                self._language(),
            ),
            output={"hits": list_of(_HIT), "total": {"type": "integer"}, **_COMMON},
            call=self.search,
        )

    def _describe(self) -> Tool:
        return Tool(
            name="describe",
            title="Describe a thing",
            description="What the graph says of one thing: its statements, what leads to it, and "
            "the passages that each statement rests on.",
            arguments=(
                Argument(name="iri", description="An IRI, or a name with a prefix of the graph."),
                self._language(),
            ),
            output={
                "iri": TEXT,
                "label": TEXT,
                "types": list_of(RESOURCE_SCHEMA),
                "summary": TEXT,
                "statements": list_of(STATEMENT_SCHEMA),
                "incoming": list_of(STATEMENT_SCHEMA),
                **_COMMON,
            },
            call=self.describe,
        )

    def _ask(self) -> Tool:
        return Tool(
            name="ask",
            title="Ask a saved question",
            description="Answer one of the graph's saved questions, whose answers are tested. "
            "search with kind question finds them; the resource of questions lists them.",
            arguments=(
                Argument(name="question", description="The name of a question.", most=200),
                Argument(
                    name="parameters",
                    description="Values of its parameters, a line each: name=value.",
                    most=20_000,
                    required=False,
                ),
                self._language(),
            ),
            output={"question": {"type": "object"}, "query": TEXT, "answer": ANSWER_SCHEMA}
            | _COMMON,
            call=self.ask,
        )

    def _sparql(self) -> Tool:
        return Tool(
            name="sparql",
            title="Ask in SPARQL",
            description="Answer a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE). The "
            "prefixes of the graph need not be declared. An error says line, column and what to "
            "write; an empty answer says which terms occur nowhere.",
            arguments=(
                Argument(
                    name="query",
                    description="The query.",
                    most=self.context.settings.query.request_bytes,
                ),
                self._language(),
            ),
            output={"answer": ANSWER_SCHEMA, "unknown_terms": list_of(TEXT), **_COMMON},
            call=self.sparql,
        )

    def _explain(self) -> Tool:
        return Tool(
            name="explain",
            title="Explain a statement",
            description="Why a statement holds: the rules that concluded it, down to the lines of "
            "the source files and the passages of documents that say it.",
            arguments=(
                Argument(name="s", description="The subject: an IRI or a prefixed name."),
                Argument(name="p", description="The property: an IRI, a prefixed name, or a."),
                Argument(
                    name="o",
                    description='The object: an IRI, a prefixed name, or a literal as "text"@en.',
                    most=4_000,
                ),
                Argument(
                    name="snapshot",
                    description="The version of a document to prove it from: an IRI or a prefixed "
                    "name. Of several, the first that it holds in is taken.",
                    required=False,
                ),
                self._language(),
            ),
            output={"steps": list_of(_STEP), **_SNAPSHOTS, **_COMMON},
            call=self.explain,
        )

    def _passage(self) -> Tool:
        return Tool(
            name="passage",
            title="Read a passage",
            description="A passage of a source document: what it says in the graph's own words, "
            "where it stands, a link to it, its very words where a copy is at hand, and the "
            "statements that rest on it.",
            arguments=(
                Argument(name="passage", description="Its IRI, or the name it is cited by."),
                self._language(),
            ),
            output={"passage": EVIDENCE_SCHEMA, "statements": list_of(FACT_SCHEMA), **_COMMON},
            call=self.passage,
        )


def _hit_line(hit: SearchHit) -> str:
    name = hit.iri if hit.kind is EntryKind.QUESTION else f"<{hit.iri}>"
    told = hit.summary or hit.reason
    about = f": {escape(told.text)}" if told and told.text not in (hit.name.text, hit.iri) else ""
    return f"- {escape(hit.name.text)} ({hit.kind}) {name}{about}"
