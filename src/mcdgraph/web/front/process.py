"""What a server process publishes: the release of the moment, and then the next."""

import asyncio
import gc
import logging
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from wsgiref.types import WSGIApplication

from mcdgraph.errors import McdgraphError
from mcdgraph.queries import QueryService
from mcdgraph.queries.blocking import BlockingService
from mcdgraph.queries.cache import AnswerCache
from mcdgraph.queries.keeper import SOCKET, Announcement
from mcdgraph.queries.pool import Pool
from mcdgraph.settings import Settings
from mcdgraph.store import Dialect, Store
from mcdgraph.web.front import Front, Site
from mcdgraph.web.http import HttpServer, Limits
from mcdgraph.web.http.recent import Recent
from mcdgraph.web.sparql import DatasetSummary, Endpoint

#: Threads of a server process that make pages.
PAGE_THREADS: Final = 8

#: When garbage is looked for: requests leave none that reference counts do not find.
_COLLECTION: Final = (20_000, 20, 20)
#: Requests whose answers are known by their bytes, and the bytes that one may have.
_MEMO: Final = (4096, 8192)
#: Seconds that a release is still asked by pages that were begun before the next took its place.
_GRACE: Final = 5.0

log = logging.getLogger("mcdgraph.web")


@dataclass(frozen=True, kw_only=True)
class Content:
    """One release as it is served: what it holds, and how its pages are made.

    ``short`` are beginnings of paths that are answered in a moment, in the loop's own thread, if
    they wait for nothing but queries. ``count`` is told the status of each answer of the endpoint
    and the seconds it took.
    """

    summary: DatasetSummary
    store: Store
    make_pages: Callable[[Store, QueryService], WSGIApplication]
    short: tuple[str, ...] = ()
    count: Callable[[int, float], None] = lambda _status, _seconds: None


class Publication(Protocol):
    """What is published, which may change while it is served."""

    @property
    def dialect(self) -> Dialect:
        """What queries may leave out."""

    def current(self) -> str:
        """Give a key of what is published now."""

    def open_store(self, key: str) -> Store:
        """Open the dataset of a key."""

    def content(self, key: str, store: Store) -> Content:
        """Give all that is served for a key, whose dataset is open."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A publication as it stood when the server started."""

    key: str
    store: Store


class ServerProcess:
    """One server process: its front, and the news that the keeper sends."""

    def __init__(
        self, publication: Publication, opened: Opened, folder: Path, settings: Settings
    ) -> None:
        """Serve what the keeper in ``folder`` announces; ``opened`` was loaded before the fork."""
        self._publication = publication
        self._opened = opened
        self._folder = folder
        self._settings = settings
        self._tasks: set[asyncio.Task[None]] = set()
        self._news = socket.socket(socket.AF_UNIX)
        self._unread = b""
        self._newest: Announcement | None = None

    async def serve(self, listener: socket.socket, stop_seconds: float) -> None:
        """Serve until SIGTERM, then finish what is under way, within some seconds."""
        loop = asyncio.get_running_loop()
        stopped = asyncio.Event()
        loop.add_signal_handler(signal.SIGTERM, stopped.set)
        self._news.connect(str(self._folder / SOCKET))
        announcement = self._next_announcement()
        if announcement.key == self._opened.key:
            store = self._opened.store.reopened()
        else:
            store = self._publication.open_store(announcement.key)
        content = self._publication.content(announcement.key, store)
        site = self._site(content, announcement, loop)
        bounds = self._settings.query
        self._front = Front(site, bounds, PAGE_THREADS, loop)
        self._news.setblocking(False)
        loop.add_reader(self._news.fileno(), self._hear)
        connections = self._settings.server.connections
        limits = Limits(body_bytes=bounds.request_bytes, connections=connections)
        server = HttpServer(self._front, limits)
        await server.listen(listener)
        gc.freeze()
        gc.set_threshold(*_COLLECTION)
        await stopped.wait()
        await server.close(stop_seconds)
        loop.remove_reader(self._news.fileno())
        self._news.close()
        self._front.close()
        await self._front.site.pool.close(0)

    def _site(
        self, content: Content, announcement: Announcement, loop: asyncio.AbstractEventLoop
    ) -> Site:
        bounds = self._settings.query
        pool = Pool(announcement.nursery, bounds)
        pool.attach(loop)
        return Site(
            endpoint=Endpoint(content.summary, bounds),
            pool=pool,
            pages=content.make_pages(content.store, BlockingService(pool, loop)),
            short=content.short,
            count=content.count,
            cache=AnswerCache(bounds.cache_bytes),
            memo=Recent(*_MEMO),
        )

    def _next_announcement(self) -> Announcement:
        while b"\n" not in self._unread:
            data = self._news.recv(4096)
            if not data:
                raise McdgraphError("the query service has stopped")
            self._unread += data
        line, _, self._unread = self._unread.partition(b"\n")
        return Announcement.read(line)

    def _hear(self) -> None:
        """Take the newest of what the keeper announced."""
        loop = asyncio.get_running_loop()
        data = self._news.recv(65536)
        if not data:
            loop.remove_reader(self._news.fileno())
            log.error("the keeper is gone: no new release will be noticed")
            return
        *lines, self._unread = (self._unread + data).split(b"\n")
        if lines:
            self._newest = Announcement.read(lines[-1])
            task = loop.create_task(self._replace(self._newest))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _replace(self, announcement: Announcement) -> None:
        """Serve another release from the next request on; those under way end with theirs."""
        loop = asyncio.get_running_loop()
        front = self._front
        try:
            content = await loop.run_in_executor(None, self._open, announcement.key)
            site = self._site(content, announcement, loop)
        except (McdgraphError, OSError) as error:
            log.warning("the release before is still served: %s", error)
            return
        if announcement != self._newest:
            await site.pool.close(0)
            return
        before, front.site = front.site, site
        log.info("now serving %s", announcement.key)
        await asyncio.sleep(_GRACE)
        await before.pool.close()

    def _open(self, key: str) -> Content:
        return self._publication.content(key, self._publication.open_store(key))
