"""Terms of Turtle, written from the short forms of a mapping."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from mcdgraph.turtle.abbreviation import quote
from tools.recording.mapping import Statement

BASE: Final = "https://w3id.org/mcdgraph/"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
PREFIXES: Final = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcterms": "http://purl.org/dc/terms/",
    "id": BASE + "id/",
    "mcd": BASE + "ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD,
}
#: Predicates whose value is a year, a month or a day; all other numbers are integers or values.
TIMES: Final = {"happenedOn", "inForceFrom", "periodFrom", "periodTo", "signedOn"}
#: Predicates whose number is a decimal.
DECIMALS: Final = {"statedDistanceKm", "value"}


def iri(path: str) -> str:
    """Write a thing below ``id/``."""
    return f"<{BASE}id/{path}>"


def text(value: str, language: str = "") -> str:
    """Write a literal, with a language or without."""
    return quote(value) + (f"@{language}" if language else "")


def typed(value: str, datatype: str) -> str:
    """Write a literal of XML Schema."""
    return f'"{value}"^^<{XSD}{datatype}>'


def time(value: str) -> str:
    """Write a year, a month or a day, by its length."""
    return typed(value, {4: "gYear", 7: "gYearMonth"}.get(len(value), "date"))


def predicate(short: str) -> str:
    """Write a predicate: a name of the ontology unless it has a prefix."""
    return short if ":" in short else "mcd:" + short


def object_(statement: Statement) -> str:
    """Write an object: a text, a number, a time, a truth, ``scheme:concept``, or a path."""
    value = statement.object
    if value.startswith('"'):
        return value
    if statement.predicate in TIMES:
        return time(value)
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return typed(value, "decimal" if statement.predicate in DECIMALS else "integer")
    if value in {"true", "false"}:
        return typed(value, "boolean")
    if ":" in value:
        return f"<{BASE}concept/{value.replace(':', '/')}>"
    return iri(value)


def typographic(words: str) -> str:
    """Write the apostrophes of a text that is ours as printers do."""
    return words.replace("'", "’")


def labels(english: str, french: str) -> str:
    """Write a label in both languages."""
    written = (
        text(typographic(label), language) for label, language in ((english, "en"), (french, "fr"))
    )
    return f"rdfs:label {', '.join(written)}"


def fact(
    subject: str,
    predicate_: str,
    object__: str,
    *,
    status: str,
    rows: Iterable[str],
    since: str = "",
    until: str = "",
) -> str:
    """Write a statement and its annotation."""
    valid = f" ; mcd:validFrom {time(since)}" if since else ""
    valid += f" ; mcd:validTo {time(until)}" if until else ""
    return (
        f"{subject} {predicate_} {object__} .\n"
        f"[] a owl:Axiom ; owl:annotatedSource {subject} ; owl:annotatedProperty {predicate_} ; "
        f'owl:annotatedTarget {object__} ; mcd:assertionStatus "{status}" ; '
        f"mcd:evidence {', '.join(rows)}{valid} ."
    )


def kinds(classes: str) -> Iterator[str]:
    """Write the classes of a thing, several being separated by blanks."""
    for name in classes.split():
        yield f"org:{name}" if name in {"Organization", "Post"} else f"mcd:{name}"
