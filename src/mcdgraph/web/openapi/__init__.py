"""What programs can ask the site, written once: for `/openapi.json`, and for the page of it."""

from mcdgraph.web.openapi.document import write_document
from mcdgraph.web.openapi.examples import ApiExample, examples_of
from mcdgraph.web.openapi.operations import (
    LEFT_OUT,
    ApiOperation,
    ApiParameter,
    ApiSubject,
    operations_of,
)

__all__ = [
    "LEFT_OUT",
    "ApiExample",
    "ApiOperation",
    "ApiParameter",
    "ApiSubject",
    "examples_of",
    "operations_of",
    "write_document",
]
