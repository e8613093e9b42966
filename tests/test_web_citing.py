"""A thing and the dataset are cited, and their names copied."""

import pytest
from flask.testing import FlaskClient

from mcdgraph.catalogue import Citation
from mcdgraph.settings import Agent, Settings

HTML = {"Accept": "text/html"}
DIGEST = "0123456789abcdef" * 4
IRI = "https://example.org/id/b#é"


def cited(settings: Settings, name: str = "", iri: str = IRI) -> Citation:
    """Cite a thing, or the dataset, of a graph of these settings."""
    return Citation(settings=settings, digest=DIGEST, language="en", iri=iri, name=name)


WHOLE = Settings(
    creator=Agent(name="Doe & Co."),
    title={"en": "The 100% graph"},
    version="1.2",
    modified="2026-01-02",
)


@pytest.mark.parametrize(
    ("settings", "name", "expected"),
    [
        (
            WHOLE,
            "A post",
            "Doe & Co. “A post”. The 100% graph. Version 1.2. 2026-01-02. "
            "Release 0123456789ab. https://example.org/id/b#%C3%A9",
        ),
        (Settings(), "", "Release 0123456789ab. https://example.org/id/b#%C3%A9"),
    ],
)
def test_the_plain_citation_leaves_out_what_is_not_known(
    settings: Settings, name: str, expected: str
) -> None:
    """Author, name, dataset, version, date, release, address."""
    assert cited(settings, name).plain == expected


def test_an_entry_of_bibtex_holds_no_command() -> None:
    """Whatever a name holds is told to TeX as text, on one line."""
    entry = cited(WHOLE, "a_{b}\\input{c}\n% ~^").bibtex
    assert entry.splitlines() == [
        "@misc{example-org-id-b-e,",
        r"  author = {{Doe \& Co.}},",
        r"  title = {{a\_\{b\}\textbackslash{}input\{c\} \% \textasciitilde{}\textasciicircum{}}},",
        r"  howpublished = {In: The 100\% graph},",
        "  year = {2026},",
        "  note = {Version 1.2, 2026-01-02, Release 0123456789ab},",
        "  url = {https://example.org/id/b#%C3%A9}",
        "}",
    ]
    assert "title = {{https://" in cited(Settings()).bibtex
    assert cited(Settings(), iri="urn:é").bibtex.startswith("@misc{urn-e,")


@pytest.mark.parametrize("path", ["/doc/id/pilot", "/dataset", "/ontology"])
@pytest.mark.parametrize("tag", ["en", "fr", "de"])
def test_pages_are_cited_and_copied(client: FlaskClient, path: str, tag: str) -> None:
    """With both forms of the citation, and a script that adds buttons."""
    page = client.get(f"{path}?lang={tag}", headers=HTML).text
    assert "@misc{" in page
    assert page.count('class="cite"') == 1
    assert "static/copy.js" in page


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/doc/id/pilot", "id:pilot"),
        ("/resource?iri=https://example.org/harbour/id/caf%25C3%25A9", ""),
    ],
)
def test_a_prefixed_name_is_one_that_a_query_may_hold(
    client: FlaskClient, path: str, name: str
) -> None:
    """A page shows it beside the IRI; none where no prefix fits."""
    page = client.get(path, headers=HTML, follow_redirects=True).text
    assert 'data-copies="' in page
    assert (f">{name}</code></span>" in page) is bool(name)
    assert ('class="short"' in page) is bool(name)
