"""Keeps a number of processes going until told to stop."""

import logging
import os
import signal
import time
from collections.abc import Callable
from typing import Final

from mcdgraph.queries.lifeline import die_with_parent

#: Seconds between the death of a process and its successor's birth, for one that died young.
_PAUSE: Final = 1.0
_YOUNG: Final = 5.0
_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)

log = logging.getLogger("mcdgraph.web")


class Supervisor:
    """Forks processes that all do the same, and replaces those that die."""

    def __init__(self, work: Callable[[], None], number: int, needed: int) -> None:
        """Have ``number`` processes do ``work``, which returns once SIGTERM tells it to.

        None can do without the child process ``needed``.
        """
        self._needed = needed
        self._work = work
        self._number = number
        self._born: dict[int, float] = {}

    def run(self, ready: Callable[[], None], stop_seconds: float) -> bool:
        """Supervise until SIGTERM or SIGINT; then tell the processes, and wait for them.

        False when it ended because the process that they need did. Who has not ended within
        ``stop_seconds``, or at a second signal, is killed.
        """
        before = {int(one) for one in signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)}
        try:
            for _ in range(self._number):
                self._fork(before)
            ready()
            alive = True
            while alive and signal.sigwait(_SIGNALS) == signal.SIGCHLD:
                alive = os.waitpid(self._needed, os.WNOHANG)[0] == 0
                for age in self._reap():
                    if age < _YOUNG:
                        time.sleep(_PAUSE)
                    self._fork(before)
            self._stop(stop_seconds)
            return alive
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _fork(self, mask: set[int]) -> None:
        parent = os.getpid()
        number = os.fork()
        if number:
            self._born[number] = time.monotonic()
            return
        status = 1
        try:
            os.setpgrp()
            die_with_parent(parent)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            self._work()
            status = 0
        except BaseException:
            log.exception("a server process failed")
        finally:
            os._exit(status)

    def _reap(self) -> list[float]:
        """Bury the dead, and give their ages in seconds."""
        ages = []
        for number in list(self._born):
            found, status = os.waitpid(number, os.WNOHANG)
            if found:
                ages.append(time.monotonic() - self._born.pop(number))
                log.warning("server process %d ended (wait status %d)", number, status)
        return ages

    def _stop(self, seconds: float) -> None:
        for number in self._born:
            os.kill(number, signal.SIGTERM)
        until = time.monotonic() + seconds
        told = True
        while self._born and told and (left := until - time.monotonic()) > 0:
            found = signal.sigtimedwait(_SIGNALS, left)
            told = found is None or found.si_signo == signal.SIGCHLD
            for number in list(self._born):
                if os.waitpid(number, os.WNOHANG)[0]:
                    del self._born[number]
        for number in self._born:
            os.kill(number, signal.SIGKILL)
            os.waitpid(number, 0)
