"""Documents from elsewhere are read as they are, or refused with the place of their fault."""

import gzip
import io
import socket
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from time import process_time
from typing import NoReturn

import pytest
from click.testing import CliRunner, Result
from hostile_texts import JSON_LD as HOSTILE_JSON
from hostile_texts import LINES
from hostile_texts import RDF_XML as HOSTILE_XML
from hostile_texts import TURTLE as HOSTILE_TURTLE

from mcdgraph.bridges.oxigraph_reader import RdfDocument
from mcdgraph.cli import main
from mcdgraph.columns import ColumnsBuilder
from mcdgraph.documents.json import MAX_NESTING, Contexts
from mcdgraph.documents.sniffing import tell_format
from mcdgraph.documents.text import MAX_TRIPLE_TERMS
from mcdgraph.documents.xml import MAX_DEPTH, XmlFault, plain_xml
from mcdgraph.errors import InputError, SyntaxProblems
from mcdgraph.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from mcdgraph.positions import SourceText
from mcdgraph.turtle.line_reader import read_lines
from mcdgraph.turtle.reader import decode_source, read

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
OPEN = f'<rdf:RDF {RDF} xmlns:e="http://e/">'
XML = f'{OPEN}<rdf:Description rdf:about="http://e/a"><e:p>é</e:p></rdf:Description></rdf:RDF>'
MARK = "\ufeff"
TRIPLE = "<http://e/a> <http://e/p> <http://e/b> ."


def quads(text: str | bytes, form: Format, **more: object) -> list[str]:
    """Read a document, each statement as a text."""
    data = text.encode() if isinstance(text, str) else text
    document = RdfDocument(path="d", data=data, form=form, base="http://e/base", **more)  # type: ignore[arg-type]
    return [str(quad) for quad in document.quads()]


def problem(text: str | bytes, form: Format, **more: object) -> str:
    """Read a document that is broken, and give what is said of it."""
    with pytest.raises(SyntaxProblems) as caught:
        quads(text, form, **more)
    return str(caught.value)


def run(*arguments: str | Path) -> Result:
    """Run the command line."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


# XML


@pytest.mark.parametrize(
    "data",
    [
        XML.encode(),
        (MARK + XML).encode(),
        (f'<?xml version="1.0" encoding="UTF-16"?>{XML}').encode("utf-16"),
        XML.encode("utf-16"),
        (f'<?xml version="1.0" encoding="ISO-8859-1"?>{XML}').encode("latin-1"),
        (f'<?xml version="1.0" encoding="windows-1252"?>{XML}').encode("cp1252"),
        XML.replace("é", "<!-- c -->é<!-- d -->").encode(),
        XML.replace("é", "<?p i?>é").encode(),
        XML.replace("é", "<![CDATA[é]]>").encode(),
        XML.replace("é", "&#233;").encode(),
        f'<!DOCTYPE rdf:RDF [<!ENTITY x "é">]>{XML.replace("é", "&x;")}'.encode(),
        f'<!DOCTYPE rdf:RDF SYSTEM "http://e/dtd">{XML}'.encode(),
        f"<!-- before -->\n{XML}\n<!-- behind -->".encode(),
    ],
)
def test_every_way_to_write_xml_is_read(data: bytes) -> None:
    """Encodings, byte order marks, comments, instructions, CDATA and entities change nothing."""
    assert quads(data, RDF_XML) == ['<http://e/a> <http://e/p> "é"']


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (XML.removesuffix("</rdf:RDF>"), 1, "ends before its last element is closed"),
        (f"{OPEN}\n<rdf:Description>\n</rdf:RDF>", 3, "mismatched tag"),
        (f'{OPEN}\n<rdf:Description\nrdf:about="a"', 2, "unclosed token"),
        (f"{OPEN}\n<rdf:Description a=1/></rdf:RDF>", 2, "not well-formed"),
        (f"{OPEN}\n&nbsp;</rdf:RDF>", 2, "undefined entity"),
        (f'<?xml version="1.0" encoding="f-8"?>{XML}', 1, "unknown encoding: f-8"),
        (f'<?xml version="1.0" encoding="shift_jis"?>{XML}', 1, "multi-byte encodings"),
        (f'{OPEN}\n\n<rdf:Description rdf:li="1"/></rdf:RDF>', 3, "li is not a valid attribute"),
        (f'{OPEN}\n<rdf:Description rdf:about="http://e/ "/></rdf:RDF>', 2, "Invalid IRI"),
        (f"{OPEN}\n<rdf:Description>\n<e:p>a<e:q/></e:p></rdf:Description></rdf:RDF>", 3, "text"),
    ],
)
def test_faults_of_rdf_xml_have_their_line(text: str, line: int, words: str) -> None:
    """What is not well-formed, and what is no RDF, is refused where it stands."""
    said = problem(text, RDF_XML)
    assert said.startswith(f"d:{line}:")
    assert words in said


@pytest.mark.parametrize(
    ("before", "inside", "words"),
    [
        ('[<!ENTITY x SYSTEM "file:///etc/passwd">]', "&x;", "which is not fetched"),
        ('[<!ENTITY x SYSTEM "http://127.0.0.1:1/x">]', "&x;", "which is not fetched"),
        ('SYSTEM "http://e/x.dtd"', "&x;", "is not declared in this file"),
        ('SYSTEM "http://e/x.dtd"', '<e:C e:a="&x;"/>', "is not declared in this file"),
        ('[<!ENTITY % x SYSTEM "http://e/x"> %x;]', '<e:C e:a="&y;"/>', "is not declared"),
    ],
)
def test_nothing_outside_of_xml_is_read(before: str, inside: str, words: str) -> None:
    """An entity of another file is refused where it is used, never left out silently."""
    text = f"<!DOCTYPE r {before}>\n{XML.replace('é', inside)}"
    said = problem(text, RDF_XML)
    assert said.startswith("d:2:")
    assert words in said


def bomb(levels: int) -> str:
    """Write entities that are ten times as long at each level."""
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "aaaaaaaaaa"}">' for n in range(levels)
    )
    return f"<!DOCTYPE r [{entities}]>{XML.replace('é', f'&e{levels - 1};')}"


@pytest.mark.parametrize("levels", [7, 9, 12])
def test_entities_that_explode_are_refused(levels: int) -> None:
    """A document may not grow without a bound by its entities."""
    said = problem(bomb(levels), RDF_XML)
    assert "its entities make it" in said


def test_elements_nested_without_end_are_refused() -> None:
    """Depth has a bound, which is told."""
    with pytest.raises(XmlFault, match=f"{MAX_DEPTH:,} deep"):
        list(plain_xml(io.BytesIO(b"<a>" * (MAX_DEPTH + 1))))


# JSON-LD

PERSON = '{"@context": %s, "@id": "http://e/a",\n"name": "x"}'
CONTEXT = '{"@context": {"name": "http://e/p", "knows": {"@id": "http://e/k", "@type": "@id"}}}'


@pytest.fixture
def contexts(tmp_path: Path) -> Contexts:
    """Map contexts to files: one with terms, one that names it, and two that name each other."""
    texts = {
        "terms": CONTEXT,
        "above": '{"@context": ["http://c/terms", {"@vocab": "http://v/"}]}',
        "ring": '{"@context": "http://c/knot"}',
        "knot": '{"@context": "http://c/ring"}',
        "none": "[]",
        "broken": "{",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(MARK + text)
    return Contexts(files={f"http://c/{name}": tmp_path / name for name in texts})


@pytest.mark.parametrize(
    "context",
    [
        '"http://c/terms"',
        '["http://c/terms"]',
        '[{"x": "http://e/x"}, "http://c/terms"]',
        '"http://c/above"',
        '"\\u0068ttp://c/terms"',
        '["http://c/terms", {"y": {"@id": "http://e/y", "@context": "http://c/above"}}]',
    ],
)
def test_a_context_is_read_from_its_file(contexts: Contexts, context: str) -> None:
    """Wherever a context is named by an IRI, the file that is mapped to it stands for it."""
    found = quads(PERSON % context, JSON_LD, contexts=contexts)
    assert found == ['<http://e/a> <http://e/p> "x"']


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (PERSON % '"http://c/other"', "1:14", "map http://c/other to a file"),
        (PERSON % '[{},\n"other"]', "2:1", "map other to a file"),
        (PERSON % '{"@import": "http://c/terms"}', "1:26", "@import"),
        ('{"@context":{"@vocab":12},\n"@id":"http://e/x"}', "2:19", "@vocab"),
        ('{"@id":"http://e/x",\n"http://e/q":{"@value":{"a":1}}}', "2:", "@value"),
        ('{"@id":"http://e/x",\n"http://e/p": [1,2}', "2:", "Array values"),
        ('{"@id":"http://e/x"', "1:20", "a curly bracket to end"),
        ('{"@id":\n"http://e/\ud800"}'.encode("utf8", "surrogatepass"), "2:", "UTF-8"),
    ],
)
def test_faults_of_json_ld_have_their_place(
    contexts: Contexts, text: str | bytes, place: str, words: str
) -> None:
    """Contexts that no file stands for, broken JSON and what is no JSON-LD are placed."""
    said = problem(text, JSON_LD, contexts=contexts)
    assert said.startswith(f"d:{place}")
    assert words in said


def test_a_fault_behind_a_context_keeps_its_column(contexts: Contexts) -> None:
    """What was put in place of a context does not move what stands behind it."""
    said = problem('{"@context": "http://c/terms", "name": [1,2}', JSON_LD, contexts=contexts)
    assert said.startswith("d:1:44:")


@pytest.mark.parametrize(
    ("name", "words"),
    [("ring", "names itself"), ("none", "@context"), ("broken", "not JSON")],
)
def test_a_file_that_is_no_context_is_named(contexts: Contexts, name: str, words: str) -> None:
    """The fault of a mapped file is its own."""
    with pytest.raises(InputError, match=words):
        quads(PERSON % f'"http://c/{name}"', JSON_LD, contexts=contexts)


@pytest.mark.parametrize("unit", ['{"http://e/p":', "[", '{"@context":{"a":'])
def test_json_nested_without_end_is_refused(unit: str) -> None:
    """A parser that calls itself would take the process with it."""
    assert f"more than {MAX_NESTING} deep" in problem(unit * 100_000, JSON_LD)


def test_triple_terms_nested_without_end_are_refused() -> None:
    """A parser that calls itself would take the process with it; strings do not count."""
    term = "<http://e/a> <http://e/p> <<( "
    deep = term * (MAX_TRIPLE_TERMS + 1)
    assert f"more than {MAX_TRIPLE_TERMS} deep" in problem(deep, TURTLE)
    text = f'<http://e/a> <http://e/p> "{"<<(" * MAX_TRIPLE_TERMS * 2}" .'
    assert len(quads(text, TURTLE)) == 1


# Formats


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("x.owl", "@prefix : <http://e/> . :a a :C .", TURTLE),
        ("x.owl", "PREFIX : <http://e/> :a a :C .", TURTLE),
        ("x.owl", TRIPLE, TURTLE),
        ("x.owl", XML, RDF_XML),
        ("x.owl", f"<!-- c -->{XML}", RDF_XML),
        ("x.owl", "# nothing but a comment\n", RDF_XML),
        ("x.shacl", "# c\n@prefix : <http://e/> . :a a :C .", TURTLE),
        ("x.n3", TRIPLE, TURTLE),
        ("x.turtle", TRIPLE, TURTLE),
        ("x.json", '{"@id": "http://e/a"}', JSON_LD),
        ("x.ttl", "[\n {}]", JSON_LD),
        ("x.ttl", "[] a <http://e/C> .", TURTLE),
        ("x.ttl", XML, RDF_XML),
        ("x.ttl", MARK + XML, RDF_XML),
        ("x.rdf", '{"@id": "http://e/a"}', JSON_LD),
        ("x.nt", "@prefix e: <http://e/> . e:a a e:C .", TURTLE),
        ("x.nt", TRIPLE, N_TRIPLES),
        ("x.ttl", "<http://e/a> <http://e/p> <http://e/b> <http://e/g> .", N_QUADS),
        ("x.txt", '_:a <http://e/p> "b"@en <http://e/g> .', N_QUADS),
        ("x", "@prefix e: <http://e/> .\ne:g { e:a e:p 1 }", TRIG),
        ("x", "@prefix e: <http://e/> .\ne:g e:a e:p", TURTLE),
        ("x", "@prefix e: <http://e/> .\ne:g e:a e:p\n    {| e:q 1 |} .", TURTLE),
        ("x.trig", "{ <http://e/a> <http://e/p> 1 }", TRIG),
        ("x.ttl", "", TURTLE),
    ],
)
def test_content_tells_the_format_before_the_name(name: str, text: str, form: Format) -> None:
    """A name is only asked where the content may be several formats, or says nothing."""
    assert tell_format(text.encode(), PurePosixPath(name)) is form


def test_the_format_of_utf_16_is_told() -> None:
    """XML may be in UTF-16, with a byte order mark or without."""
    for coding in ("utf-16", "utf-16-le"):
        assert tell_format(XML.encode(coding), PurePosixPath("x")) is RDF_XML


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<!DOCTYPE html><html>", "HTML"),
        ('<Ontology xmlns="http://www.w3.org/2002/07/owl#">', "OWL/XML"),
        ("Prefix(:=<http://e/>)\nOntology(<http://e/>)", "Functional"),
        ("Prefix: : <http://e/>\nOntology: <http://e/>", "Manchester"),
        ("format-version: 1.2", "OBO"),
        ("a,b\n1,2", "neither its content nor its suffix"),
    ],
)
def test_what_is_no_rdf_is_named(text: str, words: str) -> None:
    """A notation that is no RDF is called by its name."""
    with pytest.raises(InputError, match=words):
        tell_format(text.encode(), PurePosixPath("x.txt"))


@pytest.mark.parametrize("name", ["g.ttl", "g.nt", "g.bin", "g.ttl.gz"])
@pytest.mark.parametrize("mark", [b"", MARK.encode()])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_packing_and_marks_are_told_by_content(
    tmp_path: Path, name: str, mark: bytes, pack: Callable[[bytes], bytes]
) -> None:
    """A gzipped file and a byte order mark are known by their bytes, whatever the name."""
    path = tmp_path / name
    path.write_bytes(pack(mark + TRIPLE.encode()))
    result = run("query", "ASK { <http://e/a> ?p ?o }", path, "-f", "json")
    assert result.exit_code == 0, result.output
    assert '"boolean":true' in result.output


def test_a_damaged_gzip_is_an_input_error(tmp_path: Path) -> None:
    """Half an archive is refused without a traceback."""
    path = tmp_path / "g.nt.gz"
    path.write_bytes(gzip.compress(TRIPLE.encode() * 1000)[:-20])
    result = run("query", "ASK {}", path)
    assert result.exit_code == 2
    assert "cannot be read" in result.output


def test_a_mapped_context_is_an_option(tmp_path: Path) -> None:
    """``--context IRI=FILE`` maps a context; one that is no file is refused."""
    data, context = tmp_path / "d.jsonld", tmp_path / "c.json"
    data.write_text(PERSON % '"http://c/a=b"')
    context.write_text(CONTEXT)
    query = "ASK { ?s <http://e/p> 'x' }"
    good = run("query", query, data, "--context", f"http://c/a=b={context}", "-f", "json")
    assert '"boolean":true' in good.output
    bad = run("query", query, data, "--context", f"http://c/a=b={tmp_path / 'none'}")
    assert bad.exit_code == 2
    assert "expected IRI=FILE" in bad.output


@pytest.mark.parametrize("name", ["x.rdf", "x.jsonld", "x.ttl", "x.trig"])
def test_reading_calls_nobody(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports, contexts, entities and IRIs are not fetched: no socket is ever opened."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    texts = {
        "x.rdf": f'<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x">{XML}',
        "x.jsonld": PERSON % '"http://127.0.0.1:1/c"',
        "x.ttl": "<> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:1/o> .",
        "x.trig": "<http://127.0.0.1:1/g> { <> a <http://127.0.0.1:1/o> }",
    }
    path = tmp_path / name
    path.write_text(texts[name])
    monkeypatch.setattr(socket.socket, "connect", refuse)
    result = run("query", "SELECT * { ?s ?p ?o }", path)
    assert result.exit_code == (2 if name == "x.jsonld" else 0), result.output


# Turtle as it is checked and formatted

RDF_12 = {
    "<<( ": f"<http://e/a> <http://e/p> <<( {TRIPLE[:-2]} )>> .",
    "<< ": f"<< {TRIPLE[:-2]} >> <http://e/p> 1 .",
    "{|": f"{TRIPLE[:-1]} {{| <http://e/q> 1 |}} .",
    "~": f"{TRIPLE[:-1]} ~ <http://e/r> .",
    "--ltr": '<http://e/a> <http://e/p> "x"@en--ltr .',
    "VERSION": f'VERSION "1.2"\n{TRIPLE}',
    "@version": f'@version "1.2" .\n{TRIPLE}',
}


@pytest.mark.parametrize(
    ("sign", "command"),
    [*((sign, "query") for sign in RDF_12), *((sign, "fmt") for sign in RDF_12 if sign != "{|")],
)
def test_rdf_1_2_is_read_or_named(tmp_path: Path, sign: str, command: str) -> None:
    """Queries over files read it; where graphs are RDF 1.1, a sentence says where it is read.

    But for annotations, which are read there, too (tests/test_turtle_annotations.py).
    """
    path = tmp_path / "x.ttl"
    path.write_text(RDF_12[sign])
    if command == "query":
        result = run("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", path)
        assert result.exit_code == 0, result.output
    else:
        result = run("fmt", path)
        assert result.exit_code == 2
        assert "RDF 1.2" in result.output
        assert "`mcdgraph query`" in result.output
        assert path.read_text() == RDF_12[sign]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (XML.encode(), "this is RDF/XML"),
        (b'{"@id": "http://e/a"}', "this is JSON-LD"),
        (b"<!DOCTYPE html><html>", "this is HTML"),
        (TRIPLE.encode("utf-16"), "save the file as UTF-8"),
    ],
)
def test_another_form_in_a_turtle_file_is_named(data: bytes, words: str) -> None:
    """A source that is no Turtle is told for what it is."""
    with pytest.raises(SyntaxProblems, match=words):
        decode_source(data, PurePosixPath("x.ttl"))


def test_a_mark_takes_no_column() -> None:
    """A byte order mark is no part of the text."""
    source = decode_source((MARK + TRIPLE).encode(), PurePosixPath("x.ttl"))
    assert source.text == TRIPLE


# Cost


def read_own(text: str, form: Format) -> None:
    """Read with the project's own readers, whatever comes of it."""
    source = SourceText(path=PurePosixPath("x"), text=text)
    if form in (TURTLE, TRIG):
        read(source, ColumnsBuilder(), form=form)
    else:
        read_lines(source, ColumnsBuilder(), form=form)


def read_other(text: str, form: Format) -> None:
    """Read with Oxigraph, whatever comes of it."""
    try:
        quads(text, form)
    except SyntaxProblems:
        return


COSTS = [
    *((name, make, read_own, TRIG) for name, make in HOSTILE_TURTLE.items()),
    *((name, make, read_other, TRIG) for name, make in HOSTILE_TURTLE.items()),
    *((name, make, read_own, N_QUADS) for name, make in LINES.items()),
    *((name, make, read_other, RDF_XML) for name, make in HOSTILE_XML.items()),
    *((name, make, read_other, JSON_LD) for name, make in HOSTILE_JSON.items()),
]


def cost(work: Callable[[], None]) -> float:
    """Measure the processor's time, the least of three, and no less than a moment."""
    times = []
    for _ in range(3):
        start = process_time()
        work()
        times.append(process_time() - start)
    return max(min(times), 0.004)


@pytest.mark.parametrize(
    ("make", "reader", "form"),
    [
        pytest.param(make, reader, form, id=f"{reader.__name__}-{form.name}-{name}")
        for name, make, reader, form in COSTS
    ],
)
def test_no_text_is_slow_to_read(
    make: Callable[[int], str], reader: Callable[[str, Format], None], form: Format
) -> None:
    """A text eight times as long takes about eight times as long: squared, it would be 64."""
    short, long = make(2_500), make(20_000)
    ratio = cost(lambda: reader(long, form)) / cost(lambda: reader(short, form))
    assert ratio < 30
