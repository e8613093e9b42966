"""IRIs of further bases, answered at the host and the path that they name themselves.

A host is only looked up among those that the settings name; nothing is made from it.
"""

from flask import Flask, request
from werkzeug.wrappers import Response as Redirection

from mcdgraph.web.site import known, site
from mcdgraph.web.targets import sent_path
from mcdgraph.web.things import lead_to


def register_hosts(app: Flask) -> None:
    """Lead on from the IRIs of further bases, before a page is looked for at their path."""
    app.before_request(lead_from_host)


def lead_from_host() -> Redirection | None:
    """Answer 303 where host and path are those of an IRI that the graph describes."""
    addresses = site().addresses
    if not addresses.others:
        return None
    host, sent = request.environ.get("HTTP_HOST", ""), sent_path(request.environ)[1:]
    query = request.query_string.decode("latin-1")
    candidates = addresses.candidates_at(host, sent, query)
    iri = next((iri for iri in candidates if known(iri)), None)
    return lead_to(iri) if iri else None
