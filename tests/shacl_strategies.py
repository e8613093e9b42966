"""Random data and shapes for the tests that compare SHACL engines."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

NODES = ["ex:a", "ex:b", "ex:c", "ex:d", "_:x", "_:y"]
CLASSES = ["ex:C", "ex:D", "ex:E"]
PREDICATES = ["ex:p", "ex:q", "ex:r"]
LITERALS = [
    "1",
    "2",
    "-3",
    "1.0",
    "2.5",
    "1e0",
    "true",
    "false",
    '"1"^^xsd:boolean',
    '"01"^^xsd:integer',
    '"1"^^xsd:byte',
    '"x"^^xsd:integer',
    '"INF"^^xsd:double',
    '"1.5"^^xsd:float',
    '""',
    '"abc"',
    '"Abc"',
    '"a b\\nc"',
    '"été"',
    '"abc"@en',
    '"abc"@fr',
    '"xyz"@en',
    '"xyz"@en-GB',
    '"xyz"@de-AT',
    '"2020-02-29"^^xsd:date',
    '"2021-02-29"^^xsd:date',
    '"2020-01-01T00:00:00Z"^^xsd:dateTime',
    '"2020-06-01T00:00:00Z"^^xsd:dateTime',
    '"2020-06-01T00:00:00"^^xsd:dateTime',
    '"z"^^ex:type',
]
OUT_OF_RANGE = ['"300"^^xsd:byte', '"-1"^^xsd:nonNegativeInteger']
DATATYPES = [
    "xsd:integer",
    "xsd:decimal",
    "xsd:double",
    "xsd:byte",
    "xsd:string",
    "xsd:boolean",
    "xsd:date",
    "xsd:dateTime",
    "rdf:langString",
    "ex:type",
]
KINDS = ["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]
PATTERNS = ["^a", "b$", "a.c", "^[a-c]+$", "\\\\d", "", "x|y", "example", "^http"]


@dataclass(frozen=True)
class Scope:
    """What is drawn; what is left out is where an engine is known to be wrong."""

    out_of_range: bool = True
    ranges: bool = True
    pairs: tuple[str, ...] = ("lessThan", "lessThanOrEquals")
    least_length: int = 0
    inverses_of_paths: bool = True

    @property
    def literals(self) -> list[str]:
        """The literals to draw from."""
        return LITERALS + (OUT_OF_RANGE if self.out_of_range else [])


#: pyshacl compares what SPARQL cannot, takes a blank node for a string, turns sequences wrongly.
PYSHACL = Scope(ranges=False, pairs=(), least_length=1, inverses_of_paths=False)
#: turbo compares literals that are out of range, and equal terms of any kind.
TURBO = Scope(out_of_range=False, pairs=("lessThan",), least_length=1)

subjects = st.sampled_from(NODES)


@st.composite
def graphs(draw: st.DrawFn, scope: Scope) -> str:
    """Draw a data graph as Turtle."""
    terms = st.one_of(st.sampled_from(NODES), st.sampled_from(scope.literals))
    plain = st.tuples(subjects, st.sampled_from(PREDICATES), terms)
    typed = st.tuples(subjects, st.just("a"), st.sampled_from(CLASSES))
    below = st.tuples(
        st.sampled_from(CLASSES), st.just("rdfs:subClassOf"), st.sampled_from(CLASSES)
    )
    triples = draw(st.lists(plain, min_size=1, max_size=14))
    triples += draw(st.lists(typed, min_size=1, max_size=6))
    triples += draw(st.lists(below, max_size=2))
    return "\n".join(" ".join(triple) + " ." for triple in triples)


@st.composite
def paths(draw: st.DrawFn, scope: Scope, depth: int = 2) -> str:
    """Draw a property path."""
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from([*PREDICATES, "rdf:type"]))
    inner = paths(scope, depth - 1)
    kind = draw(st.sampled_from(["inverse", "sequence", "alternative", "*", "+", "?"]))
    names = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}
    if kind in names:
        return f"[ sh:{names[kind]} {draw(inner)} ]"
    if kind == "inverse":
        if not scope.inverses_of_paths:
            inner = st.sampled_from(PREDICATES)
        return f"[ sh:inversePath {draw(inner)} ]"
    members = f"( {draw(inner)} {draw(inner)} )"
    return members if kind == "sequence" else f"[ sh:alternativePath {members} ]"


@dataclass
class Shapes:
    """Shapes in the making, each with a name, so that reports can be compared."""

    scope: Scope
    texts: list[str] = field(default_factory=list)
    count: int = 0

    def name(self) -> str:
        """Give the next name."""
        self.count += 1
        return f"ex:shape{self.count}"


def literal(draw: st.DrawFn, values: list[str]) -> str:
    """Draw one of some texts."""
    return draw(st.sampled_from(values))


def value_constraint(draw: st.DrawFn, scope: Scope) -> str:
    """Draw a constraint that any shape may have."""
    bounds = [
        "1",
        "2.5",
        "0",
        '"2020-03-01T00:00:00Z"^^xsd:dateTime',
        '"abc"',
        '"2020-02-28"^^xsd:date',
    ]
    kinds = ["class", "datatype", "nodeKind", "in", "hasValue", "minLength", "maxLength"]
    kinds += ["pattern", "languageIn", "equals", "disjoint", "closed"]
    if scope.ranges:
        kinds += ["minInclusive", "minExclusive", "maxInclusive", "maxExclusive"]
    kind = literal(draw, kinds)
    if kind == "class":
        return f"sh:class {literal(draw, CLASSES)}"
    if kind == "datatype":
        return f"sh:datatype {literal(draw, DATATYPES)}"
    if kind == "nodeKind":
        return f"sh:nodeKind sh:{literal(draw, KINDS)}"
    if kind == "in":
        members = draw(
            st.lists(st.sampled_from([*NODES[:4], *scope.literals]), min_size=0, max_size=3)
        )
        return f"sh:in ( {' '.join(members)} )"
    if kind == "hasValue":
        return f"sh:hasValue {literal(draw, [*NODES[:4], *scope.literals])}"
    if kind in {"minLength", "maxLength"}:
        return f"sh:{kind} {draw(st.integers(scope.least_length, 5))}"
    if kind == "pattern":
        flags = draw(
            st.sampled_from(["", ' ; sh:flags "i"', ' ; sh:flags "s"', ' ; sh:flags "im"'])
        )
        return f'sh:pattern "{literal(draw, PATTERNS)}"{flags}'
    if kind == "languageIn":
        ranges = ['"en"', '"en" "fr"', '"de"', '"EN"']
        return f"sh:languageIn ( {literal(draw, ranges)} )"
    if kind in {"equals", "disjoint"}:
        return f"sh:{kind} {literal(draw, PREDICATES)}"
    if kind == "closed":
        ignored = draw(st.sampled_from(["rdf:type", "rdf:type ex:p", ""]))
        return f"sh:closed true ; sh:ignoredProperties ( {ignored} )"
    return f"sh:{kind} {literal(draw, bounds)}"


def path_constraint(draw: st.DrawFn, made: Shapes, depth: int) -> str:
    """Draw a constraint that only a property shape may have."""
    kinds = ["minCount", "maxCount", "uniqueLang"]
    kinds += made.scope.pairs
    kind = draw(st.sampled_from([*kinds, "qualified"] if depth else kinds))
    if kind in {"minCount", "maxCount"}:
        return f"sh:{kind} {draw(st.integers(0, 3))}"
    if kind == "uniqueLang":
        return "sh:uniqueLang true"
    if kind == "qualified":
        inner = shape(draw, made, depth - 1)
        disjoint = draw(st.sampled_from(["", " ; sh:qualifiedValueShapesDisjoint true"]))
        bound = draw(st.sampled_from(["Min", "Max"]))
        count = draw(st.integers(0, 2))
        return f"sh:qualifiedValueShape {inner} ; sh:qualified{bound}Count {count}{disjoint}"
    return f"sh:{kind} {literal(draw, PREDICATES)}"


def shape_constraint(draw: st.DrawFn, made: Shapes, depth: int) -> str:
    """Draw a constraint by other shapes."""
    kind = draw(st.sampled_from(["property", "property", "node", "not", "and", "or", "xone"]))
    if kind == "property":
        return f"sh:property {shape(draw, made, depth - 1, property=True)}"
    if kind == "node":
        return f"sh:node {shape(draw, made, depth - 1, property=False)}"
    if kind == "not":
        return f"sh:not {shape(draw, made, depth - 1)}"
    members = [shape(draw, made, depth - 1) for _ in range(draw(st.integers(1, 3)))]
    return f"sh:{kind} ( {' '.join(members)} )"


def shape(
    draw: st.DrawFn,
    made: Shapes,
    depth: int,
    *,
    property: bool | None = None,  # noqa: A002 - SHACL's word
    target: str = "",
) -> str:
    """Draw a shape, with those that it refers to; give its name."""
    name = made.name()
    is_property = draw(st.booleans()) if property is None else property
    constraints = [value_constraint(draw, made.scope) for _ in range(draw(st.integers(0, 1)))]
    if is_property:
        constraints.append(path_constraint(draw, made, depth))
    if depth:
        constraints += [shape_constraint(draw, made, depth) for _ in range(draw(st.integers(0, 2)))]
    if not constraints:
        constraints.append(value_constraint(draw, made.scope))
    kind = (
        f"a sh:PropertyShape ; sh:path {draw(paths(made.scope))}"
        if is_property
        else "a sh:NodeShape"
    )
    if draw(st.integers(0, 15)) == 0:
        kind += " ; sh:deactivated true"
    if draw(st.integers(0, 5)) == 0:
        kind += " ; sh:severity sh:Warning"
    made.texts.append(f"{name} {kind}{target} ; " + " ; ".join(constraints) + " .")
    return name


@st.composite
def targets(draw: st.DrawFn) -> str:
    """Draw a target."""
    kind = draw(st.sampled_from(["Class", "Class", "Node", "SubjectsOf", "ObjectsOf"]))
    values = {"Class": CLASSES, "Node": [*NODES[:4], '"abc"', "1"]}.get(kind, PREDICATES)
    return f" ; sh:target{kind} {literal(draw, values)}"


@st.composite
def shapes_graphs(draw: st.DrawFn, scope: Scope) -> str:
    """Draw a shapes graph as Turtle."""
    made = Shapes(scope)
    for _ in range(draw(st.integers(1, 2))):
        shape(draw, made, depth=draw(st.integers(0, 2)), target=draw(targets()))
    return "\n".join(made.texts)


#: Literals of every datatype that an engine computes with, and of some that it does not, more
#: than one with each value. pyshacl takes a value that is false for none, so there is no false.
EXACT_LITERALS = [
    *(
        f'"{lexical}"^^xsd:{name}'
        for name in ("integer", "byte", "decimal", "double", "float")
        for lexical in ("1", "01", "+1", "5", "300", "x")
    ),
    *(f'"{lexical}"^^xsd:{name}' for name in ("decimal", "double") for lexical in ("1.0", "1.50")),
    *(
        f'"5"^^xsd:{name}'
        for name in (
            "int",
            "short",
            "long",
            "nonNegativeInteger",
            "positiveInteger",
            "unsignedByte",
        )
    ),
    '"-5"^^xsd:nonNegativeInteger',
    '"-5"^^xsd:negativeInteger',
    '"1e0"^^xsd:double',
    '"INF"^^xsd:double',
    *(f'"{lexical}"^^xsd:boolean' for lexical in ("1", "true")),
    '"2020-01-01T00:00:00Z"^^xsd:dateTime',
    '"2020-01-01T00:00:00.0Z"^^xsd:dateTime',
    '"2020-01-01T00:00:00+00:00"^^xsd:dateTime',
    '"2020-02-29"^^xsd:date',
    '"2021-02-29"^^xsd:date',
    '"1"',
    '"01"',
    '"1"@en',
    '"1"@en-GB',
    '"colour"@EN-gb',
    '"1"^^xsd:token',
    '"1"^^ex:type',
]
EXACT_DATATYPES = [
    *(
        f"xsd:{name}"
        for name in (
            "integer",
            "byte",
            "int",
            "decimal",
            "double",
            "boolean",
            "dateTime",
            "date",
            "string",
            "nonNegativeInteger",
            "float",
        )
    ),
    "rdf:langString",
    "ex:type",
]
#: Where rdflib itself keeps to SPARQL: it orders what has no value, and compares unlike terms.
WELL_TYPED_NUMBERS = [
    *(
        f'"{lexical}"^^xsd:{name}'
        for name in ("integer", "decimal", "double")
        for lexical in ("1", "01", "+1", "5")
    ),
    '"5"^^xsd:byte',
    '"5"^^xsd:int',
    '"-5"^^xsd:negativeInteger',
    '"1.50"^^xsd:decimal',
]


def term_filter(draw: st.DrawFn) -> str:
    """Draw a filter that looks at terms, about which engines can only agree."""
    kind = draw(st.integers(0, 7))
    value, datatype = draw(st.sampled_from(EXACT_LITERALS)), literal(draw, EXACT_DATATYPES)
    sign = literal(draw, ["=", "!="])
    return [
        f"datatype(?value) {sign} {datatype}",
        f"sameTerm(?value, {value})",
        f"!sameTerm(?value, {value})",
        f'STR(?value) {sign} "{literal(draw, ["1", "01", "5", "1.0"])}"',
        f'LANG(?value) {sign} "{literal(draw, ["", "en", "en-GB", "EN-gb"])}"',
        f'LANGMATCHES(LANG(?value), "{literal(draw, ["en", "EN-GB", "*"])}")',
        f'CONTAINS(STR(?value), "{literal(draw, ["1", "0", "co"])}")',
        f"EXISTS {{ ?other ex:q ?value }} && datatype(?value) {sign} {datatype}",
    ][kind]


def value_filter(draw: st.DrawFn) -> str:
    """Draw a filter that looks at numbers."""
    kind = draw(st.integers(0, 5))
    value = draw(st.sampled_from(WELL_TYPED_NUMBERS))
    sign = literal(draw, ["=", "!=", "<", ">", "<=", ">="])
    return [
        f"?value {sign} {value}",
        f"?value + 0 {sign} {value}",
        f"-?value {sign} -1 || ABS(?value) > 1",
        f"?value = {value} || ?value = 5.0",
        f"COALESCE(?none, ?value) {sign} {value} && ?value != 01",
        f"IF(?value {sign} 1, ?value > 1, ?value < 5)",
    ][kind]


@st.composite
def exact_graphs(draw: st.DrawFn, *, numbers: bool) -> str:
    """Draw a graph of literals that an engine may rewrite."""
    literals = WELL_TYPED_NUMBERS if numbers else EXACT_LITERALS
    triples = draw(
        st.lists(
            st.tuples(subjects, st.sampled_from(["ex:p", "ex:q"]), st.sampled_from(literals)),
            min_size=1,
            max_size=14,
        )
    )
    return "\n".join(" ".join(triple) + " ." for triple in triples)


DECLARED = """
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/" ] ,
  [ sh:prefix "rdf" ; sh:namespace "http://www.w3.org/1999/02/22-rdf-syntax-ns#" ] ,
  [ sh:prefix "xsd" ; sh:namespace "http://www.w3.org/2001/XMLSchema#" ] .
"""


@st.composite
def exact_shapes(draw: st.DrawFn, *, numbers: bool) -> str:
    """Draw shapes whose queries look at literals: constraints, components, targets."""
    condition = value_filter(draw) if numbers else term_filter(draw)
    kind = draw(st.sampled_from(["select", "count", "join", "ask", "component", "target"]))
    target = literal(draw, ["sh:targetSubjectsOf ex:p", "sh:targetSubjectsOf ex:q"])
    if kind in {"select", "count", "join"}:
        counted = condition.replace("?value", "?v")
        query = {
            "select": f"SELECT $this ?value {{ $this ex:p ?value FILTER ({condition}) }}",
            "join": f"SELECT $this ?value {{ $this ex:p ?value . ?o ex:q ?value "
            f"FILTER ({condition}) }}",
            "count": "SELECT $this (COUNT(DISTINCT ?v) AS ?value) "
            f"{{ $this ex:p ?v FILTER ({counted}) }} GROUP BY $this",
        }[kind]
        text = query.replace("\\", "\\\\").replace('"', '\\"')
        return f"""{DECLARED} ex:S a sh:NodeShape ; {target} ;
            sh:sparql ex:K . ex:K sh:prefixes ex: ; sh:select "{text}" ."""
    if kind == "target":
        text = f"SELECT ?this {{ ?this ex:p ?value FILTER ({condition}) }}"
        text = text.replace("\\", "\\\\").replace('"', '\\"')
        return f"""{DECLARED} ex:S a sh:NodeShape ; sh:nodeKind sh:Literal ; sh:target
            [ a sh:SPARQLTarget ; sh:prefixes ex: ; sh:select "{text}" ] ."""
    form = "ASK" if kind == "ask" else "SELECT $this ?value"
    inner = condition.replace("?value", "$value") if kind == "ask" else condition
    where = f"FILTER ({inner})" if kind == "ask" else f"$this $PATH ?value FILTER ({inner})"
    text = f"{form} {{ {where} }}".replace("\\", "\\\\").replace('"', '\\"')
    if kind == "ask":
        return f"""{DECLARED} ex:CC a sh:ConstraintComponent ; sh:parameter [ sh:path ex:limit ] ;
            sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes ex: ; sh:ask "{text}" ] .
            ex:S a sh:NodeShape ; sh:targetObjectsOf ex:p ; ex:limit 1 ."""
    return f"""{DECLARED} ex:CC a sh:ConstraintComponent ; sh:parameter [ sh:path ex:limit ] ;
        sh:propertyValidator [ a sh:SPARQLSelectValidator ; sh:prefixes ex: ;
          sh:select "{text}" ] .
        ex:S a sh:PropertyShape ; {target} ; sh:path ex:p ; ex:limit 1 ."""
