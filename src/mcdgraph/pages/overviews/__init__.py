"""Pages over many things of a graph at once, each filled by a query of the graph's own."""
