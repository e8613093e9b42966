"""The editor of queries at work: typing, completing, running, cancelling, by keyboard alone."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from axe import findings, load_axe
from chromium import Page
from flask import Flask
from flask.testing import FlaskClient

from mcdgraph.sparql import QueryRequest
from mcdgraph.web.site import EXTENSION

pytestmark = pytest.mark.browser

ROOT = "document.querySelector('.code-editor').shadowRoot"
CONTENT = f"{ROOT}.querySelector('.cm-content')"
STATUS = "document.querySelector('#ask [role=status]').textContent"
TEXT = "document.querySelector('textarea').value"


@pytest.fixture
def editor(page: Page, address: str) -> Page:
    """Open the page that asks, with the editor ready and empty, and nothing remembered."""
    page.size(1280, 900)
    page.open(f"{address}/query?lang=en")
    page.run("localStorage.clear()")
    ready(page)
    return page


def ready(page: Page) -> None:
    """Wait for the editor; go into it, and choose all that it holds."""
    page.until("document.querySelector('.code-editor')?.shadowRoot.querySelector('.cm-content')")
    page.run(f"{CONTENT}.focus()")
    page.press("a", control=True)


def offered(page: Page) -> list[str]:
    """Give the completions that are shown; for its first 75 ms their list takes no key."""
    page.until(f"{ROOT}.querySelector('.cm-tooltip-autocomplete li')")
    time.sleep(0.1)
    return list(
        page.run(
            f"[...{ROOT}.querySelectorAll('.cm-tooltip-autocomplete li .cm-completionLabel')]"
            ".map((item) => item.textContent)"
        )
    )


def run_query(page: Page) -> str:
    """Run what the editor holds by keyboard; give what is told of it."""
    page.press("Escape")
    page.press("Enter", control=True)
    page.until(f"{STATUS}.includes('·')")
    return str(page.run(STATUS))


def test_what_is_typed_is_coloured_and_sent(editor: Page) -> None:
    """The text area has the same text; nothing is refused by the policy."""
    editor.write("SELECT (1 + 1 AS ?two) {}")
    assert editor.run(TEXT) == "SELECT (1 + 1 AS ?two) {}"
    colours = editor.run(
        f"new Set([...{ROOT}.querySelectorAll('.cm-line span')]"
        ".map((span) => getComputedStyle(span).color)).size"
    )
    assert colours >= 2
    assert run_query(editor).startswith("1 row ·")
    assert editor.run("document.querySelector('#result td').textContent.trim()") == "2"
    assert editor.run("document.title").startswith("1 row – ")
    assert "query=SELECT" in editor.run("location.search")
    assert editor.errors == []


def test_lines_are_indented_as_the_one_before(editor: Page) -> None:
    """More behind an open bracket; Enter between two brackets leaves a line between them."""
    editor.write("ASK {}")
    editor.press("ArrowLeft")
    editor.write("\n")
    assert editor.run(TEXT) == "ASK {\n  \n}"
    editor.write("?s ?p 1 .\n?s ?q 2")
    assert editor.run(TEXT) == "ASK {\n  ?s ?p 1 .\n  ?s ?q 2\n}"
    editor.press("Backspace")
    assert editor.run(TEXT) == "ASK {\n  ?s ?p 1 .\n  ?s ?q \n}"


def test_the_bracket_that_belongs_to_the_one_at_the_caret_is_shown(editor: Page) -> None:
    """Brackets of texts and comments are none; one without another is shown as such."""
    shown = f"[...{ROOT}.querySelectorAll('.sparql-pair, .sparql-alone')].map((e) => e.outerHTML)"
    editor.write("ASK { ?s ?p '}' }")
    first, second = editor.run(shown)
    assert 'class="sparql-pair">{<' in first
    assert 'class="sparql-pair">}<' in second
    editor.write(" }")
    (alone,) = editor.run(shown)
    assert 'class="sparql-alone">}<' in alone


def test_classes_are_completed(editor: Page) -> None:
    """By name or label, with the definition; Enter takes the first."""
    editor.write("SELECT * { ?s a Pos")
    assert offered(editor)[0] == "ex:Post"
    editor.until(f"{ROOT}.querySelector('.cm-completionInfo')?.textContent")
    editor.press("Enter")
    assert editor.run(TEXT) == "SELECT * { ?s a ex:Post"
    assert editor.errors == []


def test_properties_of_the_subjects_class_come_first(editor: Page, client: FlaskClient) -> None:
    """Those that the things of the class have, then the others; asked for by Ctrl+Space."""
    post = "https://example.org/harbour/ontology#Post"
    counted = client.get("/complete.json", query_string={"class": post}).json["properties"]
    own = [term["name"] for term in counted]
    editor.write("SELECT * { ?s a ex:Post ; ")
    editor.press(" ", control=True)
    names = offered(editor)
    assert "ex:under" in own
    assert names[: len(own) + 1] == ["a", *own]
    assert len(names) > len(own) + 1


def test_things_are_completed_by_what_they_are_called(editor: Page) -> None:
    """Whose IRI is written, short where a prefix allows it."""
    editor.write("ASK { ?s ex:under harb")
    assert "Harbour master" in offered(editor)
    editor.press("Enter")
    assert editor.run(TEXT).endswith(("id:master", "/id/master>"))


def test_prefixes_and_variables_are_completed(editor: Page) -> None:
    """Where a term may stand, and where a prefix is declared."""
    editor.write("PREFIX e")
    assert "ex: <https://example.org/harbour/ontology#>" in offered(editor)
    editor.press("Escape")
    ready(editor)
    editor.write("SELECT ?somebody { ?som")
    assert offered(editor) == ["?somebody"]


def test_an_error_is_underlined_at_its_place(editor: Page) -> None:
    """The very token, until the text is changed; the answer says why."""
    editor.write("SELECT * {\n  ?s a nonsense }")
    assert run_query(editor).startswith("This did not work")
    assert editor.run(f"{ROOT}.querySelector('.fault').textContent") == "nonsense"
    assert editor.run("document.querySelector('[role=alert]').textContent")
    editor.press("x")
    assert editor.run(f"{ROOT}.querySelector('.fault')") is None
    assert [error for error in editor.errors if "400" not in error] == []


def test_an_error_is_underlined_when_a_page_comes_with_it(page: Page, address: str) -> None:
    """As where someone follows a link to a query."""
    page.open(f"{address}/query?query={quote('ASK { ?é ex:b nonsense }')}")
    ready(page)
    page.until(f"{ROOT}.querySelector('.fault')")
    assert page.run(f"{ROOT}.querySelector('.fault').textContent") == "nonsense"


class SlowService:
    """A service that answers what is slow when it is told to."""

    def __init__(self, service: Any) -> None:
        """Ask another service."""
        self._service = service
        self.go = threading.Event()

    def evaluate(self, request: QueryRequest) -> Any:
        """Wait with a query that says that it is slow."""
        if "slow" in request.text:
            self.go.wait(20)
        return self._service.evaluate(request)

    def __getattr__(self, name: str) -> Any:
        """Give all else as it is."""
        return getattr(self._service, name)


@pytest.fixture
def slow(harbour_app: Flask) -> Iterator[SlowService]:
    """Make some queries of the pages slow."""
    plain = harbour_app.extensions[EXTENSION]
    service = SlowService(plain.service)
    harbour_app.extensions[EXTENSION] = replace(plain, service=service)
    yield service
    service.go.set()
    harbour_app.extensions[EXTENSION] = plain


def test_a_slow_query_says_that_it_runs_and_can_be_cancelled(
    editor: Page, slow: SlowService
) -> None:
    """A clock runs; the button to cancel has the focus that the other had, and gives it back."""
    editor.write("ASK {} # slow")
    editor.press("Escape")
    editor.run("document.querySelector('#ask [type=submit]').focus()")
    editor.press("Enter")
    editor.until(f"{STATUS} === 'Running…'")
    editor.until("/[1-9] s/.test(document.querySelector('.clock').textContent)")
    assert editor.run("document.querySelector('#ask [type=submit]').hidden") is True
    assert editor.run("document.activeElement.dataset.act") == "cancel"
    editor.press("Enter")
    editor.until(f"{STATUS}.startsWith('Stopped after ')")
    assert editor.run("document.activeElement.type") == "submit"
    assert editor.run("document.querySelector('#result').textContent.trim()") == ""
    slow.go.set()
    ready(editor)
    editor.write("ASK {}")
    assert run_query(editor).startswith("Answer ·")
    assert editor.errors == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [("text/plain", "Too late."), ("text/html", "<title>504</title><h1>504</h1><p>Too late.</p>")],
)
def test_a_refusal_without_a_page_is_shown(editor: Page, kind: str, body: str) -> None:
    """The server refuses in a few words where the worker that makes pages was ended."""
    headers = {"status": 504, "headers": {"Content-Type": kind}}
    answer = f"new Response({json.dumps(body)}, {json.dumps(headers)})"
    editor.write("ASK {}")
    editor.run(f"window.fetch = async () => {answer}; 1")
    assert run_query(editor).startswith("This did not work ·")
    assert editor.run("document.querySelector('#result [role=alert]').textContent") == "Too late."


def test_tab_leaves_the_editor(editor: Page) -> None:
    """Nobody is caught in it (WCAG 2.2, 2.1.2)."""
    editor.write("ASK {}")
    editor.press("Tab")
    assert editor.run("document.activeElement.type") == "submit"
    assert editor.run(TEXT) == "ASK {}"


def act(page: Page, name: str) -> None:
    """Click one of the tools."""
    page.run(f"document.querySelector('[data-act={name}]').click()")


def test_a_query_is_laid_out_and_that_can_be_undone(editor: Page) -> None:
    """In the editor as one step."""
    editor.write("ASK { ?s ?p ?o . ?o ?p ?s . }")
    act(editor, "format")
    assert editor.run(TEXT) == "ASK {\n  ?s ?p ?o .\n  ?o ?p ?s .\n}\n"
    editor.run(f"{CONTENT}.focus()")
    editor.press("z", control=True)
    assert editor.run(TEXT) == "ASK { ?s ?p ?o . ?o ?p ?s . }"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("link", "/query?query=ASK+%7B%7D&lang=en"),
        ("curl", "/sparql -H 'Accept: application/sparql-results+json'"),
        ("python", "from urllib.request import Request, urlopen"),
        ("r", 'query <- r"(ASK {})"'),
    ],
)
def test_a_query_is_copied(editor: Page, address: str, name: str, expected: str) -> None:
    """As an address of this server, or as a program that asks it."""
    editor.write("ASK {}")
    editor.run(
        "Object.defineProperty(navigator, 'clipboard', "
        "{ value: { writeText: async (text) => { window.copied = text; } } })"
    )
    act(editor, name)
    editor.until(f"{STATUS} === 'Copied.'")
    copied = editor.run("window.copied")
    assert expected in copied
    assert address in copied


def test_queries_are_remembered_here(editor: Page) -> None:
    """The newest first, each once; they come back, and can be forgotten."""
    for text in ("ASK {}", "SELECT (1 AS ?a) {}", "ASK {}"):
        ready(editor)
        editor.write(text)
        run_query(editor)
        editor.run("document.querySelector('#ask [role=status]').textContent = ''")
    items = "[...document.querySelectorAll('.earlier li button')]"
    assert editor.run(f"{items}.map((item) => item.textContent)") == [
        "ASK {}",
        "SELECT (1 AS ?a) {}",
    ]
    editor.run(f"{items}[1].click()")
    assert editor.run(TEXT) == "SELECT (1 AS ?a) {}"
    act(editor, "forget")
    assert editor.run("document.querySelector('.earlier').hidden") is True


def test_the_way_back_leads_to_the_query_before(editor: Page) -> None:
    """Each answer has an address in the history of the browser."""
    for text in ("SELECT (1 AS ?first) {}", "SELECT (2 AS ?second) {}"):
        ready(editor)
        editor.write(text)
        run_query(editor)
        editor.run("document.querySelector('#ask [role=status]').textContent = ''")
    editor.run("history.back()")
    editor.until("document.querySelector('#result th')?.textContent === 'first'")
    assert editor.run(TEXT) == "SELECT (1 AS ?first) {}"


def test_without_a_script_the_form_asks(page: Page, address: str) -> None:
    """The text area is there, and what needs a script is not."""
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.open(f"{address}/query?query={quote('ASK {}')}")
        markup = page.call("DOM.getDocument", depth=-1)
        assert "code-editor" not in json.dumps(markup)
        assert page.run("document.querySelector('textarea').checkVisibility()")
        assert page.run("document.querySelector('.tools').checkVisibility()") is False
        assert page.run("document.querySelector('.truth').textContent") == "Yes"
    finally:
        page.call("Emulation.setScriptExecutionDisabled", value=False)


ROWS, WRONG = "SELECT * { ?s ?p ?o } LIMIT 5", "SELECT nonsense"


@pytest.mark.parametrize(
    ("width", "scheme", "language", "query"),
    [
        (390, "light", "en", ROWS),
        (390, "dark", "fr", ROWS),
        (1440, "light", "fr", ROWS),
        (1440, "dark", "en", ROWS),
        (390, "light", "fr", WRONG),
        (1440, "dark", "en", WRONG),
    ],
)
def test_axe_finds_nothing(
    page: Page, address: str, width: int, scheme: str, language: str, query: str
) -> None:
    """With the list of completions open, too; and nothing is wider than the window."""
    page.size(width, 844)
    page.prefer(scheme)
    page.open(f"{address}/query?lang={language}&query={quote(query)}")
    ready(page)
    page.write("SELECT * { ?s a Pos")
    offered(page)
    page.until(f"{ROOT}.querySelector('.cm-completionInfo')?.textContent")
    load_axe(page)
    assert findings(page) == []
    assert page.run("document.documentElement.scrollWidth") <= width
