"""Write the data files of the mappings, or count the rows of the fact sheets."""

import sys
from pathlib import Path
from typing import Final

from mcdgraph.settings import load_settings
from tools.recording.coverage import coverage, coverage_by_kind, report
from tools.recording.graphs import graphs_of, turtle
from tools.recording.mapping import MappingError, read_sheets

ROOT: Final = Path(__file__).parents[2]
USAGE: Final = """usage: python -m tools.recording COMMAND

  write      write the data files of the mappings anew
  coverage   count the rows of all fact sheets, by sheet and by kind of fact: asserted, left out
             with a reason, not yet mapped
"""


def write(root: Path) -> list[Path]:
    """Write the data files of all mappings below ``root/data``; the files written."""
    settings, written = load_settings(root), []
    for graph in graphs_of(read_sheets()):
        path = root / "data" / f"{graph.path}.ttl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(turtle(graph, settings), encoding="utf8")
        written.append(path)
    return written


def main(arguments: list[str]) -> int:
    """Run a command; 2 where it is none, 1 where a mapping cannot be read."""
    try:
        match arguments:
            case ["write"]:
                sys.stdout.write("".join(f"{path.relative_to(ROOT)}\n" for path in write(ROOT)))
            case ["coverage"]:
                sheets = read_sheets()
                sys.stdout.write(report(coverage(sheets)) + "\n\n")
                sys.stdout.write(report(coverage_by_kind(sheets), "kind of fact") + "\n")
            case _:
                sys.stderr.write(USAGE)
                return 2
    except MappingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
