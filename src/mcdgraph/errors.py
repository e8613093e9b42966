"""The exceptions of mcdgraph, all of them, in one tree.

McdgraphError
├── UsageError              wrong options or settings                            exit 2
│   ├── SettingsError       a setting that cannot be read or has a wrong value
│   └── ParameterError      a value that a parameter of a saved query does not take
├── InputError              something to read is missing or unreadable           exit 2
│   ├── MissingInputError   a folder, file or glob that holds nothing
│   ├── RuleError           a rule of the graph's own that does not end
│   ├── SyntaxProblems      one or more files break their grammar, with places
│   └── ShapesError         a shapes graph that is not well-formed SHACL
├── FindingsError           the graph was read, and does not pass its checks     exit 1
├── FormattingError         a file whose canonical form cannot be proved         exit 2
├── EnvironmentProblem      the machine refuses: port in use, disk full          exit 2
├── ReleaseError            a release folder that is damaged or incomplete       exit 2
├── QueryError              a query the service does not answer                  HTTP 4xx/5xx
│   ├── QuerySyntaxError    the text is not SPARQL; line and column
│   ├── QueryRefused        the query asks what the service does not offer
│   │   └── UnsupportedMedia  its body is of a type or coding that is not read
│   ├── PageQueryError      a query behind a page, of the graph's own; its file
│   ├── QueryNotAcceptable  the asker takes no form of this kind of answer
│   ├── QueryTooLarge       a bound on size or rows was passed
│   ├── QueryTimeout        the deadline passed
│   └── QueryUnavailable    no worker is free, or the worker died
├── ProtocolError           a message that a protocol of programs does not allow JSON-RPC
├── ReconciliationError     a request of reconciliation that cannot be read      HTTP 400, 413
└── TermError               a term or prefixed name that cannot be understood    exit 2
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol


class PlacedProblem(Protocol):
    """Anything that prints as ``file:line:column: message``."""

    def __str__(self) -> str: ...


class McdgraphError(Exception):
    """The root: every error that mcdgraph raises on purpose."""

    exit_code: ClassVar[int] = 2


class UsageError(McdgraphError):
    """The caller asked for something that cannot be done as asked."""


class SettingsError(UsageError):
    """A setting is unknown, unreadable or has a value of the wrong kind."""


class ParameterError(UsageError):
    """A parameter of a saved query does not take the value that is given for it.

    ``reason`` is the type of the parameter where the value is none of it, or ``list``,
    ``class`` or ``length``; ``allowed`` says in words what there may be.
    """

    def __init__(self, name: str, value: str, reason: str, allowed: str) -> None:
        """Name the parameter, its value and what it may be."""
        super().__init__(f"the parameter {name} is {value!r}; expected {allowed}")
        self.name = name
        self.value = value
        self.reason = reason
        self.allowed = allowed


class InputError(McdgraphError):
    """Something that must be read cannot be."""


class MissingInputError(InputError):
    """A folder, file or pattern that must hold something holds nothing."""


class RuleError(InputError):
    """A rule of the graph's own cannot be run to its end."""


class SyntaxProblems(InputError):
    """One or more source files break their grammar; every broken file is named."""

    def __init__(self, problems: Sequence[PlacedProblem]) -> None:
        """Keep the problems in reading order; there is at least one."""
        if not problems:
            raise ValueError("SyntaxProblems needs at least one problem")
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


class ShapesError(InputError):
    """A shapes graph is not well-formed: an unknown term, a bad path, a forbidden query.

    ``rows`` names, for each problem, the row of the shapes graph where it stands, or None.
    """

    def __init__(self, problems: Sequence[str], rows: Sequence[int | None] = ()) -> None:
        """Keep every problem and its row; there is at least one."""
        if not problems:
            raise ValueError("ShapesError needs at least one problem")
        self.problems = tuple(problems)
        self.rows = tuple(rows) or (None,) * len(self.problems)
        super().__init__("\n".join(self.problems))


class FindingsError(McdgraphError):
    """The graph was read but does not pass its checks."""

    exit_code: ClassVar[int] = 1


class FormattingError(McdgraphError):
    """A file's canonical form, read back, is not what the file says."""


class EnvironmentProblem(McdgraphError):
    """The machine refuses what is asked: a port in use, a folder that cannot be written."""


class ReleaseError(McdgraphError):
    """A release folder is damaged, incomplete or of another version."""


class TermError(McdgraphError):
    """A term, IRI or prefixed name cannot be understood."""


class ProtocolError(McdgraphError):
    """A message that a protocol of programs does not allow.

    ``code`` is that of JSON-RPC 2.0, clause 5.1, or of the protocol; ``data`` says more.
    """

    def __init__(self, code: int, message: str, data: dict[str, object] | None = None) -> None:
        """Keep the code beside the message."""
        super().__init__(message)
        self.code = code
        self.data = data


class ReconciliationError(McdgraphError):
    """A request of reconciliation that cannot be read, or asks for more than is answered."""

    def __init__(self, message: str, *, too_large: bool = False) -> None:
        """Say what is wrong, and where; ``too_large`` where a bound is passed."""
        super().__init__(message)
        self.too_large = too_large


class QueryError(McdgraphError):
    """A query that the service does not answer.

    ``line`` and ``column`` count from 1, and are None where the fault has no one place.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        """Keep the place beside the message."""
        super().__init__(message)
        self.line = line
        self.column = column


class SyntaxFaultKind(StrEnum):
    """What can be wrong with a text that should be SPARQL."""

    EXPECTED = "expected"
    MEANT = "meant"
    IMPOSSIBLE = "impossible"
    UNDECLARED = "undeclared"
    NOT_AN_IRI = "not_an_iri"
    UNCLOSED = "unclosed"
    UNGROUPED = "ungrouped"
    STAR = "star"


@dataclass(frozen=True, kw_only=True)
class SyntaxFault:
    """What is wrong where a query stops being SPARQL.

    ``found`` is what stands there, empty for the end of the query. ``expected`` has marks in
    quotes, keywords in upper case, and names of kinds of terms in lower case; ``more`` tells
    that there are others.
    """

    kind: SyntaxFaultKind
    found: str = ""
    expected: tuple[str, ...] = ()
    more: bool = False


class QuerySyntaxError(QueryError):
    """The query text is not SPARQL.

    ``fault`` says why, for readers of other languages, where that is known; ``engine`` has the
    words of the engine itself.
    """

    def __init__(
        self,
        message: str,
        line: int | None = None,
        column: int | None = None,
        *,
        fault: SyntaxFault | None = None,
        engine: str = "",
    ) -> None:
        """Keep what is wrong beside the message."""
        super().__init__(message, line, column)
        self.fault = fault
        self.engine = engine


class QueryRefused(QueryError):
    """The query asks for something that this service does not offer."""


class UnsupportedMedia(QueryRefused):
    """The body is of a type, character set or coding that is not read here."""


class PageQueryError(QueryError):
    """A query of the graph's own, behind a page, that cannot be answered."""

    def __init__(self, path: str, error: QueryError | TermError) -> None:
        """Keep the file of the query, and what is wrong with it."""
        line, column = (error.line, error.column) if isinstance(error, QueryError) else (None, None)
        super().__init__(str(error), line, column)
        self.path = path

    @property
    def place(self) -> str:
        """Where it is wrong: ``path:line:column``, or the path alone."""
        return self.path if self.line is None else f"{self.path}:{self.line}:{self.column}"


class QueryNotAcceptable(QueryError):
    """The asker takes no form of this kind of answer."""


class QueryTooLarge(QueryError):
    """The query, or its answer, passes a bound."""


class QueryTimeout(QueryError):
    """The query did not end before its deadline."""


class QueryUnavailable(QueryError):
    """No worker can take the query now, or the worker died under it."""
