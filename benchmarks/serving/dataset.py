"""The data that is served: the shipped graph, or the synthetic one at a size."""

import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).parent.parent.parent
SUBJECTS = 2000


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """One graph as N-Triples, and resources of it to ask about."""

    path: Path
    triples: int
    subjects: tuple[str, ...]
    sentences: tuple[str, ...]


def make_dataset(size: str, folder: Path) -> Dataset:
    """Write the graph of a size: ``shipped``, or a number of triples."""
    folder.mkdir(parents=True)
    source = folder / "project"
    if size == "shipped":
        copy_shipped(source)
    else:
        command = [sys.executable, str(ROOT / "benchmarks" / "synthetic.py"), str(source)]
        subprocess.run([*command, "--triples", size], check=True, capture_output=True)
    store = ox.Store()
    for name in ("ontology", "data"):
        for path in sorted((source / name).rglob("*.ttl")):
            store.bulk_extend(ox.parse(path=str(path), rename_blank_nodes=True))
    target = folder / "data.nt"
    store.dump(str(target), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return Dataset(
        path=target,
        triples=len(store),
        subjects=sample(store, "?axiom owl:annotatedSource ?x FILTER(ISIRI(?x))"),
        sentences=sample(store, "?x a mcd:SourceSentence"),
    )


def copy_shipped(folder: Path) -> None:
    """Copy what ships, its annotations written as the axioms that every reader knows."""
    for name in ("ontology", "data"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mcdgraph.toml", folder)
    command = [sys.executable, "-m", "mcdgraph", "-C", str(folder), "fmt", "--annotations=axioms"]
    subprocess.run(command, check=True, capture_output=True)


def sample(store: ox.Store, pattern: str) -> tuple[str, ...]:
    """Choose resources, the same ones each time."""
    prefixes = {
        "owl": "http://www.w3.org/2002/07/owl#",
        "mcd": "https://w3id.org/mcdgraph/ontology#",
    }
    rows = store.query(f"SELECT DISTINCT ?x {{ {pattern} }}", prefixes=prefixes)
    found = sorted(row["x"].value for row in rows)
    return tuple(random.Random(1).sample(found, min(SUBJECTS, len(found))))
