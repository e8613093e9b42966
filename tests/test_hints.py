"""A hint says how to mend what a component of SHACL Core finds."""

import pytest

from mcdgraph.hints import HINTS, hint


def test_a_hint_names_the_path() -> None:
    """What is missing is named."""
    assert hint("MinCount", "mcd:rank") == "Add a value of mcd:rank."


@pytest.mark.parametrize(("component", "path"), [("MinCount", None), ("SPARQL", "mcd:rank")])
def test_where_nothing_can_be_said_there_is_no_hint(component: str, path: str | None) -> None:
    """A hint never guesses."""
    assert hint(component, path) is None


@pytest.mark.parametrize("component", HINTS)
def test_every_hint_is_a_sentence(component: str) -> None:
    """It ends with a full stop and leaves no brace open."""
    sentence = hint(component, "ex:path")
    assert sentence
    assert sentence.endswith(".")
    assert "{" not in sentence
