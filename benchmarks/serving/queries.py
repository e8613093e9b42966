"""What is asked: queries as pages, tools and people ask them, from a look-up to an export."""

from dataclasses import dataclass
from itertools import cycle
from urllib.parse import quote

from benchmarks.serving.dataset import Dataset

JSON = "application/sparql-results+json"
TRIPLES = "application/n-triples"
#: How many requests are prepared for a query; each has a text of its own.
PREPARED = 20_000
REPEATED = 50
PREFIXES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX mcd: <https://w3id.org/mcdgraph/ontology#>
"""


@dataclass(frozen=True, kw_only=True)
class Query:
    """One kind of query; ``{x}`` stands for a resource, ``{n}`` for a number."""

    name: str
    text: str
    accept: str = JSON
    light: bool = True
    about: str = "subjects"


SUITE = (
    Query(name="lookup", text="SELECT ?p ?o {{ <{x}> ?p ?o }}"),
    Query(name="label", text='SELECT ?l {{ <{x}> rdfs:label ?l FILTER(LANG(?l) = "fr") }}'),
    Query(
        name="star",
        text="SELECT * {{ ?a owl:annotatedSource <{x}> ; owl:annotatedProperty ?p ;"
        " owl:annotatedTarget ?v ; mcd:assertionStatus ?s }}",
    ),
    Query(
        name="path",
        text="SELECT ?d {{ <{x}> dcterms:isPartOf+ ?d }}",
        about="sentences",
    ),
    Query(
        name="aggregate",
        text="SELECT ?s (COUNT(*) AS ?n) {{ ?a owl:annotatedSource <{x}> ;"
        " mcd:assertionStatus ?s }} GROUP BY ?s",
    ),
    Query(
        name="optional",
        text="SELECT ?a ?e {{ ?a owl:annotatedSource <{x}>"
        " OPTIONAL {{ ?a mcd:evidence ?e }} FILTER(BOUND(?e)) }}",
    ),
    Query(name="ask", text="ASK {{ <{x}> a mcd:CooperantPost }}"),
    Query(name="describe", text="DESCRIBE <{x}>", accept=TRIPLES),
    Query(
        name="construct",
        text="CONSTRUCT {{ <{x}> mcd:evidence ?e }} WHERE {{"
        " ?a owl:annotatedSource <{x}> ; mcd:evidence ?e }}",
        accept=TRIPLES,
    ),
    Query(
        name="regex",
        text="SELECT ?s ?l {{ ?s a mcd:CooperationProject ; rdfs:label ?l"
        ' FILTER(REGEX(?l, "ba{n}", "i")) }} LIMIT 10',
        light=False,
    ),
    Query(
        name="top-k",
        text="SELECT ?s ?o {{ ?s mcd:endOffset ?o }} ORDER BY DESC(?o) ?s LIMIT 10",
        light=False,
    ),
    Query(name="export", text="SELECT ?s ?p ?o {{ ?s ?p ?o }} LIMIT 100000", light=False),
    #: All of the above but the export, one after the other.
    Query(name="mix", text="", light=False),
)
KINDS = tuple(query for query in SUITE if query.name not in ("export", "mix"))
CACHED_SUITE = tuple(query for query in SUITE if query.name != "export")


@dataclass(frozen=True, kw_only=True)
class Target:
    """What one request asks for, and the form it takes."""

    target: str
    accept: str


def targets(query: Query, dataset: Dataset, path: str, *, distinct: bool) -> list[Target]:
    """Give what requests ask for; with ``distinct`` no two ask with the same text."""
    kinds = KINDS if query.name == "mix" else (query,)
    resources = {kind: cycle(getattr(dataset, kind.about)) for kind in kinds}
    count = PREPARED if distinct else REPEATED * len(kinds)
    found = []
    for number, kind in zip(range(count), cycle(kinds), strict=False):
        text = ask(kind, next(resources[kind]), number, distinct)
        found.append(Target(target=f"{path}?query={quote(text)}", accept=kind.accept))
    return found


def ask(query: Query, resource: str, number: int, distinct: bool) -> str:
    """Give the text of one request."""
    tail = f"\n# {number}" if distinct else ""
    return PREFIXES + query.text.format(x=resource, n=number) + tail
