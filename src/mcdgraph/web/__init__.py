"""The graph on the web: documents, pages and SPARQL over HTTP."""
