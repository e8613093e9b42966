"""The operations of the site: each route that is for programs, or why it is left out.

Which parameters a route takes, and how long they may be, is read where it is declared; here stands
only what they mean, and with which values they can be tried.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from mcdgraph.formats import (
    DOCUMENT_FORMATS,
    GRAPH_FORMATS,
    HTML,
    JSON_LD,
    MARKDOWN,
    N_TRIPLES,
    RDF_XML,
    RESULT_FORMATS,
    TURTLE,
)
from mcdgraph.namespaces import STANDARD
from mcdgraph.questions import ParameterType, QuestionParameter, SavedQuery, word_of
from mcdgraph.search import EntryKind
from mcdgraph.web.openapi.schemas import BODIES
from mcdgraph.web.parameters import LANGUAGE, LENGTHS, PARAMETERS
from mcdgraph.web.question_answers import FORMS

#: What may stand in a value: no control character but ends of lines and tabs.
VALUE_PATTERN: Final = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$"
_MOST_PAGE: Final = 999_999_999
_JSON: Final = "application/json"
_DOCUMENTS: Final = tuple(form.media_type for form in DOCUMENT_FORMATS)
#: Of questions, and of the things of a class.
_ANSWERS: Final = tuple(form.media_type for form in FORMS)


class ApiTag(StrEnum):
    """What an operation is about."""

    FIND = "find"
    DOCUMENTS = "documents"
    SPARQL = "sparql"
    RELEASE = "release"
    QUESTIONS = "questions"


@dataclass(frozen=True, kw_only=True)
class ApiParameter:
    """A parameter: ``words`` names its meaning among the texts, or ``labels`` say it."""

    name: str
    schema: Mapping[str, object]
    words: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    example: str = ""
    place: str = "query"


@dataclass(frozen=True, kw_only=True)
class ApiOperation:
    """A request that is answered, and in which media types.

    ``endpoint`` is that of its route; empty for the SPARQL protocol. ``name`` is unique.
    ``titles`` say what it does by language; without them, the texts do. ``leads`` tells that it
    may answer 303. ``accept`` is the media type of its examples.
    """

    name: str
    path: str
    tag: ApiTag
    endpoint: str
    media_types: tuple[str, ...] = (_JSON,)
    parameters: tuple[ApiParameter, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    leads: bool = False
    accept: str = ""

    @property
    def words(self) -> str:
        """The name among the texts of what it does; empty where its titles say it."""
        return "" if self.titles else f"api_{self.name}"

    @property
    def body(self) -> str:
        """The name of the schema of what it answers in JSON; empty where any JSON may come."""
        return BODIES.get(self.name, "")


@dataclass(frozen=True, kw_only=True)
class ApiSubject:
    """What operations are of: the graph's base, a word that finds something, its questions.

    ``statement`` is one that can be explained, where there is any. ``dumps`` are names of files;
    ``vocabularies`` those of `/ontology` and `/shapes` that there are. ``values`` lists, by
    question and parameter, what may be given where that is known.
    """

    base: str
    word: str
    statement: tuple[str, str, str] | None
    questions: Sequence[SavedQuery]
    dumps: Sequence[str]
    vocabularies: Sequence[str]
    values: Mapping[tuple[str, str], Sequence[str]]


#: Endpoint → why no program asks it, or which operation stands for it.
LEFT_OUT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "home.first": "a page; data are at /dataset",
        "home.guide": "a page",
        "home.robots": "for search engines, at its well-known place",
        "home.sitemap": "for search engines",
        "home.favicon": "a picture",
        "home.places": "a page; data are at /sparql",
        "things.thing": "the names of things, which lead to what /resource answers",
        "things.document": "what /resource answers, at the address of each thing",
        "vocabularies.vocabulary_form": "the same as without a suffix",
        "datasets.void": "/dataset, where VoID looks for it",
        "datasets.crate": "/dataset, where RO-Crate looks for it",
        "datasets.dumps_without_slash": "leads to /dumps/",
        "datasets.dumps": "a page; the release's files are in /dataset",
        "releases.without_slash": "leads to /releases/",
        "releases.kept": "/releases.json, by Accept",
        "releases.one": "a page; /releases.json names the files",
        "changes.between": "a page; data are at .json, which /releases.json names",
        "changes.between_as_json": "what /releases.json names, where several releases are kept",
        "changes.feed": "for readers of feeds; /releases.json has the same",
        "releases.file": "the files that /releases.json names, as under /dumps/",
        "agents.no_stream": "refuses what /mcp does not offer",
        "agents.mcp": "a protocol of its own: the Model Context Protocol",
        **dict.fromkeys(
            (
                *("reconciliation.service", "reconciliation.draft", "reconciliation.posted"),
                *("reconciliation.matched", "reconciliation.extended", "reconciliation.view"),
                *("reconciliation.properties", "reconciliation.suggest"),
                *("reconciliation.flyout", "reconciliation.preview"),
            ),
            "a protocol of its own: the Reconciliation Service API",
        ),
        "asking.editor": "a page; programs have /sparql",
        "questions.listed": "/queries.json, by Accept",
        "questions.listed_as_text": "the list for programs that reason in words",
        "llms.guide": "for programs that reason in words, at its well-known place",
        "questions.listed_without_slash": "leads to /queries/",
        "home.opensearch": "for browsers; programs have /search.json",
        "overviews.listed": "a page; the queries behind overviews can be asked at /sparql",
        "overviews.overview": "a page; programs have /sparql",
        "search.page": "a page; programs have /search.json",
        "api.page": "a page of this description",
        "operations.health": "for operators",
        "operations.ready": "for operators",
        "operations.metrics": "for operators",
        "static": "parts of pages",
    }
)
#: Parameters that shape pages alone.
PAGE_ONLY: Final = frozenset({"property", "inverse", "list", "term", "v"})
_DOCUMENT_QUERY: Final = frozenset({"q", "page"})


def operations_of(subject: ApiSubject) -> tuple[ApiOperation, ...]:
    """Return every operation of a site, those of its questions first."""
    return (
        *_of_questions(subject),
        *_of_search(subject),
        *_of_documents(subject),
        *_of_sparql(),
        *_of_release(subject),
    )


def schema_of(name: str) -> dict[str, object]:
    """Return the schema of a parameter: its bounds are those that the server checks."""
    if name == "page":
        return {"type": "integer", "minimum": 1, "maximum": _MOST_PAGE}
    schema: dict[str, object] = {"type": "string", "pattern": VALUE_PATTERN}
    if name in LENGTHS:
        schema["maxLength"] = LENGTHS[name]
    if name == "kind":
        schema = {"type": "string", "enum": [*EntryKind, ""]}
    return schema


def _parameters(
    endpoint: str,
    required: Mapping[str, str],
    optional: Mapping[str, str] | None = None,
    without: frozenset[str] = frozenset(),
) -> tuple[ApiParameter, ...]:
    """Return the parameters that a route declares, with examples; the required ones first."""
    examples = {**required, **(optional or {})}
    declared = (PARAMETERS[endpoint] | {LANGUAGE}) - PAGE_ONLY - without
    order = [*required, *sorted(declared - required.keys())]
    return tuple(
        ApiParameter(
            name=name,
            schema={**schema_of(name), **({"minLength": 1} if name in required else {})},
            words=f"api_parameter_{name}",
            required=name in required,
            example=examples.get(name, ""),
        )
        for name in order
    )


def _of_questions(subject: ApiSubject) -> Iterator[ApiOperation]:
    yield ApiOperation(
        name="questions",
        path="/queries.json",
        tag=ApiTag.QUESTIONS,
        endpoint="questions.listed_as_data",
        parameters=_parameters("questions.listed_as_data", {}),
    )
    form = ApiParameter(
        name="format",
        schema={"type": "string", "enum": [*(form.name for form in FORMS), ""]},
        words="api_parameter_format",
    )
    for saved in subject.questions:
        yield ApiOperation(
            name=f"question-{saved.name}",
            path=f"/queries/{saved.name}",
            tag=ApiTag.QUESTIONS,
            media_types=_ANSWERS,
            endpoint="questions.question",
            parameters=(
                *(_of_question(subject, saved, found) for found in saved.parameters),
                form,
            ),
            titles=saved.titles,
            accept="text/csv",
        )


def _of_question(subject: ApiSubject, saved: SavedQuery, found: QuestionParameter) -> ApiParameter:
    values = subject.values.get((saved.name, found.name), ())
    example = word_of(found.default) if found.default is not None else next(iter(values), "")
    return ApiParameter(
        name=found.name,
        schema={"type": "string", "enum": [*values, ""]} if values else _TYPES[found.type],
        labels=found.labels,
        example=example,
    )


_TYPES: Final[Mapping[ParameterType, Mapping[str, object]]] = {
    ParameterType.IRI: {"type": "string", "maxLength": 2000},
    ParameterType.STRING: {"type": "string", "maxLength": 2000, "pattern": VALUE_PATTERN},
    ParameterType.INTEGER: {"type": "integer"},
    ParameterType.DECIMAL: {"type": "number"},
    ParameterType.DATE: {"type": "string", "format": "date"},
    ParameterType.BOOLEAN: {"type": "boolean"},
    ParameterType.LANGUAGE: {"type": "string", "pattern": "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"},
}


def _of_search(subject: ApiSubject) -> Iterator[ApiOperation]:
    yield ApiOperation(
        name="search",
        path="/search.json",
        tag=ApiTag.FIND,
        endpoint="search.answer",
        parameters=_parameters("search.answer", {}, {"q": subject.word}),
    )
    yield ApiOperation(
        name="completion",
        path="/complete.json",
        tag=ApiTag.FIND,
        endpoint="completing.complete",
        parameters=_parameters("completing.complete", {}, {"q": "label"}),
    )


def _of_documents(subject: ApiSubject) -> Iterator[ApiOperation]:
    dataset = {"iri": subject.base + "dataset"}
    statement = dict(zip("spo", subject.statement or ("", "", ""), strict=True))
    yield _document(
        "document", "/resource", "things.resource", ApiTag.DOCUMENTS, dataset, leads=True
    )
    for name in subject.vocabularies:
        yield _document(name, f"/{name}", "vocabularies.vocabulary", ApiTag.DOCUMENTS)
    yield ApiOperation(
        name="members",
        path="/class",
        tag=ApiTag.DOCUMENTS,
        media_types=_ANSWERS,
        endpoint="members.things_of_class",
        parameters=_parameters("members.things_of_class", {"iri": STANDARD["dcat"] + "Dataset"}),
        leads=True,
        accept="text/csv",
    )
    yield ApiOperation(
        name="explanation",
        path="/explain",
        tag=ApiTag.DOCUMENTS,
        media_types=(
            *(form.media_type for form in (HTML, TURTLE, JSON_LD, N_TRIPLES, RDF_XML, MARKDOWN)),
            _JSON,
        ),
        endpoint="explain.explained",
        parameters=_parameters("explain.explained", statement),
        accept=_JSON,
    )


def _document(
    name: str,
    path: str,
    endpoint: str,
    tag: ApiTag,
    required: Mapping[str, str] | None = None,
    *,
    leads: bool = False,
) -> ApiOperation:
    """Return the operation that answers with a document, in any form of a graph."""
    return ApiOperation(
        name=name,
        path=path,
        tag=tag,
        endpoint=endpoint,
        media_types=_DOCUMENTS,
        parameters=_parameters(endpoint, required or {}, without=_DOCUMENT_QUERY),
        leads=leads,
        accept="text/turtle",
    )


def _of_sparql() -> Iterator[ApiOperation]:
    query = ApiParameter(
        name="query",
        schema={"type": "string", "minLength": 1},
        words="api_parameter_query",
        example="SELECT * { ?s ?p ?o } LIMIT 5",
    )
    graphs = [
        ApiParameter(
            name=name,
            schema={"type": "array", "items": {"type": "string"}},
            words=f"api_parameter_{name.partition('-')[0]}_graphs",
        )
        for name in ("default-graph-uri", "named-graph-uri")
    ]
    form = ApiParameter(name="format", schema={"type": "string"}, words="api_parameter_format")
    yield ApiOperation(
        name="sparql",
        path="/sparql",
        tag=ApiTag.SPARQL,
        media_types=tuple(form.media_type for form in (*RESULT_FORMATS, *GRAPH_FORMATS)),
        endpoint="",
        parameters=(query, *graphs, form),
        leads=True,
        accept="text/csv",
    )


def _of_release(subject: ApiSubject) -> Iterator[ApiOperation]:
    yield _document("dataset", "/dataset", "datasets.dataset", ApiTag.RELEASE)
    name = ApiParameter(
        name="name",
        schema={"type": "string", "enum": list(subject.dumps)},
        words="api_parameter_dump",
        required=True,
        example=next((name for name in subject.dumps if name == "SHA256SUMS"), ""),
        place="path",
    )
    yield ApiOperation(
        name="dump",
        path="/dumps/{name}",
        tag=ApiTag.RELEASE,
        media_types=("*/*",),
        endpoint="datasets.dump",
        parameters=(name,),
    )
    for operation, path, endpoint in (
        ("releases", "/releases.json", "releases.kept_as_json"),
        ("version", "/-/version", "operations.version"),
        ("description", "/openapi.json", "api.described"),
    ):
        yield ApiOperation(name=operation, path=path, tag=ApiTag.RELEASE, endpoint=endpoint)
