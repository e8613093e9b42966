"""The terms in which conflicts are said, below a URN of our own, which promises no page."""

from typing import Final

NAMESPACE: Final = "urn:mcdgraph:conflict:"
CONFLICT: Final = NAMESPACE + "Conflict"
CLAIM: Final = NAMESPACE + "Claim"
#: Of a conflict.
ABOUT: Final = NAMESPACE + "about"
PROPERTY: Final = NAMESPACE + "property"
MEASURE: Final = NAMESPACE + "measure"
FOUND_BY: Final = NAMESPACE + "foundBy"
OVERLAP: Final = NAMESPACE + "overlap"
HAS_CLAIM: Final = NAMESPACE + "claim"
#: Of a claim.
SUBJECT: Final = NAMESPACE + "subject"
VALUE: Final = NAMESPACE + "value"
GRAPH: Final = NAMESPACE + "graph"
SNAPSHOT: Final = NAMESPACE + "snapshot"
DOCUMENT: Final = NAMESPACE + "document"
EVIDENCE: Final = NAMESPACE + "evidence"
STATUS: Final = NAMESPACE + "status"
EARLIEST: Final = NAMESPACE + "earliest"
LATEST: Final = NAMESPACE + "latest"
TIMED_BY: Final = NAMESPACE + "timedBy"
BASIS: Final = NAMESPACE + "dateBasis"
#: Of the graph: claims that were not compared, because one topic has too many.
LEFT_OUT: Final = NAMESPACE + "leftOut"
