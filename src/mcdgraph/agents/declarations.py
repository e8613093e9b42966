"""The tools as they are offered: their names, what they are for, arguments and answers."""

from typing import Final

from mcdgraph.agents.tool import TEXT, Argument, JsonSchema, Tool, list_of, object_of, or_null
from mcdgraph.agents.tools import GraphTools
from mcdgraph.agents.values import (
    ANSWER_SCHEMA,
    EVIDENCE_SCHEMA,
    FACT_SCHEMA,
    RESOURCE_SCHEMA,
    STATEMENT_SCHEMA,
)
from mcdgraph.search import EntryKind

_RELEASE: Final[JsonSchema] = object_of({"digest": TEXT, "version": TEXT, "commit": TEXT})
_COMMON: Final = {"evidence": list_of(EVIDENCE_SCHEMA), "release": _RELEASE}
_SNAPSHOTS: Final = {"snapshot": or_null(TEXT), "others": list_of(TEXT)}
_HIT: Final[JsonSchema] = {"type": "object"}
_STEP: Final[JsonSchema] = {"type": "object"}


def offered_tools(tools: GraphTools) -> tuple[Tool, ...]:
    """Describe the tools of a release, which call those that answer."""
    return tuple(
        describe(tools) for describe in (_search, _describe, _ask, _sparql, _explain, _passage)
    )


def _language(tools: GraphTools) -> Argument:
    return Argument(
        name="language",
        description="Language of names and glosses; the graph's first unless given.",
        choices=tuple(tools.context.settings.languages),
        required=False,
    )


def _search(tools: GraphTools) -> Tool:
    return Tool(
        name="search",
        title="Search",
        description="Find things, terms and saved questions of the graph by words. Case, "
        "accents and endings do not matter. Start here when you do not know an IRI.",
        arguments=(
            Argument(name="text", description="Words, an IRI or a prefixed name."),
            Argument(
                name="kind",
                description="Find only things of this kind.",
                choices=tuple(kind.value for kind in EntryKind),
                required=False,
            ),
            _language(tools),
        ),
        output={"hits": list_of(_HIT), "total": {"type": "integer"}, **_COMMON},
        call=tools.search,
    )


def _describe(tools: GraphTools) -> Tool:
    return Tool(
        name="describe",
        title="Describe a thing",
        description="What the graph says of one thing: its statements, what leads to it, and "
        "the passages that each statement rests on.",
        arguments=(
            Argument(name="iri", description="An IRI, or a name with a prefix of the graph."),
            _language(tools),
        ),
        output={
            "iri": TEXT,
            "label": TEXT,
            "types": list_of(RESOURCE_SCHEMA),
            "summary": TEXT,
            "statements": list_of(STATEMENT_SCHEMA),
            "incoming": list_of(STATEMENT_SCHEMA),
            **_COMMON,
        },
        call=tools.describe,
    )


def _ask(tools: GraphTools) -> Tool:
    return Tool(
        name="ask",
        title="Ask a saved question",
        description="Answer one of the graph's saved questions, whose answers are tested. "
        "search with kind question finds them; the resource of questions lists them.",
        arguments=(
            Argument(name="question", description="The name of a question.", most=200),
            Argument(
                name="parameters",
                description="Values of its parameters, a line each: name=value.",
                most=20_000,
                required=False,
            ),
            _language(tools),
        ),
        output={"question": {"type": "object"}, "query": TEXT, "answer": ANSWER_SCHEMA} | _COMMON,
        call=tools.ask,
    )


def _sparql(tools: GraphTools) -> Tool:
    return Tool(
        name="sparql",
        title="Ask in SPARQL",
        description="Answer a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE). The "
        "prefixes of the graph need not be declared. An error says line, column and what to "
        "write; an empty answer says which terms occur nowhere.",
        arguments=(
            Argument(
                name="query",
                description="The query.",
                most=tools.context.settings.query.request_bytes,
            ),
            _language(tools),
        ),
        output={"answer": ANSWER_SCHEMA, "unknown_terms": list_of(TEXT), **_COMMON},
        call=tools.sparql,
    )


def _explain(tools: GraphTools) -> Tool:
    return Tool(
        name="explain",
        title="Explain a statement",
        description="Why a statement holds: the rules that concluded it, down to the lines of "
        "the source files and the passages of documents that say it.",
        arguments=(
            Argument(name="s", description="The subject: an IRI or a prefixed name."),
            Argument(name="p", description="The property: an IRI, a prefixed name, or a."),
            Argument(
                name="o",
                description='The object: an IRI, a prefixed name, or a literal as "text"@en.',
                most=4_000,
            ),
            Argument(
                name="snapshot",
                description="The version of a document to prove it from: an IRI or a prefixed "
                "name. Of several, the first that it holds in is taken.",
                required=False,
            ),
            _language(tools),
        ),
        output={"steps": list_of(_STEP), **_SNAPSHOTS, **_COMMON},
        call=tools.explain,
    )


def _passage(tools: GraphTools) -> Tool:
    return Tool(
        name="passage",
        title="Read a passage",
        description="A passage of a source document: what it says in the graph's own words, "
        "where it stands, a link to it, its very words where a copy is at hand, and the "
        "statements that rest on it.",
        arguments=(
            Argument(name="passage", description="Its IRI, or the name it is cited by."),
            _language(tools),
        ),
        output={"passage": EVIDENCE_SCHEMA, "statements": list_of(FACT_SCHEMA), **_COMMON},
        call=tools.passage,
    )
