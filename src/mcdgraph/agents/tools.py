"""What the tools answer: search, describe, ask, sparql, explain and passage.

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
from mcdgraph.agents.tool import ToolAnswer
from mcdgraph.agents.values import (
    answer_data,
    evidence_data,
    fact_data,
    group_data,
    resource_data,
)
from mcdgraph.errors import QuerySyntaxError, UsageError
from mcdgraph.explanation import parse_name, parse_statement
from mcdgraph.explanation.data import snapshot_data, step_data
from mcdgraph.pages.answers import AnswerPage, answer_page
from mcdgraph.pages.bounds import LABEL, STEPS, shorten
from mcdgraph.pages.contents import conveyed, passage_of
from mcdgraph.pages.entity import entity_page
from mcdgraph.pages.evidence import sentence_evidence
from mcdgraph.pages.explanation import grounds
from mcdgraph.pages.values import Resource, StatementEvidence
from mcdgraph.questions import SavedQuery, WrittenNames, given_values, named_words
from mcdgraph.search import EntryKind, SearchHit, SearchRequest, Suggestion, results_form
from mcdgraph.sparql.screening import wrong_operation

#: Passages of an answer that are told in full.
MOST_EVIDENCE: Final = 50


@dataclass(frozen=True, kw_only=True)
class GraphTools:
    """Answers the calls of tools about one release."""

    context: AgentContext

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
        words = self.context.words(tongue)
        lines = [_hit_line(hit) for hit in results.hits] or [words.search_nothing]
        if results.meant:
            lines.append(f"\n{words.did_you_mean.format(escape(results.meant))}")
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
        written = answered + "".join(f"\n{escape(line)}\n" for line in unknown)
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
        written = explanation_markdown(self._writer(tongue), found, prefixes, evidence, tongue)
        return self._answer(tongue, written, data, evidence, told=True)

    def passage(self, given: Mapping[str, str]) -> ToolAnswer:
        """Tell of a passage: what it says, where it stands, and which statements rest on it."""
        tongue = self.context.language(given["language"])
        iri = self.context.passage_iri(given["passage"], tongue)
        facts = conveyed(self.context.reader, iri, tongue).entries
        if not facts and passage_of(self.context.reader, iri, tongue) is None:
            raise UsageError(f"{iri} is no passage of a document; the tool describe tells of it")
        found = sentence_evidence(self.context.reader, iri, "", tongue)
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

    def _answered(self, text: str, language: str) -> AnswerPage:
        try:
            return answer_page(self.context.reader, self.context.service, text, language)
        except QuerySyntaxError as error:
            raise wrong_operation(text, error) from error

    def _values(self, saved: SavedQuery, given: str) -> dict[str, Any]:
        """Read ``name=value`` lines as the values of a question's parameters."""
        settings = self.context.settings
        names = WrittenNames(base=settings.base_iri, prefixes=settings.prefixes)
        lines = [line for line in given.splitlines() if line.strip()]
        pairs = named_words(lines, "a line of parameters").items()
        words = {name.strip(): value.strip() for name, value in pairs}
        return given_values(saved, words, names, self.context.reader.store)

    def _resource(self, iri: str, language: str) -> Resource:
        return self.context.reader.resource(iri, language)

    def _address(self, hit: SearchHit | Suggestion) -> str:
        if hit.kind is EntryKind.QUESTION:
            return f"{self.context.settings.base_iri}queries/{hit.iri}"
        return hit.iri


def _hit_line(hit: SearchHit) -> str:
    name = hit.iri if hit.kind is EntryKind.QUESTION else f"<{hit.iri}>"
    told = hit.summary or hit.reason
    about = f": {escape(told.text)}" if told and told.text not in (hit.name.text, hit.iri) else ""
    return f"- {escape(hit.name.text)} ({hit.kind}) {name}{about}"
