"""Namespaces of vocabularies that everybody uses: their terms need no description here."""

from typing import Final

from mcdgraph.namespaces import STANDARD

WELL_KNOWN: Final = frozenset(
    {
        *STANDARD.values(),
        "http://creativecommons.org/ns#",
        "http://datashapes.org/dash#",
        "http://purl.obolibrary.org/obo/",
        "http://purl.org/dc/dcam/",
        "http://purl.org/dc/dcmitype/",
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/goodrelations/v1#",
        "http://purl.org/linked-data/cube#",
        "http://purl.org/ontology/bibo/",
        "http://purl.org/vocommons/voaf#",
        "http://qudt.org/vocab/quantitykind/",
        "http://rdfs.org/sioc/ns#",
        "http://schema.org/",
        "http://www.opengis.net/ont/sf#",
        "http://www.w3.org/2003/06/sw-vocab-status/ns#",
        "http://www.w3.org/2003/11/swrl#",
        "http://www.w3.org/2006/time#",
        "http://www.w3.org/2006/vcard/ns#",
        "http://www.w3.org/2008/05/skos-xl#",
        "http://www.w3.org/ns/locn#",
        "http://www.w3.org/ns/odrl/2/",
        "http://www.w3.org/ns/person#",
        "http://www.w3.org/ns/regorg#",
        "http://www.w3.org/ns/sosa/",
        "http://www.w3.org/ns/ssn/",
    }
)
