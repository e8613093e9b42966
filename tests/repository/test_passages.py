"""What the graph says of passages agrees with a copy of the document, where one is at hand."""

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Namespace
from shipped import plain

ROOT = Path(__file__).parents[2]
MCD = Namespace("https://w3id.org/mcdgraph/ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
#: The folder of copies, which are never in the repository.
COPIES = os.environ.get("MCDGRAPH_COPIES", "")


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A sentence of the document: its number, its words, and where it starts."""

    number: str
    text: str
    start: int


@pytest.fixture(scope="module")
def data() -> Graph:
    """Read every data file."""
    files = sorted((ROOT / "data").rglob("*.ttl"))
    assert files
    return Graph().parse(data=plain(*files), format="nt")


@pytest.fixture(scope="module")
def document(data: Graph) -> str:
    """Give the text of the copy that has the published digest."""
    digests = {str(value).lower() for value in data.objects(None, SPDX.checksumValue)}
    assert digests
    for file in sorted(Path(COPIES).glob("*.txt")) if COPIES else ():
        content = file.read_bytes()
        if sha256(content).hexdigest() in digests:
            return content.decode()
    pytest.skip("MCDGRAPH_COPIES names no folder with a copy of the document to compare with")


@pytest.fixture(scope="module")
def passages(data: Graph, document: str) -> dict[object, Passage]:
    """Cut each sentence out of the document."""

    def number(sentence: object, predicate: object) -> int:
        return int(str(data.value(sentence, predicate)))  # type: ignore[arg-type]

    cut = {
        sentence: Passage(
            number=str(data.value(sentence, DCTERMS.identifier)),
            text=document[number(sentence, MCD.startOffset) : number(sentence, MCD.endOffset)],
            start=number(sentence, MCD.startOffset),
        )
        for sentence in data.subjects(RDF.type, MCD.SourceSentence)
        if (sentence, MCD.startOffset, None) in data
    }
    assert len(cut) >= 42
    return cut


def words(text: str) -> list[str]:
    """Split a text at blanks and punctuation."""
    return re.findall(r"[^\s•:;,.()–-][^\s:;,.()]*", text)


def found(words_: str, text: str) -> list[int]:
    """Give where words stand in a text, whatever the case and the blanks, as a browser does."""
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words_.split())) + r"(?!\w)"
    return [match.start() for match in re.finditer(pattern, text, re.IGNORECASE)]


def test_names_are_printed_in_the_sentences_that_are_cited(
    data: Graph, passages: dict[object, Passage]
) -> None:
    """A name with the status "stated" stands letter by letter in each sentence of its evidence."""
    names = 0
    for axiom in data.subjects(OWL.annotatedProperty, SKOS.altLabel):
        name = str(data.value(axiom, OWL.annotatedTarget))
        if str(data.value(axiom, MCD.assertionStatus)) != "stated":
            continue
        for sentence in data.objects(axiom, MCD.evidence):
            if sentence not in passages:
                continue
            names += 1
            assert name in re.sub(r"\s+", " ", passages[sentence].text), name
    assert names > 40


def test_fragments_lead_to_their_passage(
    data: Graph, document: str, passages: dict[object, Passage]
) -> None:
    """A start stands once in the document, in its sentence; the next end ends the sentence."""
    starts = list(data.subject_objects(MCD.fragmentStart))
    assert len(starts) > 30
    for sentence, start in starts:
        passage = passages[sentence]
        (place,) = found(str(start), document)
        assert passage.start <= place < passage.start + len(passage.text)
        given = words(str(start))
        for end in data.objects(sentence, MCD.fragmentEnd):
            given += words(str(end))
            after = place + len(str(start))
            assert document[after + found(str(end), document[after:])[0] :].startswith(
                passage.text[found(str(end), passage.text)[-1] :]
            )
        assert len(given) <= len(words(passage.text)) / 2


def test_glosses_are_not_copies(data: Graph, passages: dict[object, Passage]) -> None:
    """No French gloss shares seven words in a row with its sentence."""
    glosses = [(s, o) for s, o in data.subject_objects(MCD.gloss) if o.language == "fr"]  # type: ignore[attr-defined]
    assert len(glosses) >= 42
    for sentence, gloss in glosses:
        if sentence not in passages:
            continue
        ours, theirs = (
            [word.lower() for word in words(text)] for text in (str(gloss), passages[sentence].text)
        )
        rows = {tuple(theirs[i : i + 7]) for i in range(len(theirs) - 6)}
        assert not rows & {tuple(ours[i : i + 7]) for i in range(len(ours) - 6)}, str(gloss)
