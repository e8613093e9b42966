"""Countries: what the documents of a folder are about, and codes that a register has for them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.recording.terms import BASE, fact, iri, labels, text

TABLE: Final = Path(__file__).parent / "countries.tsv"
#: The tables that the codes were compared with.
REGISTER: Final = iri("source/iso-codes")
_SCHEME: Final = f"<{BASE}concept/identifier-scheme/iso-3166-1-alpha-3>"


@dataclass(frozen=True, kw_only=True)
class Country:
    """A country: its path below ``id/``, the folder of its documents, its code, its names.

    The code (ISO 3166-1 alpha-3) is empty where another file gives it; names are where no
    document names the country.
    """

    thing: str
    folder: str
    code: str
    english: str
    french: str


def read_countries(path: Path = TABLE) -> list[Country]:
    """Read the table of countries."""
    with path.open(encoding="utf8", newline="") as lines:
        return [Country(**row) for row in csv.DictReader(lines, delimiter="\t")]


def about(folder: str, countries: list[Country]) -> str:
    """Write what the documents of a folder are about, to stand in a header; empty for none."""
    found = next((one for one in countries if folder and one.folder == folder), None)
    return f" ; dcterms:spatial {iri(found.thing)}" if found else ""


def country_lines(countries: list[Country]) -> Iterator[str]:
    """Describe the register, and what it says of each country."""
    names = labels(
        "iso-codes, tables of ISO 3166 in Debian", "iso-codes, tables ISO 3166 de Debian"
    )
    yield (
        f"{REGISTER} a mcd:ReferenceDataset ; {names}"
        f" ; schema:url <https://salsa.debian.org/iso-codes-team/iso-codes> ; "
        f"schema:version {text('4.15.0')} ."
    )
    for country in countries:
        if country.english:
            yield f"{iri(country.thing)} {labels(country.english, country.french)} ."
            yield _said(iri(country.thing), "rdf:type", "mcd:Country")
        if country.code:
            yield from _coded(country)


def _coded(country: Country) -> Iterator[str]:
    code = iri(f"code/iso-3166-1-alpha-3-{country.code.lower()}")
    english, french = f"ISO 3166-1 alpha-3: {country.code}", f"ISO 3166-1 alpha-3 : {country.code}"
    yield f"{code} {labels(english, french)} ."
    yield _said(iri(country.thing), "adms:identifier", code)
    yield _said(code, "rdf:type", "adms:Identifier")
    yield _said(code, "skos:notation", text(country.code))
    yield _said(code, "adms:schemaAgency", text("ISO"))
    yield _said(code, "dcterms:conformsTo", _SCHEME)


def _said(subject: str, predicate: str, value: str) -> str:
    return fact(subject, predicate, value, status="external", rows=[REGISTER])
