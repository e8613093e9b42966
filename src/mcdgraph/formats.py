"""Name, media type and suffix of every format that mcdgraph reads or writes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

#: The namespace of registered media types (https://www.iana.org/assignments/media-types).
MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_W3C_FORMATS: Final = "http://www.w3.org/ns/formats/"


@dataclass(frozen=True, kw_only=True, eq=False)
class Format:
    """One serialization: how it is named, asked for, and told apart. There is one object of each.

    ``media_type`` is the registered one, ``aliases`` are others that clients send.
    ``quads`` says whether named graphs can be written. ``profile`` is the IRI of the profile
    by which a format is told from others of its media type (RFC 6906). ``w3c_name`` is the local
    name of its IRI among W3C's (https://www.w3.org/ns/formats/); empty where it has none.
    ``spoken`` says whether it is read by people, in the words of one language.
    """

    name: str
    title: str
    media_type: str
    suffix: str
    aliases: tuple[str, ...] = ()
    quads: bool = False
    profile: str = ""
    w3c_name: str = ""
    charset: bool = True
    spoken: bool = False

    @property
    def iri(self) -> str:
        """W3C's IRI of the format; empty where it has none."""
        return _W3C_FORMATS + self.w3c_name if self.w3c_name else ""

    @cached_property
    def content_type(self) -> str:
        """The value of a Content-Type header."""
        if self.profile:
            return f'{self.media_type}; profile="{self.profile}"'
        text = self.charset and self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if text else self.media_type


HTML: Final = Format(
    name="html",
    title="HTML",
    media_type="text/html",
    suffix="html",
    aliases=("application/xhtml+xml",),
    spoken=True,
)
#: For readers of text alone, and programs that reason in words (RFC 7763).
MARKDOWN: Final = Format(
    name="markdown",
    title="Markdown",
    media_type="text/markdown",
    suffix="md",
    aliases=("text/x-markdown",),
    spoken=True,
)
PLAIN: Final = Format(name="text", title="Plain text", media_type="text/plain", suffix="txt")
TURTLE: Final = Format(
    name="turtle",
    title="Turtle",
    media_type="text/turtle",
    suffix="ttl",
    aliases=("application/x-turtle",),
    w3c_name="Turtle",
)
JSON_LD: Final = Format(
    name="json-ld",
    title="JSON-LD",
    media_type="application/ld+json",
    suffix="jsonld",
    aliases=("application/json",),
    w3c_name="JSON-LD",
)
N_TRIPLES: Final = Format(
    name="n-triples",
    title="N-Triples",
    media_type="application/n-triples",
    suffix="nt",
    w3c_name="N-Triples",
)
RDF_XML: Final = Format(
    name="rdf-xml",
    title="RDF/XML",
    media_type="application/rdf+xml",
    suffix="rdf",
    w3c_name="RDF_XML",
)
TRIG: Final = Format(
    name="trig",
    title="TriG",
    media_type="application/trig",
    suffix="trig",
    quads=True,
    w3c_name="TriG",
)
N_QUADS: Final = Format(
    name="n-quads",
    title="N-Quads",
    media_type="application/n-quads",
    suffix="nq",
    quads=True,
    w3c_name="N-Quads",
)

CROISSANT: Final = Format(
    name="croissant",
    title="Croissant",
    media_type="application/ld+json",
    suffix="croissant.json",
    profile="http://mlcommons.org/croissant/1.0",
)
RO_CRATE: Final = Format(
    name="ro-crate",
    title="RO-Crate",
    media_type="application/ld+json",
    suffix="ro-crate.json",
    profile="https://w3id.org/ro/crate/1.1",
)

#: Formats of the description of a dataset that are no serialization of RDF as it stands.
PACKAGE_FORMATS: Final = (CROISSANT, RO_CRATE)
#: Formats of a graph, in order of preference where a client has none.
GRAPH_FORMATS: Final = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, TRIG, N_QUADS)
#: Formats of a document: a page first, because a browser asks for one.
DOCUMENT_FORMATS: Final = (HTML, *GRAPH_FORMATS, MARKDOWN)

RESULTS_JSON: Final = Format(
    name="json",
    title="SPARQL JSON",
    media_type="application/sparql-results+json",
    suffix="srj",
    aliases=("application/json",),
    w3c_name="SPARQL_Results_JSON",
)
RESULTS_XML: Final = Format(
    name="xml",
    title="SPARQL XML",
    media_type="application/sparql-results+xml",
    suffix="srx",
    aliases=("application/xml", "text/xml"),
    w3c_name="SPARQL_Results_XML",
)
RESULTS_CSV: Final = Format(
    name="csv", title="CSV", media_type="text/csv", suffix="csv", w3c_name="SPARQL_Results_CSV"
)
RESULTS_TSV: Final = Format(
    name="tsv",
    title="TSV",
    media_type="text/tab-separated-values",
    suffix="tsv",
    w3c_name="SPARQL_Results_TSV",
)

#: Formats of the answer to SELECT and ASK.
RESULT_FORMATS: Final = (RESULTS_JSON, RESULTS_XML, RESULTS_CSV, RESULTS_TSV)


def by_suffix(suffix: str) -> Format | None:
    """Find the format of a file name's ending, without its dot; None when there is none."""
    known = {"nq": N_QUADS, "xml": RDF_XML, "owl": RDF_XML, "htm": HTML}
    for form in (*DOCUMENT_FORMATS, *RESULT_FORMATS, *PACKAGE_FORMATS):
        known[form.suffix] = form
    return known.get(suffix.lower())
