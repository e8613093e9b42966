"""What stands before the Flask application: the SPARQL endpoint's short way, and the threads."""

from mcdgraph.web.front.application import Front, Site

__all__ = ["Front", "Site"]
