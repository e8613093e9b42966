"""How many faults planted in the code are found by its own tests, without the W3C suites.

Each mutant differs from the code by one operator, constant, negation or word: a comparison is
turned, a number is one off, a text is changed. It is killed where one of the tests named fails.

    python benchmarks/code_mutations.py --number 118 --seed 1

By default the code is that of SHACL's constraint components.
"""

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
ROOM: Final = "validation/components"
TESTS: Final = (
    "test_validation_components.py",
    "test_validation_shapes.py",
    "test_validation_sparql.py",
    "test_validation_exact.py",
    "test_validation_recursion.py",
)
SECONDS: Final = 300
_COMPARISONS: Final = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATIONS: Final = {
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}


@dataclass(frozen=True, kw_only=True)
class CodeMutant:
    """A changed module: its path below src, its line, what was done, and its new text."""

    path: Path
    line: int
    told: str
    text: str


def mutants(path: Path) -> Iterator[CodeMutant]:
    """Plant one fault at each place of a module that can bear one."""
    tree = ast.parse(path.read_text(encoding="utf8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and isinstance(node.body[0], ast.Expr)
    }
    nodes = [node for node in ast.walk(tree) if id(node) not in docstrings]
    for node in nodes:
        before = copy.copy(node)
        told = _spoil(node)
        if told is not None:
            yield CodeMutant(
                path=path.relative_to(ROOT / "src"),
                line=getattr(node, "lineno", 0),
                told=told,
                text=ast.unparse(tree),
            )
            node.__dict__.clear()
            node.__dict__.update(before.__dict__)


def _spoil(node: ast.AST) -> str | None:
    """Change a node in place; say what was done, None where nothing can be."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS:
        node.ops = [_COMPARISONS[type(node.ops[0])](), *node.ops[1:]]
        return "comparison turned"
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        node.op = _OPERATIONS[type(node.op)]()
        return "operator turned"
    if isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return "and for or"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        node.op = ast.Not() if isinstance(node.op, ast.Not) else ast.UAdd()
        node.operand = (
            ast.UnaryOp(op=ast.Not(), operand=node.operand)
            if isinstance(node.op, ast.Not)
            else node.operand
        )
        return "negation dropped"
    return _spoil_constant(node)


def _spoil_constant(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Constant):
        return None
    if isinstance(node.value, bool):
        node.value = not node.value
        return "truth turned"
    if isinstance(node.value, int):
        node.value += 1
        return "one off"
    if isinstance(node.value, str) and node.value.strip():
        node.value += "x"
        return "text changed"
    return None


def is_killed(mutant: CodeMutant, tests: list[str]) -> bool:
    """Run the tests against a copy of the sources that has the fault."""
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "src"
        shutil.copytree(ROOT / "src", sources, ignore=shutil.ignore_patterns("__pycache__"))
        (sources / mutant.path).write_text(mutant.text, encoding="utf8")
        environment = {**os.environ, "PYTHONPATH": str(sources), "PYTHONDONTWRITEBYTECODE": "1"}
        environment.pop("MCDGRAPH_W3C", None)
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return True
        return done.returncode != 0


def main() -> None:
    """Plant, test, and print the share that is killed and all that survive."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--room", default=ROOM, help="folder or module below src/mcdgraph")
    parser.add_argument("--tests", nargs="*", default=list(TESTS), help="files below tests")
    parser.add_argument("--number", type=int, default=118)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    place = ROOT / "src/mcdgraph" / options.room
    modules = sorted(place.rglob("*.py")) if place.is_dir() else [place]
    planted = [mutant for module in modules for mutant in mutants(module)]
    drawn = random.Random(options.seed).sample(planted, min(options.number, len(planted)))
    tests = [f"tests/{name}" for name in options.tests]
    with ThreadPoolExecutor(options.jobs) as pool:
        killed = list(pool.map(lambda mutant: is_killed(mutant, tests), drawn))
    kinds = Counter(mutant.told for mutant in drawn)
    print(f"{sum(killed)} of {len(drawn)} mutants killed, drawn from {len(planted)}: {dict(kinds)}")
    for mutant, dead in zip(drawn, killed, strict=True):
        if not dead:
            print(f"survived: {mutant.path}:{mutant.line} {mutant.told}")


if __name__ == "__main__":
    main()
