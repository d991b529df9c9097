"""Colour of what the console says: of failures, warnings and what passed; only where a terminal shows it."""

from __future__ import annotations

import os
import re
import sys
from typing import TextIO

_RED, _GREEN, _YELLOW = "31", "32", "33"
# What of a line is painted. Every line is complete and begins as here, so no text of the user is taken for one of ours.
_PAINTED = (
    (re.compile(r"^(creflow: (?:error|interrupted))"), _RED),
    (re.compile(r"^(creflow: warning)"), _YELLOW),
    (re.compile(r"^  acceptance +(FAILED)"), _RED),
    (re.compile(r"^  acceptance +(passed)"), _GREEN),
    (re.compile(r"^  linear baseline .*(the network is NOT better)$"), _YELLOW),
    (re.compile(r"^  ([\d,]+ warnings?)$"), _YELLOW),
)


def has_colour(stream: TextIO) -> bool:
    """Is this a terminal with colours, and does nobody object? https://no-color.org"""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(text: str) -> None:
    """Writes a line of ours to stderr, in colour where there is any."""
    print(painted(text) if has_colour(sys.stderr) else text, file=sys.stderr, flush=True)


def painted(text: str) -> str:
    """The lines of `text` with escape codes."""
    return "\n".join(map(_painted_line, text.split("\n")))


def _painted_line(line: str) -> str:
    for pattern, colour in _PAINTED:
        if found := pattern.search(line):
            begin, end = found.span(1)
            return f"{line[:begin]}\033[{colour}m{line[begin:end]}\033[0m{line[end:]}"
    return line
