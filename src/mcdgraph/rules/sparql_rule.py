"""Rules that are SPARQL: a ``.rq`` file whose header documents it and whose rows are breaches.

The header is made of comment lines ``# name: text``; a name that comes again continues its
text. ``severity``, ``sentence``, ``documentation`` and ``message`` must be there; ``hint``,
``for each: language``, ``needs: every file`` (see `CheckRule`), ``own`` and
``graphs: documents`` may. The query asks all statements as one graph or, where ``graphs`` says
so, those of each document by ``GRAPH`` (`Workspace.documents`); it
selects ``?subject``, and ``?predicate`` and ``?object`` where a statement is at fault;
``?base`` and ``?language`` come bound where it projects them; ``$name`` in a VALUES block stands
for the IRIs of the setting ``evidence.name``. With ``own: NAME`` only those rows count whose
``?NAME`` is an IRI below a base of the graph. Braces in message and hint are filled with the
row's terms, or with the first IRI of such a setting.
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import PurePath

from mcdgraph.columns import Iri, Literal, Term
from mcdgraph.errors import InputError
from mcdgraph.findings import Finding, RuleText, Severity
from mcdgraph.rules.rule import CheckRule
from mcdgraph.rules.workspace import Workspace
from mcdgraph.store import Solution

_ENTRY = re.compile(
    r"#\s*(severity|sentence|documentation|message|hint|for each|needs|own|graphs):\s*(.*)"
)
_LIST = re.compile(r"\{ \$(\w+) \}")
_FIELD = re.compile(r"\{(\w+)\}")


def read_rule(path: PurePath, text: str) -> CheckRule:
    """Read a rule; its name is the file's. Raise `InputError` naming what the header lacks."""
    header: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if match := _ENTRY.match(line):
            header[match[1]] = f"{header.get(match[1], '')} {match[2].strip()}".strip()
    missing = {"severity", "sentence", "documentation", "message"} - header.keys()
    if missing:
        raise InputError(f"{path}: the rule's header lacks {', '.join(sorted(missing))}")
    if header["severity"] not in set(Severity):
        raise InputError(
            f"{path}: severity {header['severity']!r} is none of {', '.join(Severity)}"
        )
    documented = RuleText(
        name=path.stem,
        severity=Severity(header["severity"]),
        sentence=header["sentence"],
        documentation=header["documentation"],
    )
    return CheckRule(
        text=documented,
        look=partial(_look, query=text, header=header),
        whole=header.get("needs") == "every file",
    )


def _look(
    rule: CheckRule, workspace: Workspace, *, query: str, header: dict[str, str]
) -> Iterator[Finding]:
    bound: dict[str, Term] = {}
    if re.search(r"\?base\b", query):
        bound["base"] = Literal(workspace.base)
    tags = workspace.languages if header.get("for each") == "language" else (None,)
    query = _LIST.sub(lambda found: _listed(workspace, found[1]), query)
    dataset = workspace.documents if header.get("graphs") == "documents" else workspace.dataset
    for tag in tags:
        values = bound if tag is None else {**bound, "language": Literal(tag)}
        for solution in dataset.select(query, values):
            if "own" not in header or _is_own(solution.get(header["own"]), workspace):
                yield _finding(rule, workspace, solution, header)


def _is_own(term: Term | None, workspace: Workspace) -> bool:
    return isinstance(term, Iri) and workspace.owns(term.value)


def _listed(workspace: Workspace, name: str) -> str:
    """Write the IRIs of a setting, which was checked to hold nothing else, as a block of data."""
    iris: tuple[str, ...] = getattr(workspace.evidence, name)
    return f"{{ {' '.join(str(Iri(iri)) for iri in iris)} }}"


def _finding(
    rule: CheckRule, workspace: Workspace, solution: Solution, header: dict[str, str]
) -> Finding:
    predicate, value = solution.get("predicate"), solution.get("object")
    row = workspace.row(solution["subject"], predicate, value, solution.get("graph"))
    return rule.finding(
        workspace,
        _filled(header["message"], workspace, solution),
        row=row,
        part="subject" if predicate is None else "object",
        hint=_filled(header["hint"], workspace, solution) if "hint" in header else None,
    )


def _filled(template: str, workspace: Workspace, solution: Solution) -> str:
    """Put the row's terms in the braces; a literal is given by its text alone."""

    def fill(match: re.Match[str]) -> str:
        term = solution.get(match[1])
        if term is None:
            listed = getattr(workspace.evidence, match[1], ())
            return workspace.short(listed[0]) if listed else "?"
        return term.lexical if isinstance(term, Literal) else workspace.short(term)

    return _FIELD.sub(fill, template)
