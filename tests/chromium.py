"""Headless Chromium, driven over a pipe with the DevTools protocol: no driver to install.

Source: https://chromedevtools.github.io/devtools-protocol/ (``--remote-debugging-pipe``:
messages in JSON, each ended by a zero byte, in on descriptor 3 and out on descriptor 4).
"""

import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
#: Puts two descriptors where Chromium looks for them, then becomes Chromium.
_BECOME = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); "
    "os.execv(sys.argv[3], sys.argv[3:])"
)
_PATIENCE = 30.0


def find_chromium() -> str | None:
    """Find the program, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass
class Page:
    """One tab: what it logged as errors, and ways to look at it."""

    browser: "Chromium"
    session: str
    errors: list[str] = field(default_factory=list)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command about this page."""
        return self.browser.call(method, self.session, **parameters)

    def size(self, width: int, height: int) -> None:
        """Give the window a size, in CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def prefer(self, scheme: str) -> None:
        """Ask pages for the colours of day or night: ``light`` or ``dark``."""
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.call("Emulation.setEmulatedMedia", features=[feature])

    def open(self, url: str) -> None:
        """Go to an address and wait until it is loaded."""
        self.browser.loaded.discard(self.session)
        self.call("Page.navigate", url=url)
        self.wait_for_load()

    def wait_for_load(self) -> None:
        """Wait until a page that was asked for is loaded."""
        self.browser.wait(lambda: self.session in self.browser.loaded, "the page to load")

    def run(self, script: str) -> Any:
        """Give the value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str, *, control: bool = False) -> None:
        """Press a key by its name, such as Tab, or a letter that is typed."""
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        codes = {"Backspace": 8, "Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37}
        code = {**codes, "ArrowDown": 40, "a": 65}.get(key, 0)
        keys: dict[str, Any] = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        keys["modifiers"] = 2 if control else 0
        typed = (
            {"type": "keyDown", "text": text} if text and not control else {"type": "rawKeyDown"}
        )
        self.call("Input.dispatchKeyEvent", **typed, **keys)
        self.call("Input.dispatchKeyEvent", type="keyUp", **keys)

    def write(self, text: str) -> None:
        """Type a text, key by key."""
        for character in text:
            self.press("Enter" if character == "\n" else character)

    def until(self, script: str) -> None:
        """Wait until an expression in the page is true."""
        deadline = time.monotonic() + _PATIENCE
        while not self.run(f"Boolean({script})"):
            assert time.monotonic() < deadline, f"never so: {script}; {self.errors}"
            time.sleep(0.02)


class Chromium:
    """A running browser; leave its context to end it."""

    def __init__(self, program: str) -> None:
        """Start the program with a profile of its own."""
        self.profile = tempfile.mkdtemp(prefix="mcdgraph-chromium-")
        theirs_in, self.out = _pipe()
        self.into, theirs_out = _pipe()
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                _BECOME,
                str(theirs_in),
                str(theirs_out),
                program,
                *FLAGS,
                f"--user-data-dir={self.profile}",
                "about:blank",
            ],
            pass_fds=(theirs_in, theirs_out),
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.number = 0
        self.buffer = b""
        self.answers: dict[int, dict[str, Any]] = {}
        self.loaded: set[str] = set()
        self.pages: dict[str, Page] = {}

    def page(self) -> Page:
        """Open a new tab that reports its errors."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = self.pages[session] = Page(browser=self, session=session)
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.call(f"{domain}.enable")
        return page

    def call(self, method: str, session: str | None = None, /, **parameters: Any) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        self.number += 1
        number = self.number
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        self.wait(lambda: number in self.answers, method)
        answer = self.answers.pop(number)
        assert "error" not in answer, f"{method}: {answer}"
        return dict(answer["result"])

    def wait(self, done: Any, what: str) -> None:
        """Read messages until something is so."""
        deadline = time.monotonic() + _PATIENCE
        while not done():
            left = deadline - time.monotonic()
            ready, _, _ = select.select([self.into], [], [], max(left, 0))
            assert ready, f"Chromium did not answer in {_PATIENCE} s: {what}"
            data = os.read(self.into, 1 << 16)
            assert data, f"Chromium ended while waiting for {what}"
            self.buffer += data
            *messages, self.buffer = self.buffer.split(b"\0")
            for message in messages:
                self._take(json.loads(message))

    def _take(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self.answers[message["id"]] = message
            return
        session, parameters = message.get("sessionId", ""), message.get("params", {})
        page = self.pages.get(session)
        match message["method"]:
            case "Page.loadEventFired":
                self.loaded.add(session)
            case "Runtime.exceptionThrown" if page:
                page.errors.append(json.dumps(parameters))
            case "Log.entryAdded" if page and parameters["entry"]["level"] in ("error", "warning"):
                page.errors.append(parameters["entry"]["text"])
            case "Runtime.consoleAPICalled" if page and parameters["type"] in ("error", "warning"):
                page.errors.append(json.dumps(parameters["args"]))

    def __enter__(self) -> Self:
        """Give the browser itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the browser and take its profile away."""
        self.process.terminate()
        self.process.wait(_PATIENCE)
        os.close(self.out)
        os.close(self.into)
        shutil.rmtree(self.profile, ignore_errors=True)


def _pipe() -> tuple[int, int]:
    """Make a pipe whose descriptors are above those that Chromium uses."""
    ends = os.pipe()
    reading, writing = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return reading, writing
