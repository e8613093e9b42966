"""The home page of the shipped graph: its tree, and the figures that differ."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mcdgraph.page_queries import read_page_queries
from mcdgraph.pages.hierarchy import Branch
from mcdgraph.pages.home import HomePage, home_page
from mcdgraph.pages.labels import Labels
from mcdgraph.pages.reader import Reader
from mcdgraph.settings import load_settings
from mcdgraph.sources import read_corpus
from mcdgraph.store import Store

ROOT = Path(__file__).parent.parent.parent
ID = "https://w3id.org/mcdgraph/id/ml/"


@pytest.fixture(scope="module", params=["fr", "en"])
def page(request: pytest.FixtureRequest) -> HomePage:
    """Read the page from the sources: it shows what is said, which needs no reasoning."""
    settings = load_settings(ROOT)
    store = Store.load(read_corpus(ROOT).require_readable().columns)
    labels = Labels(store, settings.prefixes, settings.languages)
    reader = Reader(store=store, labels=labels, settings=settings)
    queries = read_page_queries(settings.queries)
    return home_page(reader, queries, "", request.param)


def walk(branch: Branch, above: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give every thing of a tree with what is above it."""
    yield branch.resource.iri, above
    for child in branch.children:
        yield from walk(child, (*above, branch.resource.iri))


def tree(page: HomePage) -> Branch:
    """Find the tree of Mali among those of all documents."""
    (found,) = (tree for tree in page.trees if tree.resource.iri == ID + "post/ambassador")
    return found


def test_the_tree_runs_from_the_ambassador_to_nine_posts(page: HomePage) -> None:
    """One root; under it the programme, the attaché, the mission, its parts, and the posts."""
    root = tree(page)
    assert len(root) == 20
    posts = [
        (iri, above) for iri, above in walk(root) if iri.startswith(ID + "post/") and len(above) > 2
    ]
    assert len({iri for iri, _ in posts}) == len(posts) == 9
    for _, above in posts:
        assert above[:3] == (root.resource.iri, ID + "post/defence-attache", ID + "mcd")
        assert len(above) == 4


def test_the_link_that_is_our_reading_is_told_apart(page: HomePage) -> None:
    """That the attaché is under the ambassador is said nowhere."""
    root = tree(page)
    found = {child.resource.iri: child.status for child in root.children}
    assert found == {
        ID + "post/defence-attache": "editorial-inference",
        ID + "programme": "stated",
    }


def test_fourteen_are_stated_and_nine_listed(page: HomePage) -> None:
    """The gap is five, and only the figure that is stated has a year."""
    (figure,) = page.figures
    assert (figure.stated, figure.enumerated, figure.gap, figure.year) == (14, 9, 5, "2011")


def test_everything_has_a_label(page: HomePage) -> None:
    """No name in the tree is an IRI."""
    for tree in page.trees:
        names = [branch.resource.label for branch in _branches(tree)]
        assert names
        assert all(name.language for name in names)


def _branches(branch: Branch) -> Iterator[Branch]:
    yield branch
    for child in branch.children:
        yield from _branches(child)
