"""The last lines on a terminal, which are drawn again and again while jobs run."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from textwrap import TextWrapper
from typing import TextIO

STANDARD = os.terminal_size((80, 24))
_FIRST_COLUMN = re.compile(r" *\S+ {2,}")
NARROWEST = 24  # columns that a wrapped text gets beside what is left of it


class LiveLines:
    """Some lines at the end of what was written, each within the window as it is when they are drawn."""

    def __init__(self, stream: TextIO) -> None:
        """Nothing is shown yet."""
        self.stream = stream
        self.shown: list[str] = []

    def window(self) -> os.terminal_size:
        """Columns and lines of the terminal now; the usual ones where it does not say."""
        try:
            size = os.get_terminal_size(self.stream.fileno())
        except (OSError, ValueError):
            return STANDARD
        return size if size.columns > 1 and size.lines > 1 else STANDARD

    def draw(self, lines: Sequence[str]) -> None:
        """Shows these instead of those before. The last column stays free: a full line wraps in some terminals."""
        size = self.window()
        self.clear()
        self.shown = [line[: size.columns - 1] for line in lines[: size.lines - 1]]
        self.stream.write("\n".join(self.shown))
        self.stream.flush()

    def clear(self) -> None:
        """Takes them away. In a window that is narrower by now, terminals have wrapped them."""
        if not self.shown:
            return
        columns = self.window().columns
        rows = sum(max(1, -(-len(line) // columns)) for line in self.shown)
        up = f"\033[{rows - 1}A" if rows > 1 else ""
        self.stream.write(f"\r{up}\033[J")
        self.shown = []


def wrapped(line: str, columns: int) -> str:
    """A line that is longer than the window in several, broken at blanks, below the beginning of its last column; below
    that of its second one where this leaves more room."""
    if len(line) <= columns:
        return line
    column = line.rfind("  ") + 2 if "  " in line else columns
    first = _FIRST_COLUMN.match(line)
    if column > columns - NARROWEST and first and first.end() < column:
        indent = first.end()
        return "\n".join([line[:column].rstrip(), _filled(" " * indent + line[column:], columns, indent)])
    return _filled(line, columns, column if column <= columns - NARROWEST else len(line) - len(line.lstrip()) + 2)


def _filled(line: str, columns: int, indent: int) -> str:
    words = TextWrapper(
        columns,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
    return words.fill(line)


def fitting(begin: str, parts: Sequence[str], width: int) -> str:
    """The beginning, and as many of the parts, the most important first, as go into `width` columns whole."""
    text = begin
    for number, part in enumerate(parts):
        longer = f"{text}, {part}" if number else f"{text}{part}"
        if number and len(longer) > width:
            break
        text = longer
    return text
