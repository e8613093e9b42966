"""Each constraint component: a good and a bad value on either side of every decision it makes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

import pytest

from mcdgraph.columns import Columns, ColumnsBuilder, Literal
from mcdgraph.namespaces import SH
from mcdgraph.positions import SourceText
from mcdgraph.turtle.reader import read
from mcdgraph.validation import ShaclResult, validate

PREFIXES = """
PREFIX ex: <http://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def turtle(*texts: str) -> list[Columns]:
    """Read graphs over one term table, as the files of a project are."""
    builder = ColumnsBuilder()
    for number, text in enumerate(texts):
        source = SourceText(path=PurePosixPath(f"{number}.ttl"), text=PREFIXES + text)
        assert not read(source, builder, number=number, scope=f"f{number}").problems
    columns = builder.freeze()
    return [columns.take(columns.source == number) for number in range(len(texts))]


def short(term: object) -> str:
    """Write a term without its namespace and datatype."""
    if isinstance(term, Literal):
        return f"'{term.lexical}'" + (f"@{term.language}" if term.language else "")
    return str(term).strip("<>").rpartition("/")[2] if term is not None else "-"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A constraint on ex:p of ex:a, or of ex:a itself, and what must be found.

    Each result is written as ``focus value``, or with a path where that is not ex:p.
    """

    constraint: str
    data: str = ""
    results: tuple[str, ...] = ()
    component: str = ""
    says: str = ""
    own: bool = False
    more: str = ""


def P(constraint: str, data: str, *results: str, says: str = "", more: str = "") -> Case:
    """Ask of the values of ex:p of ex:a and ex:b."""
    return Case(constraint=constraint, data=data, results=results, says=says, more=more)


def N(constraint: str, data: str, *results: str, says: str = "", more: str = "") -> Case:
    """Ask of ex:a and ex:b themselves."""
    return Case(constraint=constraint, data=data, results=results, says=says, more=more, own=True)


CLASSES = "ex:x a ex:C . ex:y a ex:D . ex:D rdfs:subClassOf ex:C . ex:z a ex:E ."
CASES: dict[str, list[Case]] = {
    "Class": [
        P("sh:class ex:C", f"ex:a ex:p ex:x , ex:y . {CLASSES}"),
        P(
            "sh:class ex:C",
            f"ex:a ex:p ex:z , 'x' , [] . {CLASSES}",
            "a z",
            "a 'x'",
            "a _:",
            says="Value must be an instance of <http://example.org/C>",
        ),
        P("sh:class ex:D", f"ex:a ex:p ex:x . {CLASSES}", "a x"),
        P("sh:class ex:C , ex:E", f"ex:a ex:p ex:x . {CLASSES}", "a x"),
        N("sh:class ex:C", "ex:a a ex:C .", "b b"),
    ],
    "Datatype": [
        P("sh:datatype xsd:integer", "ex:a ex:p 1 , 01 , -5 ."),
        P(
            "sh:datatype xsd:integer",
            "ex:a ex:p 1.0 , 'x'^^xsd:integer , '1' , ex:x , [] .",
            "a '1.0'",
            "a 'x'",
            "a '1'",
            "a x",
            "a _:",
            says="Value must be a valid literal of datatype "
            "<http://www.w3.org/2001/XMLSchema#integer>",
        ),
        P("sh:datatype xsd:byte", "ex:a ex:p '127'^^xsd:byte ."),
        P("sh:datatype xsd:byte", "ex:a ex:p '128'^^xsd:byte , 1 .", "a '128'", "a '1'"),
        P("sh:datatype rdf:langString", "ex:a ex:p 'x'@en , 'x' .", "a 'x'"),
        P("sh:datatype ex:own", "ex:a ex:p 'x'^^ex:own , 'x' .", "a 'x'"),
    ],
    "NodeKind": [
        *(
            P(f"sh:nodeKind sh:{kind}", "ex:a ex:p ex:x , 'l' , [] .", *found, says=says)
            for kind, found, says in [
                ("IRI", ("a 'l'", "a _:"), "Value must be an IRI"),
                ("Literal", ("a x", "a _:"), "Value must be a literal"),
                ("BlankNode", ("a 'l'", "a x"), "Value must be a blank node"),
                ("BlankNodeOrIRI", ("a 'l'",), "Value must be a blank node or an IRI"),
                ("BlankNodeOrLiteral", ("a x",), "Value must be a blank node or a literal"),
                ("IRIOrLiteral", ("a _:",), "Value must be an IRI or a literal"),
            ]
        ),
    ],
    "MinCount": [
        P("sh:minCount 0", ""),
        P("sh:minCount 1", "ex:a ex:p 1 .", "b -", says="Must have at least 1 value"),
        P("sh:minCount 2", "ex:a ex:p 1 , 2 . ex:b ex:p 1 , 1 .", "b -"),
        P("sh:minCount 3", "ex:a ex:p 1 , 2 , 3 .", "b -", says="Must have at least 3 values"),
    ],
    "MaxCount": [
        P("sh:maxCount 1", "ex:a ex:p 1 , 1 ."),
        P("sh:maxCount 1", "ex:a ex:p 1 , 2 .", "a -", says="Must have at most 1 value"),
        P("sh:maxCount 0", "ex:a ex:p 1 .", "a -", says="Must have at most 0 values"),
        P("sh:maxCount 2", "ex:a ex:p 1 , 2 . ex:b ex:p 1 , 2 , 3 .", "b -"),
    ],
    "MinExclusive": [
        P("sh:minExclusive 1", "ex:a ex:p 2 , 1.5 ."),
        P(
            "sh:minExclusive 1",
            "ex:a ex:p 1 , 0 , 'x' , ex:x , '9'^^ex:t .",
            "a '1'",
            "a '0'",
            "a 'x'",
            "a x",
            "a '9'",
            says='Value must be greater than "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ),
    ],
    "MinInclusive": [
        P("sh:minInclusive 1", "ex:a ex:p 1 , 1.0 , 2 ."),
        P(
            "sh:minInclusive 1",
            "ex:a ex:p 0.9 , '300'^^xsd:byte .",
            "a '0.9'",
            "a '300'",
            says='Value must be at least "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ),
        P(
            "sh:minInclusive '2020-01-01'^^xsd:date",
            "ex:a ex:p '2020-01-01'^^xsd:date , '2019-12-31'^^xsd:date .",
            "a '2019-12-31'",
        ),
    ],
    "MaxExclusive": [
        P("sh:maxExclusive 1", "ex:a ex:p 0 , 0.9 ."),
        P(
            "sh:maxExclusive 1",
            "ex:a ex:p 1 , 2 .",
            "a '1'",
            "a '2'",
            says='Value must be less than "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ),
    ],
    "MaxInclusive": [
        P("sh:maxInclusive 1", "ex:a ex:p 1 , 0 , 1e0 ."),
        P(
            "sh:maxInclusive 1",
            "ex:a ex:p 1.1 , [] .",
            "a '1.1'",
            "a _:",
            says='Value must be at most "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ),
    ],
    "MinLength": [
        P("sh:minLength 3", "ex:a ex:p 'abc' , 'été'@fr , 123 , ex:x ."),
        P(
            "sh:minLength 3",
            "ex:a ex:p 'ab' , 12 , [] .",
            "a 'ab'",
            "a '12'",
            "a _:",
            says="Value must have at least 3 characters",
        ),
        P("sh:minLength 0", "ex:a ex:p '' , [] .", "a _:"),
    ],
    "MaxLength": [
        P("sh:maxLength 3", "ex:a ex:p 'abc' , '' ."),
        P(
            "sh:maxLength 3",
            "ex:a ex:p 'abcd' , ex:x , [] .",
            "a 'abcd'",
            "a x",
            "a _:",
            says="Value must have at most 3 characters",
        ),
    ],
    "Pattern": [
        P("sh:pattern '^a'", "ex:a ex:p 'ab' , 'a'@en ."),
        P(
            "sh:pattern '^a'",
            "ex:a ex:p 'ba' , 'Ab' , ex:a , [] .",
            "a 'ba'",
            "a 'Ab'",
            "a a",
            "a _:",
            says="Value must match the pattern '^a'",
        ),
        P(
            "sh:pattern '^a' ; sh:flags 'i'",
            "ex:a ex:p 'Ab' , 'b' .",
            "a 'b'",
            says="Value must match the pattern '^a' (flags i)",
        ),
        P("sh:flags 'i'", "ex:a ex:p 'b' ."),
    ],
    "LanguageIn": [
        P("sh:languageIn ( 'en' 'fr' )", "ex:a ex:p 'x'@en , 'y'@FR-ca , 'z'@en-GB ."),
        P(
            "sh:languageIn ( 'en' 'fr' )",
            "ex:a ex:p 'x'@eng , 'y'@de , 'z' , ex:x , [] .",
            "a 'x'@eng",
            "a 'y'@de",
            "a 'z'",
            "a x",
            "a _:",
            says="Value must be in one of the languages en, fr",
        ),
        P("sh:languageIn ( 'EN-gb' )", "ex:a ex:p 'x'@en-GB , 'y'@en .", "a 'y'@en"),
        P("sh:languageIn ( '*' )", "ex:a ex:p 'x'@de , 'y' .", "a 'y'"),
        P("sh:languageIn ( )", "ex:a ex:p 'x'@de .", "a 'x'@de"),
    ],
    "UniqueLang": [
        P("sh:uniqueLang true", "ex:a ex:p 'x'@en , 'y'@fr , 'z' , 'w' , 1 , 2 ."),
        P(
            "sh:uniqueLang true",
            "ex:a ex:p 'x'@en , 'y'@EN , 'z'@en , 'v'@fr , 'w'@fr . ex:b ex:p 'x'@en .",
            "a -",
            "a -",
            says="No two values may have the same language",
        ),
        P("sh:uniqueLang false", "ex:a ex:p 'x'@en , 'y'@en ."),
    ],
    "Equals": [
        P("sh:equals ex:q", "ex:a ex:p 1 , 2 ; ex:q 2 , 1 ."),
        P(
            "sh:equals ex:q",
            "ex:a ex:p 1 , 2 ; ex:q 2 , 3 . ex:b ex:q 4 .",
            "a '1'",
            "a '3'",
            "b '4'",
            says="Must have the same values as <http://example.org/q>",
        ),
        N("sh:equals ex:q", "ex:a ex:q ex:a . ex:b ex:q 1 .", "b b", "b '1'"),
    ],
    "Disjoint": [
        P("sh:disjoint ex:q", "ex:a ex:p 1 ; ex:q 01 . ex:b ex:p 1 ."),
        P(
            "sh:disjoint ex:q",
            "ex:a ex:p 1 , 2 ; ex:q 2 .",
            "a '2'",
            says="Must have no value in common with <http://example.org/q>",
        ),
        N("sh:disjoint ex:q", "ex:a ex:q ex:a , ex:b .", "a a"),
    ],
    "LessThan": [
        P("sh:lessThan ex:q", "ex:a ex:p 1 ; ex:q 2 , 3 . ex:b ex:p 1 ."),
        P(
            "sh:lessThan ex:q",
            "ex:a ex:p 1 , 2 ; ex:q 2 , 1 .",
            "a '1'",
            "a '2'",
            "a '2'",
            says="Value must be less than the value of <http://example.org/q>",
        ),
        P("sh:lessThan ex:q", "ex:a ex:p ex:x , 'x' , 1 ; ex:q 2 .", "a x", "a 'x'"),
        P("sh:lessThan ex:q", "ex:a ex:p 1 ; ex:q ex:x , 2 .", "a '1'"),
    ],
    "LessThanOrEquals": [
        P("sh:lessThanOrEquals ex:q", "ex:a ex:p 1 , 2 ; ex:q 2 ."),
        P(
            "sh:lessThanOrEquals ex:q",
            "ex:a ex:p 3 ; ex:q 2 , 2.5 .",
            "a '3'",
            "a '3'",
            says="Value must be at most the value of <http://example.org/q>",
        ),
    ],
    "Not": [
        P("sh:not [ sh:nodeKind sh:IRI ]", "ex:a ex:p 1 , [] ."),
        P(
            "sh:not ex:T",
            "ex:a ex:p ex:x , 1 .",
            "a x",
            says="Value must not conform to the shape <http://example.org/T>",
            more="ex:T sh:nodeKind sh:IRI .",
        ),
        P("sh:not [ sh:class ex:C ] , [ sh:nodeKind sh:IRI ]", "ex:a ex:p ex:x .", "a x"),
    ],
    "And": [
        P("sh:and ( [ sh:nodeKind sh:IRI ] [ sh:class ex:C ] )", f"ex:a ex:p ex:x . {CLASSES}"),
        P(
            "sh:and ( ex:T ex:U )",
            f"ex:a ex:p ex:z , 1 . {CLASSES}",
            "a z",
            "a '1'",
            says="Value must conform to all of the shapes <http://example.org/T>, "
            "<http://example.org/U>",
            more="ex:T sh:nodeKind sh:IRI . ex:U sh:class ex:C .",
        ),
        P("sh:and ( )", "ex:a ex:p 1 ."),
    ],
    "Or": [
        P("sh:or ( [ sh:nodeKind sh:IRI ] [ sh:datatype xsd:integer ] )", "ex:a ex:p ex:x , 1 ."),
        P(
            "sh:or ( ex:T ex:U )",
            f"ex:a ex:p 'x' , ex:x . {CLASSES}",
            "a 'x'",
            says="Value must conform to at least one of the shapes <http://example.org/T>, "
            "<http://example.org/U>",
            more="ex:T sh:nodeKind sh:IRI . ex:U sh:class ex:C .",
        ),
        P("sh:or ( )", "ex:a ex:p 1 .", "a '1'"),
    ],
    "Xone": [
        P("sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:class ex:C ] )", "ex:a ex:p ex:q ."),
        P(
            "sh:xone ( ex:T ex:U )",
            f"ex:a ex:p ex:x , 1 , ex:z . {CLASSES}",
            "a x",
            "a '1'",
            says="Value must conform to exactly one of the shapes <http://example.org/T>, "
            "<http://example.org/U>",
            more="ex:T sh:nodeKind sh:IRI . ex:U sh:class ex:C .",
        ),
    ],
    "Node": [
        P("sh:node [ sh:nodeKind sh:IRI ]", "ex:a ex:p ex:x ."),
        P(
            "sh:node ex:T",
            "ex:a ex:p 1 , ex:x .",
            "a '1'",
            says="Value must conform to the shape <http://example.org/T>",
            more="ex:T sh:nodeKind sh:IRI .",
        ),
        P("sh:node [ sh:nodeKind sh:IRI ] , [ sh:class ex:C ]", "ex:a ex:p 1 .", "a '1'", "a '1'"),
        P("sh:node [ sh:deactivated true ; sh:nodeKind sh:IRI ]", "ex:a ex:p 1 ."),
    ],
    "QualifiedMinCount": [
        P(
            "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1",
            "ex:a ex:p ex:x , 1 . ex:b ex:p ex:x , ex:y .",
        ),
        P(
            "sh:qualifiedValueShape ex:T ; sh:qualifiedMinCount 2",
            "ex:a ex:p ex:x , 1 . ex:b ex:p ex:x , ex:y .",
            "a -",
            says="Must have at least 2 values that conform to <http://example.org/T>",
            more="ex:T sh:nodeKind sh:IRI .",
        ),
    ],
    "QualifiedMaxCount": [
        P(
            "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMaxCount 1",
            "ex:a ex:p ex:x , 1 , 2 .",
        ),
        P(
            "sh:qualifiedValueShape ex:T ; sh:qualifiedMaxCount 1",
            "ex:a ex:p ex:x , ex:y . ex:b ex:p ex:x , 1 .",
            "a -",
            says="Must have at most 1 values that conform to <http://example.org/T>",
            more="ex:T sh:nodeKind sh:IRI .",
        ),
    ],
    "Closed": [
        N("sh:closed false", "ex:a ex:q 1 ."),
        N(
            "sh:closed true ; sh:property [ sh:path ex:p ] ; sh:ignoredProperties ( rdf:type )",
            "ex:a a ex:C ; ex:p 1 .",
        ),
        N(
            "sh:closed true ; sh:property [ sh:path ex:p ] , [ sh:path [ sh:inversePath ex:q ] ]",
            "ex:a a ex:C ; ex:p 1 ; ex:q 2 . ex:c ex:r 3 .",
            "a C 22-rdf-syntax-ns#type",
            "a '2' q",
            says="Property is not allowed here: the shape is closed",
        ),
        P("sh:closed true", "ex:a ex:p ex:x , ex:y , 1 . ex:x ex:q 2 .", "a '2' q"),
    ],
    "HasValue": [
        P("sh:hasValue 1", "ex:a ex:p 1 , 2 . ex:b ex:p 1 ."),
        P(
            "sh:hasValue 1",
            "ex:a ex:p 01 .",
            "a -",
            "b -",
            says='Must have the value "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ),
        P("sh:hasValue 1 , 2", "ex:a ex:p 1 . ex:b ex:p 1 , 2 .", "a -"),
        N("sh:hasValue ex:a", "", "b -"),
    ],
    "In": [
        P("sh:in ( ex:x 1 'l'@en )", "ex:a ex:p ex:x , 1 , 'l'@EN ."),
        P(
            "sh:in ( ex:x 1 )",
            "ex:a ex:p ex:y , 01 , [] .",
            "a y",
            "a '01'",
            "a _:",
            says="Value must be one of <http://example.org/x>, "
            '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ),
        P("sh:in ( )", "ex:a ex:p 1 .", "a '1'"),
        P(
            "sh:in ( 'a' 'b' 'c' 'd' 'e' 'f' 'g' 'h' 'i' 'j' 'k' 'l' 'm' 'n' )",
            "ex:a ex:p 'm' , 'x' .",
            "a 'x'",
            says='Value must be one of "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l" '
            "and 2 more",
        ),
        P(
            "sh:in ( 'a' 'b' 'c' 'd' 'e' 'f' 'g' 'h' 'i' 'j' 'k' 'l' )",
            "ex:a ex:p 'x' .",
            "a 'x'",
            says='Value must be one of "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"',
        ),
    ],
    "SingleLine": [
        P("sh:singleLine true", "ex:a ex:p 'one' , ex:x , [] ."),
        P(
            "sh:singleLine true",
            'ex:a ex:p "one\\ntwo" , "one\\rtwo" .',
            "a 'one\ntwo'",
            "a 'one\rtwo'",
            says="Value must not contain a line break",
        ),
        P("sh:singleLine false", 'ex:a ex:p "one\\ntwo" .'),
    ],
    "MinListLength": [
        P("sh:minListLength 2", "ex:a ex:p ( 1 2 ) , ( 1 1 3 ) ."),
        P("sh:minListLength 0", "ex:a ex:p ( ) ."),
        P(
            "sh:minListLength 2",
            "ex:a ex:p ( 1 ) , 1 .",
            "a _:",
            "a '1'",
            says="Value must be a list of at least 2 members",
        ),
        P("sh:minListLength 1", "ex:a ex:p ex:l . ex:l rdf:first 1 ; rdf:rest ex:l .", "a l"),
        P("sh:minListLength 1", "ex:a ex:p ex:l . ex:l rdf:first 1 , 2 ; rdf:rest () .", "a l"),
        P("sh:minListLength 1", "ex:a ex:p ex:l . ex:l rdf:first 1 .", "a l"),
        P("sh:minListLength 0", "ex:a ex:p ex:l . ex:l rdf:rest () .", "a l"),
    ],
    "MaxListLength": [
        P("sh:maxListLength 2", "ex:a ex:p ( 1 2 ) , ( ) ."),
        P(
            "sh:maxListLength 2",
            "ex:a ex:p ( 1 2 3 ) , ex:x .",
            "a _:",
            "a x",
            says="Value must be a list of at most 2 members",
        ),
    ],
    "UniqueMembers": [
        P("sh:uniqueMembers true", "ex:a ex:p ( 1 01 ) , ( ) ."),
        P(
            "sh:uniqueMembers true",
            "ex:a ex:p ( 1 2 1 ) , 1 .",
            "a _:",
            "a '1'",
            says="Value must be a list without repeated members",
        ),
        P("sh:uniqueMembers false", "ex:a ex:p ( 1 1 ) ."),
    ],
    "MemberShape": [
        P("sh:memberShape [ sh:nodeKind sh:Literal ]", "ex:a ex:p ( 1 'x' ) , ( ) ."),
        P(
            "sh:memberShape ex:T",
            "ex:a ex:p ( 1 ex:x ex:x ) , 2 . ex:b ex:p ex:y .",
            "a x",
            "a '2'",
            "b y",
            says="Members of the list must conform to the shape <http://example.org/T>",
            more="ex:T sh:nodeKind sh:Literal .",
        ),
    ],
}
#: What each component is called.
NAMES = [(name, case) for name, cases in CASES.items() for case in cases]


def written(result: ShaclResult, *, own: bool) -> str:
    """Write a result as the table does."""
    value = short(result.value)
    path = None if result.path is None else short(str(result.path))
    usual = None if own else "p"
    value = "_:" if value.startswith("_:") else value
    return f"{short(result.focus)} {value}" + ("" if path == usual else f" {path}")


@pytest.mark.parametrize(("name", "case"), NAMES, ids=[f"{n}-{c.constraint}" for n, c in NAMES])
def test_a_component_finds_what_is_wrong_and_nothing_else(name: str, case: Case) -> None:
    """Focus node, value, path, component and message of each result are as SHACL says."""
    path = "" if case.own else "sh:path ex:p ; "
    shape = f"ex:S sh:targetNode ex:a , ex:b ; {path}{case.constraint} . {case.more}"
    data, shapes = turtle(case.data, shape)
    report = validate(data, shapes)
    assert report.problems == ()
    assert sorted(written(r, own=case.own) for r in report.results) == sorted(case.results)
    assert {r.component for r in report.results} <= {f"{SH}{name}ConstraintComponent"}
    if case.says:
        assert {r.message() for r in report.results} == {case.says}
    for result in report.results:
        assert result.shape_row is not None
        parameter = short(shapes.terms[int(shapes.predicate[result.shape_row])])
        assert parameter.removeprefix("shacl#").casefold() in {
            name.casefold(),
            name.casefold().replace("qualifiedcount", ""),
        }


def test_every_component_is_in_the_table() -> None:
    """None is left out; sh:property has no results of its own, sh:sparql tests of its own."""
    assert len(CASES) == 33
    assert all(len(cases) > 1 for cases in CASES.values())


def test_properties_report_for_themselves() -> None:
    """The results of property shapes are those of the values that they lead to."""
    data, shapes = turtle(
        "ex:a ex:p ex:x , ex:y . ex:x ex:q 1 . ex:y ex:q 2 .",
        """ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:property ex:T .
           ex:T sh:path ex:q ; sh:maxInclusive 1 ; sh:severity sh:Warning ; sh:message 'large' .""",
    )
    (result,) = validate(data, shapes).results
    assert (short(result.focus), short(result.value), short(str(result.path))) == ("y", "'2'", "q")
    assert (result.severity, result.message()) == (SH + "Warning", "large")


def test_siblings_share_no_value_where_they_are_disjoint() -> None:
    """A value that a sibling's shape takes does not count (clause 4.7.3)."""
    shape = """ex:S sh:targetNode ex:a ;
        sh:property [ sh:path ex:p ; sh:qualifiedMinCount 1 ;
          sh:qualifiedValueShape [ sh:class ex:C ] ; sh:qualifiedValueShapesDisjoint {flag} ] ,
        [ sh:path ex:p ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:class ex:E ] ;
          sh:qualifiedValueShapesDisjoint {flag} ] ."""
    for data, flag, count in [
        ("ex:a ex:p ex:x . ex:x a ex:C , ex:E .", "true", 2),
        ("ex:a ex:p ex:x . ex:x a ex:C , ex:E .", "false", 0),
        ("ex:a ex:p ex:x , ex:y . ex:x a ex:C . ex:y a ex:E .", "true", 0),
    ]:
        graph, shapes = turtle(data, shape.replace("{flag}", flag))
        assert len(validate(graph, shapes).results) == count


SEVERITIES = [
    ("", "violation"),
    ("sh:severity sh:Violation ;", "violation"),
    ("sh:severity sh:Warning ;", "warning"),
    ("sh:severity sh:Info ;", "info"),
    ("sh:severity sh:Debug ;", "info"),
    ("sh:severity sh:Trace ;", "info"),
    ("sh:severity ex:Own ;", "violation"),
]


@pytest.mark.parametrize(("severity", "level"), SEVERITIES)
def test_severities(severity: str, level: str) -> None:
    """Those of SHACL and its drafts are known; one of the shapes' own is a violation."""
    data, shapes = turtle("ex:a ex:p 1 .", f"ex:S {severity} sh:targetNode ex:a ; sh:in () .")
    report = validate(data, shapes)
    assert report.problems == ()
    assert [result.level for result in report.results] == [level]


def ill_formed() -> Iterator[tuple[str, str]]:
    """Give each parameter a value that it may not have, and words of what is said."""
    for name in ("minCount", "maxCount", "minLength", "maxLength", "minListLength"):
        yield f"sh:{name} ex:x", f"sh:{name} <http://example.org/x> is not a literal"
        yield f"sh:{name} 1.0", "is not an integer"
        yield f"sh:{name} 'x'^^xsd:integer", "is not an integer"
        yield f"sh:{name} 1 , 2", f"sh:{name} has 2 values, and may have one"
    for name in ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive"):
        yield f"sh:{name} ex:x", "is not a literal"
        yield f"sh:{name} 1 , 2", "has 2 values"
    for name in ("uniqueLang", "closed", "singleLine", "uniqueMembers"):
        yield f"sh:{name} 1", "is not true or false"
        yield f"sh:{name} true , false", "has 2 values"
    for name in ("equals", "disjoint", "lessThan", "lessThanOrEquals", "datatype", "nodeKind"):
        yield f"sh:{name} 'x'", "is not an IRI"
    for name in ("datatype", "nodeKind"):
        yield f"sh:{name} sh:IRI , ex:x", "has 2 values"
    for name in ("node", "property", "not", "memberShape", "class"):
        yield f"sh:{name} 'x'", "is a literal, not a"
    for name in ("and", "or", "xone"):
        yield f"sh:{name} ( 'x' )", f"a member of sh:{name} is a literal, not a shape"
        yield f"sh:{name} ex:x", "is not a well-formed RDF list"
    for name in ("in", "languageIn", "ignoredProperties"):
        yield f"sh:closed true ; sh:{name} () , ( 'x' )", f"sh:{name} has 2 values"
        yield f"sh:closed true ; sh:{name} ex:x", "is not a well-formed RDF list"
    yield "sh:closed true ; sh:ignoredProperties ( 'x' )", "is not an IRI"
    yield "sh:languageIn ( ex:x )", "is not a string"
    yield "sh:pattern ex:x", "is not a literal"
    yield "sh:pattern '('", 'sh:pattern "(": not a regular expression'
    yield "sh:pattern 'x' ; sh:flags 'z'", "unknown flag z"
    yield "sh:qualifiedValueShape 'x' ; sh:qualifiedMinCount 1", "is a literal"
    yield "sh:qualifiedValueShape [] ; sh:qualifiedMinCount 'x'", "is not an integer"
    yield "sh:qualifiedValueShape [] ; sh:qualifiedMaxCount 'x'", "is not an integer"


@pytest.mark.parametrize(("constraint", "words"), ill_formed())
def test_a_parameter_with_a_wrong_value_is_told(constraint: str, words: str) -> None:
    """The constraint is left out, and another one of the shape is not."""
    data, shapes = turtle(
        "ex:a ex:p ex:x , 'y' .",
        f"ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:hasValue ex:none ; {constraint} .",
    )
    report = validate(data, shapes)
    assert [r.component for r in report.results] == [f"{SH}HasValueConstraintComponent"]
    told = [problem for problem in report.problems if words in problem.message]
    assert told, report.problems
    for problem in told:
        assert problem.row is not None
        parameter = short(shapes.terms[int(shapes.predicate[problem.row])])
        assert (f"sh:{parameter.removeprefix('shacl#')} " in constraint, problem.part) == (
            True,
            "object",
        )


def test_parameters_of_a_declared_component_may_have_several_values() -> None:
    """One parameter may, each of whose values is a constraint; one of several may not."""
    component = """ex:CC a sh:ConstraintComponent ; sh:parameter [ sh:path ex:least ] ,
          [ sh:path ex:unit ; sh:optional true ] ;
          sh:validator [ sh:ask "ASK { FILTER ($value >= $least) }" ] .
        ex:S sh:targetNode ex:a ; sh:path ex:p ; """
    for parameters, found, faulty in [
        ("ex:least 1", 0, False),
        ("ex:least 1 , 3 , 4", 2, False),
        ("ex:least 3 ; ex:unit ex:m", 1, False),
        ("ex:least 3 , 4 ; ex:unit ex:m", 0, True),
        ("ex:unit ex:m", 0, False),
    ]:
        data, shapes = turtle("ex:a ex:p 2 .", f"{component}{parameters} .")
        report = validate(data, shapes)
        assert len(report.results) == found
        assert [("more than one value" in p.message) for p in report.problems] == [True] * faulty


NEED_A_PATH = [
    *(f"sh:{name} 1" for name in ("minCount", "maxCount")),
    "sh:uniqueLang true",
    "sh:lessThan ex:q",
    "sh:lessThanOrEquals ex:q",
    "sh:qualifiedValueShape [] ; sh:qualifiedMinCount 1",
]


@pytest.mark.parametrize("constraint", NEED_A_PATH)
def test_what_only_property_shapes_may_have(constraint: str) -> None:
    """A node shape with it is ill-formed."""
    data, shapes = turtle("ex:a ex:p 1 .", f"ex:S sh:targetNode ex:a ; {constraint} .")
    (problem,) = validate(data, shapes).problems
    assert "needs a property shape, and there is no sh:path" in problem.message
