"""A graph's own rules: run with those of OWL, explained like them, bounded, and told when wrong."""

from pathlib import Path

import pytest
from reasoning_graphs import EX, graph, term, triples

from mcdgraph.errors import RuleError, SyntaxProblems, UsageError
from mcdgraph.reasoning import Closure, RuleFile, close, read_rules

PREFIXES = {"ex": EX}
GRAPH = """
:deputyOf rdfs:range :Chief
:a :deputyOf :b
:b :heads :unit
:b :grade "5"^^xsd:integer
:a :grade "3"^^xsd:integer
"""


def write(root: Path, *queries: str) -> tuple[RuleFile, ...]:
    """Write rules into a graph's folder, and read them."""
    folder = root / "ontology" / "rules"
    folder.mkdir(parents=True, exist_ok=True)
    for number, query in enumerate(queries, 1):
        (folder / f"r{number}.rq").write_text(query, encoding="utf8")
    return read_rules(root, PREFIXES)


def drawn(root: Path, *queries: str) -> set[str]:
    """Give the conclusions of rules on the small graph, with the names of the graph."""
    closure = close(graph(GRAPH), rules=write(root, *queries))
    return {text(closure, row) for row in rows(closure)}


def rows(closure: Closure) -> list[tuple[int, int, int]]:
    """Give the conclusions as numbers."""
    c = closure.inferred
    return list(zip(c.subject.tolist(), c.predicate.tolist(), c.object.tolist(), strict=True))


def text(closure: Closure, triple: tuple[int, int, int]) -> str:
    """Write a triple with the last part of each name."""
    return " ".join(closure.asserted.terms.text(n).split("/")[-1].split("#")[-1] for n in triple)


@pytest.mark.parametrize(
    ("where", "template", "conclusions"),
    [
        ("?x ex:deputyOf ?y . ?y ex:heads ?u", "?x ex:servesIn ?u", {"a servesIn unit"}),
        ("?x ex:deputyOf/ex:heads ?u", "?x ex:servesIn ?u", {"a servesIn unit"}),
        ("?y ^ex:deputyOf ?x", "?y ex:hasDeputy ?x", {"b hasDeputy a"}),
        (
            "{ ?x ex:deputyOf ?y } UNION { ?x ex:heads ?y }",
            "?x ex:linked ?y",
            {"a linked b", "b linked unit"},
        ),
        ("?x ex:grade ?g FILTER(?g > 4)", "?x a ex:Senior", {"b type Senior"}),
        (
            "?x ex:grade ?g BIND(?g + 1 AS ?next)",
            "?x ex:next ?next",
            {"a next 4", "b next 6"},
        ),
        (
            "?x ex:grade ?g VALUES ?g { 3 }",
            "?x a ex:Junior",
            {"a type Junior"},
        ),
        ("?x a ex:Chief", "?x ex:is ex:chief", {"b is chief"}),
        ("?x ?p ex:unit", "?x ex:knows ?p", {"b knows heads"}),
    ],
)
def test_a_rule_concludes(tmp_path: Path, where: str, template: str, conclusions: set[str]) -> None:
    """Patterns, paths, UNION, FILTER, BIND and VALUES work, on conclusions of OWL too."""
    query = f"CONSTRUCT {{ {template} }} WHERE {{ {where} }}"
    assert drawn(tmp_path, query) == {"b type Chief", *conclusions}


def test_rules_feed_each_other_and_owl(tmp_path: Path) -> None:
    """Rules run to a common fixpoint, and each is counted and told by its file."""
    rules = write(
        tmp_path,
        "CONSTRUCT { ?x ex:above ?y } WHERE { ?y ex:below ?x }",
        "CONSTRUCT { ?x ex:below ?z } WHERE { ?x ex:deputyOf ?y . ?y ex:heads ?z }",
    )
    closure = close(graph(GRAPH + ":above rdfs:domain :High"), rules=rules)
    assert closure.counts == {
        "ontology/rules/r1.rq": 1,
        "ontology/rules/r2.rq": 1,
        "prp-dom": 1,
        "prp-rng": 1,
    }
    s, p, o = (closure.asserted.terms.find(term(name)) for name in (":unit", "rdf:type", ":High"))
    proof = closure.proof((s, p, o))
    assert proof is not None
    assert [
        f"{'  ' * depth}{text(closure, step.triple)} [{step.rule}]"
        for depth, step, _ in proof.walk()
    ] == [
        "unit type High [prp-dom]",
        "  above domain High [asserted]",
        "  unit above a [ontology/rules/r1.rq]",
        "    a below unit [ontology/rules/r2.rq]",
        "      a deputyOf b [asserted]",
        "      b heads unit [asserted]",
    ]


def test_blank_nodes_of_a_template_are_made_once(tmp_path: Path) -> None:
    """One blank node for each solution, the same in each run."""
    query = "CONSTRUCT { ?x ex:holds [ ex:of ?u ] } WHERE { ?x ex:heads ?u }"
    runs = [triples(close(graph(GRAPH), rules=write(tmp_path, query)).inferred) for _ in range(2)]
    assert runs[0] == runs[1]
    assert sum(str(s).startswith("_:") for s, _, _ in runs[0]) == 1


def test_computed_conclusions_are_explained(tmp_path: Path) -> None:
    """The proof of a value that a rule computed names the premises it was computed from."""
    query = "CONSTRUCT { ?x ex:next ?n } WHERE { ?x ex:grade ?g BIND(?g + 1 AS ?n) }"
    closure = close(graph(GRAPH), rules=write(tmp_path, query))
    for row in rows(closure):
        assert closure.proof(row) is not None


def test_a_rule_that_never_ends_is_an_error(tmp_path: Path) -> None:
    """It names the rule and the last thing it made."""
    query = (
        'CONSTRUCT { ?x ex:next ?n } WHERE { [] ex:next ?x BIND(IRI(CONCAT(STR(?x),"x")) AS ?n) }'
    )
    rules = write(tmp_path, query)
    with pytest.raises(RuleError, match=r"ontology/rules/r1.rq: the rule does not end: after \d+"):
        close(graph(":a :next :b"), rules=rules)


@pytest.mark.parametrize(
    ("query", "place", "message"),
    [
        ("CONSTRUCT { ?x ex:p ?y } WHERE {\n  ?x ex:p }", "2:3", "cannot be read on from"),
        ("CONSTRUCT { ?x exx:p ?y }\nWHERE { ?x exx:p ?y }", "1:16", "unknown prefix exx:"),
        ("SELECT * WHERE { ?x ex:p ?y }", "1:1", "a SELECT query: write CONSTRUCT"),
        (
            "CONSTRUCT { ?x ex:p ?y } WHERE { ?x ex:q ?y OPTIONAL { ?y ex:r ?z } }",
            "1:1",
            "OPTIONAL",
        ),
        (
            "CONSTRUCT { ?x ex:p ?y } WHERE { ?x ex:q ?y FILTER NOT EXISTS { ?y ex:r ?z } }",
            "1:1",
            "NOT EXISTS",
        ),
        ("CONSTRUCT { ?x ex:p ?y } WHERE { ?x ex:q+ ?y }", "1:1", "path of any length"),
        ("CONSTRUCT { ?x ex:p ?z } WHERE { ?x ex:q ?y }", "1:1", "?z: the variable"),
        ("CONSTRUCT { ?x ex:p ?y } WHERE { GRAPH ?g { ?x ex:q ?y } }", "1:1", "GRAPH"),
    ],
)
def test_what_is_no_rule_is_told_with_its_place(
    tmp_path: Path, query: str, place: str, message: str
) -> None:
    """File, line and column, and what a rule may not be."""
    with pytest.raises(SyntaxProblems) as told:
        write(tmp_path, query)
    assert f"ontology/rules/r1.rq:{place}: " in str(told.value)
    assert message in str(told.value)


def test_every_broken_rule_is_named(tmp_path: Path) -> None:
    """Not only the first."""
    with pytest.raises(SyntaxProblems) as told:
        write(tmp_path, "CONSTRUCT {", "CONSTRUCT { ?x ex:p ?x } WHERE { ?x ex:q ?x }", "ASK {}")
    assert [str(part).partition(":")[0] for part in told.value.problems] == [
        "ontology/rules/r1.rq",
        "ontology/rules/r3.rq",
    ]


def test_the_reference_engine_refuses_own_rules(tmp_path: Path) -> None:
    """It would leave their conclusions out without a word."""
    rules = write(tmp_path, "CONSTRUCT { ?x ex:p ?x } WHERE { ?x ex:q ?x }")
    with pytest.raises(UsageError, match="engine columns"):
        close(graph(":a :b :c"), engine="owlrl", rules=rules)
