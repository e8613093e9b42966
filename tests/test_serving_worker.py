"""What a worker has for the log reaches the server that has one."""

import logging
import socket

from mcdgraph.serving.frames import NUMBER, FrameType, whole_frames
from mcdgraph.serving.worker import LogForwarder


def test_errors_that_the_application_logs_are_passed_on() -> None:
    """With their traceback, and the number of the job; warnings stay where they are."""
    ours, theirs = socket.socketpair()
    forwarder = LogForwarder(theirs)
    forwarder.number = 7
    log = logging.Logger("application")
    log.addHandler(forwarder)
    log.warning("not this")
    try:
        _ = {}["no such page"]  # type: ignore[var-annotated]
    except KeyError:
        log.exception("while %s was made", "a page")
    theirs.close()
    data = ours.recv(65536)
    ((kind, start, end),) = whole_frames(data)
    assert kind == FrameType.LOG
    assert NUMBER.unpack_from(data, start) == (7,)
    told = data[start + NUMBER.size : end].decode()
    assert told.startswith("while a page was made")
    assert told.endswith("KeyError: 'no such page'")
    log.error("nobody hears this, and nothing fails")
