"""The documents about things and terms in Markdown, in the language of the request at hand."""

from typing import Any

from mcdgraph.agents.markdown import MarkdownWriter, link
from mcdgraph.agents.markdown_pages import (
    entity_markdown,
    list_markdown,
    reference_markdown,
    values_markdown,
)
from mcdgraph.pages.entity import entity_page
from mcdgraph.pages.labels import Label
from mcdgraph.pages.old_versions import OldVersion
from mcdgraph.pages.reference import ReferencePage
from mcdgraph.pages.values import Fact, ListPage, StatementEvidence, ValuesPage
from mcdgraph.web.site import language, site, texts


def markdown_writer() -> MarkdownWriter:
    """Return what writes Markdown for the client."""
    return MarkdownWriter(words=texts())


class MarkdownDocuments:
    """Writes what a document is of in Markdown."""

    def thing(self, iri: str) -> str:
        """Write what the graph says of a thing."""
        return entity_markdown(markdown_writer(), entity_page(site().reader, iri, language()))

    def values(self, page: ValuesPage) -> str:
        """Write a page of the values of a property."""
        return values_markdown(markdown_writer(), page)

    def listed(self, iri: str, name: str, found: ListPage[Any]) -> str:
        """Write a page of a list of a thing."""
        writer, words = markdown_writer(), texts()
        title = {"conveys": words.conveys, "passages": words.passages}.get(name)
        label = site().reader.labels.label(iri, language())
        heading = Label(text=f"{label.text}: {title or words.graph_contents}")
        lines = (_line(writer, entry) for entry in found.entries)
        return list_markdown(writer, heading, iri, (found.page, found.pages), lines)

    def reference(
        self,
        page: ReferencePage,
        words: str,  # noqa: ARG002 - as on the page
        old: OldVersion | None = None,
    ) -> str:
        """Write a page of the terms of a vocabulary, with its version where it is an old one."""
        note = texts().version_of_old.format(old.version) if old else ""
        return reference_markdown(markdown_writer(), page, note)


def _line(writer: MarkdownWriter, entry: Any) -> str:
    if isinstance(entry, Fact):
        return writer.fact(entry)
    return f"- {writer.evidence(entry) if isinstance(entry, StatementEvidence) else link(entry)}"
