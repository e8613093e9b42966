"""Terms of the European Union's authority tables, which DCAT-AP asks for by name.

Source: DCAT-AP 3.0.1, clause 5 (controlled vocabularies). The tables are those that the EU
Vocabularies site publishes at ``http://publications.europa.eu/resource/authority/``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from mcdgraph.columns import Iri

_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"

#: The codes of the language table, which are those of ISO 639-3, by tag (ISO 639-1).
_LANGUAGE_CODES: Final = """
af:AFR am:AMH ar:ARA az:AZE be:BEL bg:BUL bm:BAM bn:BEN bs:BOS ca:CAT cs:CES cy:CYM da:DAN
de:DEU el:ELL en:ENG eo:EPO es:SPA et:EST eu:EUS fa:FAS fi:FIN fo:FAO fr:FRA ga:GLE gd:GLA
gl:GLG ha:HAU he:HEB hi:HIN hr:HRV hu:HUN hy:HYE id:IND is:ISL it:ITA ja:JPN ka:KAT kk:KAZ
km:KHM ko:KOR la:LAT lb:LTZ ln:LIN lt:LIT lv:LAV mg:MLG mk:MKD mn:MON ms:MSA mt:MLT my:MYA
nb:NOB ne:NEP nl:NLD nn:NNO no:NOR oc:OCI pl:POL pt:POR rm:ROH ro:RON ru:RUS se:SME sk:SLK
sl:SLV so:SOM sq:SQI sr:SRP sv:SWE sw:SWA ta:TAM th:THA tr:TUR uk:UKR ur:URD uz:UZB vi:VIE
wo:WOL yo:YOR zh:ZHO zu:ZUL
"""
_LANGUAGES: Final = MappingProxyType(dict(pair.split(":") for pair in _LANGUAGE_CODES.split()))
#: The codes of the file-type table, by the name of our format.
_FILE_TYPES: Final = MappingProxyType(
    {
        "turtle": "RDF_TURTLE",
        "json-ld": "JSON_LD",
        "n-triples": "RDF_N_TRIPLES",
        "rdf-xml": "RDF_XML",
        "trig": "RDF_TRIG",
        "n-quads": "RDF_N_QUADS",
    }
)
#: The data themes, as a page may name them.
_THEMES: Final = MappingProxyType(
    {
        "AGRI": ("Agriculture et alimentation", "Agriculture and food"),
        "ECON": ("Économie et finances", "Economy and finance"),
        "EDUC": ("Éducation, culture et sport", "Education, culture and sport"),
        "ENER": ("Énergie", "Energy"),
        "ENVI": ("Environnement", "Environment"),
        "GOVE": ("Administration et secteur public", "Government and public sector"),
        "HEAL": ("Santé", "Health"),
        "INTR": ("Questions internationales", "International issues"),
        "JUST": ("Justice et sécurité publique", "Justice and public safety"),
        "REGI": ("Régions et villes", "Regions and cities"),
        "SOCI": ("Population et société", "Population and society"),
        "TECH": ("Science et technologie", "Science and technology"),
        "TRAN": ("Transports", "Transport"),
    }
)


#: The namespace of ADMS's types of licences, and the scheme that DCAT-AP asks for.
_LICENCE_TYPE: Final = "http://purl.org/adms/licencetype/"
LICENCE_TYPES: Final = Iri(f"{_LICENCE_TYPE}1.0")
#: How the IRIs of licences begin whose one type is beyond doubt → the type, French, English.
_LICENCES: Final = MappingProxyType(
    {
        "creativecommons.org/licenses/by/": ("Attribution", "Attribution", "Attribution"),
        "creativecommons.org/publicdomain/zero/": (
            *("PublicDomain", "Domaine public", "Public domain"),
        ),
    }
)


@dataclass(frozen=True, kw_only=True)
class AuthorityTable:
    """One table: its name in the address, and the class that DCAT-AP gives to its terms."""

    name: str
    kind: str

    @property
    def scheme(self) -> Iri:
        """The concept scheme."""
        return Iri(_AUTHORITY + self.name)

    def term(self, code: str) -> Iri:
        """Return the term of a code."""
        return Iri(f"{_AUTHORITY}{self.name}/{code}")

    def holds(self, iri: str) -> bool:
        """Tell whether an IRI is a term of the table."""
        return iri.startswith(f"{_AUTHORITY}{self.name}/")


ACCESS_RIGHTS: Final = AuthorityTable(name="access-right", kind="dcterms:RightsStatement")
AVAILABILITY: Final = AuthorityTable(name="planned-availability", kind="skos:Concept")
COUNTRIES: Final = AuthorityTable(name="country", kind="dcterms:Location")
FILE_TYPES: Final = AuthorityTable(name="file-type", kind="dcterms:MediaTypeOrExtent")
FREQUENCIES: Final = AuthorityTable(name="frequency", kind="dcterms:Frequency")
LANGUAGES: Final = AuthorityTable(name="language", kind="dcterms:LinguisticSystem")
PLACES: Final = AuthorityTable(name="place", kind="dcterms:Location")
THEMES: Final = AuthorityTable(name="data-theme", kind="skos:Concept")


def language_of(tag: str) -> Iri | None:
    """Return the term of a language tag; None where the table's code is not known here.

    A primary tag of three letters is the code itself (ISO 639-3).
    """
    primary = tag.split("-")[0].lower()
    code = primary.upper() if len(primary) == 3 else _LANGUAGES.get(primary)
    return LANGUAGES.term(code) if code else None


def file_type_of(form: str) -> Iri:
    """Return the term of one of our formats by its name."""
    return FILE_TYPES.term(_FILE_TYPES[form])


def theme_label(iri: str) -> Mapping[str, str]:
    """Name a data theme in French and English; empty for what is none of the table."""
    names = _THEMES.get(iri.rpartition("/")[2]) if THEMES.holds(iri) else None
    return {"fr": names[0], "en": names[1]} if names else {}


def licence_type(licence: str) -> tuple[Iri, Mapping[str, str]] | None:
    """Return ADMS's type of a licence, and its names; None where that is not known here."""
    address = licence.partition("://")[2]
    found = next((kind for begins, kind in _LICENCES.items() if address.startswith(begins)), None)
    return (Iri(_LICENCE_TYPE + found[0]), {"fr": found[1], "en": found[2]}) if found else None
