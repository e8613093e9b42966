"""Documents in Markdown: each there is, in each language, and the guide at /llms.txt."""

import re
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient
from markdown_it import MarkdownIt

STATEMENT = "s=id:pilot&p=ex:under&o=id:mayor"
#: Address without suffix, its Markdown, its first line in English and in French, what is in it.
DOCUMENTS = [
    ("/doc/id/pilot", "/doc/id/pilot.md", "# Pilot", "# Pilote", "ontology#under"),
    ("/doc/concept/fog", "/doc/concept/fog.md", "# Fog", "# Brouillard", "concept/fog>"),
    ("/doc/id/source/s1", "/doc/id/source/s1.md", "# Sentence 1", "# Phrase 1", "/id/source>"),
    ("/doc/graph/charter", "/doc/graph/charter.md", "# graph:charter", "# graph:", "id/pilot>"),
    ("/ontology", "/ontology.md", "# Ontology of", "# Ontologie", "ontology#Post>"),
    ("/ontology?term=Post", "/ontology.md?term=Post", "# post", "# poste", "ontology#Post>"),
    ("/shapes", "/shapes.md", "# Shapes", "# Formes", "shapes#"),
    ("/dataset", "/dataset.md", "# The harbour", "# Le port", "| [https://example.org/"),
    (f"/explain?{STATEMENT}", f"/explain.md?{STATEMENT}", "# Why?", "# Pourquoi", "prp-trp"),
    ("/queries/q1-posts", "/queries/q1-posts.md", "# ", "# ", "```sparql\n"),
    ("/queries/", "/queries.md", "# Saved questions", "# ", "/queries/q1-posts.md"),
    (
        "/class?iri=https://example.org/harbour/ontology%23Post",
        "/class.md?iri=https://example.org/harbour/ontology%23Post",
        "# post",
        "# poste",
        "| [Pilot",
    ),
    (
        "/doc/id/pilot?property=https://example.org/harbour/ontology%23under",
        "/doc/id/pilot.md?property=https://example.org/harbour/ontology%23under",
        "# Pilot: ",
        "# Pilote",
        "- [",
    ),
    (
        "/doc/id/source/s1?list=conveys",
        "/doc/id/source/s1.md?list=conveys",
        "# Sentence 1",
        "# Phrase 1",
        "id/pilot>",
    ),
]
MARKDOWN = {"Accept": "text/markdown, text/html;q=0.5"}


@pytest.mark.parametrize(("path", "named", "english", "french", "told"), DOCUMENTS)
def test_every_document_is_markdown_too(
    client: FlaskClient, path: str, named: str, english: str, french: str, told: str
) -> None:
    """By Accept and by suffix the same text, in the language that is asked for."""
    for tongue, begins in (("en", english), ("fr", french)):
        response = client.get(path, headers={**MARKDOWN, "Accept-Language": tongue})
        assert response.status_code == 200
        assert response.content_type == "text/markdown; charset=utf-8"
        assert {"Accept", "Accept-Language"} <= {name.title() for name in response.vary}
        assert response.headers["Content-Language"] == tongue
        assert response.text.startswith(begins)
        assert told in response.text
        again = client.get(named, headers={"Accept-Language": tongue})
        assert again.text == response.text
        there = client.get(response.headers["Content-Location"])
        assert there.text.replace(f"?lang={tongue}", "") == response.text


@pytest.mark.parametrize(("path", "named", "english", "french", "told"), DOCUMENTS)
def test_pages_lead_to_their_markdown(
    client: FlaskClient, path: str, named: str, english: str, french: str, told: str
) -> None:
    """By a link in the head of the page or of the answer."""
    page = client.get(path, headers={"Accept": "text/html"})
    links = page.headers.getlist("Link") + re.findall(r"<link [^>]*>", page.text)
    found = [link for link in links if "text/markdown" in link and "alternate" in link]
    assert found


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/doc/id/nobody.md", 404),
        ("/queries/none.md", 404),
        ("/class.md", 400),
        ("/explain.md?s=x", 400),
        ("/doc/id/pilot.md?page=2", 404),
        ("/doc/id/pilot.md?list=x", 404),
        ("/ontology.md?page=99", 404),
        ("/queries/q3-under-a-post.md?tongue=xx", 400),
    ],
)
def test_what_is_wrong_is_an_error_as_on_pages(client: FlaskClient, path: str, status: int) -> None:
    """The suffix changes nothing of it."""
    assert client.get(path).status_code == status


def test_an_answer_is_kept_by_its_tag(client: FlaskClient) -> None:
    """Markdown in two languages, and a page, have tags of their own."""
    tags = {
        client.get(path, headers={"Accept-Language": tongue}).headers["ETag"]
        for path in ("/doc/id/pilot", "/doc/id/pilot.md")
        for tongue in ("en", "fr")
    }
    assert len(tags) == 4
    tag = client.get("/doc/id/pilot.md").headers["ETag"]
    assert client.get("/doc/id/pilot.md", headers={"If-None-Match": tag}).status_code == 304


def test_what_a_label_holds_is_shown_and_not_obeyed(client: FlaskClient) -> None:
    """Markup of a label is escaped."""
    assert r"\<b\>Lotse\</b\> & Co" in client.get("/doc/id/pilot.md").text


@pytest.mark.parametrize(("path", "named", "english", "french", "told"), DOCUMENTS)
def test_a_reader_of_commonmark_finds_what_was_meant(
    client: FlaskClient, path: str, named: str, english: str, french: str, told: str
) -> None:
    """One heading of the first level, no markup of HTML, links with addresses."""
    parsed = MarkdownIt("commonmark").enable("table").parse(client.get(named).text)
    inline = [child for token in parsed for child in token.children or ()]
    assert sum(token.type == "heading_open" and token.tag == "h1" for token in parsed) == 1
    assert not [token for token in (*parsed, *inline) if token.type.startswith("html")]
    addresses = [str(token.attrs["href"]) for token in inline if token.type == "link_open"]
    assert addresses
    assert all(address.startswith(("http", "/")) for address in addresses)


@pytest.mark.parametrize("tongue", ["en", "fr"])
def test_the_guide_has_the_form_of_llmstxt(client: FlaskClient, tongue: str) -> None:
    """A title, a summary, the release, and lists of links that all answer."""
    response = client.get("/llms.txt", headers={"Accept-Language": tongue})
    assert response.content_type == "text/markdown; charset=utf-8"
    lines = response.text.splitlines()
    assert lines[0] in ("# The harbour", "# Le port")
    assert lines[2].startswith("> ")
    release = client.get("/-/version").get_json()["release"]
    assert release in lines[4]
    assert [line for line in lines if line.startswith("## ")][-1] == "## Optional"
    listed = [line for line in lines if line.startswith("- ")]
    links = [re.match(r"- \[.+?\]\(<([^>]+)>\)(?:: .+)?$", line) for line in listed]
    assert len(links) > 15
    assert all(links)
    for found in links:
        assert found
        address = urljoin("/llms.txt", found[1])
        asked = client.post(address) if address == "/mcp" else client.get(address)
        assert asked.status_code == (400 if address == "/mcp" else 200), address
        if address.endswith((".md", "Post")):
            assert asked.mimetype == "text/markdown", address
