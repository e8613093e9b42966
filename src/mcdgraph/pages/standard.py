"""Labels of the terms of common vocabularies, which graphs use and seldom describe.

They are the project's own words, and stand in ``standard.tsv``: a prefixed name or an IRI, the
label in English, the label in French.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mcdgraph.columns import Literal
from mcdgraph.columns.terms import RDF_LANG_STRING
from mcdgraph.formats import GRAPH_FORMATS, MEDIA_TYPES, RESULT_FORMATS
from mcdgraph.namespaces import STANDARD

FILE: Final = Path(__file__).with_name("standard.tsv")
#: The other namespace of schema.org, which many graphs use.
_SCHEMA_HTTP: Final = "http://schema.org/"

#: The IRI of each format that W3C names.
_FORMATS: Final = {form.iri: (form.title, form.title) for form in (*GRAPH_FORMATS, *RESULT_FORMATS)}
#: The registered name of each media type that is published.
_MEDIA_TYPES: Final = {
    MEDIA_TYPES + name: (name, name)
    for name in (
        *(form.media_type for form in (*GRAPH_FORMATS, *RESULT_FORMATS)),
        "application/gzip",
    )
}


def _read(text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the IRI of each term with its labels in English and in French."""
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        name, english, french = line.split("\t")
        prefix, _, local = name.partition(":")
        yield STANDARD.get(prefix, f"{prefix}:") + local, (english, french)
        if prefix == "schema":
            yield _SCHEMA_HTTP + local, (english, french)


_NAMES: Final = dict(_read(FILE.read_text(encoding="utf8")))

#: IRI → its label in English and in French.
STANDARD_LABELS: Final[Mapping[str, tuple[Literal, ...]]] = MappingProxyType(
    {
        iri: (
            Literal(english, RDF_LANG_STRING, "en"),
            Literal(french, RDF_LANG_STRING, "fr"),
        )
        for iri, (english, french) in (_NAMES | _FORMATS | _MEDIA_TYPES).items()
    }
)
