"""A terminal for tests: runs a program on a pty, and keeps what a window of some size shows of it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path

_ESCAPE = re.compile(r"\033\[([0-9;?]*)([A-Za-z])")
Cell = tuple[str, str]  # a character and its colour


def set_window_size(controller: int, columns: int, lines: int) -> None:
    """What programs on the pty are told."""
    fcntl.ioctl(controller, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


class Screen:
    """What xterm and its kin show of a stream: text that wraps at the last column, returns, moves up, erased parts,
    colours. When the window gets narrower or wider, long lines wrap anew. Lines that scrolled out are kept."""

    def __init__(self, columns: int, lines: int = 24) -> None:
        """An empty window."""
        self.columns, self.lines = columns, lines
        self.rows: list[list[Cell]] = [[]]
        self.goes_on: set[int] = set()  # rows that wrap into the next one
        self.row = self.column = 0
        self.colour = ""
        self.rest = ""

    def feed(self, text: str) -> None:
        """Shows more of the stream."""
        text, self.rest = self.rest + text, ""
        at = 0
        while at < len(text):
            if text[at] == "\033":
                found = _ESCAPE.match(text, at)
                if not found:
                    assert len(text) - at < 16, f"an escape code that no terminal of these tests knows: {text[at:]!r}"
                    self.rest = text[at:]
                    return
                self._code(found[1], found[2])
                at = found.end()
            else:
                self._character(text[at])
                at += 1

    def text(self) -> list[str]:
        """All lines since the beginning, without blanks at their ends."""
        return ["".join(character for character, _ in row).rstrip() for row in self.rows]

    def coloured(self, colour: str) -> list[str]:
        """What is shown in a colour, by line."""
        found = ("".join(c for c, painted in row if painted == colour) for row in self.rows)
        return [text for text in found if text]

    def resize(self, columns: int) -> None:
        """Another width: long lines wrap anew, and the cursor stays behind the same character."""
        old, goes_on, place = self.rows, self.goes_on, (self.row, self.column)
        self.columns, self.rows, self.goes_on = columns, [], set()
        whole: list[Cell] = []
        cursor = None
        for number, row in enumerate(old):
            if number == place[0]:
                cursor = len(whole) + place[1]
            whole += row
            if number in goes_on:
                continue
            first = len(self.rows)
            parts = [whole[i : i + columns] for i in range(0, len(whole), columns)] or [[]]
            self.goes_on |= set(range(first, first + len(parts) - 1))
            self.rows += parts
            if cursor is not None:
                down = min(cursor // columns, len(parts) - 1)
                self.row, self.column, cursor = first + down, cursor - down * columns, None
            whole = []

    def _character(self, character: str) -> None:
        if character == "\n":
            self._down()
        elif character == "\r":
            self.column = 0
        else:
            if self.column >= self.columns:
                self.goes_on.add(self.row)
                self._down()
                self.column = 0
            row = self.rows[self.row]
            row += [(" ", "")] * (self.column + 1 - len(row))
            row[self.column] = (character, self.colour)
            self.column += 1

    def _down(self) -> None:
        self.row += 1
        if self.row == len(self.rows):
            self.rows.append([])

    def _code(self, words: str, letter: str) -> None:
        number = int(words or 0)
        if letter == "A":  # not above the window
            self.row = max(self.row - max(1, number), len(self.rows) - self.lines, 0)
        elif letter == "K" and number == 0:
            del self.rows[self.row][self.column :]
        elif letter == "J" and number == 0:
            del self.rows[self.row][self.column :]
            del self.rows[self.row + 1 :]
            self.goes_on = {row for row in self.goes_on if row < self.row}
        elif letter == "m":
            self.colour = words if number else ""
        else:
            raise AssertionError(f"an escape code that no terminal of these tests knows: {words}{letter}")


def _own_terminal() -> None:
    """In the child: the terminal is its own, and Ctrl-C counts even where the tests run in the background."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A program that believes to be in a window."""

    def __init__(self, command: Sequence[str], folder: Path, columns: int, **environment: str) -> None:
        """Starts it, as a shell does: at the head of a process group that gets Ctrl-C."""
        self.screen = Screen(columns)
        self.controller, terminal = pty.openpty()
        set_window_size(self.controller, columns, self.screen.lines)
        settings = {"TERM": "xterm-256color", "NO_COLOR": ""}
        self.process = subprocess.Popen(
            command, cwd=folder, env=os.environ | settings | environment, stdin=terminal, stdout=terminal,
            stderr=terminal, start_new_session=True, preexec_fn=_own_terminal,
        )  # fmt: skip
        os.close(terminal)
        self.raw = ""

    def resize(self, columns: int) -> None:
        """The window gets another width."""
        self.screen.resize(columns)
        set_window_size(self.controller, columns, self.screen.lines)

    def press_ctrl_c(self) -> None:
        """What the line discipline makes of the keys."""
        os.write(self.controller, b"\x03")

    def wait(self, until: Callable[[], bool] = lambda: False, seconds: float = 300) -> int | None:
        """Shows what comes until something is true or the program ended; its exit code, if it did."""
        deadline = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < deadline, "\n".join(self.screen.text())
            if not select.select([self.controller], [], [], 0.05)[0]:
                continue
            try:
                read = os.read(self.controller, 65536)
            except OSError:  # every process that had the terminal is gone
                return self.process.wait(timeout=60)
            text = read.decode("utf-8", "replace")
            self.raw += text
            self.screen.feed(text)
        return None

    def close(self) -> None:
        """Ends what still runs."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=60)
        os.close(self.controller)
