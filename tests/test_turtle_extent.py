"""A term reaches to its last sign, whatever its form."""

import pytest

from mcdgraph.turtle.extent import end_of_term

TERMS = [
    "<https://example.org/a>",
    "ex:a.b",
    "ex:",
    "a",
    "_:b1",
    "true",
    "-12.5e3",
    '"one"',
    '"one"@fr-FR',
    '"1"^^xsd:integer',
    '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"""two\nlines"""@en',
    "'say \\' so'",
    "[",
    "(",
]


@pytest.mark.parametrize("term", TERMS)
def test_a_term_reaches_to_its_last_sign(term: str) -> None:
    """What stands before and behind does not count."""
    text = f"ex:s ex:p {term} ; ex:q ex:o ."
    assert text[10 : end_of_term(text, 10)] == term
