"""HTTP/1.1 over sockets: connections, requests and answers, with bounds on size and time.

Requests are parsed by httptools (llhttp) or known by their bytes; sockets and timers are
uvloop's. Source: RFC 9110 and RFC 9112; the clause stands where a rule is applied.
"""

from mcdgraph.web.http.exchange import Application, Exchange
from mcdgraph.web.http.limits import Limits
from mcdgraph.web.http.listening import HttpServer
from mcdgraph.web.http.messages import Headers, Reply, Request, Written

__all__ = [
    "Application",
    "Exchange",
    "Headers",
    "HttpServer",
    "Limits",
    "Reply",
    "Request",
    "Written",
]
