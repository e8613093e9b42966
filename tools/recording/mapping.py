"""Mappings of fact sheets: which statements each row of a sheet makes, or why it makes none."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

SHEETS: Final = Path(__file__).parent / "sheets"
ROW: Final = re.compile(r"^([FO]\d+)( =)? (?:! (.*)|(.*))$", re.DOTALL)

#: How the locator of a row begins that rests on another document than those of the sheet.
ELSEWHERE: Final = ("other source", "other page", "press (", "third source")


class MappingError(Exception):
    """A mapping cannot be read; the message names the sheet, the row and what was expected."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A triple in the short form of the mapping, its status, and since and until when it holds."""

    subject: str
    predicate: str
    object: str
    since: str = ""
    until: str = ""
    status: str = "recorded"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a sheet: where it stands in the document, and what it says or why it is left out."""

    number: str
    locator: str
    statements: tuple[Statement, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A version of a document, as the head of a mapping describes it.

    ``beside`` names another document of the sheet that says the same rows, in another language.
    """

    document: str
    version: str
    url: str
    title: str
    language: str
    kind: str
    complete: bool
    basis: str
    prefix: str = ""
    beside: str = ""
    earliest: str = ""
    latest: str = ""
    stamp: str = ""

    @property
    def path(self) -> str:
        """Path of the version below ``id/``."""
        return f"source/{self.document}/{self.version}"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A fact sheet with its sources, the things that it names first, and its rows."""

    name: str
    quality: str
    sources: tuple[Source, ...]
    things: dict[str, tuple[str, str, str]]
    rows: tuple[Row, ...]

    @property
    def country(self) -> str:
        """Folder of the country: the code that the sheet's name begins with."""
        return self.name.partition("-")[0]

    def sources_of(self, row: Row) -> tuple[Source, ...]:
        """Find the source whose prefix the locator of a row begins with, and the one beside it.

        A row that rests on a document without a source of its own has none.
        """
        if row.reason and row.locator.startswith(ELSEWHERE):
            return ()
        first = next((s for s in self.sources if row.locator.startswith(s.prefix)), None)
        if first is None:
            return ()
        return (first, *(s for s in self.sources if s.document == first.beside))


def statements(text: str, where: str, status: str = "recorded") -> Iterator[Statement]:
    """Read ``subject predicate object ; predicate object``; a subject holds until another one.

    A part that begins with an equals sign is a sum among what the row says in words.
    """
    subject = ""
    for part in re.split(r"\s;\s+", text.strip()):
        limited, _, until = part.partition(" @until ")
        said, _, since = limited.partition(" @since ")
        words = said.removeprefix("= ").split(maxsplit=2)
        if len(words) == 2:
            words = [subject, *words]
        if len(words) != 3 or not words[0]:
            raise MappingError(f"{where}: “{part}” is not a subject, a predicate and an object")
        subject = words[0]
        yield Statement(
            subject=subject,
            predicate=words[1],
            object=words[2],
            since=since.strip(),
            until=until.strip(),
            status="computed" if said.startswith("= ") else status,
        )


def read_rows(text: str, locators: dict[str, str], sheet: str) -> Iterator[Row]:
    """Read the rows of a mapping, each with its locator."""
    for block in re.split(r"\n(?=[FO]\d)", text.strip()):
        found = ROW.match(block)
        if not found:
            raise MappingError(f"{sheet}: “{block}” does not begin with the number of a row")
        number, computed, reason, said = found.groups()
        status = "computed" if computed else "recorded"
        if number not in locators:
            raise MappingError(f"{sheet} {number}: no locator under [at]")
        yield Row(
            number=number,
            locator=locators[number],
            statements=tuple(statements(said, f"{sheet} {number}", status)) if said else (),
            reason=reason or "",
        )


def read_things(text: str, sheet: str) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Read ``id | Class | English label | French label`` lines."""
    for line in text.strip().splitlines():
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 4:
            raise MappingError(f"{sheet}: “{line}” has not four parts")
        yield parts[0], (parts[1], parts[2], parts[3])


def read_sheet(path: Path) -> Sheet:
    """Read the mapping of one sheet; raise MappingError for what is no such file."""
    name = path.stem
    try:
        sheet = _sheet(name, tomllib.loads(path.read_text(encoding="utf8")))
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{name}: not TOML: {error}") from error
    except KeyError as error:
        raise MappingError(f"{name}: the key {error} is missing") from error
    except TypeError as error:
        raise MappingError(f"{name}: {error}") from error
    for row in sheet.rows:
        if row.statements and not sheet.sources_of(row):
            raise MappingError(f"{name} {row.number}: no source for “{row.locator}”")
    return sheet


def _sheet(name: str, read: dict[str, Any]) -> Sheet:
    mapping, located = read["mapping"], read["at"]
    rows = tuple(read_rows(mapping["rows"], located, name))
    if left := set(located) - {row.number for row in rows}:
        raise MappingError(f"{name}: {', '.join(sorted(left))} has neither statements nor a reason")
    return Sheet(
        name=name,
        quality=read["quality"],
        sources=tuple(Source(**source) for source in read.get("source", ())),
        things=dict(read_things(mapping["things"], name)),
        rows=rows,
    )


def read_sheets(folder: Path = SHEETS) -> list[Sheet]:
    """Read every mapping, by name."""
    return [read_sheet(path) for path in sorted(folder.glob("*.toml"))]
