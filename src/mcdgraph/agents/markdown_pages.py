"""Whole pages in Markdown, bounded as pages are: things, terms, classes, questions, proofs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mcdgraph.agents.markdown import (
    MarkdownWriter,
    escape,
    evidence_of,
    fenced,
    link,
    linked,
    pointed,
    section,
    table,
)
from mcdgraph.catalogue import GraphSummary
from mcdgraph.explanation import Explanation
from mcdgraph.explanation.text import ProofWords, snapshot_lines, text_lines
from mcdgraph.pages.answers import AnswerPage
from mcdgraph.pages.bounds import STEPS
from mcdgraph.pages.labels import Label
from mcdgraph.pages.members import MembersPage
from mcdgraph.pages.numbers import grouped
from mcdgraph.pages.reference import ReferencePage, TermEntry
from mcdgraph.pages.values import (
    EntityPage,
    Group,
    ListPage,
    StatementEvidence,
    ValuesPage,
)
from mcdgraph.questions import SavedQuery


def entity_markdown(writer: MarkdownWriter, page: EntityPage) -> str:
    """Write what the graph says of one thing."""
    return _joined(_entity(writer, page))


def _entity(writer: MarkdownWriter, page: EntityPage) -> Iterator[str]:
    words = writer.words
    yield from _head(page.label, page.iri, page.summary)
    if page.types:
        yield " · ".join(map(link, page.types)) + "\n"
    if page.alternatives:
        names = ", ".join(escape(label.text) for label in page.alternatives)
        yield f"{words.also_called} {names}\n"
    if page.passage:
        yield f"{writer.evidence(page.passage)}\n"
    passages = (f"- {writer.evidence(found)}" for found in page.passages.entries)
    yield from section(words.passages, passages)
    yield from section(words.conveys, map(writer.fact, page.conveys.entries))
    yield from section(words.asserted, writer.groups(page.asserted))
    yield from section(words.inferred, writer.groups(page.inferred))
    described = (f"- {link(found)}" for found in page.describes.entries)
    yield from section(words.graph_contents, described)
    yield from section(words.incoming, writer.groups(page.incoming))
    if page.left_out:
        yield f"{words.left_out.format(page.left_out)}\n"
    yield from writer.evidence_section(evidence_of((*page.asserted, *page.incoming)))


def values_markdown(writer: MarkdownWriter, page: ValuesPage) -> str:
    """Write a page of the values of one property of a thing."""
    heading = Label(
        text=f"{page.label.text}: {'← ' if page.inverse else ''}{page.property.label.text}"
    )
    found = page.statements
    lines = [f"- {writer.statement(statement)}" for statement in found.entries]
    return _joined([*_head(heading, page.iri), *writer.turn(found.page, found.pages), *lines])


def list_markdown(
    writer: MarkdownWriter, heading: Label, iri: str, page: tuple[int, int], lines: Iterable[str]
) -> str:
    """Write a page, of so many, of a list of a thing, whose lines are written already."""
    return _joined([*_head(heading, iri), *writer.turn(*page), *lines])


def reference_markdown(writer: MarkdownWriter, page: ReferencePage, note: str = "") -> str:
    """Write a page of the terms of a vocabulary, each below what it is part of.

    ``note`` is said of it where it is an earlier version.
    """
    return _joined(_reference(writer, page, note))


def _reference(writer: MarkdownWriter, page: ReferencePage, note: str) -> Iterator[str]:
    words = writer.words
    name = Label(text=str(getattr(words, page.name))) if page.label is None else page.label
    yield from _head(name, page.iri, page.summary)
    if note:
        yield f"{escape(note)}\n"
    named = (
        f"- {link(one.resource)}" + (f" {escape(one.version)}" if one.version else "")
        for one in page.ontologies
    )
    yield from section(words.ontology, named)
    yield from writer.turn(page.page, page.pages)
    if page.cut:
        yield f"{words.terms_cut}\n"
    if not page.sections:
        yield f"{words.no_match}\n"
    for one in page.sections:
        lines = (line for entry in one.entries for line in _term(entry, 0))
        yield from section(f"{getattr(words, one.name)} ({grouped(one.total)})", lines)
    yield from section(words.asserted, writer.groups(page.header))


def _term(entry: TermEntry, depth: int) -> Iterator[str]:
    """Yield a term and those below it, as a nested list."""
    above = f" ⊂ {', '.join(map(link, entry.above))}" if entry.above else ""
    count = f" ({grouped(entry.count)})" if entry.count else ""
    told = f": {escape(entry.summary.text)}" if entry.summary else ""
    name = linked(entry.label.text, entry.iri)
    yield f"{'  ' * depth}- {name} {escape(entry.short)}{count}{above}{told}"
    for child in entry.children:
        yield from _term(child, depth + 1)


def members_markdown(writer: MarkdownWriter, page: MembersPage) -> str:
    """Write a page of the things of a class as a table, and the query that asks for all."""
    return _joined(_members(writer, page))


def _members(writer: MarkdownWriter, page: MembersPage) -> Iterator[str]:
    words, rows = writer.words, page.rows
    yield from _head(page.label, page.iri, page.summary)
    exact = page.total is not None
    total = writer.total(page.total if page.total is not None else rows.total, more=not exact)
    yield f"{words.things_of_class}: {total}\n"
    yield from writer.turn(rows.page, rows.pages)
    head = [escape(words.column_name), *(link(column) for column in page.columns)]
    cells = (
        [
            link(row.resource),
            *(
                "; ".join([*map(writer.value, cell), *(["…"] if cut else [])])
                for cell, cut in zip(row.cells, row.cut, strict=True)
            ),
        ]
        for row in rows.entries
    )
    yield from table(head, cells)
    yield ""
    yield from section(words.query, [fenced(page.query, "sparql")])


def dataset_markdown(
    writer: MarkdownWriter,
    page: EntityPage,
    groups: Iterable[Group],
    graphs: ListPage[GraphSummary],
    title: str,
) -> str:
    """Write what is said of the dataset, and a page of its named graphs."""
    words = writer.words
    head = (escape(name) for name in (words.graph, words.kind, words.statements))
    rows = (
        (linked(graph.iri, graph.iri), words.kind_of(graph.kind), grouped(graph.statements))
        for graph in graphs.entries
    )
    return _joined(
        [
            *_head(Label(text=title), page.iri, page.summary),
            *section(words.asserted, writer.groups(groups)),
            *section(words.graphs, [*writer.turn(graphs.page, graphs.pages), *table(head, rows)]),
        ]
    )


def question_markdown(
    writer: MarkdownWriter, saved: SavedQuery, text: str, answer: AnswerPage, language: str
) -> str:
    """Write a saved question with its answer and the query that was asked."""
    words, remark = writer.words, saved.description(language)
    return _joined(
        [
            f"# {escape(saved.title(language))}\n",
            *([f"{escape(remark)}\n"] if remark else []),
            " · ".join(escape(words.origin(origin)) for origin in saved.origins) + "\n",
            writer.answer(answer),
            *section(words.query, [fenced(text, "sparql")]),
        ]
    )


def explanation_markdown(
    writer: MarkdownWriter,
    explanation: Explanation,
    prefixes: Mapping[str, str],
    evidence: Iterable[StatementEvidence],
    language: str,
) -> str:
    """Write a proof as a tree, as the command does, and what its leaves rest on."""
    words = ProofWords(
        language=language,
        by=writer.words.proof_by,
        at=writer.words.proof_at,
        above=writer.words.told_above,
        document=writer.words.proof_in_document,
        others=writer.words.proof_also_in,
        more=writer.words.proof_and_more,
    )
    told = text_lines(explanation, prefixes, most=STEPS, words=words)
    tree = "\n".join([*told, *snapshot_lines(explanation, prefixes, words)])
    lines = [f"# {writer.words.why}\n", fenced(tree, "text")]
    return _joined([*lines, *writer.evidence_section(evidence)])


@dataclass(frozen=True, kw_only=True)
class GuideLink:
    """A link of a list, and what is said beside it."""

    text: str
    address: str
    note: str = ""


def guide_markdown(
    title: str,
    summary: str,
    told: Iterable[str],
    sections: Iterable[tuple[str, Iterable[GuideLink]]],
) -> str:
    """Write lists of links below headings, as llmstxt.org has it: title, summary, text, lists."""
    lines = [f"# {escape(title)}\n", *([f"> {escape(summary)}\n"] if summary else [])]
    lines += [f"{line}\n" for line in told]
    for heading, links in sections:
        lines += section(heading, map(_guided, links))
    return _joined(lines)


def _guided(found: GuideLink) -> str:
    note = f": {escape(found.note)}" if found.note else ""
    return f"- {linked(found.text, found.address)}{note}"


def _head(label: Label, iri: str, summary: Label | None = None) -> Iterator[str]:
    yield f"# {escape(label.text)}\n"
    yield f"{pointed(iri)}\n"
    if summary:
        yield f"{escape(summary.text)}\n"


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"
