"""mcdgraph checks, reasons over, releases and publishes a knowledge graph kept in git."""

__version__ = "0.1.0"
