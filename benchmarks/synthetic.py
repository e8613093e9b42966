"""A graph of the shipped model of any size: missions in countries that do not exist.

Each mission is the shipped one told of another country, under an example base, with all its
posts, projects, places, sentences and evidence, so that the graph passes the shipped shapes at
any size and follows the model as it grows. Nothing of it is about the world: the names are
made up from a seed, and external identifiers are left out. The same options give the same bytes.

    python benchmarks/synthetic.py /tmp/big --triples 1000000
    mcdgraph --root /tmp/big check

With ``--faults``, missions carry mistakes of every kind that ``shapes.ttl`` beside this file
looks for, which is what the SHACL benchmark measures.
"""

import argparse
import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mcdgraph.columns import Columns, ColumnsBuilder, Iri, Literal, Term
from mcdgraph.namespaces import BASE, OWL, RDF, RDFS, STANDARD, XSD
from mcdgraph.sources import Corpus, read_corpus
from mcdgraph.turtle.writer import write_turtle

ROOT: Final = Path(__file__).parent.parent
EXAMPLE: Final = "https://example.org/mcdgraph/"
#: What stands in the template for the country's code and name; each mission replaces it.
CODE: Final = "f000000"
NAME: Final = "Zznomenclature"
#: How many different sets of mistakes there are, and how many mistakes one set has.
VARIANTS: Final = 24
FAULTS_EACH: Final = 6

_SYLLABLES: Final = [
    c + v
    for c in ("b", "d", "g", "k", "l", "m", "n", "r", "s", "t", "v", "z")
    for v in ("a", "e", "i", "o", "u")
]
#: What the labels say of Mali and France, and what they say here.
_WORDS: Final = {
    "malien(?:ne)?s?|Malian|Mali": NAME,
    "Bamako": f"Port-{NAME}",
    "Kati": f"Fort-{NAME}",
    "fran[cç]aise?s?|French|France": "Lorland",
    "GeoNames": f"Gazetteer-{NAME}",
    "Wikidata": f"Almanac-{NAME}",
}
#: The files of a mission: the first takes up what it and the others name and do not describe.
_SHIPPED: Final = (
    "data/ml/ambafrance-2013.ttl",
    "data/editorial/ml-discrepancies.ttl",
    "data/editorial/ml-geodesics.ttl",
    "data/editorial/ml-reading.ttl",
)

MCD: Final = "https://w3id.org/mcdgraph/ontology#"
#: What the ontology or the shapes name: who made them, and whose missions all are.
SHARED: Final = (f"{BASE}id/authors", f"{BASE}id/france")
#: What is told of a thing that files of the mission name and another file describes.
_TOLD_OF_NAMED: Final = (RDF + "type", RDFS + "label")
#: Kinds of these things that stand for nothing but what a shape asks of them.
_NAMED_KINDS: Final = (MCD + "Place", MCD + "ReferenceDataset", STANDARD["geo"] + "Point")

Triple = tuple[Term, Term, Term]


@dataclass(frozen=True)
class Template:
    """The files of one mission, as text with `CODE` and `NAME` in it, by path."""

    files: dict[PurePosixPath, str]
    triples: int

    def told_of(self, code: str, name: str) -> Iterator[tuple[PurePosixPath, str]]:
        """Give the files of a mission in one country."""
        for path, text in self.files.items():
            yield (
                PurePosixPath(str(path).replace(CODE, code)),
                text.replace(CODE, code).replace(NAME, name),
            )


def templates(seed: int, *, faults: bool) -> list[Template]:
    """Make the template from the shipped data, or templates with mistakes of many kinds."""
    corpus = read_corpus(ROOT).require_readable()
    paths = [str(file.path) for file in corpus.files]
    shipped = [corpus.columns.source == paths.index(path) for path in _SHIPPED]
    parts = {
        PurePosixPath(fictional(path)): list(translated(corpus.columns.take(rows)))
        for path, rows in zip(_SHIPPED, shipped, strict=True)
    }
    named = described_elsewhere(corpus, np.logical_or.reduce(shipped))
    next(iter(parts.values())).extend(translated(named))
    chance = random.Random(seed)
    return [_template(parts, chance, faults) for _ in range(VARIANTS if faults else 1)]


def described_elsewhere(corpus: Corpus, inside: NDArray[np.bool_]) -> Columns:
    """Find what other data files say of the things that some rows name and do not describe.

    Of reference datasets and places alone, and what they are and are called: no identifier.
    What bears out the kind of a thing is told with it, and what that names in its turn.
    """
    columns, find = corpus.columns, corpus.columns.terms.find_iri
    data = corpus.with_role("data")
    typed = data & (columns.predicate == find(RDF + "type"))
    of_kind = typed & np.isin(columns.object, columns.terms.find_iris(_NAMED_KINDS))
    of_names = np.isin(columns.predicate, columns.terms.find_iris(_TOLD_OF_NAMED))
    annotated = columns.predicate == find(OWL + "annotatedSource")
    of_types = (columns.predicate == find(OWL + "annotatedProperty")) & (
        columns.object == find(RDF + "type")
    )
    told = inside.copy()
    while True:
        named = np.concatenate([columns.subject[told], columns.object[told]])
        missing = np.setdiff1d(named, columns.subject[typed & told])
        things = np.intersect1d(missing, columns.subject[of_kind])
        if not len(things):
            return columns.take(told & ~inside)
        axioms = np.intersect1d(
            columns.subject[annotated & np.isin(columns.object, things)], columns.subject[of_types]
        )
        about = of_names & np.isin(columns.subject, things)
        told |= data & (about | np.isin(columns.subject, axioms))


def _template(
    parts: dict[PurePosixPath, list[Triple]], chance: random.Random, faults: bool
) -> Template:
    wrong = {path: list(triples) for path, triples in parts.items()}
    for spoil in chance.sample(FAULTS, FAULTS_EACH) if faults else []:
        spoil(next(iter(wrong.values())), chance)
    count = sum(map(len, wrong.values()))
    return Template({path: _turtle(triples) for path, triples in wrong.items()}, count)


def _turtle(triples: list[Triple]) -> str:
    builder = ColumnsBuilder()
    for triple in triples:
        subject, predicate, object_ = map(builder.terms.intern, triple)
        builder.add(subject, predicate, object_)
    return "".join(write_turtle(builder.freeze(), prefixes()))


def prefixes() -> dict[str, str]:
    """Give the prefixes of the files: those that every mission shares."""
    names = ("bearing", "domain", "function", "rank", "settlement-kind")
    concepts = {name: f"{BASE}concept/{name}/" for name in names}
    return {**STANDARD, "mcd": MCD, "id": f"{EXAMPLE}id/", **concepts}


def translated(columns: Columns) -> Iterator[Triple]:
    """Tell the shipped triples of the country in the template."""
    for subject, predicate, object_, _ in columns.quads():
        yield _told(subject), predicate, _told(object_)


def _told(term: Term) -> Term:
    if isinstance(term, Iri):
        return Iri(fictional(term.value))
    if isinstance(term, Literal):
        text = term.lexical
        for pattern, told in _WORDS.items():
            text = re.sub(rf"\b(?:{pattern})\b", told, text)
        return Literal(text, term.datatype, term.language)
    return term


def fictional(name: str) -> str:
    """Move an IRI, or a path, from Mali and France to the countries of the template.

    Nothing is shared by two missions but the ontology, its concepts and what is named by it or
    by the shapes: one source says a thing once.
    """
    if name in SHARED:
        return name
    if "ambafrance-ml.org" in name:
        return f"https://embassy-{CODE}.example/mission"
    name = name.replace(f"{BASE}graph/", f"{EXAMPLE}graph/").replace("-ml-2013", f"-{CODE}")
    own = re.sub(r"(?<=/)ml(?=[/-])", CODE, name)
    if own.startswith(f"{BASE}id/") and CODE in own:
        return own.replace(BASE, EXAMPLE)
    return own.replace(f"{BASE}id/", f"{EXAMPLE}id/{CODE}-")


def country(number: int, seed: int) -> str:
    """Give a country a name that no other number has."""
    number = (number * 7919 + seed) % 60**3
    syllables = [_SYLLABLES[number // 60**place % 60] for place in range(3)]
    return "".join(syllables).capitalize()


def missions(triples: int, seed: int, *, faults: bool) -> Iterator[tuple[PurePosixPath, str]]:
    """Give the files of as many missions as make up a number of triples, one or more."""
    variants = templates(seed, faults=faults)
    chance = random.Random(seed)
    number = written = 0
    while not number or written + variants[0].triples // 2 < triples:
        template = chance.choice(variants)
        number += 1
        written += template.triples
        yield from template.told_of(f"f{number:06d}", country(number, seed))


def write_project(folder: Path, triples: int, seed: int, *, faults: bool = False) -> None:
    """Write a whole graph: settings, the shipped ontology, shapes and queries, and the data."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("ontology", "shapes"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    (folder / "queries").mkdir(exist_ok=True)
    (folder / "mcdgraph.toml").write_text(_settings(), encoding="utf8")
    for path, text in missions(triples, seed, faults=faults):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf8")


def write_files(folder: Path, triples: int, seed: int, *, faults: bool = True) -> int:
    """Write the ontology and the data as numbered Turtle files in one folder; count them."""
    folder.mkdir(parents=True, exist_ok=True)
    ontology = sorted((ROOT / "ontology").glob("*.ttl"))
    texts = (source.read_text(encoding="utf8") for source in ontology)
    data = (text for _, text in missions(triples, seed, faults=faults))
    number = 0
    for number, text in enumerate(chain(texts, data), 1):
        (folder / f"{number:06d}.ttl").write_text(text, encoding="utf8")
    return number


def _settings() -> str:
    """Give the shipped settings, of another graph."""
    text = (ROOT / "mcdgraph.toml").read_text(encoding="utf8")
    text = text.replace(f'base_iri = "{BASE}"', f'base_iri = "{EXAMPLE}"')
    return re.sub(r"^(fr|en) = .*$", r'\1 = "Synthetic"', text, flags=re.MULTILINE)


def _replaces(predicate: str, value: Term) -> Callable[[list[Triple], random.Random], None]:
    """Make a mistake: give one triple of a predicate another object."""

    def spoil(triples: list[Triple], chance: random.Random) -> None:
        row = _any(triples, predicate, chance)
        triples[row] = (triples[row][0], triples[row][1], value)

    return spoil


def _adds(predicate: str, value: Term) -> Callable[[list[Triple], random.Random], None]:
    """Make a mistake: give the subject of one triple of a predicate another value."""

    def spoil(triples: list[Triple], chance: random.Random) -> None:
        subject, iri, _ = triples[_any(triples, predicate, chance)]
        triples.append((subject, iri, value))

    return spoil


def _drops(predicate: str) -> Callable[[list[Triple], random.Random], None]:
    """Make a mistake: leave one triple of a predicate out."""

    def spoil(triples: list[Triple], chance: random.Random) -> None:
        del triples[_any(triples, predicate, chance)]

    return spoil


def _any(triples: list[Triple], predicate: str, chance: random.Random) -> int:
    return chance.choice([at for at, t in enumerate(triples) if t[1] == Iri(predicate)])


OA: Final = STANDARD["oa"]
FAULTS: Final = (
    _drops(MCD + "rank"),
    _adds(MCD + "rank", Iri(BASE + "concept/rank/officer-cadet")),
    _replaces(MCD + "function", Literal("head")),
    _drops(MCD + "assignedTo"),
    _drops(MCD + "hostedBy"),
    _replaces(MCD + "hostedBy", Iri(f"{EXAMPLE}id/{CODE}/nobody")),
    _drops(MCD + "hasObjective"),
    _replaces(MCD + "endOffset", Literal("0", XSD + "integer")),
    _replaces(MCD + "startOffset", Literal("first", XSD + "integer")),
    _replaces(OA + "start", Literal("-5", XSD + "integer")),
    _adds(OA + "end", Literal("4000", XSD + "integer")),
    _replaces(STANDARD["dcterms"] + "identifier", Literal("39")),
    _replaces(MCD + "statedDistanceKm", Literal("ten")),
    _replaces(MCD + "statedDistanceKm", Literal("-1", XSD + "decimal")),
    _replaces(MCD + "assertionStatus", Literal("hearsay")),
    _replaces(MCD + "evidence", Iri(f"{EXAMPLE}id/{CODE}/hearsay")),
    _drops(STANDARD["owl"] + "annotatedTarget"),
    _adds(RDFS + "label", Literal("Une autre chose", RDF + "langString", "fr")),
    _drops(RDFS + "label"),
    _drops(STANDARD["org"] + "postIn"),
    _replaces(MCD + "statedValue", Literal("1000", XSD + "integer")),
    _replaces(STANDARD["spdx"] + "checksumValue", Literal("unknown")),
    _replaces(MCD + "underOrdersOf", Iri(f"{EXAMPLE}id/{CODE}/mcd")),
    _drops(MCD + "within"),
)


def main() -> None:
    """Write a graph as the options say."""
    parser = argparse.ArgumentParser(description="Write a synthetic graph of the shipped model.")
    parser.add_argument("folder", type=Path, help="folder to write the project into")
    parser.add_argument("--triples", type=int, default=100_000, help="size of the data, about")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other names")
    parser.add_argument("--faults", action="store_true", help="make mistakes in the data")
    options = parser.parse_args()
    write_project(options.folder, options.triples, options.seed, faults=options.faults)


if __name__ == "__main__":
    main()
