"""Processes that serve a WSGI application: one queue, bounded workers, a well-kept HTTP server.

```
supervisor: the listening socket; polls what is published; starts a generation for it
└─ generation, one for each release: loads the application once, forks the rest
   ├─ server processes: HTTP (uvicorn), finished answers, turns between clients, deadlines
   └─ workers: one request at a time, through the application, within bounds
```
Nothing here knows what the application is about.
"""

from mcdgraph.serving.listening import require_free
from mcdgraph.serving.publication import Content, Publication
from mcdgraph.serving.supervisor import serve

__all__ = ["Content", "Publication", "require_free", "serve"]
