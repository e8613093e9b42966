"""What headers say of the whole: its title, its makers, its licence, its version."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from mcdgraph.bases import split_iri
from mcdgraph.discovery.facts import FileFacts, Header, HeaderValue
from mcdgraph.namespaces import OWL
from mcdgraph.settings import Agent

#: Properties of headers by their local names, whatever the vocabulary, the likeliest first.
_NAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "title": ("title", "prefLabel", "label", "name"),
        "description": ("abstract", "description", "definition", "comment"),
        "licence": ("license", "licence"),
        "creator": ("creator", "author", "maker"),
        "publisher": ("publisher",),
        "version": ("versionInfo", "hasVersion", "version"),
        "version_iri": ("versionIRI",),
        "issued": ("issued", "created", "datePublished"),
        "modified": ("modified", "dateModified"),
    }
)
#: Characters of a text that a setting keeps.
MAX_TEXT: Final = 2_000


@dataclass(frozen=True, kw_only=True)
class About:
    """What is known of a graph as a whole; empty where nothing says."""

    title: Mapping[str, str] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""
    creator: Agent = field(default_factory=Agent)
    publisher: Agent = field(default_factory=Agent)
    version: str = ""
    issued: str = ""
    modified: str = ""


def about(files: Iterable[FileFacts], language: str, bases: Iterable[str] = ()) -> About:
    """Read the header of the most, an ontology's before a scheme's.

    ``language`` is that of texts which have none. A scheme says nothing of the whole where
    there are several, nor does the title of an ontology that is less than half of it. Headers
    outside of ``bases`` are those of others.
    """
    headers = _merged(
        header
        for facts in files
        for header in facts.headers
        if not bases or f"{header.iri}#".startswith(tuple(bases))
    )
    ontologies = [header for header in headers if not header.is_scheme]
    schemes = [header for header in headers if header.is_scheme]
    chosen = ontologies or (schemes if len({header.iri for header in schemes}) == 1 else [])
    if not chosen:
        return About()
    header, is_whole = _header_of_the_most(chosen)
    return About(
        title=_texts(header, "title", language) if is_whole else {},
        description=_texts(header, "description", language) if is_whole else {},
        licence=_licence(header),
        creator=_agent(header, "creator"),
        publisher=_agent(header, "publisher"),
        version=_version(header),
        issued=next(iter(_dates(header, "issued")), ""),
        modified=next(reversed(_dates(header, "modified")), ""),
    )


def _merged(headers: Iterable[Header]) -> list[Header]:
    """Make one header of those that several files have for one IRI."""
    found: dict[tuple[str, bool], Header] = {}
    for header in headers:
        before = found.setdefault((header.iri, header.is_scheme), header)
        if before is not header:
            values = dict(before.values)
            for name, more in header.values.items():
                values[name] = tuple(dict.fromkeys((*values.get(name, ()), *more)))
            found[header.iri, header.is_scheme] = replace(
                before,
                terms=before.terms + header.terms,
                values=values,
                names={**header.names, **before.names},
            )
    return list(found.values())


def _header_of_the_most(headers: list[Header]) -> tuple[Header, bool]:
    """Choose a header, and say whether it speaks of the whole.

    It does where it is that of half of the terms, or imports a third of the others.
    """
    known = {header.iri.rstrip("#/") for header in headers}

    def imported(header: Header) -> int:
        values = header.values.get(OWL + "imports", ())
        return len(known & {value.text.rstrip("#/") for value in values})

    widest = max(headers, key=imported)
    if imported(widest) > 2 and 3 * imported(widest) >= len(known):
        return widest, True
    header = max(headers, key=lambda one: (one.terms, len(one.values)))
    return header, 2 * header.terms >= sum(one.terms for one in headers)


def _values(header: Header, what: str) -> list[HeaderValue]:
    """Give the values of the likeliest property that has any."""
    for name in _NAMES[what]:
        found = [
            value
            for predicate, values in sorted(header.values.items())
            if re.split("[/#]", predicate)[-1] == name
            for value in values
        ]
        if found:
            return found
    return []


def _texts(header: Header, what: str, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in _values(header, what):
        if not value.is_iri and value.text.strip():
            tag = value.language or language
            text = " ".join(value.text.split())
            found.setdefault(tag, text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…")
    return dict(sorted(found.items()))


def _licence(header: Header) -> str:
    return next((v.text for v in _values(header, "licence") if _is_iri(v.text)), "")


def _is_iri(text: str) -> bool:
    return split_iri(text).scheme in ("http", "https")


def _agent(header: Header, what: str) -> Agent:
    for value in _values(header, what):
        if value.is_iri:
            iri = value.text if _is_iri(value.text) else ""
            return Agent(name=header.names.get(value.text, value.text), iri=iri)
        if value.text.strip():
            return Agent(name=" ".join(value.text.split())[:200])
    return Agent()


def _version(header: Header) -> str:
    """Give the version as it is written, else the last step of the version's IRI."""
    for value in _values(header, "version"):
        if not value.is_iri and len(value.text) <= 60:
            return value.text.strip()
    for value in _values(header, "version_iri"):
        # A date or a number is a version; the ontology's name at the end of the IRI is not.
        name = _last_step(value.text).removeprefix(_last_step(header.iri)).lstrip("-_")
        steps = [name, *reversed(value.text.split("/"))]
        return next((step for step in steps if re.fullmatch(r"v?[\dX][\w.-]*", step)), "")
    return ""


def _last_step(iri: str) -> str:
    return re.split("[/#]", iri.rstrip("/#"))[-1]


def _dates(header: Header, what: str) -> list[str]:
    """List what are dates among the values of the likeliest property, or begin with one."""
    found = []
    for value in _values(header, what):
        try:
            found.append(dt.date.fromisoformat(value.text[:10]).isoformat())
        except ValueError:
            continue
    return sorted(found)
