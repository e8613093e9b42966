"""Graphs that are hard for the rules of a check: one thing said very often, or very many things."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from growth import Case, Engine

from mcdgraph.rules import OWN, PUBLISHED, Profile, Workspace, built_in, choose, run
from mcdgraph.sources import read_corpus

HEAD: Final = """@prefix ex: <https://example.org/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def many_labels(n: int) -> str:
    """Give one thing many labels."""
    return "ex:a rdfs:label " + ", ".join(f'"{i}"' for i in range(n)) + " .\n"


def many_misspelt(n: int) -> str:
    """Use many terms that nobody declares beside as many that somebody does."""
    declared = "".join(f"ex:known{i} a owl:Class .\n" for i in range(n))
    return declared + "".join(f"ex:a{i} a ex:C{i} ; ex:p{i} ex:o{i} .\n" for i in range(n))


def many_namespaces(n: int) -> str:
    """Describe things in as many namespaces."""
    return "".join(f"<https://h{i}.example/x> a ex:C .\n" for i in range(n))


def one_class(n: int) -> str:
    """Let many shapes have many focus nodes, the same for all."""
    shapes = "".join(f"ex:S{i} a sh:NodeShape ; sh:targetClass ex:C .\n" for i in range(n // 10))
    return shapes + "".join(f"ex:a{i} a ex:C .\n" for i in range(n))


def one_subject(n: int) -> str:
    """Say very much of one thing that lacks much."""
    return "ex:a a ex:C .\n" + "".join(f"ex:a ex:p <https://example.org/{i}> .\n" for i in range(n))


def prepared(text_of: Callable[[int], str], n: int) -> Workspace:
    """Read a graph of a size."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ontology" / "a.ttl"
        file.parent.mkdir()
        file.write_text(HEAD + text_of(n), encoding="utf8")
        corpus = read_corpus(Path(folder), base="https://example.org/")
    return Workspace(corpus=corpus, base="https://example.org/")


def found(workspace: Workspace, profile: Profile) -> int:
    """Look for the breaches of every rule of a profile."""
    return sum(1 for _ in run(choose(built_in(profile), ()), workspace))


CASES: Final = tuple(
    Case(
        name=f"rules-{profile.name}-{text_of.__name__.replace('_', '-')}",
        sizes=(5_000, 10_000, 20_000, 40_000),
        own=Engine(prepare=partial(prepared, text_of), run=partial(found, profile=profile)),
    )
    for text_of in (many_labels, many_misspelt, many_namespaces, one_class, one_subject)
    for profile in (OWN, PUBLISHED)
)
