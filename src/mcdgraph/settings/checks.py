"""What settings must satisfy beyond their type."""

import datetime as dt
import re
from pathlib import Path, PurePosixPath

from mcdgraph.bases import base_problem, split_iri
from mcdgraph.errors import SettingsError
from mcdgraph.namespaces import STANDARD, for_base
from mcdgraph.settings.forge import template_problem
from mcdgraph.settings.model import ROLES, Settings
from mcdgraph.settings.names import as_iris, lists_of

#: PN_PREFIX of Turtle 1.1, kept to the letters that every tool reads.
_PREFIX = re.compile(r"[A-Za-z]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
#: A code of an authority table of the European Union.
_CODE = re.compile(r"[A-Z0-9_]+")
#: What an address of electronic mail has at least, and nothing that an IRI may not hold.
_EMAIL = re.compile(r"[^\s<>\"{}|^`\\@]+@[^\s<>\"{}|^`\\@]+")


def check_values(settings: Settings, file: Path) -> None:
    """Raise SettingsError for the first value that cannot work, naming file and key."""
    for key, problem in _problems(settings):
        raise SettingsError(f"{file}: {key}: {problem}")


def _problems(settings: Settings) -> list[tuple[str, str]]:
    found = [
        *_base(settings.base_iri),
        *_bases(settings.bases),
        *_prefixes(settings),
        *_iris(settings),
        *_catalogue(settings),
        *_forge(settings),
        *_named_terms(settings),
        *_dates(settings),
        *_bounds(settings),
        *_inside(settings),
    ]
    if not settings.languages:
        found.append(("languages", "name at least one language"))
    return found


def _base(base: str) -> list[tuple[str, str]]:
    parts = split_iri(base)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return [("base_iri", f"expected an http or https IRI, not {base!r}")]
    if not base.endswith("/"):
        return [("base_iri", f"expected an IRI that ends with a slash, not {base!r}")]
    return []


def _bases(bases: tuple[str, ...]) -> list[tuple[str, str]]:
    wrong = {base: base_problem(base) for base in bases}
    return [("bases", f"{problem}, not {base!r}") for base, problem in wrong.items() if problem]


def _prefixes(settings: Settings) -> list[tuple[str, str]]:
    fixed = {**STANDARD, **for_base(settings.base_iri)}
    found = []
    for name, iri in settings.own_prefixes.items():
        key = f"prefixes.{name}"
        if not _PREFIX.fullmatch(name):
            found.append((key, f"{name!r} cannot be a prefix"))
        if not split_iri(iri).scheme:
            found.append((key, f"expected an absolute IRI, not {iri!r}"))
        if fixed.get(name, iri) != iri:
            found.append((key, f"{name!r} already stands for {fixed[name]!r}"))
    return found


def _iris(settings: Settings) -> list[tuple[str, str]]:
    named = [
        ("licence", settings.licence),
        ("creator.iri", settings.creator.iri),
        ("publisher.iri", settings.publisher.iri),
        ("contact.page", settings.contact.page),
        *(("catalogue.themes", iri) for iri in settings.catalogue.themes),
        *(("catalogue.spatial", iri) for iri in settings.catalogue.spatial),
    ]
    return [
        (key, f"expected an absolute IRI, not {iri!r}")
        for key, iri in named
        if iri and not split_iri(iri).scheme
    ]


def _catalogue(settings: Settings) -> list[tuple[str, str]]:
    codes = {
        "catalogue.frequency": settings.catalogue.frequency,
        "catalogue.availability": settings.catalogue.availability,
    }
    found = [
        (key, f"expected a code of the table, such as IRREG, not {code!r}")
        for key, code in codes.items()
        if code and not _CODE.fullmatch(code)
    ]
    email = settings.contact.email
    if email and not _EMAIL.fullmatch(email):
        found.append(("contact.email", f"expected an address such as a@example.org, not {email!r}"))
    return found


def _forge(settings: Settings) -> list[tuple[str, str]]:
    templates = {"source": settings.forge.source, "issue": settings.forge.issue}
    problems = {key: template_problem(key, text) for key, text in templates.items()}
    return [
        (f"forge.{key}", f"{problem}, not {templates[key]!r}")
        for key, problem in problems.items()
        if problem
    ]


def _named_terms(settings: Settings) -> list[tuple[str, str]]:
    """Refuse what is no IRI in the lists of properties and classes."""
    sections = {
        "evidence": settings.evidence,
        "snapshots": settings.snapshots,
        "conflicts": settings.conflicts,
    }
    return [
        (f"{section}.{key}", f"expected IRIs, or names with a known prefix, not {name!r}")
        for section, value in sections.items()
        for key, names in lists_of(as_iris(value, settings.prefixes))
        for name in names
        if split_iri(name).scheme not in ("http", "https", "urn")
    ]


def _dates(settings: Settings) -> list[tuple[str, str]]:
    found = []
    for key, text in (("issued", settings.issued), ("modified", settings.modified)):
        if text and not _is_date(text):
            found.append((key, f"expected a date such as 2024-05-31, not {text!r}"))
    return found


def _is_date(text: str) -> bool:
    """Tell whether a text is ``YYYY-MM-DD``, of the forms of ISO 8601 that Python reads."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _inside(settings: Settings) -> list[tuple[str, str]]:
    """Refuse globs and files that lead out of the graph's folder."""
    named = {
        **{f"sources.{role}": getattr(settings.sources, role) for role in (*ROLES, "exclude")},
        "imports.folders": settings.imports.folders,
        "imports.catalogs": settings.imports.catalogs,
        "imports.files": tuple(settings.imports.files.values()),
        "imports.contexts": tuple(settings.imports.contexts.values()),
    }
    found = []
    for key, texts in named.items():
        for text in texts:
            path = PurePosixPath(text)
            if path.is_absolute() or ".." in path.parts or not path.parts:
                found.append((key, f"expected a path below the graph's folder, not {text!r}"))
    return found


def _bounds(settings: Settings) -> list[tuple[str, str]]:
    port = settings.server.port
    found = [] if 0 <= port <= 65535 else [("server.port", f"expected 0 to 65535, not {port}")]
    query = settings.query
    least_one = {
        "release.keep": settings.release.keep,
        "query.memory": query.memory,
        "query.rows": query.rows,
        "query.answer_bytes": query.answer_bytes,
        "query.request_bytes": query.request_bytes,
        "query.nesting": query.nesting,
        "query.queue_bytes": query.queue_bytes,
        "query.workers": query.workers,
        "query.slow_workers": query.slow_workers,
        "query.senders": query.senders,
    }
    found += [
        (key, f"expected 1 or more, not {value}") for key, value in least_one.items() if value < 1
    ]
    if settings.server.connections <= query.queue:
        text = f"expected more than query.queue, which is {query.queue}, or who waits in it"
        found.append(("server.connections", f"{text} keeps all others out"))
    more_than_none = {"query.deadline": query.deadline, "query.sending": query.sending}
    found += [
        (key, f"expected more than 0 seconds, not {value}")
        for key, value in more_than_none.items()
        if value <= 0
    ]
    least_none = {
        "query.processes": query.processes,
        "query.queue": query.queue,
        "query.cache_bytes": query.cache_bytes,
    }
    found += [
        (key, f"expected 0 or more, not {value}") for key, value in least_none.items() if value < 0
    ]
    return found
