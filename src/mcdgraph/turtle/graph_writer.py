"""The canonical form of one graph: its subjects, each with all that is said of it.

Order: what describes the file itself, other subjects by IRI, labelled blank nodes, blank
nodes that nothing refers to; predicates and objects as `mcdgraph.turtle.order` says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mcdgraph.columns import Columns, Iri, Kind
from mcdgraph.namespaces import RDF
from mcdgraph.turtle.abbreviation import Abbreviations
from mcdgraph.turtle.annotations import Triple
from mcdgraph.turtle.comments import Comments
from mcdgraph.turtle.nesting import Nesting
from mcdgraph.turtle.order import HEADERS, object_key, predicate_key
from mcdgraph.turtle.statements import Statements

WIDTH: Final = 100
STEP: Final = 4
#: So many annotations stand on lines of their own, even where one line had room for them.
MANY: Final = 2

_NIL: Final = RDF + "nil"


@dataclass(frozen=True, kw_only=True)
class DocumentStyle:
    """How one document writes its nodes: names, places and labels of blank nodes, notes on them.

    ``axioms`` are those that are written behind their triples, by these.
    """

    names: Abbreviations
    nesting: Nesting
    labels: Mapping[int, str]
    comments: Comments
    axioms: Mapping[Triple, int]


class GraphWriter:
    """Writes the subjects of one graph."""

    def __init__(self, rows: Columns, style: DocumentStyle) -> None:
        """Take the distinct rows of one graph, and how its document writes them."""
        self.terms = rows.terms
        self.names = style.names
        self.nesting = style.nesting
        self.labels = style.labels
        self.comments = style.comments
        self.axioms = style.axioms
        self.statements = Statements(rows)
        self.type = self.terms.find_iri(RDF + "type")
        self.nil = self.terms.find_iri(_NIL)
        self.headers = {self.terms.find_iri(iri) for iri in HEADERS} - {-1}
        self.commented = self._commented()
        self._texts: dict[int, str] = {}
        self._flat: dict[int, str] = {}
        self._keys: dict[int, tuple[int, str]] = {}

    def _commented(self) -> set[int]:
        """Find the nodes that cannot be written flat, as a comment stands in them."""
        above = {**self.nesting.parents, **{axiom: s for (s, _, _), axiom in self.axioms.items()}}
        found = {subject for subject, _ in self.comments.predicates}
        found |= self.comments.subjects.keys() & set(self.axioms.values())
        for node in list(found):
            while node in above:
                node = above[node]
                found.add(node)
        return found

    # Subjects

    def blocks(self) -> Iterator[str]:
        """Give each subject that stands by itself with all that is said of it."""
        kinds = self.terms.kinds()
        inside = self.nesting.parents.keys() | self.axioms.values()
        standing = [n for n in self.statements.subjects if n not in inside]
        named = [n for n in standing if kinds[n] == Kind.IRI]
        labelled = [n for n in standing if n in self.labels]
        single = [n for n in standing if kinds[n] == Kind.BLANK and n not in self.labels]
        named.sort(key=lambda n: (not self._is_header(n), self.terms.key(n)))
        labelled.sort(key=self.labels.__getitem__)
        single.sort(key=self._flat_node)
        for number in (*named, *labelled):
            yield self._block(number, self._term(number))
        for number in single:
            yield self._block(number, None)
            self._flat.clear()

    def _is_header(self, number: int) -> bool:
        return self.statements.says(number, self.type, self.headers)

    def _block(self, number: int, written: str | None) -> str:
        """Write one subject; without a name it stands in brackets."""
        comment = "".join(f"{line}\n" for line in self.comments.subjects.get(number, ()))
        if written is None:
            return f"{comment}{self._brackets(number, 0)} .\n"
        lines = self._statements(number, STEP)
        start = "\n" + " " * STEP
        if "\n" not in lines[0] and len(written) + len(lines[0]) + 3 <= WIDTH:
            start = " "
        joined = f" ;\n{' ' * STEP}".join(lines)
        return f"{comment}{written}{start}{joined} .\n"

    def _statements(self, number: int, indent: int) -> list[str]:
        """Write every predicate with its objects, in order, comments above them."""
        said = self.statements[number]
        written = []
        for predicate in sorted(said, key=self._predicate_key):
            notes = self.comments.predicates.get((number, predicate), ())
            above = "".join(f"{line}\n{' ' * indent}" for line in notes)
            written.append(above + self._objects(number, predicate, said[predicate], indent))
        return written

    def _predicate_key(self, number: int) -> tuple[int, str]:
        known = self._keys.get(number)
        if known is None:
            known = self._keys[number] = predicate_key(self.terms.key(number), self._verb(number))
        return known

    def _objects(self, subject: int, predicate: int, objects: list[int], indent: int) -> str:
        """Write one predicate with its objects on one line where they fit."""
        verb = self._verb(predicate)
        ordered = self._in_order(subject, predicate, objects)
        triples = [(subject, predicate, number) for number in ordered]
        noted = [self.axioms[triple] for triple in triples if triple in self.axioms]
        flat = f"{verb} {self._flat_objects(subject, predicate, ordered)}"
        if self._fits(flat, [*objects, *noted], indent) and len(noted) < MANY:
            return flat
        alone = len(ordered) == 1
        deeper = indent if alone else indent + STEP
        written = [
            self._node(triple[2], indent) + self._annotation(triple, deeper) for triple in triples
        ]
        if alone or (not noted and any(text.startswith(("[\n", "(\n")) for text in written)):
            return f"{verb} {', '.join(written)}"
        inner = f"\n{' ' * (indent + STEP)}"
        return f"{verb}{inner}{f',{inner}'.join(written)}"

    def _flat_objects(self, subject: int, predicate: int, ordered: list[int]) -> str:
        """Write the objects of one predicate on one line, each with its annotation."""
        return ", ".join(
            self._flat_node(number) + self._flat_annotation((subject, predicate, number))
            for number in ordered
        )

    def _flat_annotation(self, triple: Triple) -> str:
        """Write on one line what stands behind a triple, with a space before it; if anything."""
        axiom = self.axioms.get(triple)
        return "" if axiom is None else f" {{| {self._flat_statements(axiom)} |}}"

    def _annotation(self, triple: Triple, indent: int) -> str:
        """Write what stands behind a triple, on the line below where it fits on one."""
        axiom = self.axioms.get(triple)
        if axiom is None:
            return ""
        start = f"\n{' ' * (indent + STEP)}"
        flat = self._flat_annotation(triple)[1:]
        if self._fits(flat, [axiom], indent + STEP):
            return start + flat
        inner = f"\n{' ' * (indent + 2 * STEP)}"
        notes = "".join(f"{inner}{line}" for line in self.comments.subjects.get(axiom, ()))
        lines = self._statements(axiom, indent + 2 * STEP)
        return f"{start}{{|{notes}{inner}{f' ;{inner}'.join(lines)}{start}|}}"

    def _fits(self, flat: str, objects: list[int], indent: int) -> bool:
        """Say whether a text may stand on one line, with its end."""
        if self.commented and not self.commented.isdisjoint(objects):
            return False
        return len(flat) + indent + 2 <= WIDTH and "\n" not in flat

    def _in_order(self, subject: int, predicate: int, objects: list[int]) -> list[int]:
        """Sort objects; those that are alike by what stands behind them."""
        if len(objects) == 1:
            return objects
        return sorted(
            objects,
            key=lambda n: (
                object_key(self.terms[n], self._flat_node(n)),
                self._flat_annotation((subject, predicate, n)),
            ),
        )

    # Nodes

    def _node(self, number: int, indent: int) -> str:
        """Write an object, over several lines where it does not fit on one."""
        flat = self._flat_node(number)
        if number not in self.nesting.parents or self._fits(flat, [number], indent + STEP):
            return flat
        if number in self.nesting.cells:
            inner = f"\n{' ' * (indent + STEP)}"
            items = [self._node(item, indent + STEP) for item in self._items(number)]
            return f"({inner}{inner.join(items)}\n{' ' * indent})"
        return self._brackets(number, indent)

    def _brackets(self, number: int, indent: int) -> str:
        flat = self._flat_node(number)
        if self._fits(flat, [number], indent):
            return flat
        inner = f"\n{' ' * (indent + STEP)}"
        lines = self._statements(number, indent + STEP)
        return f"[{inner}{f' ;{inner}'.join(lines)}\n{' ' * indent}]"

    def _items(self, cell: int) -> list[int]:
        return self.statements.items(cell, self.nesting.cells)

    def _flat_node(self, number: int) -> str:
        """Write any node on one line: what is sorted by, and what stands where it fits."""
        if number in self.labels or self.terms.facet(number).kind is not Kind.BLANK:
            return self._term(number)
        known = self._flat.get(number)
        if known is None:
            known = self._flat[number] = self._new_flat(number)
        return known

    def _new_flat(self, number: int) -> str:
        if number in self.nesting.cells:
            return f"( {' '.join(self._flat_node(item) for item in self._items(number))} )"
        if not self.statements[number]:
            return "[]"
        return f"[ {self._flat_statements(number)} ]"

    def _flat_statements(self, number: int) -> str:
        """Write all that is said of a node on one line."""
        said = self.statements[number]
        return " ; ".join(
            f"{self._verb(p)} {self._flat_objects(number, p, self._in_order(number, p, said[p]))}"
            for p in sorted(said, key=self._predicate_key)
        )

    def _verb(self, number: int) -> str:
        """Write a predicate: never as a list, which rdf:nil is elsewhere."""
        if number == self.type:
            return "a"
        return self.names.iri(_NIL) if number == self.nil else self._term(number)

    def _term(self, number: int) -> str:
        """Write a term that is no nested node; IRIs are remembered."""
        if number in self.labels:
            return self.labels[number]
        known = self._texts.get(number)
        if known is not None:
            return known
        term = self.terms[number]
        if not isinstance(term, Iri):
            return self.names.term(term)
        text = "()" if term.value == _NIL else self.names.iri(term.value)
        self._texts[number] = text
        return text
