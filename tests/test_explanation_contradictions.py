"""A contradiction names the statements that clash, as they are written, each once."""

from pathlib import PurePosixPath

import pytest

from mcdgraph.explanation import contradiction_findings
from mcdgraph.explanation.places import placing_of
from mcdgraph.positions import SourceText
from mcdgraph.reasoning import close
from mcdgraph.turtle.reader import parse

HEAD = """@prefix : <http://e/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PREFIXES = {
    "": "http://e/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
#: What is written, the statements that must be told, and those that must not.
CASES = {
    "a functional literal": (
        ":age a owl:FunctionalProperty . :alpha :age 1 . :beta :age 1 , 2 .",
        [":beta :age 1", ":beta :age 2"],
        [":alpha"],
    ),
    "values that are one are no clash of their own": (
        ":age a owl:FunctionalProperty . :alpha :age 1 , 01 . :beta :age 01 , 2 .",
        [":beta :age 01", ":beta :age 2"],
        [":alpha :age 2", ":alpha :age 01 and"],
    ),
    "two of three": (
        ":age a owl:FunctionalProperty . :beta :age 3 , 1 , 2 .",
        [":beta :age 3", ":beta :age 1"],
        [],
    ),
    "members that are the same": (
        ":A owl:disjointWith :B . :x owl:sameAs :y . :y a :B . :x a :A .",
        [":x a :A", ":y a :B", ":x owl:sameAs :y"],
        [":x a :B", ":y a :A"],
    ),
    "members found to be the same": (
        ":A owl:disjointWith :B . :f a owl:FunctionalProperty . :s :f :x , :y . "
        ":y a :B . :x a :A .",
        [":x a :A", ":y a :B", ":s :f :x", ":s :f :y"],
        [":x a :B", ":y a :A"],
    ),
    "members of a class of three": (
        ":A owl:disjointWith :B . :x owl:sameAs :z . :z owl:sameAs :y . :y a :B . :x a :A .",
        [":x a :A", ":y a :B", ":x owl:sameAs :z", ":z owl:sameAs :y"],
        [":z a :"],
    ),
    "things that differ": (
        ":f a owl:FunctionalProperty . :s :f :x , :y . :x owl:differentFrom :y .",
        [":s :f :x", ":s :f :y", ":x owl:differentFrom :y"],
        [],
    ),
    "a property that no thing has to itself": (
        ":p a owl:IrreflexiveProperty . :x :p :y . :x owl:sameAs :y .",
        [":x :p :y", ":x owl:sameAs :y"],
        [":x :p :x", ":y :p :y"],
    ),
    "a literal outside of its range": (
        ":p rdfs:range xsd:integer . :a :p 1 . :x :p 'one' .",
        [":x :p", "one"],
        [":a"],
    ),
    "a restriction to one literal": (
        ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality "
        '"1"^^xsd:nonNegativeInteger ] . :a a :C ; :p 1 . :x a :C ; :p 1 , 2 .',
        [":x :p 1", ":x :p 2"],
        [":a"],
    ),
    "keys": (
        ":C owl:hasKey ( :k ) . :x a :C ; :k 1 . :y a :C ; :k 1 . :x owl:differentFrom :y .",
        [":x :k 1", ":y :k 1", ":x owl:differentFrom :y"],
        [],
    ),
}


def bare(text: str) -> str:
    """Write integers as Turtle does."""
    for number in ("01", "1", "2", "3"):
        text = text.replace(f'"{number}"^^xsd:integer', number)
    return text.replace("^^<http://www.w3.org/2001/XMLSchema#integer>", "")


@pytest.mark.parametrize("case", CASES)
def test_the_written_statements_are_told(case: str) -> None:
    """The message and its hint hold both statements that clash, and no innocent one."""
    text, told, untold = CASES[case]
    source = SourceText(path=PurePosixPath("data/d.ttl"), text=HEAD + text)
    closure = close(parse(source))
    placing = placing_of(closure.asserted, [source])
    findings = list(contradiction_findings(closure, placing, PREFIXES))
    assert findings
    said = bare(" | ".join(f"{finding.message} ; {finding.hint}" for finding in findings))
    for statement in told:
        assert statement in said
    messages = bare(" | ".join(finding.message for finding in findings))
    for statement in untold:
        assert statement not in messages
    for finding in findings:
        premises = finding.message.partition(": ")[2].split(" and ")
        assert len(set(premises)) == len(premises)
        assert finding.position is not None
