"""A headless Chromium that is told what to do over its DevTools protocol, by a pipe: no driver, no package."""

from __future__ import annotations

import base64
import itertools
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars --remote-debugging-pipe
"""
SECONDS = 120  # for an answer, on a busy machine

Json = dict[str, Any]


class View:
    """A tab with a page in it."""

    def __init__(self, browser: Browser, session: str) -> None:
        """Of an attached target."""
        self._browser, self._session = browser, session

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - JSON
        """The value of a JavaScript expression, or what its promise gives."""
        words = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        answer = self._browser.ask("Runtime.evaluate", words, self._session)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def picture(self, left: float, top: float, right: float, bottom: float) -> bytes:
        """A part of the page as PNG."""
        clip = {"x": left, "y": top, "width": right - left, "height": bottom - top, "scale": 1}
        words = {"format": "png", "clip": clip, "captureBeyondViewport": True}
        return base64.b64decode(self._browser.ask("Page.captureScreenshot", words, self._session)["data"])

    @property
    def console(self) -> list[str]:
        """Messages, errors of scripts included."""
        texts = [event["args"][0].get("value", "") for event in self._events("Runtime.consoleAPICalled")]
        texts += [event["exceptionDetails"]["text"] for event in self._events("Runtime.exceptionThrown")]
        return texts + [event["entry"]["text"] for event in self._events("Log.entryAdded")]

    @property
    def asked(self) -> list[str]:
        """Addresses that the page asked for, but for itself and what it holds."""
        urls = [event["request"]["url"] for event in self._events("Network.requestWillBeSent")]
        return [url for url in urls if not url.startswith(("file:", "data:"))]

    def _events(self, method: str) -> list[Json]:
        self.evaluate("0")  # what was on its way has come now
        found = self._browser.events
        return [event["params"] for event in found if event["method"] == method and event["sessionId"] == self._session]


class Browser:
    """The process and its two pipes; messages are JSON, each ended by a zero byte."""

    def __init__(self, to: int, back: int) -> None:
        """Writes to one pipe, reads from the other."""
        self._to, self._back = os.fdopen(to, "wb"), os.fdopen(back, "rb", buffering=0)
        self._ids = itertools.count(1)
        self._read = b""
        self.events: list[Json] = []

    def ask(self, method: str, params: Json | None = None, session: str | None = None) -> Json:
        """Sends a command; returns its answer."""
        number = next(self._ids)
        message: Json = {"id": number, "method": method, "params": params or {}}
        self._to.write(json.dumps(message | ({"sessionId": session} if session else {})).encode() + b"\0")
        self._to.flush()
        return self._until(lambda got: got.get("id") == number)["result"]

    def view(self, file: Path, width: int, dark: bool = False) -> View:
        """Shows a file in a window of this width."""
        target = self.ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable", session=session)
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", size, session)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", {"features": [scheme]}, session)
        answer = self.ask("Page.navigate", {"url": file.as_uri()}, session)
        assert "errorText" not in answer, answer
        view = View(self, session)
        loaded = "new Promise(done => document.readyState == 'complete' ? done(1) : addEventListener('load', done))"
        view.evaluate(f"{loaded}.then(() => Promise.all([...document.images].map(one => one.decode().catch(() => 0))))")
        return view

    def close(self) -> None:
        """No more commands."""
        self._to.close()
        self._back.close()

    def _until(self, wanted: Any) -> Json:  # noqa: ANN401 - a function
        """Reads messages up to one; events are kept."""
        end = time.monotonic() + SECONDS
        while True:
            while b"\0" in self._read:
                text, _, self._read = self._read.partition(b"\0")
                got = json.loads(text)
                if "method" in got:
                    self.events.append({"sessionId": None} | got)
                if wanted(got):
                    assert "error" not in got, got["error"]
                    return got
            assert select.select([self._back], [], [], max(end - time.monotonic(), 0))[0], "the browser does not answer"
            read = self._back.read(1 << 20)
            assert read, "the browser ended"
            self._read += read


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """Starts one that keeps its files in `profile`; ends it."""
    (child_in, to), (back, child_out) = os.pipe(), os.pipe()
    # It reads from file 3 and writes to file 4.
    command = ["bash", "-c", f'exec "$0" "$@" 3<&{child_in} 4>&{child_out}', str(CHROMIUM), *FLAGS.split()]
    process = subprocess.Popen(
        [*command, f"--user-data-dir={profile}"],
        pass_fds=(child_in, child_out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(child_in)
    os.close(child_out)
    made = Browser(to, back)
    try:
        yield made
        made.ask("Browser.close")
        process.wait(SECONDS)
    finally:
        made.close()
        process.kill()
        process.wait()
