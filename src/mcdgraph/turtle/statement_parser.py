"""The statements of Turtle and TriG as a machine of few states, with a fast lane for triples.

Source: RDF 1.1 Turtle, clause 6.5, productions 6 to 15; RDF 1.2 Turtle, production
annotationBlock: an annotation is read as an `owl:Axiom` (OWL 2 Mapping to RDF Graphs, clause
2.2). Nested nodes stand on a stack of our own, so that depth is bounded by memory alone.
"""

from mcdgraph.columns import ColumnsBuilder
from mcdgraph.namespaces import ANNOTATED, OWL, RDF
from mcdgraph.turtle import grammar
from mcdgraph.turtle.diagnosis import expected, string_fault
from mcdgraph.turtle.frames import Frame, State
from mcdgraph.turtle.names import DocumentNames, Fault, decode


class StatementParser:
    """Reads statements from a text into a builder; `Fault` is raised where one breaks."""

    def __init__(self, text: str, builder: ColumnsBuilder, names: DocumentNames) -> None:
        """Keep what is read, where it goes, and what its tokens mean."""
        self.text = text
        self.names = names
        self._cells = builder.cells
        self._frames: list[Frame] = []
        self._in_block = False
        self._first = builder.terms.iri(RDF + "first")
        self._rest = builder.terms.iri(RDF + "rest")
        self._nil = builder.terms.iri(RDF + "nil")
        self._type = builder.terms.iri(RDF + "type")
        self._axiom = builder.terms.iri(OWL + "Axiom")
        self._annotated = [builder.terms.iri(part) for part in ANNOTATED]
        #: Whether a statement was annotated.
        self.annotates = False
        self._steps = (self._subject, self._predicates, self._objects, self._punctuate, self._item)

    def skip(self, at: int) -> int:
        """Pass over white space and comments."""
        found = grammar.SPACE.match(self.text, at)
        return found.end() if found else at

    def statement(self, at: int) -> int:
        """Read triples (production 6) and what ends them."""
        frames = self._frames
        frames.append(Frame(".", State.SUBJECT, -1, at))
        while frames:
            frame = frames[-1]
            at = self._steps[frame.state](frame, at)
        return at

    def _subject(self, frame: Frame, at: int) -> int:
        if self.text[at : at + 1] in ("[", "("):
            at = self._open(frame, at)
            frame.optional = self._frames[-1] is not frame and self._frames[-1].closer == "]"
            return at
        found = grammar.RESOURCE.match(self.text, at)
        if found is None:
            raise expected(self.text, at, "a subject: an IRI, a name, a blank node or a list")
        self._attach(frame, self.names.number(found[0], at), at)
        return self.skip(found.end())

    def _predicates(self, frame: Frame, at: int) -> int:
        """Read verbs with one plain object each, as fast as may be; anything else step by step."""
        text, names, match = self.text, self.names, grammar.TRIPLE.match
        known, extend = names.tokens.get, self._cells.extend
        subject, subject_at = frame.subject, frame.subject_at
        while found := match(text, at):
            verb, plain, quoted, suffix, closer = found.groups()
            verb_at = found.start(1)
            predicate = known(verb)
            if predicate is None:
                predicate = names.number(verb, verb_at)
            if plain is not None:
                object_at = found.start(2)
                value = known(plain)
                if value is None:
                    value = names.number(plain, object_at)
            else:
                object_at = found.start(3) - 1
                value = names.literal(quoted, suffix, found.start(4))
            extend((subject, predicate, value, subject_at, verb_at, object_at))
            frame.filled = True
            if closer != ";":
                frame.predicate, frame.predicate_at, frame.object = predicate, verb_at, value
                return self._end(frame, closer, found.start(5), found.end())
            at = found.end()
        return self._verb(frame, at)

    def _verb(self, frame: Frame, at: int) -> int:
        closer = grammar.CLOSER.match(self.text, at)
        sign = closer[0] if closer else ""
        if frame.filled and sign == ";":
            return self.skip(at + 1)
        if (frame.filled or frame.optional) and sign in (".", "]", "}", "|}"):
            return self._end(frame, sign, at, self.skip(at + len(sign)))
        found = grammar.VERB.match(self.text, at)
        if found is None:
            raise expected(self.text, at, "a predicate: an IRI, a name or 'a'")
        frame.predicate, frame.predicate_at = self.names.number(found[0], at), at
        frame.state = State.OBJECT
        return self.skip(found.end())

    def _objects(self, frame: Frame, at: int) -> int:
        """Read plain objects after one verb, as fast as may be; anything else step by step."""
        text, names, match = self.text, self.names, grammar.OBJECT.match
        extend = self._cells.extend
        while found := match(text, at):
            plain, quoted, suffix, closer = found.groups()
            if plain is not None:
                object_at = found.start(1)
                value = names.number(plain, object_at)
            else:
                object_at = found.start(2) - 1
                value = names.literal(quoted, suffix, found.start(3))
            extend(
                (
                    frame.subject,
                    frame.predicate,
                    value,
                    frame.subject_at,
                    frame.predicate_at,
                    object_at,
                )
            )
            frame.filled = True
            if closer != ",":
                frame.object = value
                return self._end(frame, closer, found.start(4), found.end())
            at = found.end()
        return self._node(frame, at, "an object: an IRI, a name, a blank node, a list or a literal")

    def _punctuate(self, frame: Frame, at: int) -> int:
        if closer := grammar.CLOSER.match(self.text, at):
            return self._end(frame, closer[0], at, self.skip(closer.end()))
        raise expected(self.text, at, frame.closers(in_block=self._in_block), after=True)

    def _end(self, frame: Frame, sign: str, at: int, after: int) -> int:
        """Take what stands after an object: an annotation, another object or predicate, the end."""
        if sign == ",":
            frame.state = State.OBJECT
        elif sign == ";":
            frame.state = State.PREDICATE
        elif sign == frame.closer:
            self._frames.pop()
        elif sign == "{|":
            self._annotate(frame, at)
        elif sign == "}" and frame.closer == "." and self._in_block:
            self._frames.pop()
            return at
        else:
            raise self._wrong_end(frame, sign, at)
        return after

    def _annotate(self, frame: Frame, at: int) -> None:
        """Begin the annotation of the last triple, all rows of which stand where it begins."""
        if frame.closer == "|}":
            raise Fault(at, "what an annotation says is not annotated itself", at + 2)
        if frame.object < 0:
            raise Fault(at, "this statement has an annotation already: write one for both", at + 2)
        axiom, places = self.names.fresh(), (at, at, at)
        self._add(axiom, self._type, self._axiom, places)
        triple = frame.subject, frame.predicate, frame.object
        for property_, part in zip(self._annotated, triple, strict=True):
            self._add(axiom, property_, part, places)
        frame.object = -1
        self.annotates = True
        frame.state = State.PUNCTUATION
        self._frames.append(Frame("|}", State.PREDICATE, axiom, at))

    def _wrong_end(self, frame: Frame, sign: str, at: int) -> Fault:
        if frame.closer != ".":
            place = f"opened before this {sign!r}"
            return Fault(frame.opened_at, f"'{frame.opener}' is never closed: {place}")
        return Fault(at, f"{sign!r} closes nothing: no bracket is open in this statement")

    def _item(self, frame: Frame, at: int) -> int:
        """Read one more item of a list, or its end (production 15)."""
        if self.text[at : at + 1] != ")":
            return self._node(frame, at, "an item of the list or ')'")
        self._add(frame.subject, self._rest, self._nil, (frame.subject_at, at, at))
        self._frames.pop()
        return self.skip(at + 1)

    # Nodes

    def _node(self, frame: Frame, at: int, what: str) -> int:
        """Read any object or item and give it its place."""
        text = self.text
        character = text[at : at + 1]
        if character in ("[", "("):
            return self._open(frame, at)
        if character in ('"', "'"):
            return self._string(frame, at)
        found = grammar.TERM.match(text, at)
        if found is None:
            if not character and len(self._frames) > 1:
                raise Fault(frame.opened_at, f"'{frame.opener}' is never closed: the file ends")
            raise expected(text, at, what)
        self._attach(frame, self.names.number(found[0], at), at)
        return self.skip(found.end())

    def _open(self, frame: Frame, at: int) -> int:
        """Begin a blank node in brackets or a list; an empty one ends at once."""
        inside = self.skip(at + 1)
        following = self.text[inside : inside + 1]
        if self.text[at] == "(":
            if following == ")":
                self._attach(frame, self._nil, at)
                return self.skip(inside + 1)
            nested = Frame(")", State.ITEM, self.names.fresh(), at)
        else:
            nested = Frame("]", State.PREDICATE, self.names.fresh(), at)
        self._attach(frame, nested.subject, at)
        if following == "]" and nested.closer == "]":
            return self.skip(inside + 1)
        self._frames.append(nested)
        return inside

    def _string(self, frame: Frame, at: int) -> int:
        text = self.text
        found = grammar.STRING.match(text, at)
        if found is None:
            raise string_fault(text, at)
        group = found.lastindex or 0
        lexical = found[group]
        if "\\" in lexical:
            lexical = decode(lexical, found.start(group))
        end = found.end()
        suffix = None
        if text.startswith(("@", "^^"), end):
            tail = grammar.TAG.match(text, end) or grammar.DATATYPE.match(text, end)
            if tail is None:
                what = "a language tag such as @fr" if text[end] == "@" else "a datatype after '^^'"
                raise expected(text, end + (2 if text[end] == "^" else 0), what)
            suffix = tail[0]
        self._attach(frame, self.names.literal(lexical, suffix, end), at)
        return self.skip(end + len(suffix or ""))

    def _attach(self, frame: Frame, number: int, at: int) -> None:
        """Give a frame the node it waited for."""
        if frame.state is State.SUBJECT:
            frame.subject, frame.subject_at = number, at
            frame.state = State.PREDICATE
        elif frame.state is State.ITEM:
            self._append(frame, number, at)
        else:
            places = frame.subject_at, frame.predicate_at, at
            self._add(frame.subject, frame.predicate, number, places)
            frame.object = number
            frame.filled = True
            frame.state = State.PUNCTUATION

    def _append(self, frame: Frame, number: int, at: int) -> None:
        """Put an item at the end of a list, whose cells are placed where their items stand."""
        if frame.filled:
            cell = self.names.fresh()
            self._add(frame.subject, self._rest, cell, (frame.subject_at, at, at))
            frame.subject, frame.subject_at = cell, at
        self._add(frame.subject, self._first, number, (frame.subject_at, at, at))
        frame.filled = True

    def _add(self, subject: int, predicate: int, value: int, places: tuple[int, int, int]) -> None:
        self._cells.extend((subject, predicate, value, *places))
