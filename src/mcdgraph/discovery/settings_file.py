"""Writes a guess down as a short, commented ``mcdgraph.toml``."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from mcdgraph.discovery.globbing import globs_for
from mcdgraph.discovery.guess import Guess
from mcdgraph.settings import ROLES, Agent

#: Items of a list that stand on one line, and broken or skipped files that are named.
_ON_A_LINE: Final = 3
_NEW: Final = """\
# Settings of a graph; every key is described in docs/settings.md.

# Where the graph names things; an address that you can keep. It need not answer yet.
base_iri = "https://example.org/"
languages = ["en"]
# licence = "https://creativecommons.org/licenses/by/4.0/"

[title]
en = "A new graph"

# Files of RDF in ontology/, shapes/, data/ and vocabulary/ are read; to name others:
# [sources]
# data = ["tables/**/*.ttl"]
"""
_NAMED: Final = 20


def settings_text(guess: Guess, releases: Path | None = None) -> str:
    """Give the text of the file; what could not be told is a comment with the reason.

    ``releases`` is the folder for the releases, where they are not made by the maintainer.
    """
    parts = [
        [
            "# Written by `mcdgraph init` of what the files say; change what is wrong.",
            "# Every key is described in docs/settings.md.",
        ],
        list(_of_the_graph(guess)),
        *(list(_table(name, texts)) for name, texts in _texts(guess)),
        list(_agent("creator", guess.about.creator)),
        list(_agent("publisher", guess.about.publisher)),
        list(_sources(guess)),
        list(_release(releases)),
        list(_prefixes(guess)),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def new_settings_text() -> str:
    """Give the text of a file for a graph that has no file yet."""
    return _NEW


def _of_the_graph(guess: Guess) -> Iterator[str]:
    about = guess.about
    if guess.naming.base:
        yield f"base_iri = {_quoted(guess.naming.base)}"
    else:
        yield "# No namespace on the web has enough of what the files describe."
        yield '# base_iri = "https://example.org/"'
    if guess.naming.bases:
        yield f"bases = {_list(guess.naming.bases)}"
    yield from _or_comment("version", about.version, "no header says one", "1.0")
    for key in ("issued", "modified"):
        if value := getattr(about, key):
            yield f"{key} = {value}"
    if about.licence:
        yield f"licence = {_quoted(about.licence)}"
    else:
        hint = guess.licence_hint
        reason = "no header says one"
        if hint:
            reason += f"; {guess.survey.licence_file} seems to be this"
        yield from _or_comment(
            "licence", "", reason, hint or "https://creativecommons.org/licenses/by/4.0/"
        )
    if guess.languages:
        yield f"languages = {_list(guess.languages)}"
    else:
        yield from _or_comment("languages", "", "no label has a language tag", ["en"])


def _or_comment(key: str, value: str, reason: str, example: object) -> Iterator[str]:
    if value:
        yield f"{key} = {_quoted(value)}"
    else:
        yield f"# {key}: {reason}."
        yield f"# {key} = {json.dumps(example, ensure_ascii=False)}"


def _texts(guess: Guess) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield "title", guess.about.title
    yield "description", guess.about.description


def _table(name: str, texts: Mapping[str, str]) -> Iterator[str]:
    if not texts:
        yield f"# {name}: no header of the whole says one."
        yield f"# [{name}]"
        yield '# en = "…"'
        return
    yield f"[{name}]"
    for key, text in texts.items():
        yield f"{_key(key)} = {_quoted(text)}"


def _agent(name: str, agent: Agent) -> Iterator[str]:
    if not agent.name:
        yield f"# {name}: no header says who."
        yield f"# [{name}]"
        yield '# name = "…"'
        return
    yield f"[{name}]"
    yield f"name = {_quoted(agent.name)}"
    if agent.iri:
        yield f"iri = {_quoted(agent.iri)}"


def _sources(guess: Guess) -> Iterator[str]:
    survey = guess.survey
    everything = {facts.path for facts in survey.facts} | {one.path for one in survey.skipped}
    vocabulary = {facts.path for facts in survey.of_role("vocabulary")}
    yield "[sources]"
    for role in ROLES:
        paths = {facts.path for facts in survey.of_role(role)}
        # A vocabulary among data is both, and first a vocabulary: no glob need keep it out.
        others = everything - paths - (vocabulary if role == "data" else frozenset())
        yield f"{role} = {_list(globs_for(paths, others))}"
    if survey.broken:
        yield "# Left out until they are mended:"
        yield from _comments(str(one.fault) for one in survey.broken)
        yield 'broken = "skip"'
    if told := [f"{one.path}: {one.reason}" for one in survey.skipped if not one.is_double]:
        yield "# Not taken:"
        yield from _comments(told)
    if doubles := sum(one.is_double for one in survey.skipped):
        yield f"# Not taken, since another file says the same in another form: {doubles:,}."


def _comments(lines: Iterable[str]) -> Iterator[str]:
    texts = list(lines)
    for text in texts[:_NAMED]:
        yield f"#   {' '.join(text.split())}"
    if len(texts) > _NAMED:
        yield f"#   and {len(texts) - _NAMED:,} more"


def _release(folder: Path | None) -> Iterator[str]:
    """Say where releases go that are not the maintainer's own: nothing found stops them."""
    if folder is not None:
        yield "[release]"
        yield f"folder = {_quoted(str(folder))}"
        yield 'violations = "accept"'


def _prefixes(guess: Guess) -> Iterator[str]:
    if guess.prefixes:
        yield "[prefixes]"
        for prefix, space in guess.prefixes.items():
            yield f"{_key(prefix)} = {_quoted(space)}"


def _key(name: str) -> str:
    return (
        name
        if name.replace("-", "").replace("_", "").isalnum() and name.isascii()
        else _quoted(name)
    )


def _list(items: Iterable[str]) -> str:
    written = [_quoted(item) for item in items]
    if len(written) <= _ON_A_LINE:
        return f"[{', '.join(written)}]"
    return "[\n" + "".join(f"    {item},\n" for item in written) + "]"


def _quoted(text: str) -> str:
    """Write a basic string of TOML 1.0: JSON's, and DEL is escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
