"""An operation as lines to copy: for curl, Python and R, each with nothing else installed."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from mcdgraph.web.openapi.operations import ApiOperation


@dataclass(frozen=True, kw_only=True)
class ApiExample:
    """A request as an address below the site, and as a program in each language."""

    target: str
    curl: str
    python: str
    r: str


def target_of(operation: ApiOperation) -> str:
    """Return path and query of an operation with the examples of its parameters."""
    given = [found for found in operation.parameters if found.example]
    path = operation.path
    for found in given:
        if found.place == "path":
            path = path.replace(f"{{{found.name}}}", quote(found.example, safe=""))
    query = urlencode({found.name: found.example for found in given if found.place == "query"})
    return f"{path}?{query}" if query else path


def examples_of(operation: ApiOperation, base: str) -> ApiExample:
    """Return the lines for an operation of the site at ``base``, which ends without a slash.

    Addresses are percent-encoded, so that nothing in them ends a string.
    """
    target = target_of(operation)
    address, accept = base + target, operation.accept
    header = f"-H 'Accept: {accept}' " if accept else ""
    headers = f', headers={{"Accept": "{accept}"}}' if accept else ""
    url = f'url("{address}", headers = c(Accept = "{accept}"))' if accept else f'url("{address}")'
    read = "read.csv" if accept == "text/csv" else "readLines"
    return ApiExample(
        target=target,
        curl=f"curl -L {header}'{address}'",
        python=(
            "from urllib.request import Request, urlopen\n"
            f'request = Request("{address}"{headers})\n'
            "print(urlopen(request).read().decode())"
        ),
        r=f"answer <- {read}({url})",
    )
