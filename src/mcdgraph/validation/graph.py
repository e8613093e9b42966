"""A small graph of terms held in dictionaries: how shapes and reports are read."""

from collections.abc import Iterator

from mcdgraph.columns import BlankNode, Columns, Iri, Literal, Term
from mcdgraph.namespaces import RDF

TYPE = RDF + "type"
FIRST = Iri(RDF + "first")
REST = RDF + "rest"
NIL = Iri(RDF + "nil")


class ListError(ValueError):
    """A node that should begin an RDF list does not, or the list has a loop or a fork."""


class Graph:
    """The triples of columns, graph names left aside, in reading order.

    Predicates are given as IRI text. Each triple remembers the first row that states it.
    """

    def __init__(self, columns: Columns) -> None:
        """Index every row by subject and by object."""
        self._objects: dict[Term, dict[str, dict[Term, int]]] = {}
        self._subjects: dict[tuple[str, Term], list[Term]] = {}
        for row, (subject, predicate, object_, _) in enumerate(columns.quads()):
            if not isinstance(predicate, Iri):
                continue
            named = self._objects.setdefault(subject, {}).setdefault(predicate.value, {})
            if object_ not in named:
                named[object_] = row
                self._subjects.setdefault((predicate.value, object_), []).append(subject)

    def nodes(self) -> Iterator[Term]:
        """Give every subject."""
        return iter(self._objects)

    def predicates(self, subject: Term) -> list[str]:
        """List the predicates that a subject has values for."""
        return list(self._objects.get(subject, ()))

    def objects(self, subject: Term, predicate: str) -> list[Term]:
        """List the values of a predicate."""
        return list(self._objects.get(subject, {}).get(predicate, ()))

    def subjects(self, predicate: str, object_: Term) -> list[Term]:
        """List the subjects that have a value."""
        return list(self._subjects.get((predicate, object_), ()))

    def subjects_of(self, predicate: str) -> list[Term]:
        """List the subjects that have any value of a predicate."""
        return [subject for subject, named in self._objects.items() if predicate in named]

    def value(self, subject: Term, predicate: str) -> Term | None:
        """Give the first value of a predicate, or None."""
        return next(iter(self._objects.get(subject, {}).get(predicate, ())), None)

    def has(self, subject: Term, predicate: str, object_: Term) -> bool:
        """Say whether a triple is in the graph."""
        return object_ in self._objects.get(subject, {}).get(predicate, ())

    def row(
        self, subject: Term, predicate: str | None = None, object_: Term | None = None
    ) -> int | None:
        """Return the first row about a subject, of one of its predicates, or of one value."""
        if predicate is not None and object_ is not None:
            return self._objects.get(subject, {}).get(predicate, {}).get(object_)
        named = self._objects.get(subject, {})
        chosen = named.values() if predicate is None else [named.get(predicate, {})]
        return min((row for rows in chosen for row in rows.values()), default=None)

    def items(self, head: Term) -> list[Term]:
        """List the members of an RDF list; raise `ListError` where it is not well-formed."""
        members: list[Term] = []
        seen: set[Term] = set()
        while head != NIL:
            firsts, rests = self.objects(head, FIRST.value), self.objects(head, REST)
            if head in seen or len(firsts) != 1 or len(rests) != 1:
                raise ListError(f"{head} is not a well-formed RDF list")
            seen.add(head)
            members.append(firsts[0])
            head = rests[0]
        return members

    def instances(self, class_: str) -> list[Term]:
        """List the SHACL instances of a class: its own and its subclasses' (SHACL 1.2)."""
        classes: list[Term] = [Iri(class_)]
        for known in classes:
            below = self.subjects("http://www.w3.org/2000/01/rdf-schema#subClassOf", known)
            classes.extend(other for other in below if other not in classes)
        found = {node: None for known in classes for node in self.subjects(TYPE, known)}
        return list(found)


def is_node(term: Term) -> bool:
    """Say whether a term may stand as a subject."""
    return isinstance(term, Iri | BlankNode)


def text_of(term: Term | None) -> str | None:
    """Give the lexical form of a literal, None for anything else."""
    return term.lexical if isinstance(term, Literal) else None
