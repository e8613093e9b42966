"""The SPARQL 1.1 Protocol, defined once: from a request to a reply, without a server in sight."""

from mcdgraph.web.sparql.endpoint import DatasetSummary, Endpoint, Operation

__all__ = ["DatasetSummary", "Endpoint", "Operation"]
