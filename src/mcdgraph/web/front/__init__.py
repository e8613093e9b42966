"""What stands before the Flask application: the SPARQL endpoint's short way, under granian.

The interface is RSGI 1.5, granian's own: unlike WSGI it says when a client hangs up.
"""

from mcdgraph.web.front.application import Front, Site

__all__ = ["Front", "Site"]
