"""How a process ended, in words."""

import signal


def told_status(code: int) -> str:
    """Return how a process ended; ``code`` as `os.waitstatus_to_exitcode` gives it."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"
