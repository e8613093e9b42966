"""How far the term reaches that begins at a place."""

from mcdgraph.turtle.grammar import DATATYPE, STRING, TAG, TERM, VERB


def end_of_term(text: str, at: int) -> int:
    """Give the offset behind the term at ``at``; a bracket, or what is no term, is one sign."""
    if string := STRING.match(text, at):
        suffix = TAG.match(text, string.end()) or DATATYPE.match(text, string.end())
        return suffix.end() if suffix else string.end()
    found = TERM.match(text, at) or VERB.match(text, at)
    return max(found.end() if found else 0, at + 1)
