"""The documents of Turtle and TriG: directives, and graphs in braces, around statements.

Source: RDF 1.1 Turtle, clause 6.5, productions 1 to 6s; RDF 1.1 TriG, clause 4.5.
"""

from mcdgraph.columns import ColumnsBuilder
from mcdgraph.turtle import grammar
from mcdgraph.turtle.diagnosis import expected
from mcdgraph.turtle.names import DocumentNames, Fault
from mcdgraph.turtle.statement_parser import StatementParser


class Parser(StatementParser):
    """Reads one document from its text into a builder; `Fault` is raised where it breaks."""

    def __init__(self, text: str, builder: ColumnsBuilder, names: DocumentNames) -> None:
        """Keep what is read, where it goes, and what its tokens mean."""
        super().__init__(text, builder, names)
        self._builder = builder

    def turtle(self, at: int) -> int:
        """Read one directive or statement of Turtle (productions 2 and 6)."""
        if found := grammar.DIRECTIVE.match(self.text, at):
            return self._directive(found[0], at)
        return self.statement(at)

    def trig(self, at: int, default: int, source: int) -> int:
        """Read one directive, statement or graph of TriG (productions 1g to 4g)."""
        if found := grammar.DIRECTIVE.match(self.text, at):
            return self._directive(found[0], at)
        if self.text[at] == "{":
            return self._block(at, default, default, source)
        if found := grammar.GRAPH.match(self.text, at):
            label, after = self._label(self.skip(found.end()))
            if after < 0:
                raise expected(self.text, self.skip(found.end()), "the name of a graph")
            return self._block(after, label, default, source)
        label, after = self._label(at)
        if after >= 0 and self.text[after : after + 1] == "{":
            return self._block(after, label, default, source)
        return self.statement(at)

    def _label(self, at: int) -> tuple[int, int]:
        """Read the name of a graph and what follows it; the offset is -1 where there is none."""
        if found := grammar.RESOURCE.match(self.text, at):
            return self.names.number(found[0], at), self.skip(found.end())
        if self.text[at : at + 1] == "[":
            end = self.skip(at + 1)
            if self.text[end : end + 1] == "]":
                return self.names.fresh(), self.skip(end + 1)
        return -1, -1

    def _block(self, at: int, graph: int, default: int, source: int) -> int:
        if self.text[at : at + 1] != "{":
            raise expected(self.text, at, "'{' and the triples of the graph")
        opened_at = at
        self._builder.enter(graph, source)
        self._in_block = True
        at = self.skip(at + 1)
        while self.text[at : at + 1] != "}":
            if at >= len(self.text):
                raise Fault(opened_at, "this graph is never closed: '}' is missing")
            at = self.statement(at)
        self.leave_block(default, source)
        return self.skip(at + 1)

    def leave_block(self, default: int, source: int) -> None:
        """Go back to the default graph, as after a graph or an error in one."""
        self._frames.clear()
        if self._in_block:
            self._in_block = False
            self._builder.enter(default, source)

    def _directive(self, word: str, at: int) -> int:
        """Read a prefix or a base (productions 3 to 6s)."""
        text, names = self.text, self.names
        if word[0] == "@" and word != word.lower():
            raise Fault(at, f"{word} is written {word.lower()}, or {word[1:]} without '@' and '.'")
        name_at = end = self.skip(at + len(word))
        prefix = None
        if word.lower().endswith("prefix"):
            prefix = grammar.PREFIX.match(text, name_at)
            if prefix is None:
                raise expected(text, name_at, "a prefix and its colon, such as 'ex:'")
            end = self.skip(prefix.end())
        found = grammar.IRI.match(text, end)
        if found is None:
            raise expected(text, end, "an IRI in angle brackets, such as <https://example.org/>")
        iri = names.iri(found[0], end)
        end = self.skip(found.end())
        if word[0] == "@":
            if text[end : end + 1] != ".":
                raise expected(text, end, f"'.' after {word}")
            end = self.skip(end + 1)
        if prefix is not None:
            names.declare(prefix[0][:-1], iri, name_at, bare=word[0] != "@")
        else:
            names.rebase(iri, name_at, bare=word[0] != "@")
        return end
