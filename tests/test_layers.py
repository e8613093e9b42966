"""The rooms and their order, drawn once: a room imports only from rooms above it here."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "mcdgraph"

#: Lowest layer first; rooms on one line do not import each other unless listed left to right.
LAYERS = (
    "errors namespaces bases characters formats problem_details",
    "positions findings progress settings terminal",
    "processes",
    "documents",
    "columns",
    "bridges",
    "turtle",
    "serialization",
    "sources",
    "snapshots",
    "discovery",
    "validation",
    "reasoning",
    "passages",
    "explanation",
    "conflicts",
    "store",
    "rules",
    "reporting",
    "baseline hints",
    "checking",
    "questions",
    "page_queries",
    "catalogue",
    "search",
    "release",
    "comparison",
    "sparql",
    "api",
    "pages",
    "agents",
    "reconciliation",
    "serving",
    "web",
    "cli",
)
ORDER = [room for layer in LAYERS for room in layer.split()]

#: The one room that may import a library.
OWNERS = {
    "pyoxigraph": {"bridges", "store"},
    "rdflib": {"bridges", "validation", "reasoning"},
    "pyshacl": {"validation"},
    "owlrl": {"reasoning"},
    "flask": {"web"},
    "httptools": {"serving"},
    "Stemmer": {"search"},
    "sqlite3": {"search"},
    "uvicorn": {"serving"},
    "uvloop": {"serving"},
    "click": {"cli"},
    "watchfiles": {"cli"},
    "backports": {"sparql"},
    "platformdirs": {"settings"},
    "polib": {"web"},
}


def room_of(path: Path) -> str:
    """Name the room a module stands in."""
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    """List the modules that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module == "mcdgraph":
                names.update(f"mcdgraph.{alias.name}" for alias in node.names)
            else:
                names.add(node.module or "")
    return names


MODULES = sorted(
    p
    for p in SOURCE.rglob("*.py")
    if p.name != "__main__.py" and p.parent / p.name != SOURCE / "__init__.py"
)


def test_there_are_modules() -> None:
    """The walk meets the rooms at all."""
    assert len(MODULES) > 10


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_room_imports_only_from_lower_rooms(path: Path) -> None:
    """Imports point down, and each library has its owner."""
    room = room_of(path)
    assert room in ORDER, f"{room} is not drawn in LAYERS"
    for name in imported(path):
        library = name.split(".")[0]
        if library in OWNERS:
            assert room in OWNERS[library], f"{library} belongs to {OWNERS[library]}"
        if (
            name.startswith("mcdgraph.")
            and (other := name.split(".")[1]) != room
            and not other.startswith("__")
        ):
            assert ORDER.index(other) < ORDER.index(room), f"{room} imports {other}"


def test_no_two_things_have_one_name() -> None:
    """A public class is found by its name, wherever it stands."""
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(str(path.relative_to(SOURCE)))
    assert len(places) > 400
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_functions_are_short() -> None:
    """None has more than forty lines."""
    lengths = {
        f"{path.relative_to(SOURCE)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(lengths) > 2_000
    assert [name for name, length in lengths.items() if length > 40] == []


def test_the_layers_are_drawn_in_the_documentation() -> None:
    """docs/architecture.md has the rooms in this order, a layer a row."""
    page = (SOURCE.parent.parent / "docs" / "architecture.md").read_text(encoding="utf8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    drawn = [" ".join(row.replace("`", " ").split()) for row in rows]
    assert drawn == list(LAYERS)
