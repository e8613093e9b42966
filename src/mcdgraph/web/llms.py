"""The guide for programs that reason in words, at ``/llms.txt``, made of the release.

Source: llmstxt.org: a title, a summary, a text, and lists of links below headings, of which
*Optional* is one that may be left out.
"""

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response

from mcdgraph.agents.markdown_pages import GuideLink, guide_markdown
from mcdgraph.formats import MARKDOWN
from mcdgraph.pages.home import largest_classes
from mcdgraph.pages.numbers import grouped
from mcdgraph.pages.portrait import description, title
from mcdgraph.web.questions import question_link
from mcdgraph.web.rendering import size
from mcdgraph.web.representation import respond_text
from mcdgraph.web.site import language, site, texts, urls

llms = Blueprint("llms", __name__)

#: Questions that are listed; the list of all has an address.
MOST_QUESTIONS: Final = 500


@llms.get("/llms.txt")
def guide() -> Response:
    """Say what the graph is, and lead to its documents, questions, interfaces and files."""
    return respond_text(_written, MARKDOWN.content_type, "llms", spoken=True)


def _written() -> str:
    here, words, tongue = site(), texts(), language()
    header, manifest = here.portrait.header, here.release.manifest
    about = description(here.reader, header, tongue)
    told = [
        words.llms_release.format(
            manifest.digest, grouped(manifest.statements), here.settings.licence or "–"
        ),
        words.llms_how,
    ]
    sections = (
        (words.documents, _documents()),
        (words.saved, map(question_link, here.questions[:MOST_QUESTIONS])),
        (words.interfaces, _interfaces()),
        (words.dumps, _files()),
        ("Optional", _optional()),
    )
    name = title(here.reader, header, tongue).text
    return guide_markdown(name, about.text if about else "", told, sections)


def _documents() -> Iterator[GuideLink]:
    here, words = site(), texts()
    yield _document(words.dataset, "dataset", words.dataset_more)
    if here.portrait.ontology:
        yield _document(words.ontology, "ontology")
    for found in largest_classes(here.reader, language()):
        address = urls().page("/class.md", iri=found.resource.iri)
        note = words.count("things_counted", found.count)
        yield GuideLink(text=found.resource.label.text, address=address, note=note)


def _document(text: str, name: str, note: str = "") -> GuideLink:
    return GuideLink(text=text, address=urls().page(f"/{name}.{MARKDOWN.suffix}"), note=note)


def _interfaces() -> Iterator[GuideLink]:
    builder, words = urls(), texts()
    for text, path, note in (
        ("MCP", "/mcp", words.llms_mcp),
        ("SPARQL 1.1", "/sparql", words.llms_sparql),
        ("OpenAPI 3.1", "/openapi.json", words.llms_openapi),
        ("JSON", "/search.json", words.api_search),
    ):
        yield GuideLink(text=text, address=builder.plain(path), note=note)


def _files() -> Iterator[GuideLink]:
    for dump in site().release.manifest.dumps:
        address = urls().plain(f"/dumps/{dump.name}")
        note = f"{dump.form.title}, {size(dump.size)}"
        yield GuideLink(text=dump.name, address=address, note=note)


def _optional() -> Iterator[GuideLink]:
    here, words = site(), texts()
    if here.portrait.shapes:
        yield _document(words.shapes, "shapes")
    yield _document(words.questions, "queries")
    yield GuideLink(text=words.releases, address=urls().plain("/releases.json"))
