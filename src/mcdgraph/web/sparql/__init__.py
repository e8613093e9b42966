"""The SPARQL 1.1 Protocol, defined once: from a request to a reply, without a server in sight."""

from mcdgraph.web.sparql.endpoint import PATHS, DatasetSummary, Endpoint, Operation

__all__ = ["PATHS", "DatasetSummary", "Endpoint", "Operation"]
