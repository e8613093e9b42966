"""IRIs that the catalogue's parts share."""

from collections.abc import Mapping
from typing import Final

MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_FORMATS: Final = "http://www.w3.org/ns/formats/"

#: W3C's IRIs for serializations (https://www.w3.org/ns/formats/), by the name of ours.
FORMAT_IRIS: Final[Mapping[str, str]] = {
    "turtle": _FORMATS + "Turtle",
    "json-ld": _FORMATS + "JSON-LD",
    "n-triples": _FORMATS + "N-Triples",
    "rdf-xml": _FORMATS + "RDF_XML",
    "trig": _FORMATS + "TriG",
    "n-quads": _FORMATS + "N-Quads",
    "json": _FORMATS + "SPARQL_Results_JSON",
    "xml": _FORMATS + "SPARQL_Results_XML",
    "csv": _FORMATS + "SPARQL_Results_CSV",
    "tsv": _FORMATS + "SPARQL_Results_TSV",
}
