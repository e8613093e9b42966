"""Reads settings: defaults, then ``mcdgraph.toml``, then the environment, then flags."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields, is_dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, get_type_hints

from mcdgraph.errors import SettingsError
from mcdgraph.settings.checks import check_values
from mcdgraph.settings.conversion import convert
from mcdgraph.settings.locating import (
    find_root,
    is_installed,
    is_root,
    shipped_root,
    user_release_folder,
)
from mcdgraph.settings.model import FILE_NAME, ReleaseSettings, Settings
from mcdgraph.settings.names import as_iris

PREFIX = "MCDGRAPH_"
#: The root of a graph that has none: a path below which there can be no file.
NOWHERE: Final = Path(os.devnull)
#: The file says ``[prefixes]``; the attribute ``prefixes`` also holds the standard ones.
_FILE_NAMES = {"own_prefixes": "prefixes"}


def load_settings(
    root: Path | None = None,
    *,
    start: Path = Path(),
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Settings:
    """Read the settings of a graph.

    ``root`` is the graph's folder; without it, the nearest folder from ``start`` upwards with
    a ``mcdgraph.toml``, else the graph that comes with the package. ``environment`` holds
    variables such as ``MCDGRAPH_SERVER_PORT``; ``flags`` maps dotted keys (``server.port``)
    to values, and None means not given. ``file`` stands for the ``mcdgraph.toml`` of ``root``,
    which then need not have one, wherever it is.
    """
    folder = _root(root, start) if file is None else (root or start).resolve()
    file = folder / FILE_NAME if file is None else file
    settings = _from_file(file, replace(Settings(), root=folder, file=file.absolute()))
    settings = _told(settings, environment or {}, flags or {})
    check_values(settings, file)
    return _absolute(settings)


def settings_without_graph(
    *, environment: Mapping[str, str] | None = None, flags: Mapping[str, Any] | None = None
) -> Settings:
    """Give the settings for files that belong to no graph: defaults, environment, flags.

    Their root is no folder, so that nothing is read or written beside the files.
    """
    settings = _told(replace(Settings(), root=NOWHERE), environment or {}, flags or {})
    check_values(settings, Path(FILE_NAME))
    return _absolute(settings)


def _told(settings: Settings, environment: Mapping[str, str], flags: Mapping[str, Any]) -> Settings:
    for key, value in _in_environment(environment).items():
        settings = _override(settings, key, value, variable(key))
    for key, value in flags.items():
        if value is not None:
            settings = _override(settings, key, value, f"--{key.rsplit('.', 1)[-1]}")
    return settings


def settings_of() -> Iterator[tuple[str, Field[Any], Any]]:
    """Give every setting as (dotted key, field, default), in the order of the model."""
    yield from _walk("", Settings())


def variable(key: str) -> str:
    """Give the environment variable of a dotted key."""
    return PREFIX + key.replace(".", "_").upper()


def _walk(prefix: str, section: Any) -> Iterator[tuple[str, Field[Any], Any]]:
    for item in fields(section):
        value = getattr(section, item.name)
        if "help" not in item.metadata:
            continue
        key = prefix + _FILE_NAMES.get(item.name, item.name)
        if is_dataclass(value):
            yield from _walk(key + ".", value)
        else:
            yield key, item, value


def _root(root: Path | None, start: Path) -> Path:
    if root is not None:
        if not is_root(root):
            raise SettingsError(f"{root}: no {FILE_NAME} in this folder")
        return root.resolve()
    found = find_root(start) or shipped_root()
    if found is None:
        raise SettingsError(f"no {FILE_NAME} in {start.resolve()} or above it; name one with -C")
    return found


def _from_file(file: Path, settings: Settings) -> Settings:
    try:
        table = tomllib.loads(file.read_text(encoding="utf8"))
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: not UTF-8 at byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: {error}") from error
    for key, value in _flat(table, frozenset(key for key, _, _ in settings_of()), file):
        settings = _override(settings, key, value, f"{file}: {key}")
    return settings


def _flat(
    table: Mapping[str, Any], known: frozenset[str], file: Path, prefix: str = ""
) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        key = prefix + name
        if key in known:
            yield key, value
        elif isinstance(value, Mapping) and any(other.startswith(f"{key}.") for other in known):
            yield from _flat(value, known, file, f"{key}.")
        else:
            raise SettingsError(f"{file}: {_unknown(key, known)}")


def _unknown(key: str, known: frozenset[str]) -> str:
    sections = {other.rsplit(".", 1)[0] for other in known if "." in other}
    near = get_close_matches(key, sorted(known | sections), n=1)
    return f"unknown setting {key!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def _in_environment(environment: Mapping[str, str]) -> dict[str, str]:
    names = {variable(key): key for key, _, _ in settings_of()}
    sections = {name.rpartition("_")[0] + "_" for name, key in names.items() if "." in key}
    found = {}
    for name, value in environment.items():
        if name in names:
            found[names[name]] = value
        elif name.startswith(tuple(sections)):
            near = get_close_matches(name, sorted(names), n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise SettingsError(f"environment: unknown setting {name}{hint}")
    return found


def _override(section: Any, key: str, value: Any, place: str) -> Any:
    name, _, rest = key.partition(".")
    attribute = next((a for a, written in _FILE_NAMES.items() if written == name), name)
    if rest:
        return replace(
            section, **{attribute: _override(getattr(section, attribute), rest, value, place)}
        )
    kind = get_type_hints(type(section))[attribute]
    return replace(section, **{attribute: convert(value, kind, place)})


def _absolute(settings: Settings) -> Settings:
    root = settings.root
    folder = settings.release.folder
    if is_installed(root) and folder == ReleaseSettings().folder:
        folder = user_release_folder()
    return replace(
        settings,
        locale=root / settings.locale,
        documents=root / settings.documents,
        evidence=as_iris(settings.evidence, settings.prefixes),
        snapshots=as_iris(settings.snapshots, settings.prefixes),
        conflicts=as_iris(settings.conflicts, settings.prefixes),
        check=replace(settings.check, baseline=root / settings.check.baseline),
        release=replace(settings.release, folder=root / folder),
    )
