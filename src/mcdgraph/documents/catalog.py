"""Reads XML catalogs, which map IRIs to files.

Source: OASIS XML Catalogs 1.1, clauses 6.5.6 (``uri``) and 6.5.10 (``rewriteURI``); what else a
catalog may hold is passed over.
"""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote
from xml.etree import ElementTree

from mcdgraph.documents.xml import XmlFault, plain_xml
from mcdgraph.errors import InputError

_CATALOG: Final = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """Files by the IRIs that they stand for; paths are relative to the catalog's folder."""

    files: dict[str, str] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)

    def find(self, iri: str) -> PurePosixPath | None:
        """Give the file of an IRI: its own entry, else that of its longest prefix."""
        if iri in self.files:
            return PurePosixPath(self.files[iri])
        starts = sorted((start for start in self.prefixes if iri.startswith(start)), key=len)
        if not starts:
            return None
        return PurePosixPath(self.prefixes[starts[-1]] + iri.removeprefix(starts[-1]))


def read_catalog(path: Path) -> Catalog:
    """Read a catalog; raise `InputError` where it is no well-formed XML."""
    try:
        text = "".join(plain_xml(BytesIO(path.read_bytes())))
        root = ElementTree.fromstring(text)  # noqa: S314 - plain_xml leaves no entity
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except XmlFault as fault:
        raise InputError(f"{path}:{fault.line}:{fault.column}: {fault}") from fault
    except ElementTree.ParseError as error:
        raise InputError(f"{path}: {error}") from error
    catalog = Catalog()
    _collect(root, "", catalog)
    return catalog


def _collect(root: ElementTree.Element, base: str, catalog: Catalog) -> None:
    """Take the entries of an element and of the groups in it; the first entry of an IRI wins."""
    pending = [(root, base)]
    while pending:
        element, above = pending.pop()
        here = _local(element.get(_BASE, ""), above) or ""
        for child in element:
            if child.tag == f"{_CATALOG}group":
                pending.append((child, here))
            elif child.tag == f"{_CATALOG}uri":
                _enter(catalog.files, child.get("name"), child.get("uri"), here)
            elif child.tag == f"{_CATALOG}rewriteURI":
                start, put = child.get("uriStartString"), child.get("rewritePrefix")
                _enter(catalog.prefixes, start, put, here)


def _enter(table: dict[str, str], name: str | None, reference: str | None, base: str) -> None:
    local = None if reference is None else _local(reference, base)
    if name and local:
        table.setdefault(name, local)


def _local(reference: str, base: str) -> str | None:
    """Resolve a reference to a file against a folder; None for what is no relative path."""
    if ":" in reference.split("/")[0]:
        return None
    return unquote(base.rpartition("/")[0] + "/" * ("/" in base) + reference)
