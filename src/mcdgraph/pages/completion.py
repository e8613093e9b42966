"""What an editor of queries may offer: the prefixes, classes and properties of a release.

Terms are those that the catalogue counts, so that each leads to an answer. Source of the counts:
VoID (W3C Interest Group Note 2011), clause 4.4, partitions by class and by property.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.namespaces import STANDARD, shorten
from mcdgraph.pages.bounds import IRI as LONGEST_IRI
from mcdgraph.pages.bounds import shorten as cut
from mcdgraph.pages.reader import Reader
from mcdgraph.pages.terms import SUMMARIES

#: Terms of a kind that are offered at once, the most used first.
OFFERED: Final = 200
#: Characters of a definition.
DEFINITION: Final = 300

_VOID: Final = STANDARD["void"]
_COUNTED: Final = f"""
PREFIX void: <{_VOID}>
PREFIX rdfs: <{STANDARD["rdfs"]}>
PREFIX skos: <{STANDARD["skos"]}>
SELECT ?term ?uses ?catalogue ?dataset ?class ?words {{
  GRAPH ?catalogue {{ %s }}
  FILTER (isIRI(?term) && STRLEN(STR(?term)) <= {LONGEST_IRI})
  FILTER (
    CONTAINS(LCASE(REPLACE(STR(?term), "^.*[/#]", "")), ?words)
    || EXISTS {{
      ?term rdfs:label|skos:prefLabel ?label
      FILTER CONTAINS(LCASE(STR(?label)), ?words)
    }}
  )
}} ORDER BY DESC(?uses) ?term LIMIT {OFFERED + 1}
"""
_CLASSES: Final = _COUNTED % (
    "?dataset void:classPartition ?part . ?part void:class ?term ; void:entities ?uses"
)
_PROPERTIES: Final = _COUNTED % (
    "?dataset void:propertyPartition ?part . ?part void:property ?term ; void:triples ?uses"
)
_PROPERTIES_OF: Final = _COUNTED % (
    "?dataset void:classPartition ?whole . ?whole void:class ?class ; void:propertyPartition ?part "
    ". ?part void:property ?term ; void:triples ?uses"
)


@dataclass(frozen=True, kw_only=True)
class OfferedTerm:
    """A class or a property: how a query writes it, what it is called and means, its uses.

    ``uses`` counts the things of a class, or the triples with a property.
    """

    name: str
    iri: str
    label: str
    definition: str
    uses: int


@dataclass(frozen=True, kw_only=True)
class Completion:
    """What may be offered; ``more`` where the release has more terms than stand here."""

    prefixes: Mapping[str, str]
    classes: tuple[OfferedTerm, ...]
    properties: tuple[OfferedTerm, ...]
    more: bool

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return {**asdict(self), "prefixes": dict(self.prefixes)}


def completion(reader: Reader, language: str, *, words: str = "", of: str = "") -> Completion:
    """Return the terms whose local name or label holds ``words``, without case.

    With the IRI of a class in ``of``: only the properties that things of that class have.
    """
    classes = () if of else _offered(reader, language, _CLASSES, words, "")
    properties = _offered(reader, language, _PROPERTIES_OF if of else _PROPERTIES, words, of)
    return Completion(
        prefixes=reader.settings.prefixes,
        classes=classes[:OFFERED],
        properties=properties[:OFFERED],
        more=max(len(classes), len(properties)) > OFFERED,
    )


def offered_classes(reader: Reader, language: str, words: str = "") -> tuple[OfferedTerm, ...]:
    """Return the classes whose local name or label holds ``words``, the most used first."""
    return _offered(reader, language, _CLASSES, words, "")[:OFFERED]


def offered_properties(
    reader: Reader, language: str, words: str = "", of: str = ""
) -> tuple[OfferedTerm, ...]:
    """Return the properties whose names hold ``words``; those of a class where one is given."""
    query = _PROPERTIES_OF if of else _PROPERTIES
    return _offered(reader, language, query, words, of)[:OFFERED]


def _offered(
    reader: Reader, language: str, query: str, words: str, of: str
) -> tuple[OfferedTerm, ...]:
    base = reader.settings.base_iri
    values: dict[str, Term] = {
        "catalogue": Iri(base + "graph/catalogue"),
        "dataset": Iri(base + "dataset"),
        "words": Literal(words.casefold()),
    }
    if of:
        values["class"] = Iri(of)
    rows = reader.store.select(query, values)
    return tuple(_term(reader, language, row["term"], row["uses"]) for row in rows)


def _term(reader: Reader, language: str, term: Term, uses: Term) -> OfferedTerm:
    if not isinstance(term, Iri) or not isinstance(uses, Literal):
        raise TypeError(f"{term} and {uses} are no counted term")
    summary = reader.text(term, SUMMARIES, language)
    return OfferedTerm(
        name=_written(term, reader.settings.prefixes),
        iri=term.value,
        label=reader.labels.label(term.value, language).text,
        definition=cut(summary.text, DEFINITION) if summary else "",
        uses=int(uses.lexical),
    )


def _written(term: Iri, prefixes: Mapping[str, str]) -> str:
    """Write an IRI as a query may: a slash would begin a path (SPARQL 1.1, clause 9.1)."""
    name = shorten(str(term), prefixes)
    return str(term) if "/" in name else name
