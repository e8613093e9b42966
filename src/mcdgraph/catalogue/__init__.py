"""What a release says of itself: DCAT, VoID, PROV and the SPARQL service description."""

from mcdgraph.catalogue.citation import Citation
from mcdgraph.catalogue.model import Dump, GraphSummary, OmittedDump, Scope, Subject
from mcdgraph.catalogue.schema_org import RO_CRATE_FILE, DatasetFacts
from mcdgraph.catalogue.statistics import Statistics, statistics
from mcdgraph.catalogue.writing import catalogue

__all__ = [
    "RO_CRATE_FILE",
    "Citation",
    "DatasetFacts",
    "Dump",
    "GraphSummary",
    "OmittedDump",
    "Scope",
    "Statistics",
    "Subject",
    "catalogue",
    "statistics",
]
