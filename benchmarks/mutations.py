"""How many corruptions of the shipped graph are caught: one triple removed, changed or misplaced.

Each mutant differs from the graph by one statement of ontology or data. It is caught by the
check where `mcdgraph check` reports a new violation or warning, and by the questions where a
saved query no longer gives its expected answer. The fourth kind, a lie, changes a fact together
with its evidence axiom: well-formed, so that no rule of form can see it.

What neither sees may be seen by the tests of the repository alone: a file that is no longer what
its mapping writes; and of a lie, which is taken to stand in the mapping, too, a number or a date
that its row of the fact sheet does not print, where MCDGRAPH_COPIES names the sheets.

    python -m benchmarks.mutations --number 1000 --seed 1
    python -m benchmarks.mutations --number 300 --only 'data/[!em]*/*'
"""

import argparse
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

import numpy as np

from mcdgraph.checking import check_corpus
from mcdgraph.columns import Columns, Iri, Literal, Term
from mcdgraph.findings import Severity
from mcdgraph.namespaces import OWL, shorten
from mcdgraph.questions import SavedQuery, read_saved_queries, verify
from mcdgraph.release.dataset import released
from mcdgraph.settings import Settings, load_settings
from mcdgraph.sources import Corpus, read_corpus
from mcdgraph.store import Store
from tools.recording.graphs import graphs_of
from tools.recording.mapping import Row, Sheet, Statement, read_sheets
from tools.recording.printed import missing, printed_rows
from tools.recording.terms import BASE


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A changed graph, and what was done to it."""

    kind: str
    row: int
    columns: Columns
    told: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Graph:
    """The graph that is corrupted, and what judges it."""

    settings: Settings
    corpus: Corpus
    queries: tuple[SavedQuery, ...]
    rng: random.Random
    only: str = "*"

    def text(self, row: int) -> str:
        """Write a statement as a person reads it."""
        columns = self.corpus.columns
        parts = (columns.subject, columns.predicate, columns.object)
        written = " ".join(str(columns.terms[int(part[row])]) for part in parts)
        return shorten(written, self.settings.prefixes)

    def judge(self, columns: Columns) -> tuple[Counter[str], frozenset[str]]:
        """Give the fingerprints of grave findings, and the names of the questions that fail."""
        corpus = replace(self.corpus, columns=columns)
        checked = check_corpus(self.settings, corpus)
        grave = [f for f in checked.report.findings if f.severity is not Severity.INFO]
        assert checked.closure is not None
        dataset = released(checked.corpus, checked.closure, self.settings)
        default = [graph.iri for graph in dataset.graphs if graph.default]
        store = Store.load(dataset.columns, default)
        failed = frozenset(q.name for q in self.queries if not verify(q, store).good)
        return Counter(f.fingerprint for f in grave), failed


@dataclass(frozen=True, kw_only=True)
class SecondEntry:
    """What tests compare the data with: the files that mappings write, the words of rows."""

    written: frozenset[str]
    rows: Mapping[str, tuple[Row, str]]

    def refuses(self, graph: Graph, mutant: Mutant) -> bool:
        """Say whether a test of the repository would see a mutant."""
        columns = mutant.columns
        if mutant.kind != "lie":
            files = graph.corpus.files
            source = int(graph.corpus.columns.source[mutant.row])
            return files[source].path.as_posix() in self.written
        subject, predicate, value = (
            columns.terms.text(int(part[mutant.row]))
            for part in (columns.subject, columns.predicate, columns.object)
        )
        told = Statement(subject=subject, predicate=predicate.partition("#")[2], object=value)
        cited = [self.rows[one] for one in evidence(graph, mutant.row) if one in self.rows]
        return any(list(missing(replace(row, statements=(told,)), words)) for row, words in cited)


def read_second_entry() -> SecondEntry:
    """Read the mappings, and the sheets where they are at hand."""
    sheets = read_sheets()
    folder = Path(os.environ.get("MCDGRAPH_COPIES", "")) / "sheets"
    return SecondEntry(
        written=frozenset(f"data/{one.path}.ttl" for one in graphs_of(sheets)),
        rows={iri: row for sheet in sheets for iri, row in rows_of(sheet, folder)},
    )


def rows_of(sheet: Sheet, folder: Path) -> Iterator[tuple[str, tuple[Row, str]]]:
    """Give each passage of a sheet that is at hand, with its row and the words of it."""
    path = folder / f"{sheet.name}.md"
    if path.is_file():
        words = printed_rows(sheet.name, path.read_text(encoding="utf8"))
        for row in sheet.rows:
            for source in sheet.sources_of(row) if row.number in words else ():
                iri = f"{BASE}id/{source.path}/{row.number.lower()}"
                yield iri, (row, words[row.number])


def removed(graph: Graph, row: int) -> Mutant:
    """Leave one statement out."""
    columns = graph.corpus.columns
    kept = np.arange(len(columns)) != row
    return Mutant(kind="removed", row=row, columns=columns.take(kept), told="removed")


def changed(graph: Graph, row: int) -> Mutant:
    """Give one statement another object."""
    columns = graph.corpus.columns
    number = other_object(graph, row)
    told = f"object becomes {shorten(str(columns.terms[number]), graph.settings.prefixes)}"
    return Mutant(kind="changed", row=row, columns=with_object(columns, [row], number), told=told)


def misplaced(graph: Graph, row: int) -> Mutant:
    """Move one statement to another subject that has the same predicate, else to any."""
    columns = graph.corpus.columns
    alike = columns.predicate == columns.predicate[row]
    others = np.unique(columns.subject[alike & (columns.subject != columns.subject[row])])
    if not len(others):
        others = np.setdiff1d(columns.subject, columns.subject[row])
    number = int(graph.rng.choice(others.tolist()))
    subject = columns.subject.copy()
    subject[row] = number
    told = f"subject becomes {shorten(str(columns.terms[number]), graph.settings.prefixes)}"
    moved = replace(columns, subject=subject)
    return Mutant(kind="misplaced", row=row, columns=moved, told=told)


def lie(graph: Graph, row: int) -> Mutant:
    """Change a fact and its axiom alike."""
    columns = graph.corpus.columns
    rows = targets(columns, row)
    number = other_object(graph, row)
    told = f"and its axiom: {shorten(str(columns.terms[number]), graph.settings.prefixes)}"
    lied = with_object(columns, [row, *rows], number)
    return Mutant(kind="lie", row=row, columns=lied, told=told)


def targets(columns: Columns, row: int) -> list[int]:
    """List the rows in which an axiom names the object of a statement."""
    find = columns.terms.find_iri
    same = columns.object == columns.object[row]
    axioms = columns.subject[
        (columns.predicate == find(OWL + "annotatedSource"))
        & (columns.object == columns.subject[row])
    ]
    target = (columns.predicate == find(OWL + "annotatedTarget")) & same
    about = columns.subject[
        (columns.predicate == find(OWL + "annotatedProperty"))
        & (columns.object == columns.predicate[row])
    ]
    both = np.intersect1d(axioms, about)
    return np.flatnonzero(target & np.isin(columns.subject, both)).tolist()


def evidence(graph: Graph, row: int) -> list[str]:
    """Name the passages on which a statement rests."""
    columns = graph.corpus.columns
    axioms = columns.subject[targets(columns, row)]
    cited = np.isin(columns.predicate, columns.terms.find_iris(graph.settings.evidence.source))
    rows = np.flatnonzero(cited & np.isin(columns.subject, axioms))
    return [columns.terms.text(int(number)) for number in columns.object[rows]]


def other_object(graph: Graph, row: int) -> int:
    """Choose another object: one that the predicate has elsewhere, else a spoilt literal."""
    columns = graph.corpus.columns
    alike = columns.object[columns.predicate == columns.predicate[row]]
    others = np.setdiff1d(alike, columns.object[row]).tolist()
    term = columns.terms[int(columns.object[row])]
    if isinstance(term, Literal):
        return columns.terms.intern(spoilt(term, graph.rng))
    if not others:
        others = np.setdiff1d(columns.object, columns.object[row]).tolist()
    alike_kind = [n for n in others if isinstance(columns.terms[n], Iri) == isinstance(term, Iri)]
    return int(graph.rng.choice(alike_kind or others))


def spoilt(term: Literal, rng: random.Random) -> Term:
    """Change one digit, or one letter, or turn a truth value."""
    if term.lexical in ("true", "false"):
        return replace(term, lexical="false" if term.lexical == "true" else "true")
    places = [n for n, sign in enumerate(term.lexical) if sign.isdigit()] or list(
        range(len(term.lexical))
    )
    if not places:
        return replace(term, lexical="x")
    at = rng.choice(places)
    old = term.lexical[at]
    new = str((int(old) + 1) % 10) if old.isdigit() else ("x" if old != "x" else "y")
    return replace(term, lexical=term.lexical[:at] + new + term.lexical[at + 1 :])


def with_object(columns: Columns, rows: list[int], number: int) -> Columns:
    """Replace the object of some rows."""
    objects = columns.object.copy()
    objects[rows] = number
    return replace(columns, object=objects)


def annotated(corpus: Corpus) -> list[int]:
    """List the rows that an axiom speaks of."""
    columns = corpus.columns
    find = columns.terms.find_iri
    wanted: dict[int, dict[int, int]] = {}
    for name in ("annotatedSource", "annotatedProperty", "annotatedTarget"):
        number = find(OWL + name)
        for row in np.flatnonzero(columns.predicate == number).tolist():
            wanted.setdefault(int(columns.subject[row]), {})[number] = int(columns.object[row])
    triples = {tuple(parts.values()) for parts in wanted.values()}
    rows = zip(
        columns.subject.tolist(), columns.predicate.tolist(), columns.object.tolist(), strict=True
    )
    return [number for number, triple in enumerate(rows) if triple in triples]


Make = Callable[[Graph, int], Mutant]


def mutants(graph: Graph, number: int) -> Iterator[Mutant]:
    """Draw statements of ontology and data without repeating one, and each kind in turn."""
    corpus = graph.corpus
    wanted = [
        file.path.parts[0] != "shapes" and fnmatch(file.path.as_posix(), graph.only)
        for file in corpus.files
    ]
    rows = [r for r, s in enumerate(corpus.columns.source.tolist()) if wanted[s]]
    kinds: tuple[Make, ...] = (removed, changed, misplaced)
    for count, row in enumerate(graph.rng.sample(rows, min(number, len(rows)))):
        yield kinds[count % 3](graph, row)
    among = set(rows)
    facts = [row for row in annotated(corpus) if row in among]
    for row in graph.rng.sample(facts, min(number // 5, len(facts))):
        yield lie(graph, row)


def main() -> None:
    """Corrupt, judge, and print the share that is caught and all that is not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent)
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="*", help="glob of the files that are corrupted")
    options = parser.parse_args()
    settings = load_settings(options.root, environment=os.environ, flags={})
    graph = Graph(
        settings=settings,
        corpus=read_corpus(settings.root, base=settings.base_iri),
        queries=tuple(read_saved_queries(settings.queries / "questions")),
        rng=random.Random(options.seed),
        only=options.only,
    )
    began = time.perf_counter()
    baseline, failing = graph.judge(graph.corpus.columns)
    assert not failing, f"questions fail before any change: {failing}"
    entry = read_second_entry()
    total: Counter[str] = Counter()
    caught: Counter[tuple[str, str]] = Counter()
    missed: list[str] = []
    for mutant in mutants(graph, options.number):
        findings, failed = graph.judge(mutant.columns)
        total[mutant.kind] += 1
        by_check, by_questions = bool(findings - baseline), bool(failed)
        caught[mutant.kind, "check"] += by_check
        caught[mutant.kind, "questions"] += by_questions
        caught[mutant.kind, "either"] += by_check or by_questions
        if not by_check and not by_questions:
            by_tests = entry.refuses(graph, mutant)
            caught[mutant.kind, "tests only"] += by_tests
            kind = f"{mutant.kind}, by tests only" if by_tests else mutant.kind
            missed.append(f"{kind}: {graph.text(mutant.row)}\n      {mutant.told}")
    print(
        f"seed {options.seed}, {sum(total.values())} mutants, {time.perf_counter() - began:.0f} s"
    )
    judges = ("check", "questions", "either", "tests only")
    print(f"{'kind':<10} {'mutants':>8}" + "".join(f"{one:>11}" for one in judges) + "   share")
    for kind in total:
        counts = "".join(f"{caught[kind, judge]:>11}" for judge in judges)
        print(f"{kind:<10} {total[kind]:>8}{counts} {caught[kind, 'either'] / total[kind]:>7.1%}")
    print(f"\ncaught by neither check nor questions ({len(missed)}):")
    print("\n".join(missed))


if __name__ == "__main__":
    main()
