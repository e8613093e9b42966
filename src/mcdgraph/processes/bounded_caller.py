"""Calls one function many times, in a forked process that is ended where a call takes too much.

What native code computes cannot be interrupted; a process can be ended. As it answers one request
after the other, many short calls cost one fork. The next call after an ended one forks anew.
"""

import os
import signal
import time
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, Final, Generic, TypeVar

from mcdgraph.errors import McdgraphError, QueryTimeout, QueryUnavailable
from mcdgraph.processes.bounds import WorkerBounds
from mcdgraph.settings import QuerySettings

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

_ENDED: Final = "it takes longer than {:g} seconds (query.deadline)"
_DIED: Final = "the process that asked it died: it may take more than {:,} MiB (query.memory)"


class BoundedCaller(Generic[Asked, Answer]):
    """A function whose calls have each the deadline, and the memory, of a query.

    What it takes and returns is pickled. It sees what this process knew at the latest fork.
    """

    def __init__(self, work: Callable[[Asked], Answer], settings: QuerySettings) -> None:
        """Fork nothing yet."""
        self._work = work
        self._settings = settings
        self._child: tuple[int, Connection] | None = None

    def __call__(self, request: Asked) -> Answer:
        """Return the function's answer, or raise the error of ours that it raised.

        Raises `QueryTimeout` past the deadline, and `QueryUnavailable` where the process died.
        """
        _, connection = self._child = self._child or self._forked()
        answer: Any
        try:
            connection.send(request)
            if not connection.poll(self._settings.deadline):
                self.close()
                raise QueryTimeout(_ENDED.format(self._settings.deadline))
            answer = connection.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise QueryUnavailable(_DIED.format(self._settings.memory)) from error
        if isinstance(answer, McdgraphError):
            raise answer
        return answer  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._child is not None:
            (child, connection), self._child = self._child, None
            connection.close()
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)

    def _forked(self) -> tuple[int, Connection]:
        ours, theirs = Pipe()
        child = os.fork()
        if child == 0:
            ours.close()
            self._answer(theirs)
        theirs.close()
        return child, ours

    def _answer(self, connection: Connection) -> None:
        """Do the work of the child, which never returns."""
        try:
            bounds = WorkerBounds(self._settings)
            while True:
                request = connection.recv()
                bounds.begin(time.monotonic())
                try:
                    answer: Answer | McdgraphError = self._work(request)
                except McdgraphError as error:
                    answer = error
                connection.send(answer)
        finally:
            os._exit(1)
