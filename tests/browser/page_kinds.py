"""One address of every kind of page, on the shipped graph."""

import json
from functools import cache
from typing import Final
from urllib.parse import urlencode
from urllib.request import urlopen

BASE: Final = "https://w3id.org/mcdgraph/"
RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
POSTS: Final = "SELECT ?post WHERE { ?post a mcd:CooperantPost }"
PLACES: Final = "SELECT ?place ?lat ?long WHERE { ?place geo:lat ?lat ; geo:long ?long }"


def _with(path: str, **parameters: str) -> str:
    return f"{path}?{urlencode(parameters)}"


#: Path and query by kind of page. Each is also asked for with a language.
PAGE_KINDS: Final = {
    "home": "/",
    "home-folded": _with("/", folded="1"),
    "thing": "/doc/id/ml/mcd",
    "thing-list": _with("/doc/id/ml/mcd", property=RDF_TYPE),
    "document": "/doc/id/source/ambafrance-ml-2013",
    "sentence": "/doc/id/source/ambafrance-ml-2013/s03",
    "place": "/doc/id/ml/place/bamako",
    "concept": "/doc/concept/rank/colonel",
    "class": _with("/class", iri=f"{BASE}ontology#CooperantPost"),
    "ontology": "/ontology",
    "class-sorted": _with("/class", iri=f"{BASE}ontology#CooperantPost", sort="-"),
    "term": _with("/ontology", term="CooperantPost"),
    "shapes": "/shapes",
    "search": _with("/search", q="mali"),
    "search-nothing": _with("/search", q="zzzzzz"),
    "query": "/query",
    "query-answer": _with("/query", query=POSTS),
    "query-map": _with("/query", query=PLACES),
    "query-none": _with("/query", query="SELECT * { ?s a mcd:CooperantPostX }"),
    "query-error": _with("/query", query="SELECT nonsense"),
    "questions": "/queries/",
    "question": "/queries/q01-mission-under-orders",
    "explain": _with(
        "/explain", s=f"{BASE}id/ml/mcd", p=RDF_TYPE, o="http://www.w3.org/ns/org#Organization"
    ),
    "overviews": "/overviews",
    "overview-documents": "/overviews/documents",
    "overview-narrowed": _with(
        "/overviews/documents",
        about=f"{BASE}id/niger",
        quality=f"{BASE}concept/record-quality/c",
        since="2016",
        sort="-time",
    ),
    "overview-subjects": "/overviews/subjects",
    "overview-subject": _with("/overviews/subjects", iri=f"{BASE}id/mali", on="2019"),
    "overview-map": "/overviews/map",
    "overview-compare": _with(
        "/overviews/compare",
        **{
            "from": f"{BASE}id/source/cg-introduction/a",
            "to": f"{BASE}id/source/cg-introduction/b",
        },
    ),
    "overview-conflicts": "/overviews/conflicts",
    "overview-timeline": "/overviews/timeline",
    "overview-figures": "/overviews/figures",
    "overview-network": "/overviews/network",
    "overview-unknown": "/overviews/unknown",
    "dumps": "/dumps/",
    "releases": "/releases/",
    "changes": "/releases/{before}...{after}",
    "changes-thing": _with("/releases/{before}...{after}", iri=f"{BASE}id/ml/mcd"),
    "api": "/api",
    "dataset": "/dataset",
    "guide": "/guide",
    "not-found": "/nothing",
    "bad-request": _with("/search", q="mali", page="x"),
}
#: Pages that stand in a frame of another one, and have neither its header nor a way past it.
FRAMED_KINDS: Final = {"preview": _with("/reconcile/preview", id=f"{BASE}id/ml/emp")}
#: Those that answer with another status than 200.
STATUSES: Final = {"query-error": 400, "not-found": 404, "bad-request": 400}
LANGUAGES: Final = ("fr", "en")


def page_address(site: str, kind: str, language: str) -> str:
    """Return the address of a kind of page of a site in a language."""
    path = {**PAGE_KINDS, **FRAMED_KINDS}[kind]
    if "{before}" in path:
        before, after = _last_two_releases(site)
        path = path.replace("{before}", before).replace("{after}", after)
    return f"{site}{path}{'&' if '?' in path else '?'}lang={language}"


@cache
def _last_two_releases(site: str) -> tuple[str, str]:
    """Return how addresses name the release before the one that is served, and this one."""
    with urlopen(f"{site}/releases.json", timeout=30) as answer:
        after, before, *_ = [one["digest"][:12] for one in json.load(answer)["releases"]]
    return before, after
