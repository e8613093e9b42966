"""Documents, questions and proofs in Markdown, bounded as their pages are.

Source: CommonMark 0.31; tables by GitHub Flavored Markdown, clause 4.10.
"""

from collections.abc import Iterable, Iterator, Mapping

from mcdgraph.agents.values import (
    answer_markdown,
    escape,
    evidence_markdown,
    evidence_of,
    fact_markdown,
    group_markdown,
    link,
)
from mcdgraph.explanation import Explanation
from mcdgraph.explanation.text import text_lines
from mcdgraph.pages.answers import Answer
from mcdgraph.pages.bounds import STEPS
from mcdgraph.pages.values import EntityPage, StatementEvidence
from mcdgraph.questions import SavedQuery


def entity_markdown(page: EntityPage) -> str:
    """Write what the graph says of one thing."""
    return "\n".join(_entity(page)) + "\n"


def _entity(page: EntityPage) -> Iterator[str]:
    yield f"# {escape(page.label.text)}\n"
    yield f"`{page.iri}`\n"
    if page.types:
        yield "Is a " + ", ".join(map(link, page.types)) + ".\n"
    if page.alternatives:
        yield "Also called " + ", ".join(escape(label.text) for label in page.alternatives) + ".\n"
    if page.summary:
        yield escape(page.summary.text) + "\n"
    if page.passage:
        yield f"Passage: {evidence_markdown(page.passage)}\n"
    for title, groups in (
        ("Stated", page.asserted),
        ("Inferred", page.inferred),
        ("Leads here", page.incoming),
    ):
        lines = [line for group in groups for line in group_markdown(group)]
        yield from section(title, lines)
    yield from section("Says", map(fact_markdown, page.conveys.entries))
    yield from section("Describes", (f"- {link(found)}" for found in page.describes.entries))
    yield from evidence_section(evidence_of((*page.asserted, *page.incoming)))


def question_markdown(saved: SavedQuery, text: str, answer: Answer, language: str) -> str:
    """Write a saved question with its answer and the query that was asked."""
    remark = saved.description(language)
    return (
        f"# {escape(saved.title(language))}\n\n"
        + (f"{escape(remark)}\n\n" if remark else "")
        + f"Answered from what is {', '.join(saved.origins)}.\n\n"
        + answer_markdown(answer)
        + f"\n## Query\n\n```sparql\n{text.rstrip()}\n```\n"
    )


def explanation_markdown(
    explanation: Explanation, prefixes: Mapping[str, str], evidence: Iterable[StatementEvidence]
) -> str:
    """Write a proof as a tree, and what its leaves rest on."""
    lines = list(text_lines(explanation, prefixes, most=STEPS))
    tree = "\n".join(line.replace("```", "` ` `") for line in lines)
    below = "\n".join(evidence_section(evidence))
    return f"# Why it holds\n\n```text\n{tree}\n```\n" + (f"\n{below}\n" if below else "")


def evidence_section(evidence: Iterable[StatementEvidence]) -> Iterator[str]:
    """Yield the lines that say what the statements above rest on."""
    yield from section("Evidence", (f"- {evidence_markdown(found)}" for found in evidence))


def section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a section, where it has a line."""
    found = list(lines)
    if found:
        yield f"## {title}\n"
        yield from found
        yield ""
